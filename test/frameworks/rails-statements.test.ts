// What ActiveRecord makes of each schema method. The SQL is that of activerecord/lib/active_record/connection_adapters.
import { beforeAll, expect, it } from 'vitest';
import { rails } from '../../src/frameworks/rails/profile.ts';
import { SourceText } from '../../src/source/source-text.ts';

const entry = { path: '1_x.rb', direction: 'up', version: '1' } as const;

function read(body: string) {
  const text = SourceText.of(
    'db/migrate/1_x.rb',
    `class X < ActiveRecord::Migration[7.2]\n  def up\n${body}\n  end\nend\n`,
  );
  return rails.read(text, entry, {})[0];
}

beforeAll(async () => rails.load?.());

it.each<readonly [string, ...string[]]>([
  [
    'add_column :users, :price, :decimal, precision: 8, scale: 2, default: 0, null: false',
    'ALTER TABLE "users" ADD "price" decimal(8,2) DEFAULT 0.0 NOT NULL',
  ],
  ['add_column "audit.users", :at, :datetime, precision: nil', 'ALTER TABLE "audit"."users" ADD "at" timestamp'],
  [
    'add_column :users, :kind, :enum, enum_type: :kind, default: "a"',
    `ALTER TABLE "users" ADD "kind" kind DEFAULT 'a'`,
  ],
  ['add_column :users, :data, :jsonb, default: { a: [1] }', `ALTER TABLE "users" ADD "data" jsonb DEFAULT '{"a":[1]}'`],
  [
    'add_column :users, :name, :string, collation: "C", comment: "it\'s"',
    'ALTER TABLE "users" ADD "name" character varying COLLATE "C"',
    `COMMENT ON COLUMN "users"."name" IS 'it''s'`,
  ],
  [
    'change_column :users, :age, :bigint, using: "age::bigint"',
    'ALTER TABLE "users" ALTER COLUMN "age" TYPE bigint USING age::bigint',
  ],
  [
    'change_column :users, :age, :integer, cast_as: :integer',
    'ALTER TABLE "users" ALTER COLUMN "age" TYPE integer USING CAST("age" AS integer)',
  ],
  ['change_column_null :users, :name, true', 'ALTER TABLE "users" ALTER COLUMN "name" DROP NOT NULL'],
  ['change_column_default :users, :settings, {}', `ALTER TABLE "users" ALTER COLUMN "settings" SET DEFAULT '{}'`],
  ['change_column_default :users, :at, -> { "now()" }', 'ALTER TABLE "users" ALTER COLUMN "at" SET DEFAULT now()'],
  ['change_table_comment :users, from: nil, to: "people"', `COMMENT ON TABLE "users" IS 'people'`],
  ['remove_timestamps :users', 'ALTER TABLE "users" DROP COLUMN "updated_at", DROP COLUMN "created_at"'],
  ['remove_column :users, :name, if_exists: true', 'ALTER TABLE "users" DROP COLUMN IF EXISTS "name"'],
  [
    'add_index :users, "lower(email)", unique: true, algorithm: :concurrently',
    'CREATE UNIQUE INDEX CONCURRENTLY "index_users_on_lower_email" ON "users" (lower(email))',
  ],
  [
    'add_index :users, [:a, :b], order: { b: :desc }, opclass: { a: :text_pattern_ops }, using: :btree',
    'CREATE INDEX "index_users_on_a_and_b" ON "users" USING btree ("a" text_pattern_ops, "b" DESC)',
  ],
  [
    'add_index :users, %i[a_very_long_column_name another_very_long_column_name a_third_one]',
    'CREATE INDEX "idx_on_a_very_long_column_name_another_very_long_co_$" ON "users" ("a_very_long_column_name", "another_very_long_column_name", "a_third_one")',
  ],
  [
    'remove_index "audit.users", :email, algorithm: :concurrently',
    'DROP INDEX CONCURRENTLY "audit"."index_users_on_email"',
  ],
  ['remove_index :users, column: [:a, :b]', 'DROP INDEX "index_users_on_a_and_b"'],
  ['rename_index :users, :a, :b', 'ALTER INDEX "a" RENAME TO "b"'],
  [
    'add_foreign_key :posts, :people, on_delete: :cascade, deferrable: :deferred, validate: false',
    'ALTER TABLE "posts" ADD CONSTRAINT "fk_rails_$" FOREIGN KEY ("person_id") REFERENCES "people" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID',
  ],
  [
    'add_foreign_key :posts, :users, column: [:a, :b], primary_key: [:c, :d], name: "f"',
    'ALTER TABLE "posts" ADD CONSTRAINT "f" FOREIGN KEY ("a", "b") REFERENCES "users" ("c", "d")',
  ],
  ['remove_foreign_key :posts, name: "f"', 'ALTER TABLE "posts" DROP CONSTRAINT "f"'],
  ['add_check_constraint :users, "age > 0"', 'ALTER TABLE "users" ADD CONSTRAINT chk_rails_$ CHECK (age > 0)'],
  ['remove_check_constraint :users, name: "c", if_exists: true', 'ALTER TABLE "users" DROP CONSTRAINT IF EXISTS "c"'],
  [
    'add_exclusion_constraint :rooms, "during WITH &&", using: :gist, name: "e", where: "open"',
    'ALTER TABLE "rooms" ADD CONSTRAINT "e" EXCLUDE USING gist (during WITH &&) WHERE (open)',
  ],
  [
    'add_unique_constraint :users, name: "u", using_index: "i"',
    'ALTER TABLE "users" ADD CONSTRAINT "u" UNIQUE USING INDEX "i"',
  ],
  ['validate_constraint :users, :c', 'ALTER TABLE "users" VALIDATE CONSTRAINT "c"'],
  ['validate_foreign_key :posts, :users', 'ALTER TABLE "posts" VALIDATE CONSTRAINT "fk_rails_$"'],
  [
    'add_reference :posts, :author, type: :uuid, index: { algorithm: :concurrently, unique: true }, null: false',
    'ALTER TABLE "posts" ADD "author_id" uuid NOT NULL',
    'CREATE UNIQUE INDEX CONCURRENTLY "index_posts_on_author_id" ON "posts" ("author_id")',
  ],
  [
    'remove_reference :posts, :owner, polymorphic: true',
    'ALTER TABLE "posts" DROP COLUMN "owner_id"',
    'ALTER TABLE "posts" DROP COLUMN "owner_type"',
  ],
  [
    'add_enum_value :mood, "c", before: "b", if_not_exists: true',
    `ALTER TYPE "mood" ADD VALUE IF NOT EXISTS 'c' BEFORE 'b'`,
  ],
  ['rename_enum :mood, :state', 'ALTER TYPE "mood" RENAME TO "state"'],
  ['rename_enum_value :mood, from: "a", to: "b"', `ALTER TYPE "mood" RENAME VALUE 'a' TO 'b'`],
  ['drop_enum :mood', 'DROP TYPE "mood"'],
  ['enable_extension "audit.hstore"', 'CREATE EXTENSION IF NOT EXISTS "hstore" SCHEMA audit'],
  ['disable_extension :hstore', 'DROP EXTENSION IF EXISTS "hstore"'],
  ['create_schema :audit', 'CREATE SCHEMA "audit"'],
  ['drop_table :a, :b, if_exists: true, force: :cascade', 'DROP TABLE IF EXISTS "a", "b" CASCADE'],
  [
    'create_table :a, id: false, force: true, options: "PARTITION BY LIST (k)" do |t| t.integer :k, limit: 2 end',
    'DROP TABLE IF EXISTS "a"',
    'CREATE TABLE "a" ("k" smallint) PARTITION BY LIST (k)',
  ],
  [
    'create_table :a, primary_key: [:b, :c] do |t| t.bigint :b; t.bigint :c end',
    'CREATE TABLE "a" ("b" bigint, "c" bigint, PRIMARY KEY ("b", "c"))',
  ],
  [
    'create_table :a, primary_key: :code, id: :string, comment: "x"',
    'CREATE TABLE "a" ("code" character varying NOT NULL PRIMARY KEY)',
    `COMMENT ON TABLE "a" IS 'x'`,
  ],
  ['create_table :a, as: "SELECT 1 AS b"', 'CREATE TABLE "a" AS SELECT 1 AS b'],
  [
    'create_table :a, id: :uuid, default: -> { "uuidv7()" } do |t| t.virtual :n, type: :integer, as: "1", stored: true end',
    'CREATE TABLE "a" ("id" uuid DEFAULT uuidv7() NOT NULL PRIMARY KEY, "n" integer GENERATED ALWAYS AS (1) STORED)',
  ],
  [
    'create_join_table :music_artists, :music_records do |t| t.index :music_artist_id end',
    'CREATE TABLE "music_artists_records" ("music_artist_id" bigint NOT NULL, "music_record_id" bigint NOT NULL)',
    'CREATE INDEX "index_music_artists_records_on_music_artist_id" ON "music_artists_records" ("music_artist_id")',
  ],
  [
    'add_not_null_constraint :users, :name, name: "n"',
    'ALTER TABLE "users" ADD CONSTRAINT n CHECK ("name" IS NOT NULL) NOT VALID',
    'ALTER TABLE "users" VALIDATE CONSTRAINT "n"',
  ],
  [
    'transaction(requires_new: true) { execute "SELECT 1" }',
    'SAVEPOINT active_record_1',
    'SELECT 1',
    'RELEASE SAVEPOINT active_record_1',
  ],
])('%s', (call, ...sent) => {
  const file = read(call);
  const withoutDigests = file?.pieces.map(({ sql }) => sql.replace(/_[0-9a-f]{10}\b/g, '_$'));
  expect(file?.gaps).toEqual([]);
  expect(withoutDigests).toEqual(sent);
});

it.each([
  ['add_column :users, :name, :string, default: Setting.name', /default is computed/],
  ['add_column :users, :name, :string, unknown: 1', /the option unknown is not known/],
  ['create_table(:a) { |t| t.vector :b }', /t\.vector is not known here/],
  ['add_index :users, :name, algorithm: :later', /the algorithm later is not known/],
  ['create_enum :mood, Mood.values', /argument 2 is computed/],
  ['add_concurrent_index :users, :name', /add_concurrent_index is defined elsewhere/],
])('%s is a gap', (call, reason) => {
  expect(
    read(call)
      ?.gaps.map((gap) => gap.reason)
      .join('\n'),
  ).toMatch(reason);
});
