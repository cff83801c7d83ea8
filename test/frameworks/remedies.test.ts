// The safe way in a tool's own language is read back by the reader of that tool: it sends the advised SQL, statement by statement,
// inside or outside the tool's transaction as the advice says. Taken is what all rules advise for the examples on their pages.
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { alembic } from '../../src/frameworks/alembic/profile.ts';
import { django } from '../../src/frameworks/django/profile.ts';
import type { MigrationFile, TransactionModel } from '../../src/frameworks/framework.ts';
import { loadJavaScript, readScript } from '../../src/frameworks/javascript/tool.ts';
import { knexProfile } from '../../src/frameworks/knex/profile.ts';
import { kyselyProfile } from '../../src/frameworks/kysely/profile.ts';
import { mikroormProfile } from '../../src/frameworks/mikroorm/profile.ts';
import { nodePgMigrateProfile } from '../../src/frameworks/node-pg-migrate/profile.ts';
import { rails } from '../../src/frameworks/rails/profile.ts';
import { remedyWriter } from '../../src/frameworks/remedies.ts';
import { withBreaks } from '../../src/frameworks/remedy/quoting.ts';
import { written } from '../../src/frameworks/remedy/remedy.ts';
import { sequelizeProfile } from '../../src/frameworks/sequelize/profile.ts';
import { typeormProfile } from '../../src/frameworks/typeorm/profile.ts';
import { loadParser, parsePiece } from '../../src/postgres/parse.ts';
import { contextOf, migrationsOf } from '../../src/remedies.ts';
import { type SqlPiece, wholeText } from '../../src/source/piece.ts';
import { SourceText } from '../../src/source/source-text.ts';
import { judgeExample } from '../rules/judge-example.ts';
import { readPage } from '../rules/page.ts';

beforeAll(() => Promise.all([loadParser(), loadJavaScript(), rails.load?.(), django.load?.(), alembic.load?.()]));

interface Tool {
  readonly path: string;
  /** The user's own migration. */
  readonly text: string;
  /** What a file has above what is shown. */
  readonly head?: string;
  readonly model?: TransactionModel;
  readonly read: (text: SourceText) => Promise<MigrationFile[]> | MigrationFile[];
  /** It has no transactions of its own, or no way out of them that a migration says. */
  readonly hasOneScope?: true;
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
    read: (text) => django.read(text, entry(text.path), { beside: () => undefined }),
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
  typeorm: script(typeormProfile, 'migrations/1700000000000-x.ts', 'export class X1700000000000 {}'),
};

/** Every advice of the rules, with the statement that it is for and how that is wrapped. */
const advised = (): { id: string; finding: Finding; model: TransactionModel }[] =>
  rules.flatMap(({ id }) =>
    readPage(id)
      .examples.filter(({ role }) => role === 'unsafe')
      .flatMap((example) =>
        judgeExample(example, example.majors.at(-1) ?? 17).findings.flatMap((finding) =>
          finding.instead === undefined ? [] : [{ id, finding, model: finding.migration?.transaction ?? none }],
        ),
      ),
  );

const none: TransactionModel = { scope: 'none', kind: 'explicit' };

describe.each(Object.keys(tools))('%s', (id) => {
  test('says all advice so that its reader reads the same', async () => {
    const tool = tools[id] as Tool;
    const all = advised();
    expect(all.length).toBeGreaterThan(100);
    for (const { finding, model } of all) {
      for (const own of [tool.model ?? model, tool.model ?? ({ scope: 'file', kind: 'explicit' } as const)])
        await readsBack(id, tool, finding, own);
    }
  });
});

async function readsBack(id: string, tool: Tool, finding: Finding, model: TransactionModel): Promise<void> {
  const { instead = '' } = finding;
  const writer = await remedyWriter(id);
  if (!writer) throw new Error(`nothing is written for ${id}`);
  const text = SourceText.of(tool.path, tool.text);
  const file = {
    path: tool.path,
    framework: id,
    direction: 'up',
    text,
    pieces: [],
    transaction: model,
    gaps: [],
  } as const;
  const migrations = migrationsOf(instead, model);
  const steps = migrations.flatMap((each) => each.steps);
  expect(migrations.flatMap((each) => each.steps.flatMap(({ sql }) => trees(sql)))).toEqual(plainTrees(instead));
  for (const [at, migration] of migrations.entries()) {
    if (migration.steps.length === 0) continue;
    // What is shown of a migration that is there already is a part.
    const whole = { ...migration, isSame: false };
    const code = withBreaks(written(writer, { ...contextOf(finding, file, steps), migration: whole, at }));
    const files = await tool.read(SourceText.of(tool.path, `${tool.head ?? ''}${code}\n`));
    const up = files.filter(({ direction }) => direction === 'up');
    const units = up.flatMap(({ units, pieces, transaction }) => units ?? [{ pieces, transaction }]);
    const pieces: SqlPiece[] = units.flatMap((unit) => unit.pieces);
    expect({ code, gaps: up.flatMap(({ gaps }) => gaps.map(({ reason }) => reason)) }).toEqual({ code, gaps: [] });
    expect({ code, sent: pieces.map(({ sql }) => trees(sql)) }).toEqual({
      code,
      sent: migration.steps.map(({ sql }) => trees(sql)),
    });
    if (tool.hasOneScope) continue;
    const outside = units.filter((unit) => unit.pieces.length > 0).map((unit) => unit.transaction.scope === 'none');
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
