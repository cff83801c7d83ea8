// What a project says of its migrations in code beside them: settings that other files name, the run that they belong to, and tables
// that earlier ones have made.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { confinedHost } from '../../src/action/confined-host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { select } from '../../src/selection/select.ts';

beforeAll(loadParser);

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `path framework/scope` and what it sends, of each migration, as they are run one by one. */
async function told(files: Readonly<Record<string, string>>, direction: 'up' | 'down' = 'up', paths: string[] = []) {
  folder = mkdtempSync(join(tmpdir(), 'mlint-settings-'));
  for (const [path, text] of Object.entries({ '.git/HEAD': '', ...files })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { projects } = await select(confinedHost(folder, folder), {
    ...{ paths, mode: paths.length > 0 ? 'new' : 'all', direction, history: true, config: defaultConfig(folder) },
  });
  return projects.flatMap(({ migrations }) =>
    migrations
      .filter(({ judged }) => judged)
      .flatMap((migration) => {
        const reading = migration.read();
        if (!('files' in reading)) return [`${migration.path} is left out for ${reading.leftOut.database}`];
        return reading.files.flatMap((file) => [
          `${file.path} ${file.framework}/${file.transaction.scope}`,
          ...file.pieces.map(({ sql }) => `  ${sql}`),
          ...file.gaps.map(({ reason }) => `  gap ${reason}`),
        ]);
      }),
  );
}

const knexMigration =
  "exports.up = (knex) => knex.schema.dropTable('a'); exports.down = (knex) => knex.raw('SELECT 1');";
const typeormMigration =
  "export class A1700000000000 implements MigrationInterface { async up(q) { await q.query('SELECT 1'); } }";

it('finds a data source that package.json names by what is built of it', async () => {
  const files = {
    'package.json':
      '{"files":["dist/*.js"],"scripts":{"m":"typeorm migration:run -d dist/config/orm.js"},"dependencies":{"pg":"8"}}',
    'src/config/orm.ts':
      "export default new DataSource({ migrations: ['src/*.ts'], migrationsTransactionMode: 'none' });",
    'src/migrations/1700000000000-A.ts': typeormMigration,
  };
  expect(await told(files)).toEqual(['src/migrations/1700000000000-A.ts typeorm/none', '  SELECT 1']);
});

it('finds a knexfile of another name, and the folder that one names', async () => {
  const files = {
    'package.json': '{"scripts":{"m":"knex migrate:latest --knexfile ./config/db.js"},"dependencies":{"pg":"8"}}',
    'config/db.js': 'module.exports = { migrations: { disableTransactions: true } }',
    'knexfile.js': "module.exports = { client: 'pg', migrations: { directory: './db/changes' } }",
    'db/changes/1_a.js': knexMigration,
  };
  expect(await told(files)).toEqual(['db/changes/1_a.js knex/none', '  drop table "a"']);
});

it("finds MikroORM's configuration by package.json", async () => {
  const files = {
    'package.json': '{"mikro-orm":{"configPaths":["./src/orm.ts","./dist/orm.js"]},"dependencies":{"pg":"8"}}',
    'src/orm.ts': 'export default { migrations: { transactional: false } }',
    'db/migrations/Migration20240101000000.ts':
      "import { Migration } from '@mikro-orm/migrations'; export class Migration20240101000000 extends Migration { async up() { this.addSql('SELECT 1'); } }",
  };
  expect(await told(files)).toEqual(['db/migrations/Migration20240101000000.ts mikroorm/none', '  SELECT 1']);
});

it('goes by .sequelizerc, of which a folder and the database are read', async () => {
  const files = {
    '.sequelizerc':
      "const path = require('path');\nmodule.exports = {\n  config: path.resolve(__dirname, 'db', 'config.json'),\n  'migrations-path': path.resolve('db', 'changes'),\n};",
    'package.json': '{"dependencies":{"sequelize":"6","pg":"8","mysql2":"3"}}',
    'db/config.json': '{"production":{"dialect":"postgres"},"test":{"dialect":"sqlite"}}',
    'db/changes/1-a.js': "module.exports = { up: (queryInterface) => queryInterface.dropSchema('a') };",
  };
  expect(await told(files)).toEqual(['db/changes/1-a.js sequelize/none', '  DROP SCHEMA IF EXISTS "a" CASCADE']);
  rmSync(folder, { recursive: true });
  expect(await told({ ...files, 'db/config.json': '{"production":{"dialect":"mysql"}}' })).toEqual([
    'db/changes/1-a.js is left out for MySQL',
  ]);
});

it('runs each of Strapi by itself, and Umzug with the connection as its context', async () => {
  const strapi = {
    'package.json': '{"dependencies":{"@strapi/strapi":"5","pg":"8"}}',
    'database/migrations/2024.01.01T00.00.00.a.js':
      "module.exports = { async up(knex) { await knex.schema.dropTable('a'); } };",
  };
  expect(await told(strapi)).toEqual(['database/migrations/2024.01.01T00.00.00.a.js knex/file', '  drop table "a"']);
  rmSync(folder, { recursive: true });
  const umzug = {
    'package.json': '{"dependencies":{"umzug":"3","sequelize":"6","pg":"8"}}',
    'migrations/2024.01.01T00.00.00.a.ts':
      "export const up: Migration = async ({ context: sequelize }) => { await sequelize.getQueryInterface().dropSchema('a'); await sequelize.query('SELECT 1'); };",
  };
  expect(await told(umzug)).toEqual([
    'migrations/2024.01.01T00.00.00.a.ts sequelize/none',
    '  DROP SCHEMA IF EXISTS "a" CASCADE',
    '  SELECT 1',
  ]);
});

it("parts Knex's run where a migration in it opts out, and only there", async () => {
  const files = {
    'package.json': '{"dependencies":{"knex":"3","pg":"8"}}',
    'migrations/1_a.js': knexMigration,
    'migrations/2_b.js': `${knexMigration} exports.config = { transaction: false };`,
  };
  const [a, b] = ['migrations/1_a.js', 'migrations/2_b.js'];
  expect((await told(files, 'up', [a, b])).filter((line) => !line.startsWith(' '))).toEqual([
    `${a} knex/file`,
    `${b} knex/none`,
  ]);
  rmSync(folder, { recursive: true });
  expect((await told(files, 'up', [a]))[0]).toBe(`${a} knex/run`);
  rmSync(folder, { recursive: true });
  expect((await told(files, 'down', [a]))[0]).toBe(`${a} knex/file`);
});

const changing = (name: string, up: string, down: string): string =>
  `import { Table, TableColumn } from 'typeorm'; export class ${name} implements MigrationInterface { async up(queryRunner) { ${up} } async down(queryRunner) { ${down} } }`;
const tableOfA =
  "new Table({ name: 'a', columns: [{ name: 'id', type: 'int', isPrimary: true }, { name: 'b', type: 'text' }], indices: [{ columnNames: ['b'] }] })";
const nullable =
  "await queryRunner.changeColumn('a', 'b', new TableColumn({ name: 'b', type: 'text', isNullable: true }));";
const typeormFiles = (between = '') => ({
  'package.json': '{"dependencies":{"typeorm":"0.3","pg":"8"}}',
  'migrations/1700000000000-A.ts': changing(
    'A1700000000000',
    `await queryRunner.createTable(${tableOfA});`,
    "await queryRunner.dropTable('a');",
  ),
  'migrations/1700000000001-B.ts': changing('B1700000000001', between, ''),
  'migrations/1700000000002-C.ts': changing('C1700000000002', nullable, ''),
});

it("knows TypeORM's tables from earlier migrations, and no longer where SQL of their own has changed them", async () => {
  const path = 'migrations/1700000000002-C.ts';
  expect(await told(typeormFiles(), 'up', [path])).toEqual([
    `${path} typeorm/run`,
    '  ALTER TABLE "a" ALTER COLUMN "b" DROP NOT NULL',
  ]);
  rmSync(folder, { recursive: true });
  const [, gap] = await told(typeormFiles("await queryRunner.query('ALTER TABLE a ALTER b TYPE jsonb');"), 'up', [
    path,
  ]);
  expect(gap).toMatch(/gap .*compares it with the column in the database/);
});

it("knows TypeORM's tables on the way back", async () => {
  const path = 'migrations/1700000000000-A.ts';
  expect(await told(typeormFiles("await queryRunner.query('CREATE INDEX own ON a (b)');"), 'down', [path])).toEqual([
    `${path} typeorm/file`,
    expect.stringMatching(/^ {2}DROP INDEX "public"."IDX_/),
    '  DROP TABLE "a"',
  ]);
});
