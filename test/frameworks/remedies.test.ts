// The safe way in a tool's own language is read back by the reader of that tool: it sends the advised SQL, statement by statement,
// inside or outside the tool's transaction as the advice says. Taken is what all rules advise for the examples on their pages.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { nodeHost } from '../../src/cli/host.ts';
import { defaultConfig } from '../../src/config/config.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { judge } from '../../src/findings/judge.ts';
import { emptyJudgement } from '../../src/findings/judged.ts';
import { alembic } from '../../src/frameworks/alembic/profile.ts';
import { dbMigrateProfile } from '../../src/frameworks/db-migrate/profile.ts';
import { django } from '../../src/frameworks/django/profile.ts';
import { doctrine } from '../../src/frameworks/doctrine/profile.ts';
import { ecto } from '../../src/frameworks/ecto/profile.ts';
import { efCore } from '../../src/frameworks/ef-core/profile.ts';
import type { Framework, MigrationFile, TransactionModel } from '../../src/frameworks/framework.ts';
import { loadJavaScript, readScript } from '../../src/frameworks/javascript/tool.ts';
import { knexProfile } from '../../src/frameworks/knex/profile.ts';
import { kyselyProfile } from '../../src/frameworks/kysely/profile.ts';
import { laravel } from '../../src/frameworks/laravel/profile.ts';
import { liquibase } from '../../src/frameworks/liquibase/profile.ts';
import { mikroormProfile } from '../../src/frameworks/mikroorm/profile.ts';
import { nodePgMigrateProfile } from '../../src/frameworks/node-pg-migrate/profile.ts';
import { rails } from '../../src/frameworks/rails/profile.ts';
import { remedyWriter } from '../../src/frameworks/remedies.ts';
import { withBreaks } from '../../src/frameworks/remedy/quoting.ts';
import { isSetting, type RemedyWriter, written } from '../../src/frameworks/remedy/remedy.ts';
import { sequelizeProfile } from '../../src/frameworks/sequelize/profile.ts';
import { slonikProfile } from '../../src/frameworks/slonik/profile.ts';
import { sql } from '../../src/frameworks/sql/index.ts';
import { typeormProfile } from '../../src/frameworks/typeorm/profile.ts';
import { loadParser, parsePiece } from '../../src/postgres/parse.ts';
import { contextOf, migrationsOf, remedyOf } from '../../src/remedies.ts';
import { replay } from '../../src/replay.ts';
import { select } from '../../src/selection/select.ts';
import { wholeText } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';
import { judgeExample } from '../rules/judge-example.ts';
import { readPage } from '../rules/page.ts';

const loaded = [rails, django, alembic, laravel, doctrine, ecto, efCore, liquibase];

beforeAll(() => Promise.all([loadParser(), loadJavaScript(), ...loaded.map((tool) => tool.load?.())]));

/** A project's other files by their paths. */
type Around = (path: string) => string | undefined;

interface Tool {
  readonly path: string;
  /** The user's own migration. */
  readonly text: string;
  /** What a file has above what is shown. */
  readonly head?: string;
  readonly model?: TransactionModel;
  readonly read: (text: SourceText, around: Around) => Promise<MigrationFile[]> | MigrationFile[];
  /** What is read in the place of the user's migration depends on the one before it. */
  readonly asIfFirst?: (code: string) => string;
  /** It has no transactions of its own, or no way out of them that a migration says. */
  readonly hasOneScope?: true;
  /** Its statements are parted later. */
  readonly isOnePiece?: true;
}

const script = (profile: typeof knexProfile, path: string, text: string, more: Partial<Tool> = {}): Tool => ({
  path,
  text,
  read: async (source) => readScript(await profile.load(), source),
  ...more,
});

const entry = (path: string) => ({ path, direction: 'up', version: '1' }) as const;

const tools: Readonly<Record<string, Tool>> = {
  rails: {
    path: 'db/migrate/20240101000000_x.rb',
    text: 'class X < ActiveRecord::Migration[7.1]\nend\n',
    read: (text) => rails.read(text, entry(text.path), {}),
  },
  django: {
    path: 'shop/migrations/0002_x.py',
    text: '',
    head: 'from django.contrib.postgres.operations import *\nfrom django.db import migrations, models\n',
    asIfFirst: (code) => code.replace(/dependencies = .*/, 'dependencies = [("shop", "0001_initial")]'),
    read(text, around) {
      const beside = (name: string) => around(posix.join(posix.dirname(text.path), name));
      return django.read(text, entry(text.path), { beside, memory: new Map() });
    },
  },
  alembic: {
    path: 'alembic/versions/a_x.py',
    text: '',
    head: "from alembic import op\nimport sqlalchemy as sa\nrevision = 'a'\ndown_revision = None\n",
    read: (text) => alembic.read(text, entry(text.path), { beside: () => '' }),
  },
  knex: script(knexProfile, 'migrations/20240101000000_x.js', 'exports.up = async (knex) => {};'),
  kysely: script(kyselyProfile, 'migrations/x.ts', 'export async function up(db: Kysely<any>) {}', {
    head: "import { type Kysely, sql } from 'kysely';\n",
    hasOneScope: true,
  }),
  mikroorm: script(mikroormProfile, 'migrations/Migration20240101000000.ts', 'export class Migration20240101000000 {}'),
  'node-pg-migrate': script(nodePgMigrateProfile, 'migrations/1_x.js', 'exports.up = (pgm) => {};'),
  sequelize: script(sequelizeProfile, 'migrations/1_x.js', 'module.exports = {};', {
    model: { scope: 'none', kind: 'explicit' },
    hasOneScope: true,
  }),
  'ef-core': {
    path: 'Migrations/20240101000000_X.cs',
    text: '',
    read: (text) => efCore.read(text, entry(text.path), {}),
  },
  typeorm: script(typeormProfile, 'migrations/1700000000000-x.ts', 'export class X1700000000000 {}'),
};

const read = (tool: Framework, path: string, text: string, more: Partial<Tool> = {}): Tool => ({
  path,
  text,
  read: (source) => tool.read(source, entry(source.path), { beside: () => undefined, memory: new Map() }),
  ...more,
});

/** By the tool and, where it has several, the language. */
const withoutProject: Readonly<Record<string, Tool>> = {
  laravel: read(laravel, 'database/migrations/2024_01_01_000000_x.php', '', { head: '<?php\n' }),
  doctrine: read(doctrine, 'migrations/Version20240101000000.php', 'class Version20240101000000 {}', {
    head: '<?php\nuse Doctrine\\Migrations\\AbstractMigration;\n',
  }),
  ecto: read(ecto, 'priv/repo/migrations/1_x.exs', 'defmodule My.Repo.Migrations.X do\nend\n'),
  'liquibase xml': read(liquibase, 'db/changelog/a.xml', '<changeSet id="1" author="anna">', {
    asIfFirst: (code) => `<databaseChangeLog>${code}</databaseChangeLog>`,
  }),
  'liquibase yaml': read(liquibase, 'db/changelog/a.yaml', 'author: anna', {
    asIfFirst: (code) => `databaseChangeLog:\n${code}`,
  }),
  'liquibase json': read(liquibase, 'db/changelog/a.json', '{"author": "anna"}', {
    // JSON has no comments; these are for people.
    asIfFirst: (code) => `{"databaseChangeLog": [${code.replace(/^\/\/.*$/gm, '')}]}`,
  }),
  'liquibase sql': read(sql.toolNamed?.('liquibase') ?? sql, 'db/changelog/a.sql', '--changeset anna:1', {
    head: '--liquibase formatted sql\n',
    isOnePiece: true,
  }),
  'db-migrate': script(dbMigrateProfile, 'migrations/1-x.js', 'exports.up = async (db) => {};', {
    model: { scope: 'file', kind: 'explicit' },
    hasOneScope: true,
  }),
  slonik: script(slonikProfile, 'migrations/1-x.ts', 'export const up: Migration = async () => {};', {
    model: { scope: 'none', kind: 'explicit' },
    hasOneScope: true,
  }),
};

interface Advised {
  readonly id: string;
  readonly finding: Finding;
  readonly model: TransactionModel;
}

let known: readonly Advised[] | undefined;

/** Every advice of the rules, with the statement that it is for and how that is wrapped. */
const advised = (): readonly Advised[] => {
  known ??= rules.flatMap(({ id }) =>
    readPage(id)
      .examples.filter(({ role }) => role === 'unsafe')
      .flatMap((example) =>
        judgeExample(example, example.majors.at(-1) ?? 17).findings.flatMap((finding) =>
          finding.instead === undefined ? [] : [{ id, finding, model: finding.migration?.transaction ?? none }],
        ),
      ),
  );
  return known;
};

const none: TransactionModel = { scope: 'none', kind: 'explicit' };

test.each(Object.entries(withoutProject))('%s says all advice so that its reader reads the same', (id, tool) =>
  readsAllBack(id.replace(/ .*/, ''), tool),
);

async function readsAllBack(id: string, tool: Tool): Promise<void> {
  const all = advised();
  expect(all.length).toBeGreaterThan(100);
  const file = { ...tool, framework: id, direction: 'up', pieces: [], gaps: [] } as const;
  const inFile: TransactionModel = { scope: 'file', kind: 'explicit' };
  for (const { finding, model } of all) {
    for (const transaction of tool.model ? [tool.model] : [model, inFile])
      await readsBack(tool, finding, { ...file, text: SourceText.of(tool.path, tool.text), transaction });
  }
}

describe.each(Object.entries(tools))('%s', (id, tool) => {
  test('says all advice so that its reader reads the same', () => readsAllBack(id, tool));

  test('says it in a project', async () => {
    const folder = join(projects, id);
    const found = await judgedIn(folder);
    const around = (path: string) =>
      existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined;
    const told: string[] = [];
    for (const finding of found) {
      const { migration, instead = '', rule, span } = finding;
      if (!migration) continue;
      await readsBack(tool, finding, migration, around);
      const remedy = remedyOf(finding, (await remedyWriter(id)) as RemedyWriter);
      told.push(`${migration.path}:${span.start.line} ${rule}\n\n${instead}\n\n${remedy?.code ?? 'nothing'}\n`);
    }
    expect(told.length).toBeGreaterThan(1);
    await expect(told.join('\n')).toMatchFileSnapshot(join(folder, 'expected.txt'));
  });
});

const projects = join(import.meta.dirname, '../../fixtures/remedies');

/** What the rules say of a project's last migration. */
async function judgedIn(folder: string): Promise<Finding[]> {
  const host = nodeHost(folder);
  const config = { ...defaultConfig(folder), postgres: { major: 17 } };
  const all = await select(host, { paths: ['.'], mode: 'all', history: true, config });
  const last = all.projects.flatMap(({ migrations }) => migrations.map(({ path }) => path)).at(-1) ?? '';
  const { projects: selected } = await select(host, { paths: [last], mode: 'new', history: true, config });
  const judged = emptyJudgement();
  for (const project of selected) {
    const { events } = replay(project, { config, leftOut: [] });
    judge(events, { rules, configFor: () => config, standing: () => [] }, judged);
  }
  expect(judged.gaps).toEqual([]);
  return judged.findings;
}

/** `around` yields the project's other files. */
async function readsBack(
  tool: Tool,
  finding: Finding,
  file: MigrationFile,
  around = (_: string): string | undefined => undefined,
): Promise<void> {
  const { instead = '' } = finding;
  const writer = await remedyWriter(file.framework);
  if (!writer) throw new Error(`nothing is written for ${file.framework}`);
  const way = migrationsOf(instead, file.transaction);
  const steps = way.flatMap((each) => each.steps);
  expect(steps.flatMap(({ sql }) => trees(sql))).toEqual(plainTrees(instead));
  for (const [at, migration] of way.entries()) {
    if (migration.steps.length === 0) continue;
    // What is shown of a migration that is there already is a part.
    const whole = { ...migration, isSame: false };
    const code = withBreaks(written(writer, { ...contextOf(finding, file, steps), migration: whole, way, at }));
    const text = `${tool.head ?? ''}${tool.asIfFirst?.(code) ?? code}\n`;
    const files = await tool.read(SourceText.of(file.path, text), around);
    const up = files.filter(({ direction }) => direction === 'up');
    const units = up.flatMap(({ units, pieces, transaction }) => units ?? [{ pieces, transaction }]);
    expect({ code, gaps: up.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)) }).toEqual({ code, gaps: [] });
    const sent = units.flatMap(({ pieces }) => pieces.map(({ sql }) => trees(sql)));
    const wanted = migration.steps.map(({ sql }) => trees(sql));
    expect({ code, sent: tool.isOnePiece ? sent.flat() : sent }).toEqual({
      code,
      sent: tool.isOnePiece ? wanted.flat() : wanted,
    });
    if (tool.hasOneScope) continue;
    const outside = units
      .map(({ pieces, transaction }) => ({ transaction, counts: pieces.map((piece) => trees(piece.sql).length) }))
      .filter(({ counts }) => counts.some((count) => count > 0))
      // A string for each step, of which some hold several statements on purpose.
      .map(({ transaction: { scope, kind }, counts }) => {
        return scope === 'none' || (kind === 'implicit' && counts.filter(Boolean).length === migration.steps.length);
      });
    expect({ code, outside: [...new Set(outside)] }).toEqual({ code, outside: [migration.isOutside] });
  }
}

/** The statements' trees, without where things stand in the text and what is said twice. */
function trees(sql: string): unknown[] {
  const { statements } = parsePiece(wholeText(SourceText.of('x.sql', sql)), { psql: false });
  return statements.map(({ node }) => JSON.parse(JSON.stringify(node, normal)));
}

/** A function's body may stand further to the right. */
const normal = (key: string, value: unknown): unknown =>
  /location$/.test(key) ? undefined : typeof value === 'string' ? value.replace(/\n[ \t]*/g, '\n').trim() : value;

const plainTrees = (sql: string): unknown[] => trees(sql).filter((tree) => !('TransactionStmt' in (tree as object)));

/** Tools whose migrations are SQL, the name of a file, and what parts the files of a way where each holds one statement. */
const sqlTools: readonly { readonly id: string; readonly path: string; readonly parting?: RegExp }[] = [
  { id: 'goose', path: '00001_x.sql' },
  { id: 'sql-migrate', path: '1_x.sql' },
  { id: 'atlas', path: '20240101000000_x.sql' },
  { id: 'dbmate', path: '20240101000000_x.sql', parting: /\n\n(?=-- migrate:up)/ },
  { id: 'sqlx', path: '20240101000000_x.sql', parting: /\n\n(?=-- no-transaction)/ },
  { id: 'graphile-migrate', path: 'committed/000001.sql', parting: /\n\n(?=--! no-transaction)/ },
];

test.each(sqlTools)(
  '$id says in a line of its own that a file runs outside the transaction',
  async ({ id, path, parting }) => {
    const folder = { path: 'migrations', files: [path] };
    const tool = sql.toolNamed?.(id, folder);
    const writer = await remedyWriter(id);
    if (!tool || !writer) throw new Error(`${id} is no tool`);
    const read = (text: string): MigrationFile =>
      tool.read(SourceText.of(path, text), entry(path), {})[0] as MigrationFile;
    const empty = read(
      { goose: '-- +goose Up\n', 'sql-migrate': '-- +migrate Up\n', dbmate: '-- migrate:up\n' }[id] ?? '',
    );
    let count = 0;
    for (const { finding } of advised()) {
      const { instead = '' } = finding;
      const way = migrationsOf(instead, empty.transaction);
      const steps = way.flatMap((each) => each.steps);
      for (const [at, migration] of way.entries()) {
        if (!migration.isOutside || migration.steps.length === 0) continue;
        const code = written(writer, {
          ...contextOf(finding, empty, steps),
          migration: { ...migration, isSame: false, after: [] },
          way,
          at,
        });
        const files = (parting ? code.split(parting) : [code]).map(read);
        const sent = files.flatMap(({ pieces }) => pieces.flatMap((piece) => trees(piece.sql)));
        const wanted = migration.steps
          .filter((step) => !parting || !isSetting(step))
          .flatMap((step) => trees(step.sql));
        expect({ code, sent }).toEqual({ code, sent: wanted });
        const isApart = files.every(
          ({ transaction, pieces }) =>
            transaction.scope === 'none' || (transaction.kind === 'implicit' && pieces.length === 1),
        );
        expect({ code, isApart }).toEqual({ code, isApart: true });
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(20);
  },
);

/** Tools whose code is compared as it is: what is hard to quote, NOT VALID and CONCURRENTLY, in and outside a transaction. */
const others: readonly (readonly [string, string, string])[] = [
  ['laravel', 'database/migrations/2024_01_01_000000_x.php', ''],
  [
    'doctrine',
    'migrations/Version20240101000000.php',
    'final class Version20240101000000 extends AbstractMigration {}',
  ],
  ['ecto', 'priv/repo/migrations/1_x.exs', 'defmodule My.Repo.Migrations.X do\nend\n'],
  ['ef-core', 'Migrations/20240101000000_X.cs', ''],
  ['liquibase', 'db/changelog/a.xml', '<changeSet id="1" author="anna">'],
  ['liquibase', 'db/changelog/a.yaml', 'author: anna'],
  ['liquibase', 'db/changelog/a.json', '{"author": "anna"}'],
  ['liquibase', 'db/changelog/a.sql', '--changeset anna:1'],
  ['db-migrate', 'migrations/1-x.js', ''],
  ['slonik', 'migrations/1-x.ts', ''],
];

test('other tools quote what is in the SQL', async () => {
  const instead = [
    '-- in a migration of its own, as the tool has it',
    `CREATE UNIQUE INDEX CONCURRENTLY "users_Email" ON users (email, "Name") WHERE note <> 'it''s "a\\b" #{x} \${y} ]]> -- z';`,
    '-- in the next migration, in a transaction of its own',
    "SET lock_timeout = '5s';",
    `ALTER TABLE shop.users ADD CONSTRAINT note_check CHECK (tags ? 'a"""b' AND note <> ':x') NOT VALID;`,
    'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN NEW;\nEND $$;',
  ].join('\n');
  const [{ finding }] = advised() as [Advised];
  const transaction: TransactionModel = { scope: 'file', kind: 'explicit', wayOut: 'as the tool has it' };
  const told: string[] = [];
  for (const [id, path, text] of others) {
    const source = SourceText.of(path, text);
    const migration = {
      path,
      framework: id,
      direction: 'up',
      text: source,
      pieces: [],
      transaction,
      gaps: [],
    } as const;
    const remedy = remedyOf({ ...finding, instead, migration }, (await remedyWriter(id)) as RemedyWriter);
    told.push(`${id} ${path} (${remedy?.language})\n\n${remedy?.code}\n`);
  }
  await expect(told.join('\n')).toMatchFileSnapshot(join(projects, 'others.txt'));
});
