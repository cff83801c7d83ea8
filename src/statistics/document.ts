// The server's answer as the file to commit: parents with what is below them, sorted, and rounded so that a new file differs little.
import type { Answer, IndexRow, TableRow } from './query.ts';
import type { IndexStatistics, StatisticsDocument, TableStatistics } from './statistics.ts';

const kinds = { r: 'table', p: 'partitioned-table', m: 'materialized-view' } as const;

interface Row {
  readonly oid: number;
  readonly parents: readonly number[];
}

/** Nothing of the connection is in it: no host, database or user. */
export function statisticsDocument(answer: Answer): StatisticsDocument {
  const tables = answer.tables.filter(({ bytes }) => bytes !== null);
  const named = new Map(tables.map((table) => [table.oid, `${table.schema}.${table.name}`]));
  const below = descendants(tables);
  const indexes = indexesByTable(answer.indexes);
  const entries = tables.map((table): [string, TableStatistics] => [
    `${table.schema}.${table.name}`,
    tableOf(table, { below: below(table), seconds: answer.seconds, named, indexes: indexes.get(table.oid) ?? [] }),
  ]);
  return {
    version: 1,
    date: answer.date,
    postgres: /^\d+(?:\.\d+)?/.exec(answer.server)?.[0] ?? answer.server,
    ...(answer.since === null ? {} : { countedSince: answer.since }),
    ...(answer.standby ? { standby: true } : {}),
    tables: sorted(entries),
  };
}

interface Surroundings {
  /** The table itself and its partitions or children, at any depth. */
  readonly below: readonly TableRow[];
  readonly seconds: number | null;
  readonly named: ReadonlyMap<number, string>;
  readonly indexes: readonly [string, IndexStatistics][];
}

function tableOf(table: TableRow, { below, seconds, named, indexes }: Surroundings): TableStatistics {
  const sum = (of: (row: TableRow) => number | null): number => below.reduce((total, row) => total + (of(row) ?? 0), 0);
  const parent = table.partition ? named.get(table.parents[0] ?? 0) : undefined;
  return {
    kind: kinds[table.kind],
    ...(below.some(({ rows }) => rows === null) ? {} : { rows: rounded(Math.round(sum(({ rows }) => rows))) }),
    bytes: rounded(sum(({ bytes }) => bytes)),
    indexBytes: rounded(sum(({ index_bytes }) => index_bytes)),
    ...(seconds === null || seconds <= 0 ? {} : { writesPerSecond: rounded(sum(({ writes }) => writes) / seconds) }),
    scans: rounded(sum(({ scans }) => scans)),
    ...(parent === undefined ? {} : { partitionOf: parent }),
    indexes: sorted(indexes),
  };
}

function indexesByTable(rows: readonly IndexRow[]): Map<number, [string, IndexStatistics][]> {
  const below = descendants(rows);
  const byTable = new Map<number, [string, IndexStatistics][]>();
  for (const row of rows) {
    if (row.bytes === null) continue;
    const parts = below(row);
    const entry = {
      bytes: rounded(parts.reduce((total, { bytes }) => total + (bytes ?? 0), 0)),
      scans: rounded(parts.reduce((total, { scans }) => total + scans, 0)),
      ...(row.unique ? { unique: true } : {}),
      ...(row.valid ? {} : { valid: false }),
    };
    const others = byTable.get(row.relation);
    if (others) others.push([row.name, entry]);
    else byTable.set(row.relation, [[row.name, entry]]);
  }
  return byTable;
}

/** A row with all below it, each once though it may have several parents. */
function descendants<T extends Row>(rows: readonly T[]): (row: T) => readonly T[] {
  const children = new Map<number, T[]>();
  for (const row of rows) {
    for (const parent of row.parents) {
      const others = children.get(parent);
      if (others) others.push(row);
      else children.set(parent, [row]);
    }
  }
  return (row) => {
    const found = new Set([row]);
    for (const each of found) for (const child of children.get(each.oid) ?? []) found.add(child);
    return [...found];
  };
}

/** Two significant digits: what changes less does not change a size in words. */
const rounded = (value: number): number => Number(value.toPrecision(2));

/** By code units: the same in every locale. */
const sorted = <T>(entries: readonly [string, T][]): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

const schemaUrl = './node_modules/migration-lint/schema/migration-lint.stats.schema.json';

/** JSON with a line for each table and index. */
export function statisticsText({ tables, ...head }: StatisticsDocument): string {
  const lines = Object.entries({ $schema: schemaUrl, ...head }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const body = Object.entries(tables).map(tableText);
  return `{\n${lines.join('\n')}\n  "tables": {${block(body, '  ')}}\n}\n`;
}

function tableText([name, { indexes, ...numbers }]: [string, TableStatistics]): string {
  const inner = Object.entries(indexes).map(([index, of]) => `      ${JSON.stringify(index)}: ${spaced(of)}`);
  const start = spaced(numbers).slice(0, -2);
  return `    ${JSON.stringify(name)}: ${start}, "indexes": {${block(inner, '    ')}} }`;
}

const block = (lines: readonly string[], indent: string): string =>
  lines.length === 0 ? '' : `\n${lines.join(',\n')}\n${indent}`;

const spaced = (value: object): string =>
  `{ ${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`)
    .join(', ')} }`;
