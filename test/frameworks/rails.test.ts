// Rails' migrations are read as ActiveRecord runs them; test/frameworks/golden.test.ts compares what is sent.
import { beforeAll, describe, expect, it } from 'vitest';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { rails } from '../../src/frameworks/rails/profile.ts';
import { toFileOffset } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';

const oneLine = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim();

const entry = { path: '20240101000000_x.rb', direction: 'up', version: '20240101000000' } as const;

function read(body: string, head = 'ActiveRecord::Migration[7.1]'): MigrationFile[] {
  const text = SourceText.of('db/migrate/20240101000000_x.rb', `class X < ${head}\n${body}\nend\n`);
  return rails.read(text, entry, {});
}

const sqlOf = (files: readonly MigrationFile[], direction: 'up' | 'down' = 'up'): string[] =>
  files.filter((file) => file.direction === direction).flatMap(({ pieces }) => pieces.map(({ sql }) => oneLine(sql)));

const gapsOf = (files: readonly MigrationFile[]): string[] => (files[0]?.gaps ?? []).map(({ reason }) => reason);

beforeAll(async () => rails.load?.());

describe('code', () => {
  const up = (body: string): string[] => sqlOf(read(`  def up\n${body}\n  end`));

  it('is followed through loops, constants, helpers and conditions that are known', () => {
    const files = read(`
  TABLES = %i[users orgs].freeze
  def up
    TABLES.each { |table| add_flag(table, null: false) }
    { a: :string, b: :text }.each do |name, type|
      next if name == :b
      add_column :users, name, type
    end
    add_column :users, "c_#{TABLES.first}", :integer unless Rails.env.test?
  end

  private

  def add_flag(table, **options)
    add_column table, :flag, :boolean, default: false, **options
  end`);
    expect(sqlOf(files)).toEqual([
      'ALTER TABLE "users" ADD "flag" boolean DEFAULT FALSE NOT NULL',
      'ALTER TABLE "orgs" ADD "flag" boolean DEFAULT FALSE NOT NULL',
      'ALTER TABLE "users" ADD "a" character varying',
      'ALTER TABLE "users" ADD "c_users" integer',
    ]);
    expect(gapsOf(files)).toEqual([]);
  });

  it('writes SQL in strings and heredocs, which point back to where they stand', () => {
    const files = read(`
  NAME = 'users'
  def up
    execute <<~SQL.squish
      UPDATE #{NAME}
        SET name = 'x'
    SQL
  end`);
    const [piece] = files[0]?.pieces ?? [];
    expect(piece?.sql).toBe("UPDATE users SET name = 'x'");
    const at = piece ? toFileOffset(piece, piece.sql.indexOf('SET name')) : 0;
    expect(files[0]?.text.text.slice(at, at + 8)).toBe('SET name');
  });

  it('asks the schema, and what it then does is taken to be done', () => {
    const files = read(`
  def up
    return if column_exists?(:users, :name)
    add_column :users, :name, :string unless index_exists?(:users, :x)
  end`);
    expect(sqlOf(files)).toEqual(['ALTER TABLE "users" ADD "name" character varying']);
    expect(gapsOf(files)).toEqual([]);
  });

  it('that depends on something else is a gap', () => {
    const files = read(`
  def up
    add_column :users, :name, :string if ENV['NAMES']
    add_column tables_of(:x), :name, :string
    User.where(a: 1).update_all(b: 2)
    add_index :users, :name, speed: :high
    execute "ALTER TABLE #{ENV['TABLE']} ADD a int"
  end`);
    expect(files[0]?.gaps.map(({ span, reason }) => `${span?.start.line}: ${reason}`)).toEqual([
      '4: Whether this runs depends on a part of ENV, which is known only at run time.',
      '5: tables_of is defined elsewhere, and what it does is not read.',
      '5: add_column is not read: argument 1 is computed (the result of tables_of).',
      '6: Rows are changed here in Ruby (User.update_all), by SQL that is known only at run time.',
      '7: add_index of users is not read: the option speed is not known here.',
      '8: An ALTER TABLE on a table whose name is computed (a part of ENV) is known only at run time.',
    ]);
  });

  it('opens transactions of its own where Rails opens none', () => {
    const body = '\n  def up\n    transaction do\n      drop_table :users\n    end\n  end';
    expect(sqlOf(read(`  disable_ddl_transaction!${body}`))).toEqual(['BEGIN', 'DROP TABLE "users"', 'COMMIT']);
    expect(sqlOf(read(body))).toEqual(['DROP TABLE "users"']);
  });

  it('that is assured is marked, with the reason beside it', () => {
    const files = read('  def up\n    safety_assured { remove_column :users, :name } # unused since 3.1\n  end');
    expect(files[0]?.assured).toMatchObject([
      { tool: 'strong_migrations', text: 'unused since 3.1', span: { start: { line: 3, column: 5 } } },
    ]);
    expect(sqlOf(files)).toEqual(['ALTER TABLE "users" DROP COLUMN "name"']);
  });

  it('over rows of a model is work on rows, unless it changes the schema', () => {
    const kinds = (body: string) => read(`  def up\n    ${body}\n  end`)[0]?.gaps.map(({ kind }) => kind);
    expect(kinds('User.where(a: 1).each { |user| user.update!(b: user.c) }')).toEqual(['data-work']);
    expect(kinds('for user in User.all do user.save! end')).toEqual(['data-work']);
    expect(kinds('User.all.map { |user| user.id }.uniq')).toEqual([]);
    expect(kinds("Account.find_each { |a| execute 'CREATE SCHEMA x' }")).toEqual(['unsupported']);
    expect(kinds("Account.where(x: ENV['X']).each { |a| execute(%(UPDATE t SET a = #{a.id})) }")).toEqual([
      'data-work',
    ]);
    expect(kinds("return if Account.none?\n    execute 'UPDATE t SET a = 1'")).toEqual(['data-work']);
    expect(kinds('return if Account.none?\n    drop_table :t')).toEqual(['unsupported']);
    expect(kinds('loop { return if Account.none? }')).toEqual([]);
  });

  it('that only runs where others fail and then fails too is none of it', () => {
    expect(up(`    add_column :a, :b, :text\n  rescue StandardError\n    drop_table :a\n    raise`)).toEqual([
      'ALTER TABLE "a" ADD "b" text',
    ]);
  });

  it('leaves out what is not known of trimmed text nowhere', () => {
    const body = 'x = User.minimum(:id)\n    execute "UPDATE a SET b = 1 WHERE c BETWEEN #{x} AND #{x} ".squish';
    expect(up(`    ${body}`)).toEqual(['UPDATE a SET b = 1 WHERE c BETWEEN NULL AND NULL']);
  });

  it('in a hostile file ends in a gap', () => {
    expect(gapsOf(read('  def up\n    loop { execute "x" }\n  end'))[0]).toMatch(/more than 5000 statements/);
    expect(gapsOf(read('  def up\n    up\n  end'))[0]).toMatch(/deep/);
    expect(gapsOf(read('  def up\n    1_000_000_000.times { |i| i }\n  end'))[0]).toMatch(/steps/);
    expect(gapsOf(read(`  def up\n    x = ${'['.repeat(2000)}${']'.repeat(2000)}\n  end`))[0]).toMatch(/nested/);
    expect(gapsOf(read('  def up\n    add_column(\n  end'))[0]).toMatch(/not Ruby/);
    expect(up(`    s = 'x'\n    40.times { s = s + s }\n    execute s`)).toEqual([]);
  });
});

describe('the way back', () => {
  const down = (body: string): string[] => sqlOf(read(`  def change\n${body}\n  end`), 'down');

  it('undoes a change from its end to its beginning', () => {
    expect(
      down(`
    create_table :users
    add_reference :posts, :user, foreign_key: true
    rename_column :posts, :a, :b
    change_column_default :posts, :b, from: 1, to: 2
    remove_column :posts, :c, :string, null: false
    reversible do |dir|
      dir.up { execute 'SELECT 1' }
      dir.down { execute 'SELECT 2' }
    end
    change_table :posts, bulk: true do |t|
      t.string :x
      t.remove :y, type: :integer
    end`),
    ).toEqual([
      'ALTER TABLE "posts" ADD "y" integer',
      'ALTER TABLE "posts" DROP COLUMN "x"',
      'SELECT 2',
      'ALTER TABLE "posts" ADD "c" character varying NOT NULL',
      'ALTER TABLE "posts" ALTER COLUMN "b" SET DEFAULT 1',
      'ALTER TABLE "posts" RENAME COLUMN "b" TO "a"',
      `ALTER TABLE "posts" DROP CONSTRAINT "${'fk_rails_5b5ddfd518'}"`,
      'ALTER TABLE "posts" DROP COLUMN "user_id"',
      'DROP TABLE "users"',
    ]);
  });

  it('is none where a change cannot be undone', () => {
    expect(read("  def change\n    execute 'SELECT 1'\n  end").map(({ direction }) => direction)).toEqual(['up']);
    const raising = '  def up\n  end\n  def down\n    raise ActiveRecord::IrreversibleMigration\n  end';
    expect(read(raising).map(({ direction }) => direction)).toEqual(['up']);
  });
});

describe('an older version', () => {
  const table = '  def change\n    create_table(:a) { |t| t.references :b; t.datetime :c; t.timestamps }\n  end';

  it.each([
    [
      'ActiveRecord::Migration',
      'serial NOT NULL PRIMARY KEY, "b_id" integer, "c" timestamp, "created_at" timestamp, "updated_at" timestamp)',
      0,
    ],
    [
      'ActiveRecord::Migration[5.0]',
      'serial NOT NULL PRIMARY KEY, "b_id" integer, "c" timestamp, "created_at" timestamp NOT NULL, "updated_at" timestamp NOT NULL)',
      1,
    ],
    [
      'ActiveRecord::Migration[6.1]',
      'bigserial primary key, "b_id" bigint, "c" timestamp, "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL)',
      1,
    ],
    [
      'ActiveRecord::Migration[7.0]',
      'bigserial primary key, "b_id" bigint, "c" timestamp(6), "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL)',
      1,
    ],
  ])('%s makes its own tables', (head, columns, indexes) => {
    const [created, ...rest] = sqlOf(read(table, head));
    expect(created).toBe(`CREATE TABLE "a" ("id" ${columns}`);
    expect(rest).toHaveLength(indexes);
  });
});

describe('files', () => {
  const files = ['20240102000000_b.rb', '20240101000000_a.rb', 'x.rb', '9_z.active_storage.rb'];

  it('are told by their folders and names, in the order of their numbers', () => {
    expect(rails.rootOf('db/migrate/2024/20240101000000_a.rb')).toBe('db');
    expect(rails.rootOf('db/post_migrate/20240101000000_a.rb')).toBe('db');
    expect(rails.rootOf('lib/migrate/1_a.rb')).toBe('lib/migrate');
    expect(rails.rootOf('db/animals_migrate/1_a.rb')).toBe('db/animals_migrate');
    expect(rails.detect({ path: 'db/migrate', files })).toBe(true);
    expect(rails.detect({ path: 'lib', files })).toBe(false);
    const around = { names: () => [], text: () => 'Sequel.migration do\nend' };
    expect(rails.detect({ path: 'db/migrate', files, around })).toBe(false);
    expect(rails.list({ path: 'db/migrate', files }).map(({ version }) => version)).toEqual([
      '9',
      '20240101000000',
      '20240102000000',
    ]);
  });

  it('of views beside the migrations are read', () => {
    const text = SourceText.of(
      'db/migrate/1_x.rb',
      'class X < ActiveRecord::Migration[7.1]\n  def change\n    update_view :reports, version: 2, revert_to_version: 1\n  end\nend\n',
    );
    const beside = (name: string): string | undefined =>
      ({ '../views/reports_v02.sql': 'SELECT 2;\n', '../views/reports_v01.sql': 'SELECT 1\n' })[name];
    const read = rails.read(text, entry, { beside });
    expect(sqlOf(read)).toEqual(['DROP VIEW "reports"', 'CREATE VIEW "reports" AS SELECT 2']);
    expect(sqlOf(read, 'down')).toEqual(['DROP VIEW "reports"', 'CREATE VIEW "reports" AS SELECT 1']);
  });
});
