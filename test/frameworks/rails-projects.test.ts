// Rails as it lies in projects: which files are whose and in which order, what of the project is read beside them, where history
// starts, and which comments count; and what hostile code may not do.
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { nodeHost } from '../../src/cli/host.ts';
import { type Config, defaultConfig } from '../../src/config/config.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { rails } from '../../src/frameworks/rails/profile.ts';
import { lint } from '../../src/lint.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { SourceText } from '../../src/source/source-text.ts';
import { type Folder, folder, repository, shape } from '../selection/repository.ts';

beforeAll(async () => {
  await loadParser();
  await rails.load?.();
});

const migration = (body: string, head = 'X < ActiveRecord::Migration[7.1]'): string => `class ${head}\n${body}\nend\n`;
const change = (code: string): string => migration(`  def change\n    ${code}\n  end`);

const entry = { path: '20240101000000_x.rb', direction: 'up', version: '20240101000000' } as const;

function read(text: string, files: Record<string, string> = {}): MigrationFile {
  const source = SourceText.of('db/migrate/20240101000000_x.rb', text);
  const [file] = rails.read(source, entry, { direction: 'up', beside: (name) => files[name] });
  if (!file) throw new Error('nothing is read');
  return file;
}

const sqlOf = ({ pieces }: MigrationFile): string[] => pieces.map(({ sql }) => sql.replace(/\s+/g, ' ').trim());
const gapsOf = ({ gaps }: MigrationFile): string[] => gaps.map(({ reason }) => reason);

async function linted(made: Folder, config: Partial<Config> = {}, paths: string[] = []) {
  const own = { ...defaultConfig(made.path), ...config };
  const request = { paths, mode: 'all', history: true, config: own } as const;
  return lint({ rules, request, host: nodeHost(made.path) });
}

describe('a project', () => {
  test('has one order for db/migrate and db/post_migrate, and others for other databases and engines', async () => {
    const repo = repository();
    repo.write({
      Gemfile: "gem 'pg'",
      'db/migrate/20240101000000_a.rb': change('create_table :a'),
      'db/post_migrate/20240102000000_b.rb': change('drop_table :a'),
      'db/migrate/20240103000000_c.rb': change('create_table :c'),
      'db/animals_migrate/20240101000000_d.rb': change('create_table :d'),
      'engines/x/db/migrate/20240101000000_e.rb': change('create_table :e'),
      'app/models/1_a.rb': change('create_table :f'),
    });
    repo.commit();
    expect(shape(await repo.select({ mode: 'all' }))).toEqual([
      '*db/migrate/20240101000000_a.rb *db/post_migrate/20240102000000_b.rb *db/migrate/20240103000000_c.rb',
      '*db/animals_migrate/20240101000000_d.rb',
      '*engines/x/db/migrate/20240101000000_e.rb',
    ]);
  });

  test('of another database is left out, with a sentence', async () => {
    const made = folder();
    made.write({ Gemfile: "gem 'mysql2'", 'db/migrate/20240101000000_a.rb': change('create_table :a') });
    const { notes } = await linted(made);
    expect(notes.join('\n')).toMatch(/MySQL/);
  });

  test('starts from schema.rb where the config names it', async () => {
    const made = folder();
    made.write({
      Gemfile: "gem 'pg'",
      'db/schema.rb':
        'ActiveRecord::Schema[7.1].define(version: 2024_01_02_000000) do\n  create_table "users", force: :cascade do |t|\n    t.string "name"\n    t.index ["name"], name: "i"\n  end\nend\n',
      'db/migrate/20240101000000_a.rb': change('raise "long ago"'),
      'db/migrate/20240103000000_b.rb': change('add_index :users, :name'),
    });
    const schema = { path: 'db/schema.rb' };
    const report = await linted(made, { schema }, ['db/migrate/20240103000000_b.rb']);
    expect(report.notes).toEqual([]);
    expect(report.findings.map(({ rule }) => rule)).toContain('blocking-index-build');
    expect(report.findings.map(({ circumstances }) => JSON.stringify(circumstances)).join()).toContain('db/schema.rb');
  });

  test('has helpers in lib, and SQL in files', () => {
    const files = {
      '../../lib/naming/tables.rb':
        'module Naming\n  module Tables\n    NAME = "rows"\n    def add_named(name)\n      add_column NAME, name, :text\n    end\n  end\nend\n',
      '../../lib/patches.rb':
        'module ActiveRecord\n  class Base\n    def add_key(table)\n      execute "ALTER TABLE #{table} ADD PRIMARY KEY (id)"\n    end\n  end\nend\n',
      '../sql/view.sql': 'CREATE VIEW v AS SELECT 1;',
    };
    const body = `  include Naming::Tables\n  def up\n    add_named :a\n    add_key :t\n    execute File.read(Rails.root.join('db', 'sql', 'view.sql'))\n  end`;
    const file = read(`require 'patches'\n${migration(body)}`, {
      ...files,
      '../../db/sql/view.sql': files['../sql/view.sql'],
    });
    expect(gapsOf(file)).toEqual([]);
    expect(sqlOf(file)).toEqual([
      'ALTER TABLE "rows" ADD "a" text',
      'ALTER TABLE t ADD PRIMARY KEY (id)',
      'CREATE VIEW v AS SELECT 1;',
    ]);
  });
});

describe('the schema that earlier migrations leave', () => {
  const first = SourceText.of(
    'db/migrate/1_a.rb',
    change(
      "create_table(:a) { |t| t.string :b, index: { name: 'by_b' } }\n    add_foreign_key :a, :c, column: :b, name: 'k'",
    ),
  );
  const after = (code: string): string[] => {
    const source = SourceText.of('db/migrate/2_x.rb', change(code));
    const earlier = (back: number) => (back === 0 ? { path: first.path, text: () => first } : undefined);
    return rails.read(source, entry, { direction: 'up', earlier, memory: new Map() }).flatMap(sqlOf);
  };

  test.each<readonly [string, ...string[]]>([
    ['remove_index :a, :b', 'DROP INDEX "by_b"'],
    ['remove_foreign_key :a, column: :b', 'ALTER TABLE "a" DROP CONSTRAINT "k"'],
    ['add_column :a, :b, :string, if_not_exists: true'],
    ['remove_column :a, :d, if_exists: true'],
    ['remove_column :other, :d, if_exists: true', 'ALTER TABLE "other" DROP COLUMN IF EXISTS "d"'],
    ['change_column_default :a, :b, 5', `ALTER TABLE "a" ALTER COLUMN "b" SET DEFAULT '5'`],
    [
      'rename_table :a, :z',
      'ALTER TABLE "a" RENAME TO "z"',
      'ALTER INDEX "a_pkey" RENAME TO "z_pkey"',
      'ALTER TABLE "public"."a_id_seq" RENAME TO "z_id_seq"',
    ],
  ])('%s', (code, ...sent) => {
    expect(after(code)).toEqual(sent);
  });
});

describe('comments', () => {
  const text = migration(`  def up
    # migration-lint-allow blocking-index-build: small
    add_index :users, :name
    safety_assured { add_index :users, :mail } # reviewed
  end

  # migration-lint-allow dropped-column: not about the way up
  def down
    remove_column :users, :name
  end`);

  test('and what is assured allow findings', async () => {
    const made = folder();
    made.write({
      Gemfile: "gem 'pg'",
      'db/migrate/20240101000000_a.rb': change('create_table(:users) { |t| t.string :name, :mail }'),
      'db/migrate/20240102000000_x.rb': text,
    });
    const { findings, unusedAllowances } = await linted(made, { suppressions: ['strong_migrations'] });
    expect(findings.filter(({ rule }) => rule === 'blocking-index-build').map(({ status }) => status)).toEqual([
      'allowed',
      'allowed',
    ]);
    expect(unusedAllowances).toEqual([]);
  });

  test('for the other way are not about this one', () => {
    expect(read(text).comments?.map((comment) => comment.text)).toEqual([
      '# migration-lint-allow blocking-index-build: small',
      '# reviewed',
    ]);
  });
});

describe('super', () => {
  test('runs what it stands for', () => {
    const body = `  def up\n    super\n    add_column :a, :c, :text\n  end\n  def add_column(table, name, type, **rest)\n    super(table, name, type, null: false, **rest)\n  end`;
    const file = read(
      `class Base < ActiveRecord::Migration[7.1]\n  def up\n    drop_table :b\n  end\nend\n${migration(body, 'X < Base')}`,
    );
    expect(gapsOf(file)).toEqual([]);
    expect(sqlOf(file)).toEqual(['DROP TABLE "b"', 'ALTER TABLE "a" ADD "c" text NOT NULL']);
  });

  test('of what is defined elsewhere is a gap', () => {
    expect(gapsOf(read(migration('  def up\n    super\n  end')))).toEqual([
      'super of up is defined elsewhere, and what it does is not read.',
    ]);
  });
});

describe("GitLab's helpers", () => {
  const gitlab = (code: string) =>
    read(migration(`  disable_ddl_transaction!\n  def up\n    ${code}\n  end`, 'X < Gitlab::Database::Migration[2.2]'));

  test.each([
    [
      "add_concurrent_index :users, :name, name: 'i'",
      ['SET statement_timeout TO 0', 'CREATE INDEX CONCURRENTLY "i" ON "users" ("name")', 'RESET statement_timeout'],
    ],
    [
      'add_concurrent_foreign_key :users, :orgs, column: :org_id, validate: false',
      [
        'BEGIN',
        "SET LOCAL lock_timeout TO '100ms'",
        'ALTER TABLE "users" ADD CONSTRAINT fk_e73753bccb FOREIGN KEY ("org_id") REFERENCES "orgs" ("id") ON DELETE CASCADE NOT VALID',
        'COMMIT',
      ],
    ],
    [
      'with_lock_retries { remove_column :users, :name }',
      ['BEGIN', "SET LOCAL lock_timeout TO '100ms'", 'ALTER TABLE "users" DROP COLUMN "name"', 'COMMIT'],
    ],
    [
      'create_table(:a, id: false) { |t| t.text :b, limit: 5 }',
      ['CREATE TABLE "a" ("b" text, CONSTRAINT check_$ CHECK (char_length("b") <= 5))'],
    ],
  ])('%s', (code, expected) => {
    const file = gitlab(code);
    expect(gapsOf(file)).toEqual([]);
    expect(sqlOf(file).map((sql) => sql.replace(/check_[0-9a-f]{10}/, 'check_$'))).toEqual(expected);
  });

  test('that change rows in the background are data work', () => {
    expect(gapsOf(gitlab("queue_batched_background_migration('Job', :users, :id)"))).toEqual([
      'Rows are changed here in Ruby (queue_batched_background_migration), by SQL that is known only at run time.',
    ]);
  });
});

describe('hostile code', () => {
  const includes = Array.from(
    { length: 40 },
    (_, at) => `module M${at}\n  include M${at + 1}\n  include M${at + 2}\n  include M${at}\nend`,
  );
  test.each([
    [
      'modules that include one another',
      `${includes.reverse().join('\n')}\n${migration('  include M0\n  def up\n    missing_method\n  end')}`,
    ],
    ['super that calls itself', migration('  def up\n    up\n  end')],
    ['a file that requires itself', `require_relative '20240101000000_x'\n${change('missing_method')}`],
    ['a loop that may end', migration('  def up\n    loop { execute "SELECT 1"; break if User.none? }\n  end')],
    ['many calls beside one another', change('add_x :a\n'.repeat(8_000))],
  ])('%s ends in a gap', (_name, text) => {
    const start = performance.now();
    const file = read(text, { './20240101000000_x.rb': text });
    expect(file.gaps.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
