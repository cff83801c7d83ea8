// The import rules are only worth something if they fail: each one here meets a tree that breaks it, and a tree that breaks none.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

/** A tree with one import along every allowed edge. */
const sound = {
  'package.json': '{ "type": "module", "dependencies": { "libpg-query": "1" }, "devDependencies": { "tsx": "1" } }',
  'node_modules/libpg-query/package.json': '{ "name": "libpg-query" }',
  'node_modules/libpg-query/wasm/libpg-query.js': '',
  'node_modules/tsx/package.json': '{ "name": "tsx", "main": "index.js" }',
  'node_modules/tsx/index.js': '',
  'src/source/text.ts': 'export type Text = string;',
  'src/postgres/libpg-query.ts': "import process from 'node:process'; import 'libpg-query/wasm/libpg-query.js';",
  'src/postgres/effect.ts': "import type { Text } from '../source/text.ts'; export type Effect = Text;",
  'src/frameworks/framework.ts': 'export type MigrationFile = 1;',
  'src/frameworks/flyway/index.ts':
    "import type { MigrationFile } from '../framework.ts'; export type A = MigrationFile;",
  'src/frameworks/goose/index.ts':
    "import type { MigrationFile } from '../framework.ts'; export type B = MigrationFile;",
  'src/frameworks/index.ts': "export const load = () => import('./goose/index.ts');",
  'src/simulation/run.ts': "import type { Effect } from '../postgres/effect.ts'; export type Step = Effect;",
  'src/findings/finding.ts': "import type { Step } from '../simulation/run.ts'; export type Finding = Step;",
  'src/config/config.ts': 'export type Config = 1;',
  'src/selection/select.ts': "import '../frameworks/goose/index.ts'; import '../config/config.ts';",
  'src/reporters/text.ts': "import type { Finding } from '../findings/finding.ts'; export type Text = Finding;",
  'src/live/observe.ts': "import type { Effect } from '../postgres/effect.ts'; export type Seen = Effect;",
  'src/rule.ts': "import type { Step } from './simulation/run.ts'; export type Rule = Step;",
  'src/lint.ts': "import type { Finding } from './findings/finding.ts'; export type Lint = Finding;",
  'src/cli/bin.ts': "import '../lint.ts'; import '../../rules/index.ts'; import 'node:process';",
  'src/action/bin.ts': "import '../cli/bin.ts'; import '../../rules/index.ts'; import 'tsx';",
  'src/index.ts': "export * from './lint.ts'; export * from '../rules/index.ts';",
  'rules/index.ts': "import './truncate.ts'; import './vacuum-full.ts';",
  'rules/truncate.ts': "import type { Rule } from '../src/rule.ts'; export type A = Rule;",
  'rules/vacuum-full.ts': "import type { Rule } from '../src/rule.ts'; export type B = Rule;",
};

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'import-direction-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names of the rules that the sound tree breaks once `added` is appended to its files. */
async function broken(name: string, added: Record<string, string>): Promise<string[]> {
  const baseDir = join(folder, name.replaceAll(/[^a-z]+/g, '-'));
  for (const [path, text] of Object.entries(sound)) write(join(baseDir, path), `${text}\n${added[path] ?? ''}`);
  const { output } = await cruise(['src', 'rules'], { ...config.options, ruleSet: config, validate: true, baseDir });
  return [...new Set((output as ICruiseResult).summary.violations.map((violation) => violation.rule.name))].sort();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

test('a sound tree breaks no rule', async () => {
  expect(await broken('sound', {})).toEqual([]);
});

describe('a violation is named', () => {
  test.each([
    [
      'source-reaches',
      'src/source/text.ts',
      "import type { Effect } from '../postgres/effect.ts'; export type X = Effect;",
    ],
    [
      'postgres-reaches',
      'src/postgres/effect.ts',
      "import type { Step } from '../simulation/run.ts'; export type X = Step;",
    ],
    ['postgres-reaches', 'src/postgres/effect.ts', "import '../../rules/truncate.ts';"],
    ['simulation-reaches', 'src/simulation/run.ts', "import '../config/config.ts';"],
    ['simulation-reaches', 'src/simulation/run.ts', "import '../frameworks/flyway/index.ts';"],
    ['frameworks-reaches', 'src/frameworks/flyway/index.ts', "import '../../findings/finding.ts';"],
    ['frameworks-apart', 'src/frameworks/flyway/index.ts', "import '../goose/index.ts';"],
    ['code-read-when-met', 'src/frameworks/index.ts', "import './flyway/index.ts';"],
    ['selection-reaches', 'src/selection/select.ts', "import '../simulation/run.ts';"],
    ['config-reaches', 'src/config/config.ts', "import '../reporters/text.ts';"],
    ['findings-reaches', 'src/findings/finding.ts', "import '../reporters/text.ts';"],
    ['reporters-reaches', 'src/reporters/text.ts', "import '../lint.ts';"],
    ['live-reaches', 'src/live/observe.ts', "import '../simulation/run.ts';"],
    ['rule-contract-reaches', 'src/rule.ts', "import './lint.ts';"],
    ['lint-below-shells', 'src/lint.ts', "import './cli/bin.ts';"],
    ['rules-by-entry-points-only', 'src/lint.ts', "import '../rules/index.ts';"],
    ['action-apart', 'src/cli/bin.ts', "import '../action/bin.ts';"],
    ['rule-by-its-list-only', 'src/cli/bin.ts', "import '../../rules/truncate.ts';"],
    ['rule-imports-contract-only', 'rules/truncate.ts', "import './vacuum-full.ts';"],
    ['rule-imports-contract-only', 'rules/truncate.ts', "import '../src/postgres/effect.ts';"],
    ['rule-imports-contract-only', 'rules/truncate.ts', "import 'node:fs';"],
    ['rule-list-reaches', 'rules/index.ts', "import '../src/postgres/effect.ts';"],
    ['one-parser', 'src/postgres/effect.ts', "import 'libpg-query/wasm/libpg-query.js';"],
    ['one-parser', 'src/cli/bin.ts', "await import('libpg-query/wasm/libpg-query.js');"],
    ['process-in-shells-only', 'src/lint.ts', "import 'node:process';"],
    ['no-cycles', 'src/findings/finding.ts', "import type { Rule } from '../rule.ts'; export type X = Rule;"],
    ['resolvable', 'src/lint.ts', "import './nowhere.ts';"],
    ['shipped-code-needs-shipped-packages', 'src/lint.ts', "import 'tsx';"],
  ])('%s: %s with %s', async (rule, path, text) => {
    const extra: Record<string, string> =
      rule === 'no-cycles' ? { 'src/rule.ts': "import './findings/finding.ts';" } : {};
    expect(await broken(`${rule}${path}${text}`, { [path]: text, ...extra })).toContain(rule);
  });
});
