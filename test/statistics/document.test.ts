// The file of table sizes: made from what a server answers, calm from run to run, and as its JSON Schema says.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { statisticsJsonSchema, statisticsSchemaPath } from '../../scripts/generate-config-schema.ts';
import { statisticsDocument, statisticsText } from '../../src/statistics/document.ts';
import type { Answer, IndexRow, TableRow } from '../../src/statistics/query.ts';
import { readStatistics } from '../../src/statistics/read.ts';

const table = (oid: number, name: string, more: Partial<TableRow> = {}): TableRow => ({
  oid,
  schema: 'public',
  name,
  kind: 'r',
  rows: 1000,
  bytes: 8192,
  index_bytes: 0,
  writes: 10,
  scans: 1,
  partition: false,
  parents: [],
  ...more,
});

const index = (oid: number, relation: number, name: string, more: Partial<IndexRow> = {}): IndexRow => ({
  ...{ oid, relation, name, bytes: 8192, scans: 5, unique: false, valid: true, parents: [] },
  ...more,
});

const answer = (tables: TableRow[], indexes: IndexRow[] = []): Answer => ({
  server: '16.14 (Debian 16.14-1.pgdg120+1)',
  date: '2026-11-21T22:05:00Z',
  since: '2026-01-02T03:04:05Z',
  seconds: 100,
  standby: false,
  tables,
  indexes,
});

const tablesOf = (tables: TableRow[], indexes: IndexRow[] = []) => statisticsDocument(answer(tables, indexes)).tables;

test('parents hold what is below them, each child once', () => {
  const { 'public.events': events, 'public.e2': middle } = tablesOf(
    [
      table(1, 'events', { kind: 'p', rows: 0, bytes: 0, writes: 0, scans: 0 }),
      table(2, 'e1', { partition: true, parents: [1] }),
      table(3, 'e2', { kind: 'p', rows: 0, bytes: 0, writes: 0, scans: 0, partition: true, parents: [1] }),
      table(4, 'e21', { partition: true, parents: [3] }),
    ],
    [
      index(5, 1, 'i', { bytes: 0, scans: 0 }),
      index(6, 2, 'i1', { parents: [5] }),
      index(7, 4, 'i2', { parents: [5] }),
    ],
  );
  expect(events).toEqual({
    ...{ kind: 'partitioned-table', rows: 2000, bytes: 16000, indexBytes: 0, writesPerSecond: 0.2, scans: 2 },
    indexes: { i: { bytes: 16000, scans: 10 } },
  });
  expect(middle).toMatchObject({ rows: 1000, partitionOf: 'public.events' });
  const diamond = [table(1, 'a'), table(2, 'b', { parents: [1] }), table(3, 'c', { parents: [1] })];
  expect(tablesOf([...diamond, table(4, 'd', { parents: [2, 3] })])['public.a']?.rows).toBe(4000);
});

test('what nobody has counted is left out, and so is what was dropped meanwhile', () => {
  const { 'public.a': one, 'public.b': gone } = tablesOf([
    table(1, 'a', { rows: null }),
    table(2, 'b', { bytes: null }),
  ]);
  expect(one).not.toHaveProperty('rows');
  expect(gone).toBeUndefined();
  const unknown = statisticsDocument({ ...answer([table(1, 'a')]), since: null, seconds: null });
  expect(unknown).not.toHaveProperty('countedSince');
  expect(unknown.tables['public.a']).not.toHaveProperty('writesPerSecond');
});

test('the order of the answer and small changes make no difference to the text', () => {
  const before = [table(1, 'b', { rows: 41_234_567 }), table(2, 'a'), table(3, 'B')];
  const after = [table(3, 'B'), table(2, 'a', { bytes: 8210 }), table(1, 'b', { rows: 41_400_000 })];
  const text = statisticsText(statisticsDocument(answer(before)));
  expect(statisticsText(statisticsDocument(answer(after)))).toBe(text);
  expect(text).toContain('"rows": 41000000');
  expect(text.match(/"public\.\w"/g)).toEqual(['"public.B"', '"public.a"', '"public.b"']);
});

const validate = new Ajv({ strict: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/ } }).compile(
  JSON.parse(readFileSync(statisticsSchemaPath, 'utf8')),
);

test.each([
  [[], []],
  [[table(1, '__proto__'), table(2, 'with "quotes"\n')], [index(3, 2, 'constructor', { valid: false, unique: true })]],
])('the text is read again as it was, and is what the schema says', (tables, indexes) => {
  const document = statisticsDocument(answer(tables, indexes));
  const text = statisticsText(document);
  const { $schema, ...read } = JSON.parse(text);
  expect(read).toEqual(document);
  expect(readStatistics(text, 'a.json')).toMatchObject({ version: 1, postgres: '16.14' });
  expect(Object.keys(readStatistics(text, 'a.json').tables)).toEqual(Object.keys(document.tables));
  expect(validate(JSON.parse(text))).toBe(true);
});

test('the shipped schema is the generated one', () => {
  expect(JSON.parse(readFileSync(statisticsSchemaPath, 'utf8'))).toEqual(statisticsJsonSchema());
});
