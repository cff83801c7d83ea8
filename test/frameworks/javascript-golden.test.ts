// The statements that are read from migrations in code equal those that each tool sent when it ran them on a server.
// fixtures/frameworks/<tool>/golden holds the migrations and, in sent.txt, what the server's log held for them, one a line.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { dbMigrateProfile } from '../../src/frameworks/db-migrate/profile.ts';
import type { ScriptProfile } from '../../src/frameworks/javascript/profile.ts';
import { loadJavaScript, readScript } from '../../src/frameworks/javascript/tool.ts';
import { knexProfile } from '../../src/frameworks/knex/profile.ts';
import { kyselyProfile } from '../../src/frameworks/kysely/profile.ts';
import { mikroormProfile } from '../../src/frameworks/mikroorm/profile.ts';
import { nodePgMigrateProfile } from '../../src/frameworks/node-pg-migrate/profile.ts';
import { sequelizeProfile } from '../../src/frameworks/sequelize/profile.ts';
import { typeormProfile } from '../../src/frameworks/typeorm/profile.ts';
import { SourceText } from '../../src/source/source-text.ts';

const root = new URL('../../fixtures/frameworks/', import.meta.url);
const oneLine = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/ ([,;)])/g, '$1')
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
  'db-migrate': ['file', 'file', 'file'],
};

beforeAll(loadJavaScript);

const profiles = [
  ...[typeormProfile, nodePgMigrateProfile, kyselyProfile, knexProfile, sequelizeProfile, mikroormProfile],
  dbMigrateProfile,
];

describe.each(profiles)('$id', (profile: ScriptProfile) => {
  const folder = new URL(`${profile.id}/golden/`, root);
  const sent = readFileSync(new URL('sent.txt', folder), 'utf8').trim().split('\n');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => SourceText.of(name, readFileSync(new URL(name, folder), 'utf8')));

  const readFile = (path: string) => {
    const file = new URL(path, folder);
    return existsSync(file) ? SourceText.of(path, readFileSync(file, 'utf8')) : undefined;
  };

  it('is recognised by what its files say', () => {
    expect(files.map(({ text }) => profile.recognises(text))).not.toContain(false);
  });

  it('sends what the tool sent', async () => {
    const tool = await profile.load();
    const read = files.flatMap((text) =>
      readScript(tool, text, { readFile }).filter(({ direction }) => direction === 'up'),
    );
    const known = fromTheDatabase[profile.id] ?? [];
    expect(read.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(read.flatMap(({ pieces }) => pieces.map(({ sql }) => oneLine(sql)))).toEqual(
      sent.filter((sql) => !known.includes(sql)).map(oneLine),
    );
    expect(read.map(({ transaction }) => transaction.scope)).toEqual(scopes[profile.id]);
  });
});
