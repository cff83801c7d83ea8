// Migrations in JavaScript and TypeScript as they lie in projects: which folders are searched, whose they are, in which order and
// transaction they run, and which of their comments count for which way.
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { type MigrationFile, scriptTools, type ToolId } from '../../src/frameworks/framework.ts';
import { scripts } from '../../src/frameworks/script-frameworks.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import type { Selection } from '../../src/selection/request.ts';
import { type Folder, folder, repository, shape } from '../selection/repository.ts';

beforeAll(loadParser);

const knexUp = (sql: string, before = ''): string =>
  `${before}exports.up = (knex) => knex.raw('${sql}');\nexports.down = (knex) => knex.raw('drop table t');\n`;
const kyselyUp = "import { Kysely } from 'kysely';\nexport async function up(db: Kysely<any>) {}\n";
const typeormUp = (name: string, sql: string): string =>
  `export class ${name} { async up(queryRunner) { await queryRunner.query('${sql}'); } async down() {} }`;
const umzugUp = 'export const up = async ({ context: queryInterface }) => queryInterface.dropTable("t");';
const nodePgUp = 'export const up = (pgm: MigrationBuilder) => { pgm.dropTable("t"); };';
const mikroUp =
  'export class Migration20240101000000 extends Migration { async up() { this.addSql("drop table t"); } }';

const all = { mode: 'all' } as const;

function filesOf(selection: Selection): MigrationFile[] {
  const readings = selection.projects.flatMap(({ migrations }) => migrations.map((migration) => migration.read()));
  return readings.flatMap((reading) => ('files' in reading ? reading.files : []));
}

const tools = (selection: Selection): string[] =>
  filesOf(selection).map(({ path, framework }) => `${path} ${framework}`);

async function scopes(made: Folder, config = {}): Promise<string[]> {
  const selection = await made.select({ ...all, config: { ...defaultConfig(made.path), ...config } });
  return filesOf(selection).map(({ transaction }) => transaction.scope);
}

describe('search', () => {
  test('reads no source file outside of folders of migrations', async () => {
    const repo = repository();
    repo.write({
      'package.json': '{}',
      'knexfile.js': knexUp('select 0'),
      'src/app.ts': knexUp('select 0'),
      'src/migrate.ts': kyselyUp,
      'src/migrations/1_a.js': knexUp('select 1'),
      'src/migrations/a.test.ts': knexUp('select 0'),
      'node_modules/x/migrations/1_a.js': knexUp('select 0'),
    });
    repo.commit();
    const real = nodeHost(repo.path);
    const read: string[] = [];
    const readFile = (path: string) => {
      read.push(path.slice(repo.path.length + 1));
      return real.readFile(path);
    };
    const found = await repo.select({ ...all, host: { readFile } });
    expect(shape(found)).toEqual(['*src/migrations/1_a.js']);
    expect([...new Set(read)].sort()).toEqual(['knexfile.js', 'package.json', 'src/migrations/1_a.js']);
  });

  test('a folder with another name is named, or searched from within', async () => {
    const repo = repository();
    repo.write({ 'db/changes/1_a.js': knexUp('select 1'), 'db/changes/2_b.js': knexUp('select 2') });
    repo.commit();
    expect(shape(await repo.select(all))).toEqual([]);
    const both = ['*db/changes/1_a.js *db/changes/2_b.js'];
    expect(shape(await repo.select({ ...all, paths: ['db/changes'] }))).toEqual(both);
    expect(shape(await repo.select({ ...all, cwd: 'db/changes' }))).toEqual(['*1_a.js *2_b.js']);
  });

  test('without git too', async () => {
    const made = folder();
    made.write({ 'src/a.ts': kyselyUp, 'packages/db/migrations/1_a.ts': kyselyUp });
    expect(shape(await made.select(all))).toEqual(['*packages/db/migrations/1_a.ts']);
  });

  test('what is staged', async () => {
    const repo = repository();
    repo.write({ 'migrations/1_a.js': knexUp('select 1') });
    repo.commit();
    repo.write({ 'migrations/2_b.js': knexUp('select 2') });
    repo.git('add', '-A');
    repo.write({ 'migrations/2_b.js': knexUp('select 3'), 'migrations/3_c.js': knexUp('select 4') });
    const found = await repo.select({ mode: 'staged' });
    expect(filesOf(found).map(({ pieces }) => pieces.map(({ sql }) => sql).join())).toEqual(['select 1', 'select 2']);
  });

  test('a named file of no tool is left out, and says so', async () => {
    const made = folder();
    made.write({ 'src/app.ts': 'export const up = 1;' });
    const found = await made.select({ paths: ['src/app.ts'] });
    expect(found.judged).toBe(0);
    expect(found.notes).toEqual(['src/app.ts is no migration of a tool that is known, and is left out.']);
  });
});

describe('among them', () => {
  test('SQL files that code reads are no migrations of their own', async () => {
    const repo = repository();
    const up = "exports.up = (knex) => knex.raw(require('fs').readFileSync(__dirname + '/sql/1_a.sql', 'utf8'));";
    repo.write({ 'migrations/1_a.js': up, 'migrations/sql/1_a.sql': 'select 1', 'migrations/sql/2_b.sql': 'select 2' });
    repo.commit();
    const found = await repo.select(all);
    expect(shape(found)).toEqual(['*migrations/1_a.js']);
    expect(found.notes).toContain(
      "The 2 SQL files in migrations/sql are judged where knex's migrations read their text.",
    );
    const named = await repo.select({ ...all, paths: ['migrations/sql/2_b.sql'] });
    expect(shape(named)).toEqual(['(migrations/sql/1_a.sql) *migrations/sql/2_b.sql']);
  });

  test('code of an unknown tool is left out, and a note says so', async () => {
    const made = folder();
    made.write({ 'db/migrations/20240101000000-a.js': 'exports.up = (client) => client.exec("select 1");' });
    const found = await made.select(all);
    expect(found.judged).toBe(0);
    expect(found.notes[0]).toBe(
      'In db/migrations 1 file is named as a migration is, but is of no tool that is known, and left out.',
    );
  });
});

describe('tool', () => {
  test.each<[ToolId, Record<string, string>]>([
    ['typeorm', { '1700000000000-A.ts': typeormUp('A1700000000000', 'select 1') }],
    ['mikroorm', { 'Migration20240101000000.ts': mikroUp }],
    ['kysely', { '2024-01-01-a.ts': kyselyUp }],
    ['node-pg-migrate', { '1700000000000_a.ts': nodePgUp }],
    ['sequelize', { '20240101-a.ts': umzugUp }],
    ['db-migrate', { '20240101-a.js': 'exports.up = (db, done) => db.runSql("select 1", done);' }],
    ['slonik', { '20240101.ts': 'export const up = ({ slonik, sql }) => slonik.query(sql`select 1`);' }],
    ['knex', { '20240101_a.js': knexUp('select 1') }],
    ['knex', { '1_a.js': knexUp('select 1'), '2_b.js': knexUp('select 1'), '3_c.ts': kyselyUp }],
  ])('%s', async (id, files) => {
    const made = folder();
    made.write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}`, text])));
    const found = tools(await made.select(all)).filter((line) => !line.endsWith('3_c.ts knex'));
    expect(found).toEqual(
      Object.keys(files)
        .slice(0, 2)
        .map((name) => `migrations/${name} ${id}`),
    );
  });

  test('a migration that bears no mark of the tool is read as its, and not passed over', async () => {
    const made = folder();
    made.write({ 'migrations/1_a.js': knexUp('select 1'), 'migrations/2_b.js': 'module.exports = require("x");' });
    const [, second] = filesOf(await made.select(all));
    expect(second?.gaps.map(({ reason }) => reason)).toEqual(['No code for the way up is found in this migration.']);
  });

  test('the time of a TypeORM migration may be in its class alone', async () => {
    const made = folder();
    made.write({
      'migrations/Second.ts': typeormUp('Second1700000000002', 'select 2'),
      'migrations/Zeroth.ts': typeormUp('Zeroth1700000000001', 'select 1'),
    });
    expect(shape(await made.select(all))).toEqual(['*migrations/Zeroth.ts *migrations/Second.ts']);
  });

  test('compiled files beside their sources, helpers and barrels are no migrations', async () => {
    const made = folder();
    made.write({
      'migrations/1_a.ts': kyselyUp,
      'migrations/1_a.js': kyselyUp,
      'migrations/1_a.d.ts': kyselyUp,
      'migrations/index.ts': kyselyUp,
      'migrations/tables.ts': 'export const tables = [];',
      'migrations/provider.ts': `class Own implements MigrationProvider {}\n${kyselyUp}`,
    });
    expect(shape(await made.select(all))).toEqual(['*migrations/1_a.ts']);
  });

  test.each(scriptTools)('the config can name %s', (id) => {
    expect(scripts.toolNamed?.(id)?.id).toBe(id);
  });

  test('the config names it', async () => {
    const made = folder();
    made.write({ 'migrations/1_a.js': 'exports.up = (k) => k.raw("select 1");', 'migrations/2_b.sql': 'select 2;' });
    const named = { config: { ...defaultConfig(made.path), framework: 'knex' as const } };
    expect(tools(await made.select({ ...all, ...named }))).toEqual(['migrations/1_a.js knex']);
  });

  test('another database by what is sent', async () => {
    const made = folder();
    made.write({
      'migrations/1700000000000-A.ts': typeormUp(
        'A1700000000000',
        'CREATE TABLE `a` (`id` int NOT NULL AUTO_INCREMENT) ENGINE=InnoDB',
      ),
    });
    const found = await made.select(all);
    const [reading] = found.projects.flatMap(({ migrations }) => migrations.map((each) => each.read()));
    expect(reading).toMatchObject({ leftOut: { path: 'migrations/1700000000000-A.ts', database: 'MySQL' } });
  });

  test('another database by the packages', async () => {
    const made = folder();
    made.write({ 'migrations/1_a.js': knexUp('select 1'), 'package.json': '{"dependencies":{"mysql2":"3.0.0"}}' });
    const found = await made.select(all);
    const [reading] = found.projects.flatMap(({ migrations }) => migrations.map((each) => each.read()));
    expect(reading).toEqual({ leftOut: { path: 'migrations/1_a.js', database: 'MySQL' } });
  });
});

describe('transaction', () => {
  test.each<[string, Record<string, string>, object, string]>([
    ['one for the run', {}, {}, 'run'],
    ['the config', {}, { transaction: 'file' }, 'file'],
    ['a knexfile', { 'knexfile.js': 'module.exports = { migrations: { disableTransactions: true } };' }, {}, 'none'],
    ['a comment in it', { 'knexfile.js': '  // disableTransactions: true,\n' }, {}, 'run'],
  ])('%s', async (_, files, config, scope) => {
    const made = folder();
    made.write({ ...files, 'migrations/1_a.js': knexUp('select 1') });
    expect(await scopes(made, config)).toEqual([scope]);
  });

  test('the migration itself has the last word', async () => {
    const made = folder();
    made.write({ 'migrations/1_a.js': knexUp('select 1', 'exports.config = { transaction: false };\n') });
    expect(await scopes(made, { transaction: 'file' })).toEqual(['none']);
  });

  test.each(['each', 'none'])('migration:run --transaction %s in package.json', async (mode) => {
    const made = folder();
    made.write({
      'package.json': `{"scripts":{"migrate":"typeorm migration:run -d x --transaction ${mode}"}}`,
      'migrations/1700000000000-A.ts': typeormUp('A1700000000000', 'select 1'),
    });
    expect(await scopes(made)).toEqual([mode === 'each' ? 'file' : 'none']);
  });
});

describe('files beside', () => {
  test('of the repository are read, and nothing outside', async () => {
    const outside = folder();
    outside.write({ 'secret.sql': 'select secret' });
    const repo = repository();
    const up = (path: string) => `exports.up = (knex) => knex.raw(require('fs').readFileSync('${path}', 'utf8'));`;
    repo.write({
      'app/sql/a.sql': 'select 1',
      'app/migrations/1_a.js': up('sql/a.sql'),
      'app/migrations/2_b.js': up(`${outside.path}/secret.sql`),
      'app/migrations/3_c.js': up('../../../../../../../../etc/hostname'),
    });
    repo.commit();
    const found = filesOf(await repo.select(all));
    expect(found.map(({ pieces }) => pieces.map(({ sql }) => sql))).toEqual([['select 1'], [], []]);
    expect(found.map(({ gaps }) => gaps.length)).toEqual([0, 1, 1]);
  });
});

describe('comments', () => {
  const marked = `// both
const t = 't';
exports.up = async (knex) => {
  // up
  await knex.raw('select 1');
};
/** down */
exports.down = async (knex) => {
  await knex.raw('select 2'); // down too
};
`;
  test.each([
    ['up', ['// both', '// up']],
    ['down', ['// both', '/** down */', '// down too']],
  ] as const)('of the way %s', async (direction, expected) => {
    const made = folder();
    made.write({ 'migrations/1_a.js': marked });
    const [file] = filesOf(await made.select({ ...all, direction })).filter((each) => each.direction === direction);
    expect(file?.comments?.map(({ text }) => text)).toEqual(expected);
  });
});
