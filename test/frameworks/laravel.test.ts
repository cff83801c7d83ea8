// Laravel's migrations as the statements that it sends for them; golden.test.ts holds the reading to logs of Laravel itself.
import { beforeAll, describe, expect, it } from 'vitest';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { laravel } from '../../src/frameworks/laravel/profile.ts';
import { SourceText } from '../../src/source/source-text.ts';

const entry = { path: '2024_01_01_000000_a.php', direction: 'up', version: '2024_01_01_000000_a' } as const;

const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ').trim();

function read(code: string, version = '^12.0'): MigrationFile[] {
  const beside = (name: string) =>
    name === '../../composer.json' ? `{"require": {"laravel/framework": "${version}"}}` : undefined;
  return laravel.read(SourceText.of(entry.path, code), entry, { beside });
}

const head = 'use Illuminate\\Support\\Facades\\{DB, Schema};\nuse Illuminate\\Database\\Schema\\Blueprint;';

const up = (body: string, version?: string): MigrationFile =>
  read(
    `<?php\n${head}\nreturn new class extends Migration {\npublic function up() {\n${body}\n}\n};`,
    version,
  )[0] as MigrationFile;

const sqlOf = (body: string, version?: string): string[] => up(body, version).pieces.map(({ sql }) => oneLine(sql));
const gapsOf = (body: string): string[] => up(body).gaps.map(({ reason }) => reason);

const table = (body: string, version?: string): string[] =>
  sqlOf(`Schema::table('t', function (Blueprint $table) {\n${body}\n});`, version);

beforeAll(async () => laravel.load?.());

describe('code', () => {
  it('is followed through loops, constants, closures and conditions that are known', () => {
    const body = `
      $names = ['a' => ['x', 'y'], 'b' => []];
      $names['c'][] = 'z';
      foreach ($names as $name => $columns) {
        if (empty($columns)) { continue; }
        Schema::table($name, function (Blueprint $table) use ($columns) {
          foreach ($columns as $column) { $table->text("{$column}_id"); }
        });
      }
      $list = implode(', ', array_map(fn ($name) => "\\"$name\\"", array_keys($names)));
      if (DB::getDriverName() !== 'pgsql') { DB::statement('nothing'); }
      match (DB::connection()->getDriverName()) { 'pgsql' => DB::statement("LOCK TABLE $list"), default => null };`;
    expect(sqlOf(body)).toEqual([
      'alter table "a" add column "x_id" text not null',
      'alter table "a" add column "y_id" text not null',
      'alter table "c" add column "z_id" text not null',
      'LOCK TABLE "a", "b", "c"',
    ]);
  });

  it('points into heredocs and nowdocs at the line that wrote the SQL', () => {
    const file = up("DB::unprepared(<<<'SQL'\n    create table x (a int);\n    drop table y;\n    SQL);");
    const [piece] = file.pieces;
    expect(piece?.sql).toBe('create table x (a int);\ndrop table y;');
    const drop = piece?.segments.find(({ sqlStart }) => sqlStart === piece.sql.indexOf('drop'));
    expect(file.text.text.slice(drop?.fileStart).startsWith('drop table y')).toBe(true);
  });

  it('takes what follows a question to the schema to happen', () => {
    expect(sqlOf("if (! Schema::hasTable('a')) { Schema::drop('b'); }")).toEqual(['drop table "b"']);
    expect(sqlOf("if (Schema::hasTable('a')) { return; }\nSchema::drop('b');")).toEqual(['drop table "b"']);
    expect(gapsOf("if (Schema::hasTable('a')) { return; }\nSchema::drop('b');")).toEqual([]);
  });

  it('is a gap where only a run can tell, with what is known', () => {
    expect(gapsOf("Schema::table(env('T'), fn ($table) => $table->id());")).toEqual([
      'Schema::table is not read: its table (the result of env()) is known only at run time.',
    ]);
    expect(gapsOf("DB::statement('drop table ' . $x);")).toEqual([
      'A DROP TABLE on a table whose name is computed ($x) is known only at run time.',
    ]);
    expect(gapsOf("if (random_int(0, 1)) { Schema::drop('b'); }")).toEqual([
      'Whether this runs depends on the result of random_int(), which is known only at run time.',
    ]);
    expect(gapsOf("Schema::create('t', fn ($table) => Helper::columns($table));")).toEqual([
      'Helper::columns() is code outside this migration, which is not read.',
    ]);
    expect(gapsOf("Schema::connection('reports')->drop('t');")).toEqual([
      'Schema::connection of reports is not read: it goes to the connection reports, which is another than the project’s.',
    ]);
  });

  it('is one gap where it works on rows', () => {
    expect(
      gapsOf(
        "DB::table('a')->where('b', 1)->chunkById(100, fn ($rows) => $rows->each(fn ($row) => DB::table('a')->update([])));",
      ),
    ).toEqual(['An UPDATE of the table a works on data, and is not read as it is built in PHP.']);
  });
});

describe('comments', () => {
  it('is read where its base class is asked whether it runs', () => {
    const code = `<?php\n${head}\nreturn new class extends \\Laravel\\Pulse\\Support\\PulseMigration { public function up() {
      if (! $this->shouldRun()) { return; }
      DB::statement(match ($this->driver()) { 'pgsql' => 'select 1', 'mysql' => 'select 2' }); } };`;
    const [file] = read(code);
    expect([file?.pieces.map(({ sql }) => sql), file?.gaps]).toEqual([['select 1'], []]);
  });

  it('are those of the way that is read, wherever they stand', () => {
    const [there, back] = read(
      `<?php\n// top\nreturn new class extends Illuminate\\Database\\Migrations\\Migration {\n/** there */\npublic function up() { # own\n[$a, /* b */ $b] = ['x', 'y']; DB::statement(/* why */ "drop table $b"); }\n// back\npublic function down() { // of it\n}\n};`,
    );
    expect(there?.comments?.map(({ text }) => text)).toEqual([
      '// top',
      '/** there */',
      '# own',
      '/* b */',
      '/* why */',
    ]);
    expect(back?.comments?.map(({ text }) => text)).toEqual(['// top', '// back', '// of it']);
    expect(there?.pieces.map(({ sql }) => sql)).toEqual(['drop table y']);
  });
});

describe('versions of Laravel', () => {
  it('add columns together before 11.15', () => {
    const body = "$table->text('a'); $table->index('b'); $table->text('c');";
    expect(table(body, '^10.0')).toEqual([
      'alter table "t" add column "a" text not null, add column "c" text not null',
      'create index "t_b_index" on "t" ("b")',
    ]);
    expect(table(body)).toEqual([
      'alter table "t" add column "a" text not null',
      'create index "t_b_index" on "t" ("b")',
      'alter table "t" add column "c" text not null',
    ]);
  });

  it('take back what change() does not say again since 11', () => {
    expect(table("$table->string('a', 50)->change();")).toEqual([
      'alter table "t" alter column "a" type varchar(50), alter column "a" set not null, alter column "a" drop default, alter column "a" drop identity if exists',
      'comment on column "t"."a" is NULL',
    ]);
    expect(table("$table->string('a', 50)->nullable()->change();", '^9.0')).toEqual([
      'alter table "t" alter column "a" type varchar(50)',
      'alter table "t" alter column "a" drop not null',
    ]);
  });
});

describe('a hostile file', () => {
  it.each([
    ['a loop without an end', 'while (true) { DB::statement("select 1"); }'],
    ['a loop over a billion', 'for ($i = 0; $i < 1000000000; $i++) { $x = $i; }'],
    ['a string that doubles', '$a = "x"; for ($i = 0; $i < 100; $i++) { $a .= $a; }'],
    ['an array that doubles', '$a = [1]; for ($i = 0; $i < 100; $i++) { $a = array_merge($a, $a); }'],
    ['an array that is spread', '$a = [1]; for ($i = 0; $i < 100; $i++) { $a = [...$a, ...$a]; }'],
    ['a range without bounds', 'foreach (range(0, 4000000000) as $i) { DB::statement("a"); }'],
    ['a function that calls itself', '$f = function () use (&$f) { $f(); }; $f();'],
    [
      'an expression nested deep',
      `$a = ${'('.repeat(300)}1${')'.repeat(300)}; ${'if (1) {'.repeat(200)}${'}'.repeat(200)}`,
    ],
    [
      'names of Object',
      '__proto__(); $a->__proto__(); toString(); Schema::constructor(); $a = ["__proto__" => 1]; DB::hasOwnProperty();',
    ],
  ])('with %s ends', (_, body) => {
    const started = performance.now();
    expect(up(body)).toMatchObject({ framework: 'laravel', direction: 'up' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('that is no PHP, or too long, is a gap', () => {
    expect(read('no php')[0]?.gaps).toHaveLength(1);
    expect(read(`<?php ${'a'.repeat(3_000_000)}`)[0]?.gaps.map(({ kind }) => kind)).toEqual(['size']);
    expect(read(`<?php $a = ${'['.repeat(2_000)};`)[0]?.gaps.length).toBeGreaterThan(0);
  });
});

describe('which projects are read', () => {
  const folder = (files: Record<string, string>) => ({
    path: 'database/migrations',
    files: ['2024_01_01_000000_a.php'],
    around: {
      names: (up: number) => (up === 2 ? [...Object.keys(files).map((name) => name.replace(/^.*\//, '')), '.git'] : []),
      text: (name: string) => files[name.replace(/^\.\.\/\.\.\//, '')],
    },
  });
  const database = (files: Record<string, string>) => laravel.toolOf?.(folder(files)).database;

  it('is told by the connection that they come with', () => {
    expect(database({ '.env.example': 'DB_CONNECTION=mysql' })).toBe('MySQL');
    expect(database({ '.env.example': 'DB_CONNECTION=pgsql' })).toBeUndefined();
    expect(
      database({ 'config/database.php': "<?php return [\n'default' => env('DB_CONNECTION', 'sqlite'),\n];" }),
    ).toBe('SQLite');
    expect(
      database({
        '.env.example': 'DB_CONNECTION=mysql',
        'docker-compose.yml': 'services:\n  db:\n    image: postgres:16',
      }),
    ).toBeUndefined();
    expect(database({ 'composer.json': '{"require": {"ext-pdo_mysql": "*"}}' })).toBe('MySQL');
    expect(database({})).toBeUndefined();
  });
});
