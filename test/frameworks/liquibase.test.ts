// Liquibase's changelogs are read into the statements that Liquibase 4.28 sent for them (fixtures/frameworks/liquibase-xml/golden, made
// by scripts/golden/make.ts), in the same transactions.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { liquibase } from '../../src/frameworks/liquibase/profile.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { select } from '../../src/selection/select.ts';
import { SourceText } from '../../src/source/source-text.ts';

const golden = resolve(import.meta.dirname, '../../fixtures/frameworks/liquibase-xml/golden/changes');

beforeAll(loadParser);

async function read(folder: string, paths: string[] = []): Promise<MigrationFile[]> {
  const request = { paths, mode: 'all', history: true, config: defaultConfig(folder) } as const;
  const { projects } = await select(nodeHost(folder), request);
  return projects.flatMap(({ migrations }) =>
    migrations.flatMap((migration) => {
      const reading = migration.read();
      return 'files' in reading ? reading.files : [];
    }),
  );
}

/** What Liquibase looks up for the changes that are gaps here. */
const lookedUp = /^DO \$\$ DECLARE constraint_name|DROP CONSTRAINT fk_m_(?:org|user)$/;

function logged(): string[][] {
  const units: string[][] = [];
  let open: string[] | undefined;
  for (const sql of readFileSync(join(golden, 'sent.txt'), 'utf8').trimEnd().split('\n')) {
    if (sql === 'COMMIT') open = undefined;
    else if (sql === 'BEGIN') {
      open = [sql];
      units.push(open);
    } else if (!/^(?:#|PIPELINE$|SYNC$)/.test(sql) && !lookedUp.test(sql)) open ? open.push(sql) : units.push([sql]);
  }
  return units.filter((unit) => unit.join() !== 'BEGIN');
}

function sent({ units, pieces, transaction }: MigrationFile): string[][] {
  return (units ?? [{ pieces, transaction }]).flatMap((unit) => {
    const all = unit.pieces.map(({ sql }) => sql);
    if (unit.transaction.scope === 'none') return all.map((sql) => [sql]);
    return all.length > 0 ? [['BEGIN', ...all]] : [];
  });
}

/**
 * The parse trees of a transaction's statements without places, and in one form what means the same. pgJDBC splits strings of
 * several statements; a property that nobody gives stands as it is written.
 */
function normal(unit: readonly string[]): string[] {
  return unit.flatMap((sql) => {
    if (sql === 'BEGIN') return [sql];
    const plain = sql
      .replace(/\bpublic\./g, '')
      .replace(/\bCURRENT_TIMESTAMP\b/g, 'NOW()')
      .replace(/\$\{nothing\.such\}/, '');
    return (parseSync(plain).stmts ?? []).map(({ stmt }) => JSON.stringify(stmt, simplified));
  });
}

/** The constraints of a table come from a set in Liquibase; a log does not tell white space. */
const simplified = (key: string, value: unknown): unknown =>
  key === 'location'
    ? undefined
    : typeof value === 'string'
      ? value.replace(/\s+/g, ' ')
      : key === 'tableElts' && Array.isArray(value)
        ? value.map((each) => JSON.stringify(each, simplified)).sort()
        : value;

test('the golden log', async () => {
  const files = await read(golden);
  expect(files.map(({ path }) => path)).toEqual([
    'tables.xml',
    'columns.xml',
    'data.yaml',
    'others.json',
    'sql/01-formatted.sql',
    'sql/02-raw.sql',
  ]);
  const ours = files.flatMap(sent);
  const theirs = logged();
  expect(ours.map(normal).filter((unit) => unit.length > 0)).toEqual(theirs.map(normal));
  expect(files.flatMap(({ gaps }) => gaps.map(({ reason }) => reason))).toEqual([
    'dropAllForeignKeyConstraints: It drops all foreign keys of members, and which those are is looked up in the database.',
    'dropPrimaryKey: It drops the primary key of members, and what that is named is looked up in the database.',
  ]);
});

const changeSet = (body: string): string => `<databaseChangeLog>${body}</databaseChangeLog>`;
const table =
  '<changeSet id="1" author="a"><createTable tableName="t"><column name="id" type="int"/></createTable></changeSet>';
const aliases = Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`).join('\n');

test.each<[string, string, string]>([
  [
    'a line of 10 MB',
    'a.xml',
    changeSet(`${table}<changeSet id="2" author="a"><sql>select '${'x'.repeat(10_000_000)}'</sql></changeSet>`),
  ],
  ['attributes without end', 'a.xml', changeSet(`<changeSet ${'a="b" '.repeat(200_000)}`)],
  ['tags without end', 'a.xml', '<databaseChangeLog>'.repeat(300_000)],
  ['nesting', 'a.xml', changeSet('<changeSet id="1" author="a">'.repeat(100_000))],
  ['comments without end', 'a.xml', changeSet(`${'<!-- '.repeat(500_000)}`)],
  [
    'entities that double',
    'a.xml',
    `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: 40 }, (_, at) => `<!ENTITY a${at + 1} "&a${at};&a${at};">`).join('')}]>${changeSet('<changeSet id="1" author="a"><sql>&a40;</sql></changeSet>')}`,
  ],
  [
    'a file as an entity',
    'a.xml',
    `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${changeSet('<changeSet id="1" author="a"><sql>&a;</sql></changeSet>')}`,
  ],
  [
    'a line of 10 MB',
    'a.yaml',
    `databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: [{sql: {sql: "${'x'.repeat(10_000_000)}"}}]}`,
  ],
  ['brackets without end', 'a.yaml', `databaseChangeLog: ${'['.repeat(1_000_000)}`],
  [
    'indentation without end',
    'a.yaml',
    `databaseChangeLog:\n${Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}- a:\n`).join('')}`,
  ],
  ['aliases that multiply', 'a.yaml', `a0: &a0 [x]\n${aliases}\ndatabaseChangeLog: *a30\n`],
  ['an alias of itself', 'a.yaml', 'databaseChangeLog: &a\n- changeSet:\n    changes: *a\n'],
  ['brackets without end', 'a.json', `{"databaseChangeLog": ${'[{"a":'.repeat(200_000)}`],
])('a hostile changelog ends: %s in %s', async (_, path, text) => {
  await liquibase.load?.();
  const start = performance.now();
  const files = liquibase.read(SourceText.of(path, text), { path, version: '1', direction: 'up' }, {});
  expect(performance.now() - start).toBeLessThan(8000);
  const { gaps, pieces } = files[0] ?? { gaps: [], pieces: [] };
  expect(gaps.length > 0 || pieces.length > 0).toBe(true);
  expect(pieces.map(({ sql }) => sql).join()).not.toMatch(/haha|root:/);
});

test('changelogs that include each other are each read once', () => {
  const texts: Record<string, string> = {
    'a.xml': changeSet(`<include file="b.xml"/>${table}`),
    'b.xml': changeSet(
      '<include file="a.xml"/><includeAll path="."/><changeSet id="2" author="a"><sql>select 1</sql></changeSet>',
    ),
    'c.xml': changeSet('<include file="c.xml"/><changeSet id="3" author="a"><sql>select 2</sql></changeSet>'),
  };
  const around = { names: () => Object.keys(texts), text: (path: string) => texts[path] };
  const listed = liquibase.list({ path: 'db', files: Object.keys(texts), around });
  expect(listed.map(({ path }) => path).sort()).toEqual(['a.xml', 'b.xml', 'c.xml']);
});

test.each([
  ['a regular expression', '<modifySql><regExpReplace replace="a+" with="b"/></modifySql>', 'regExpReplace'],
  ['code', '<customChange class="x.Y"/>', 'customChange'],
  ['a program', '<executeCommand executable="psql"/>', 'executeCommand'],
  ['a change of an extension', '<ext:makeFaster xmlns:ext="x"/>', 'makeFaster'],
])('%s is a gap', async (_, body, name) => {
  await liquibase.load?.();
  const text = changeSet(`<changeSet id="1" author="a"><sql>select 'aaa'</sql>${body}</changeSet>`);
  const [file] = liquibase.read(SourceText.of('a.xml', text), { path: 'a.xml', version: '1', direction: 'up' }, {});
  expect(file?.gaps.map(({ reason }) => reason).join()).toContain(name);
});
