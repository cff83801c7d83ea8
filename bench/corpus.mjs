// Writes the migrations that are timed: the same statements, in the proportions of ordinary projects, at every size.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {((table: string, n: number) => string)[]} */
const templates = [
  (table) => `CREATE TABLE ${table} (id bigint PRIMARY KEY, name text NOT NULL, owner_id bigint);`,
  (table) => `ALTER TABLE ${table} ADD COLUMN note text;`,
  (table, n) => `CREATE INDEX ${table}_name_${n} ON ${table} (name);`,
  (table) => `ALTER TABLE ${table} ALTER COLUMN name SET DEFAULT '';`,
  (_, n) => `INSERT INTO settings (key, value) VALUES ('k${n}', 'Zürich, "quoted" − text of some length to read');`,
  (table, n) =>
    `ALTER TABLE ${table} ADD CONSTRAINT ${table}_owner_${n} FOREIGN KEY (owner_id) REFERENCES users (id) NOT VALID;`,
  (table) => `COMMENT ON TABLE ${table} IS 'What it is for';`,
  (table, n) => `ALTER TABLE ${table} ALTER COLUMN note TYPE varchar(${(n % 200) + 50});`,
  (table) => `UPDATE ${table} SET note = name WHERE id BETWEEN 1 AND 1000;`,
  (table) => `CREATE VIEW ${table}_names AS SELECT id, name FROM ${table};`,
];

/** @param {number} from @param {number} count */
function statements(from, count) {
  const lines = [];
  for (let n = from; n < from + count; n += 1) {
    const template = templates[n % templates.length];
    lines.push(template?.(`t${Math.floor(n / templates.length)}`, n) ?? '');
  }
  return `${lines.join('\n')}\n`;
}

/**
 * In a folder of its own, so that none is another's history.
 * @param {string} folder
 * @param {number} count
 */
export function writeOne(folder, count) {
  mkdirSync(join(folder, `of-${count}`));
  const path = join(folder, `of-${count}`, 'migration.sql');
  writeFileSync(path, statements(0, count));
  return path;
}

/**
 * @param {string} folder
 * @param {number} files
 * @param {number} each
 */
export function writeMany(folder, files, each) {
  mkdirSync(folder);
  for (let n = 0; n < files; n += 1) {
    writeFileSync(join(folder, `${String(n + 1).padStart(4, '0')}_migration.sql`), statements(n * each, each));
  }
  return folder;
}
