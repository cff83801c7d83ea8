// What a server was seen to do for one statement, and the mapping from its catalogs and messages to that.
import type { QueryResultRow } from 'pg';
import type { Session } from './server.ts';

/** A lock mode as pg_locks names it. */
type LockMode = (typeof MODES)[number];

/** A lock on a relation that existed before the statement; `kind` is pg_class.relkind. */
export type ObservedLock = { mode: LockMode; kind: string };

/**
 * One pass over a relation. `words` are the server's own; a 'check' is known from the scan counter of a statement that
 * reads for no other reason, a 'read' may be the planner's choice.
 */
export type ObservedScan = {
  relation: string;
  purpose: 'verify' | 'foreign-key' | 'build' | 'check' | 'read';
  words?: string;
};

/** A wait of a CONCURRENTLY form; `relation` is the table whose transactions it waited for. */
export type ObservedWait = { for: 'writers' | 'lockers' | 'snapshots'; relation?: string };

/**
 * Everything seen while one statement ran. Relations are `schema.name` as named before the statement; catalogs, TOAST
 * and temporary relations are left out, and so is what the statement itself created (but for `newIndexes`).
 */
export type Observation = {
  locks: Record<string, ObservedLock>;
  rewrites: string[];
  truncated: string[];
  reindexed: string[];
  newIndexes: { index: string; relation: string }[];
  scans: ObservedScan[];
  notices: string[];
  /** False where the server refuses the statement in a transaction block. */
  transaction: boolean;
  waits?: ObservedWait[];
  error?: { code: string; message: string };
};

const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

/** A relation as the catalogs described it at one moment. */
export type Relation = {
  oid: number;
  name: string;
  kind: string;
  filenode: number;
  table: number | null;
  size: number;
  reads: number;
};

/** The user's relations by oid. */
export type Catalog = Map<number, Relation>;

const CATALOG = `
  SELECT c.oid::int8::int AS oid, n.nspname || '.' || c.relname AS name, c.relkind AS kind,
         c.relfilenode::int8::int AS filenode, i.indrelid::int8::int AS "table",
         CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) ELSE 0 END::int AS size,
         pg_stat_get_xact_numscans(c.oid)::int AS reads
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relpersistence <> 't'`;

/** Reads the relations; inside a transaction this locks them, so read the locks first. */
export async function readCatalog(session: Session): Promise<Catalog> {
  return new Map((await rows<Relation>(session, CATALOG)).map((relation) => [relation.oid, relation]));
}

/** A row of pg_locks of one session that concerns a relation or a virtual transaction. */
export type HeldLock = { type: string; oid: number | null; vxid: string | null; mode: LockMode; granted: boolean };

/** The locks that the session with process id `pid` holds or waits for, read through `reader`. */
export async function readLocks(reader: Session, pid: number): Promise<HeldLock[]> {
  return rows<HeldLock>(
    reader,
    `SELECT locktype AS type, relation::int8::int AS oid, virtualxid AS vxid, mode, granted FROM pg_locks
     WHERE pid = ${pid} AND (locktype = 'virtualxid' OR locktype = 'relation'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  );
}

async function rows<Row extends QueryResultRow>(session: Session, sql: string): Promise<Row[]> {
  return (await session.client.query<Row>(sql)).rows;
}

/** The strongest mode per relation known before. */
export function strongestLocks(locks: HeldLock[], before: Catalog): Observation['locks'] {
  return strongest(
    locks.flatMap(({ oid, mode }) => {
      const relation = before.get(oid ?? 0);
      return relation ? [[relation.name, { mode, kind: relation.kind }]] : [];
    }),
  );
}

/** The strongest lock per name, sorted by name. */
export function strongest(locks: [name: string, lock: ObservedLock][]): Observation['locks'] {
  const weakestFirst = [...locks].sort(([, a], [, b]) => MODES.indexOf(a.mode) - MODES.indexOf(b.mode));
  return Object.fromEntries([...new Map(weakestFirst)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What changed in the files behind the relations. */
export function fileChanges(before: Catalog, after: Catalog, sql: string) {
  const changed = [...before.values()].filter(
    ({ oid, filenode }) => (after.get(oid)?.filenode ?? filenode) !== filenode,
  );
  const emptied = (old: Relation) => /^\s*truncate\b/i.test(sql) || (old.size > 0 && after.get(old.oid)?.size === 0);
  const names = (keep: (relation: Relation) => boolean) =>
    changed
      .filter(keep)
      .map(({ name }) => name)
      .sort();
  const existing = new Set([...before.values()].map(({ name }) => name));
  const made = [...after.values()].flatMap((relation) => newIndex(relation, before));
  // REINDEX CONCURRENTLY builds another index and gives it the old one's name
  const swapped = made.map(({ index }) => index).filter((index) => existing.has(index));
  return {
    rewrites: names((old) => old.kind === 'm' || (old.kind === 'r' && !emptied(old))),
    truncated: names((old) => old.kind === 'r' && emptied(old)),
    reindexed: [...names((old) => old.kind === 'i'), ...swapped],
    newIndexes: made.filter(({ index }) => !existing.has(index)),
  };
}

function newIndex(made: Relation, before: Catalog): { index: string; relation: string }[] {
  const table = before.get(made.table ?? 0);
  return table && !before.has(made.oid) ? [{ index: made.name, relation: table.name }] : [];
}

const WORDS: { pattern: RegExp; purpose: ObservedScan['purpose'] }[] = [
  { pattern: /^DEBUG: verifying table "(.+)"$/, purpose: 'verify' },
  { pattern: /^DEBUG: validating foreign key constraint "(.+)"$/, purpose: 'foreign-key' },
  { pattern: /^DEBUG: building index ".+" on table "(.+?)"(?: serially| with request .*)?$/, purpose: 'build' },
];

/** What the server's DEBUG1 messages say it scanned; `foreignKeys` maps a constraint's name to its tables' oids. */
export function announcedScans(messages: string[], before: Catalog, foreignKeys: ForeignKey[]): ObservedScan[] {
  const scans = messages.flatMap((words) =>
    WORDS.flatMap(({ pattern, purpose }) => {
      const name = pattern.exec(words)?.[1];
      if (!name) return [];
      const oids = purpose === 'foreign-key' ? tablesOf(name, foreignKeys) : tablesNamed(name, before);
      return oids.flatMap((oid) => before.get(oid) ?? []).map((table) => ({ relation: table.name, purpose, words }));
    }),
  );
  return scans.filter(
    (scan, at) => scans.findIndex((other) => other.words === scan.words && other.relation === scan.relation) === at,
  );
}

/** A foreign key and the table that carries it. */
export type ForeignKey = { name: string; table: number; kind: string };

/** The foreign keys as they are now. */
export async function readForeignKeys(session: Session): Promise<ForeignKey[]> {
  return rows<ForeignKey>(
    session,
    `SELECT conname AS name, conrelid::int8::int AS table, relkind AS kind
     FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'f'`,
  );
}

function tablesOf(constraint: string, foreignKeys: ForeignKey[]): number[] {
  const carrying = foreignKeys.filter(({ name }) => name === constraint);
  const leaves = carrying.filter(({ kind }) => kind === 'r');
  return (leaves.length > 0 ? leaves : carrying).map(({ table }) => table);
}

function tablesNamed(name: string, before: Catalog): number[] {
  return [...before.values()].filter((table) => table.name.endsWith(`.${name}`) && !table.table).map(({ oid }) => oid);
}
