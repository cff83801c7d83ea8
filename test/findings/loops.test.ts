// Which loops of a DO block are one transaction over any number of rows.
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { folder, run } from '../cli/run.ts';

const found = async (body: string) => {
  const files = {
    'migrations/1_a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, plan text);',
    'migrations/2_b.sql': `DO $$ DECLARE r record; c CURSOR FOR SELECT id FROM users; i bigint := 0; BEGIN ${body} END $$;`,
  };
  const { stdout } = await run(folder(files), ['--format', 'json', 'migrations/2_b.sql'], { rules: async () => rules });
  return (JSON.parse(stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
};

const change = "UPDATE users SET plan = 'free' WHERE id = r.id;";
const batch = "UPDATE users SET plan = 'free' WHERE id > i AND id <= i + 1000;";

test.each([
  `FOR r IN SELECT id FROM users LOOP ${change} END LOOP;`,
  `FOR r IN SELECT id FROM users WHERE plan IS NULL LOOP ${change} END LOOP;`,
  `FOR r IN c LOOP ${change} END LOOP;`,
  `OPEN c; LOOP FETCH c INTO r; EXIT WHEN NOT FOUND; ${change} END LOOP;`,
  `WHILE i < (SELECT max(id) FROM users) LOOP ${batch} i := i + 1000; END LOOP;`,
  `FOR i IN 0..(SELECT max(id) FROM users) / 1000 LOOP ${batch} END LOOP;`,
  'FOR r IN SELECT id FROM users LOOP INSERT INTO users (id) VALUES (-r.id); END LOOP;',
])('one transaction: %s', async (body) => expect(await found(body)).toEqual(['unbounded-data-change']));

test.each([
  `FOR r IN SELECT id FROM users LOOP ${change} COMMIT; END LOOP;`,
  `FOR r IN SELECT id FROM users WHERE id = 7 LOOP ${change} END LOOP;`,
  `FOR r IN SELECT id FROM users LIMIT 10 LOOP ${change} END LOOP;`,
  `FOR r IN SELECT oid AS id FROM pg_class LOOP ${change} END LOOP;`,
  `FOR i IN 1..10 LOOP ${batch} END LOOP;`,
  "LOOP UPDATE users SET plan = 'free' WHERE id = i; EXIT WHEN FOUND; END LOOP;",
  'FOR r IN SELECT id FROM users LOOP RAISE NOTICE $m$%$m$, r.id; END LOOP;',
])('few rows, or none, or a COMMIT: %s', async (body) => expect(await found(body)).toEqual([]));
