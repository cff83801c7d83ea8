// The statements that are read from migrations in code equal those that each tool sent when it ran them on a server.
// fixtures/frameworks/<tool>/golden holds the migrations and, in sent.txt, what the server's log held for them, one a line.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadJavaScript, readScript, type ScriptTool } from '../../src/frameworks/javascript/tool.ts';
import { knex } from '../../src/frameworks/knex/index.ts';
import { kysely } from '../../src/frameworks/kysely/index.ts';
import { mikroorm } from '../../src/frameworks/mikroorm/index.ts';
import { nodePgMigrate } from '../../src/frameworks/node-pg-migrate/index.ts';
import { sequelize } from '../../src/frameworks/sequelize/index.ts';
import { typeorm } from '../../src/frameworks/typeorm/index.ts';
import { SourceText } from '../../src/source/source-text.ts';

const root = new URL('../../fixtures/frameworks/', import.meta.url);
const oneLine = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/ ([,;])/g, '$1')
    .replace(/[\s;]+$/, '')
    .trim();

/** What a tool sends for things that it finds in the database, not in the migration. */
const fromTheDatabase: Readonly<Record<string, readonly string[]>> = {
  // The table was made by SQL, in which TypeORM later finds a sequence.
  typeorm: ['ALTER SEQUENCE "org_id_seq" RENAME TO "org2_id_seq"'],
};

const scopes: Readonly<Record<string, readonly string[]>> = {
  typeorm: ['run', 'none'],
  'node-pg-migrate': ['run', 'none'],
  kysely: ['run'],
  knex: ['run', 'run', 'none'],
  sequelize: ['none', 'none'],
  mikroorm: ['run', 'none'],
};

beforeAll(loadJavaScript);

describe.each([typeorm, nodePgMigrate, kysely, knex, sequelize, mikroorm])('$id', (tool: ScriptTool) => {
  const folder = new URL(`${tool.id}/golden/`, root);
  const sent = readFileSync(new URL('sent.txt', folder), 'utf8').trim().split('\n');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => SourceText.of(name, readFileSync(new URL(name, folder), 'utf8')));

  it('is recognised by what its files say', () => {
    expect(files.map(({ text, path }) => tool.recognises(text, path))).not.toContain(false);
  });

  it('sends what the tool sent', () => {
    const read = files.flatMap((text) => readScript(tool, text).filter(({ direction }) => direction === 'up'));
    const known = fromTheDatabase[tool.id] ?? [];
    expect(read.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(read.flatMap(({ pieces }) => pieces.map(({ sql }) => oneLine(sql)))).toEqual(
      sent.filter((sql) => !known.includes(sql)).map(oneLine),
    );
    expect(read.map(({ transaction }) => transaction.scope)).toEqual(scopes[tool.id]);
  });
});
