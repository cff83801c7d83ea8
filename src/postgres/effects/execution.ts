// One statement being executed by the model: the catalog as it changes, and the effects collected on the way.
// Families (the other files of this folder) call these functions in the order in which PostgreSQL does things.
import type { Node } from '@pgsql/types';
import type { Catalog } from '../catalog/catalog.ts';
import { getAs, put, relationBy } from '../catalog/catalog.ts';
import type { Oid, Relation } from '../catalog/objects.ts';
import type {
  Effect,
  LockEffect,
  ObjectName,
  RelationRef,
  RewriteReason,
  ScanPurpose,
  WaitEffect,
  WriteEffect,
} from '../effect.ts';
import { type LockMode, strength } from '../locks.ts';
import { since as sinceMajor, type Version } from '../versions.ts';

/** How the statement is sent: what decides whether PostgreSQL's "cannot run inside a transaction block" strikes. */
export type TransactionBlock = 'none' | 'explicit' | 'implicit' | 'pipeline' | 'function';

/** What a session brings to a statement. */
export interface Session {
  readonly version: Version;
  /** Schemas in order, `pg_catalog` not listed; `"$user"` resolved to nothing. */
  readonly searchPath: readonly string[];
  /** The session's TimeZone where known; undefined is taken for UTC by the effects, with `certain: false`. */
  readonly timeZone?: string;
  readonly block: TransactionBlock;
  /** False after SET check_function_bodies = off. */
  readonly checkFunctionBodies?: boolean;
  /** The number of the step, for `born`. */
  readonly step: number;
  /** Migrations that ran before this run made relations: then a name that they never made or mention is new to the database. */
  readonly afterHistory?: boolean;
  /** Something before could not be read, so that a name may be taken, or be there, without our knowing. */
  readonly obscured?: boolean;
  /** Oids of objects made since the transaction began (TRUNCATE and COPY FREEZE care; enum labels too). */
  readonly transactionStart?: number;
}

export interface Execution extends Session {
  /** As it was before the statement, with the relations and columns that history does not tell and the statement names. */
  before: Catalog;
  catalog: Catalog;
  readonly effects: Effect[];
  /** The page cited by effects that name no other. */
  source: string;
  /** Set by `fails` with certainty: what follows in the statement does not happen. */
  failed: boolean;
  /** Executes a statement written inside this one (CREATE SCHEMA … CREATE TABLE …) in the same execution. */
  run?: (node: Node) => void;
}

export const startExecution = (catalog: Catalog, session: Session, source: string): Execution => ({
  ...session,
  before: catalog,
  catalog,
  effects: [],
  source,
  failed: false,
});

/** Certainty, and the source where it is another than the statement's page. */
export interface Note {
  readonly certain?: boolean;
  readonly unless?: string;
  readonly source?: string;
}

const certainty = (x: Execution, note: Note) => ({
  certain: note.certain ?? true,
  ...(note.unless === undefined ? {} : { unless: note.unless }),
  source: note.source ?? x.source,
});

export const since = (x: { readonly version: Version }, major: number): boolean => sinceMajor(x.version, major);

/** As it was named before the statement, so that a rename or a move in the same statement does not change what is reported. */
export function refOf(x: Execution, relation: Relation): RelationRef {
  const before = relationBy(x.before, relation.oid) ?? relation;
  const { oid, schema, name, kind, known } = before;
  return { oid, schema, name, kind, known };
}

/** Whether it was there before the statement (or is assumed to have been) and others can see it. */
const visible = (x: Execution, relation: Relation): boolean =>
  relation.persistence !== 'temporary' && (relation.born < x.step || relationBy(x.before, relation.oid) !== undefined);

/**
 * Records a lock; only the strongest per relation is kept. Relations born in this statement and temporary ones are left out:
 * nobody can wait for them. Reading the current object is up to the caller: locks are taken on what `relation` names.
 */
export function lock(x: Execution, relation: Relation, mode: LockMode, note: Note & { brief?: boolean } = {}): void {
  if (!visible(x, relation) || relation.kind === 'composite-type') return;
  const held = x.effects.findIndex((e) => e.kind === 'lock' && e.relation.oid === relation.oid);
  const next: LockEffect = {
    kind: 'lock',
    relation: refOf(x, relation),
    mode,
    ...certainty(x, note),
    ...(note.brief ? { brief: true } : {}),
  };
  if (held < 0) x.effects.push(next);
  else if (strength(mode) > strength((x.effects[held] as LockEffect).mode)) x.effects[held] = next;
}

export function lockAll(x: Execution, relations: Iterable<Relation>, mode: LockMode, note: Note = {}): void {
  for (const relation of relations) lock(x, relation, mode, note);
}

export function scan(
  x: Execution,
  relation: Relation,
  purpose: ScanPurpose,
  note: Note & { what?: string } = {},
): void {
  if (!visible(x, relation)) return;
  const { what } = note;
  x.effects.push({
    kind: 'scan',
    relation: refOf(x, relation),
    purpose,
    ...(what === undefined ? {} : { what }),
    ...certainty(x, note),
  });
}

/** One rewrite per relation, however many subcommands ask for it. */
export function rewrite(
  x: Execution,
  relation: Relation,
  reasons: RewriteReason | readonly [RewriteReason, ...RewriteReason[]],
  note: Note = {},
): void {
  const known = x.effects.find((e) => e.kind === 'rewrite' && e.relation.oid === relation.oid);
  if (!visible(x, relation) || known?.certain) return;
  if (known) x.effects.splice(x.effects.indexOf(known), 1);
  x.effects.push({ kind: 'rewrite', relation: refOf(x, relation), reasons: [reasons].flat(), ...certainty(x, note) });
}

/** An index build, with the scan of the table that feeds it. */
export function build(x: Execution, index: string, relation: Relation, note: Note = {}): void {
  if (!visible(x, relation)) return;
  x.effects.push({ kind: 'build', index, relation: refOf(x, relation), ...certainty(x, note) });
  if (!x.effects.some((e) => e.kind === 'scan' && e.purpose === 'index-build' && e.relation.oid === relation.oid)) {
    scan(x, relation, 'index-build', { ...note, what: index });
  }
}

export function write(
  x: Execution,
  relation: Relation,
  command: WriteEffect['command'],
  note: Note & { unbounded?: boolean; keyed?: boolean } = {},
): void {
  if (!visible(x, relation)) return;
  const unbounded = note.unbounded ?? false;
  const keyed = note.keyed ? { keyed: true } : {};
  x.effects.push({ kind: 'write', relation: refOf(x, relation), command, unbounded, ...keyed, ...certainty(x, note) });
}

export function wait(x: Execution, waitsFor: WaitEffect['for'], relation: Relation, note: Note = {}): void {
  x.effects.push({ kind: 'wait', for: waitsFor, relation: refOf(x, relation), ...certainty(x, note) });
}

export function changed(
  x: Execution,
  kind: 'create' | 'drop' | 'rename' | 'alter',
  object: ObjectName,
  note: Note & { cascaded?: boolean } = {},
): void {
  x.effects.push({ kind, object, ...certainty(x, note), ...(note.cascaded ? { cascaded: true } : {}) });
}

interface FailureNote extends Note {
  readonly when?: string;
  /** Where it depends on rows: of which relation and column. */
  readonly rows?: { readonly of: Relation; readonly column: string };
}

/** PostgreSQL refuses the statement. `when` other than `always` means that it depends on rows or circumstances. */
export function fails(x: Execution, message: string, code: string, note: FailureNote = {}): void {
  const when = note.when ?? 'always';
  const rows = note.rows && { relation: refOf(x, note.rows.of), column: note.rows.column };
  const doubt = x.obscured && nameErrors.has(code) ? { certain: false, unless: 'what was not read changes that' } : {};
  const certain = certainty(x, { ...note, ...doubt });
  x.effects.push({ kind: 'fails', when, message, code, ...rows, ...certain });
  if (when === 'always' && certain.certain) x.failed = true;
}

/** What is not there, or is there already: schema, table, column, function, other object. */
const nameErrors = new Set(['3F000', '42P06', '42P01', '42P07', '42703', '42701', '42883', '42723', '42704', '42710']);

export function unknown(x: Execution, reason: string, note: Note = {}): void {
  x.effects.push({ kind: 'unknown', reason, ...certainty(x, { certain: false, ...note }) });
}

/** PreventInTransactionBlock: `statement` as PostgreSQL's message names it. src/backend/access/transam/xact.c */
export function refuseInTransaction(x: Execution, statement: string): void {
  if (x.block === 'none') return;
  const where = {
    explicit: 'run inside a transaction block',
    implicit: 'run inside a transaction block',
    pipeline: 'be executed within a pipeline',
    function: 'be executed from a function',
  }[x.block];
  fails(x, `${statement} cannot ${where}`, '25001', { when: 'always', source: 'src/backend/access/transam/xact.c' });
}

/** Replaces a relation in the catalog with changes, and returns it as it is now. */
export function change(x: Execution, oid: Oid, changes: Partial<Relation>): Relation {
  const relation = relationBy(x.catalog, oid);
  if (!relation) throw new Error(`no relation with oid ${oid}`);
  const next = { ...relation, ...changes };
  x.catalog = put(x.catalog, next);
  return next;
}

/** Remembers what must have been there when the statement began, since it names it. */
export function existedBefore(x: Execution, relation: Relation): void {
  const { assumed, nextOid } = x.catalog;
  x.before = { ...put(x.before, relation), assumed, nextOid };
}

/** The relation as it is now, after what the statement did so far. */
export const current = (x: Execution, relation: Relation): Relation => relationBy(x.catalog, relation.oid) ?? relation;

export const objectAs = <C extends Parameters<typeof getAs>[2]>(x: Execution, oid: Oid | undefined, wanted: C) =>
  getAs(x.catalog, oid, wanted);
