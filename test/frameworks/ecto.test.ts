// Ecto's migrations read without running them: what its functions become. golden.test.ts compares with what ecto_sql sent.
import { beforeAll, describe, expect, it, test } from 'vitest';
import { ecto } from '../../src/frameworks/ecto/profile.ts';
import type { MigrationFile } from '../../src/frameworks/framework.ts';
import { SourceText } from '../../src/source/source-text.ts';

beforeAll(async () => ecto.load?.());

function read(code: string, files: Readonly<Record<string, string>> = {}): MigrationFile[] {
  const text = SourceText.of('1_x.exs', code);
  return ecto.read(text, { path: '1_x.exs', direction: 'up', version: '1' }, { beside: (name) => files[name] });
}

const inChange = (body: string): string =>
  `defmodule M do\n  use Ecto.Migration\n  def change do\n${body}\n  end\nend\n`;

function up(body: string, files?: Readonly<Record<string, string>>): string[] {
  const [file] = read(inChange(body), files);
  return [...(file?.pieces ?? []).map(({ sql }) => sql), ...(file?.gaps ?? []).map(({ reason }) => `gap: ${reason}`)];
}

const down = (body: string): string[] =>
  read(inChange(body))
    .filter(({ direction }) => direction === 'down')
    .flatMap(({ pieces, gaps }) => [...pieces.map(({ sql }) => sql), ...gaps.map(({ reason }) => `gap: ${reason}`)]);

describe('a function of Ecto.Migration', () => {
  it.each([
    ['create table(:t)', 'CREATE TABLE "t" ("id" bigserial, PRIMARY KEY ("id"))'],
    [
      'create table("t", prefix: "p", primary_key: [name: :k, type: :uuid]) do\nadd :a, {:array, :integer}, default: [1, 2]\nend',
      'CREATE TABLE "p"."t" ("k" uuid, "a" integer[] DEFAULT ARRAY[1,2]::integer[], PRIMARY KEY ("k"))',
    ],
    [
      'alter table(:t) do\nadd :at, :utc_datetime, default: nil\nremove :b, :text\nend',
      'ALTER TABLE "t" ADD COLUMN "at" timestamp(0) DEFAULT NULL, DROP COLUMN "b"',
    ],
    [
      'alter table(:t) do\nadd :o, references(:o, column: :k, type: :uuid, with: [a: :b], match: :full, on_update: :update_all)\nend',
      'ALTER TABLE "t" ADD COLUMN "o" uuid, ADD CONSTRAINT "t_o_fkey" FOREIGN KEY ("o", "a") REFERENCES "o"("k", "b") MATCH FULL ON UPDATE CASCADE',
    ],
    [
      'create index(:t, [desc: :a], using: :gin, nulls_distinct: false, only: true)',
      'CREATE INDEX "t_a_index" ON ONLY "t" USING gin ("a" DESC) NULLS NOT DISTINCT',
    ],
    [
      'create constraint(:t, :c, exclude: "gist (r with &&)")',
      'ALTER TABLE "t" ADD CONSTRAINT "c" EXCLUDE USING gist (r with &&)',
    ],
    ['drop_if_exists constraint(:t, :c), mode: :cascade', 'ALTER TABLE "t" DROP CONSTRAINT IF EXISTS "c" CASCADE'],
    ['rename index(:t, [:a], name: :x), to: "y"', 'ALTER INDEX "x" RENAME TO "y"'],
    ['execute("SELECT 1", "SELECT 2")', 'SELECT 1'],
    ['Enum.each(~w(a b)a, fn t -> drop(table(t)) end)', 'DROP TABLE "a"', 'DROP TABLE "b"'],
    ['for {t, c} <- [a: :b], do: rename(table(t), c, to: :d)', 'ALTER TABLE "a" RENAME "b" TO "d"'],
    ['if direction() == :up, do: execute("A"), else: execute("B")', 'A'],
    ['execute """\n    SELECT\n      1\n    """', 'SELECT\n  1\n'],
    ['repo().query!("SELECT 1")\nexecute "SELECT 2"', 'SELECT 1', 'SELECT 2'],
    ['execute "SELECT 2"\nMyApp.Repo.query!("SELECT 1", [])', 'SELECT 1', 'SELECT 2'],
    ['execute_file("priv/x.sql")', "gap: execute_file of priv/x.sql is not read: priv/x.sql can't be read."],
    [
      'drop table(tenant())',
      'gap: What tenant() does is not known: its code is not in this file.',
      'gap: drop on a name that is computed is not read: the name of the table is the result of tenant(), which is known only at run time.',
    ],
  ])('%s', (body, ...expected) => {
    expect(up(body)).toEqual(expected);
  });
});

test('change is taken back, the last first', () => {
  const body = `create table(:t)
    alter table(:t) do
      add :a, references(:o)
      modify :b, :text, null: false, from: {:string, null: true}
    end
    rename table(:t), :a, to: :c
    execute "A", "B"`;
  expect(down(body)).toEqual([
    'B',
    'ALTER TABLE "t" RENAME "c" TO "a"',
    'ALTER TABLE "t" ALTER COLUMN "b" TYPE varchar(255), ALTER COLUMN "b" DROP NOT NULL, DROP CONSTRAINT "t_a_fkey", DROP COLUMN "a"',
    'DROP TABLE "t"',
  ]);
  expect(down('drop table(:t)')).toEqual(['gap: This has no way back: Ecto refuses to reverse it.']);
});

test('the configuration of the repository says what keys and timestamps are', () => {
  const config = `config :app, Repo, migration_primary_key: [type: :uuid], migration_timestamps: [type: :timestamptz, inserted_at: :made]`;
  expect(
    up('create table(:t) do\nadd :o, references(:o)\ntimestamps()\nend', { '../../../config/config.exs': config }),
  ).toEqual([
    'CREATE TABLE "t" ("id" uuid, "o" uuid, CONSTRAINT "t_o_fkey" FOREIGN KEY ("o") REFERENCES "o"("id"), "made" timestamptz NOT NULL, "updated_at" timestamptz NOT NULL, PRIMARY KEY ("id"))',
  ]);
});

test('callbacks run in the transaction, around the migration', () => {
  const code = `defmodule M do
    use Shop.Migration
    def after_begin, do: repo().query!("SET LOCAL lock_timeout TO '5s'")
    def up, do: drop(index(:t, [:a]))
    def before_commit, do: execute("SELECT 1")
  end`;
  expect(read(code)[0]?.pieces.map(({ sql }) => sql)).toEqual([
    "SET LOCAL lock_timeout TO '5s'",
    'DROP INDEX "t_a_index"',
    'SELECT 1',
  ]);
});

test('SQL points to where it is written', () => {
  const code = inChange('    execute "DROP TABLE t"');
  const [piece] = read(code)[0]?.pieces ?? [];
  expect(piece?.segments).toEqual([{ sqlStart: 0, fileStart: code.indexOf('DROP'), length: 12 }]);
});

test('a comment is that of its direction', () => {
  const code =
    'defmodule M do\n  use Ecto.Migration\n  def up do\n    # one\n    execute "A"\n  end\n  def down do\n    # two\n    execute "B"\n  end\nend';
  expect(read(code).map(({ comments }) => comments?.map(({ text }) => text))).toEqual([['# one'], ['# two']]);
});

describe('a hostile file', () => {
  it.each([
    [
      'a line of ten million characters',
      inChange(`execute "${'x'.repeat(10_000_000)}"`),
      /more than \d+ characters of Elixir/,
    ],
    ['nesting without end', inChange(`x = ${'['.repeat(5_000)}${']'.repeat(5_000)}`), /nested more than/],
    ['what is never closed', inChange(`x = ${'['.repeat(5_000)}`), /not Elixir/],
    [
      'recursion',
      `defmodule M do\n use Ecto.Migration\n def change, do: again()\n defp again, do: again()\nend`,
      /too deep/,
    ],
    [
      'loops within loops',
      inChange(`l = ${JSON.stringify([...Array(99).keys()])}\nfor a <- l, b <- l, c <- l, d <- l, do: execute("#{a}")`),
      /more than \d+ steps/,
    ],
    ['no migration', 'defmodule X do\nend', /No code for the way up/],
  ])('%s ends in a gap', (_, code, reason) => {
    const start = performance.now();
    expect(read(code)[0]?.gaps.at(-1)?.reason).toMatch(reason);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
