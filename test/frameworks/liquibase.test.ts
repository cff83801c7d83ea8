// Liquibase's changelogs are read into the statements that Liquibase 4.28 sent for them (fixtures/frameworks/liquibase-xml/golden, made
// by scripts/golden/make.ts), in the same transactions.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { select } from '../../src/selection/select.ts';

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
