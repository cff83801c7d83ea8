// What the run knows of a table's age and rows decides whether work on it is a finding.
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { folder, run } from '../cli/run.ts';

const found = async (files: Record<string, string>) => {
  const args = ['--all', '--format', 'json', 'migrations'];
  const { stdout } = await run(folder(files), args, { rules: async () => rules });
  const { findings } = JSON.parse(stdout) as {
    findings: { rule: string; severity: string; start: { line: number } }[];
  };
  return findings.map(({ rule, severity, start }) => ({ severity, at: `${rule} ${start.line}` }));
};

const errors = async (files: Record<string, string>) =>
  (await found(files)).filter(({ severity }) => severity === 'error').map(({ at }) => at);

const users = 'CREATE TABLE users (id bigint PRIMARY KEY, name text);';
const tags = 'CREATE TABLE IF NOT EXISTS tags (id bigint, name text);\nCREATE INDEX tags_name ON tags (name);';

test('IF NOT EXISTS makes a table that the history before it never made, whatever else it took to be there', async () => {
  const history = { 'migrations/1_a.sql': `${users}\nALTER TABLE elsewhere ADD COLUMN a int;` };
  expect(await errors({ ...history, 'migrations/2_b.sql': tags })).toEqual([]);
  expect(await errors({ ...history, 'migrations/2_b.sql': `ALTER TABLE tags ADD COLUMN a int;\n${tags}` })).toEqual([
    'blocking-index-build 3',
  ]);
});

test('IF NOT EXISTS in the first of several migrations makes a table; alone it may find one', async () => {
  expect(await errors({ 'migrations/1_a.sql': tags, 'migrations/2_b.sql': users })).toEqual([]);
  expect(await errors({ 'migrations/1_a.sql': tags })).toEqual(['blocking-index-build 2']);
});

const work = 'ALTER TABLE users ALTER COLUMN name SET NOT NULL;\nCREATE INDEX users_name ON users (name);';
const inTransaction = (sql: string) => ({
  'migrations/1_a.sql': users,
  'migrations/2_b.sql': `BEGIN;\n${sql}\nCOMMIT;`,
});

test('a table that the transaction emptied has no rows to scan, until some come again', async () => {
  expect(await errors(inTransaction(`TRUNCATE users;\n${work}`))).toEqual(['truncated-table 2']);
  const filled = await errors(inTransaction(`TRUNCATE users;\nINSERT INTO users SELECT 1, 'a';\n${work}`));
  expect(filled).toContain('blocking-index-build 5');
  const kept = await errors(inTransaction(`SAVEPOINT s;\nTRUNCATE users;\nROLLBACK TO s;\n${work}`));
  expect(kept).toContain('blocking-index-build 6');
});

test('outside a transaction others may fill an emptied table at once', async () => {
  const files = { 'migrations/1_a.sql': users, 'migrations/2_b.sql': `TRUNCATE users;\n${work}` };
  expect(await errors(files)).toContain('blocking-index-build 3');
});

test('a table whose CREATE TABLE cannot be read is new all the same', async () => {
  const unread = 'CREATE TABLE tags (\n  id $%KEY%$,\n  name text\n);\nCREATE INDEX tags_name ON tags (name);';
  expect(await errors({ 'migrations/1_a.sql': users, 'migrations/2_b.sql': unread })).toEqual([]);
});

test('after what was not read, nothing is certain to be missing', async () => {
  const dynamic = "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN a int', 'users'); END $$;\n";
  const files = (sql: string) => ({ 'migrations/1_a.sql': users, 'migrations/2_b.sql': sql });
  const index = 'CREATE INDEX CONCURRENTLY users_a ON users (a);';
  expect(await errors(files(index))).toEqual(['refused-statement 1']);
  expect(await errors(files(dynamic + index))).toEqual([]);
});

test('an index is not missed when its columns are gone too', async () => {
  const history = { 'migrations/1_a.sql': `${users}\nCREATE UNIQUE INDEX users_name ON users (name);` };
  const drop = 'BEGIN;\nDROP INDEX users_name;\nCOMMIT;';
  const places = async (sql: string) => (await found({ ...history, 'migrations/2_b.sql': sql })).map(({ at }) => at);
  expect(await places(drop)).toContain('dropped-index 2');
  expect(await places(`${drop}\nALTER TABLE users DROP COLUMN name;`)).not.toContain('dropped-index 2');
});

test('what the run has renamed is not known to the application by its new name', async () => {
  const rename = 'ALTER TABLE users RENAME TO people;\nALTER TABLE people RENAME COLUMN name TO called;';
  expect(await errors({ 'migrations/1_a.sql': users, 'migrations/2_b.sql': rename })).toEqual(['renamed-table 1']);
});

test('views that one transaction takes along and makes anew are not lost', async () => {
  const a = 'CREATE VIEW a AS SELECT id FROM users;';
  const b = 'CREATE VIEW b AS SELECT id FROM a;';
  const history = { 'migrations/1_a.sql': `${users}\n${a}\n${b}` };
  const again = `DROP VIEW a CASCADE;\n${a}`;
  expect(await errors({ ...history, 'migrations/2_b.sql': `BEGIN;\n${again}\n${b}\nCOMMIT;` })).toEqual([]);
  expect(await errors({ ...history, 'migrations/2_b.sql': `BEGIN;\n${again}\nCOMMIT;` })).toEqual(['cascading-drop 2']);
});

test('nobody names the sequence that a column owns', async () => {
  const history = { 'migrations/1_a.sql': 'CREATE TABLE users (id serial);\nCREATE SEQUENCE numbers;' };
  const rename = 'ALTER SEQUENCE users_id_seq RENAME TO people_id_seq;\nALTER SEQUENCE numbers RENAME TO digits;';
  const places = (await found({ ...history, 'migrations/2_b.sql': rename })).map(({ at }) => at);
  expect(places).not.toContain('renamed-object 1');
  expect(places).toContain('renamed-object 2');
});

test('a materialized view made anew is not lost, a table is', async () => {
  const view = 'CREATE MATERIALIZED VIEW names AS SELECT name FROM users;';
  const history = { 'migrations/1_a.sql': `${users}\n${view}` };
  const views = `BEGIN;\nDROP MATERIALIZED VIEW names;\n${view}\nCOMMIT;`;
  expect(await errors({ ...history, 'migrations/2_b.sql': views })).toEqual([]);
  const tables = `BEGIN;\nDROP MATERIALIZED VIEW names;\nDROP TABLE users;\n${users}\n${view}\nCOMMIT;`;
  expect(await errors({ ...history, 'migrations/2_b.sql': tables })).toEqual(['dropped-table 3']);
});

test('a column whose old name another one takes is there, but is not what it was', async () => {
  const messages = async (sql: string) => {
    const files = { 'migrations/1_a.sql': users, 'migrations/2_b.sql': `BEGIN;\n${sql}\nCOMMIT;` };
    const { stdout } = await run(folder(files), ['--all', '--format', 'json'], { rules: async () => rules });
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; message: string }[] };
    return findings.filter(({ rule }) => rule === 'renamed-column').map(({ message }) => message);
  };
  const rename = 'ALTER TABLE users RENAME COLUMN name TO old_name;';
  expect(await messages(rename)).toEqual([expect.stringContaining('no order of deployment is right')]);
  const swap = `${rename}\nALTER TABLE users ADD COLUMN name varchar;`;
  expect(await messages(swap)).toEqual([expect.stringContaining('find another column by that name')]);
});
