// Units through the simulation and all rules, as the tool that runs them has them run.
import type { MigrationFile, TransactionModel } from '../../../src/frameworks/framework.ts';
import { sql as plainSql } from '../../../src/frameworks/sql/index.ts';
import type { Catalog } from '../../../src/postgres/catalog/catalog.ts';
import type { RunEntry } from '../../../src/simulation/run-entry.ts';
import { defaultSettings } from '../../../src/simulation/settings.ts';
import { SourceText } from '../../../src/source/source-text.ts';
import { type JudgedExample, judgeEntries } from '../judge-example.ts';
import type { Composition } from './composition.ts';
import { fileText, type Unit } from './plan.ts';
import { given } from './schema.ts';

export interface Judged extends JudgedExample {
  /** As the last statement leaves it. */
  readonly catalog: Catalog | undefined;
}

export function judgeUnits(units: readonly Unit[], { major, timeout }: Composition): Judged {
  const lockTimeout = timeout === 'the config' ? ({ milliseconds: 5000, setBy: 'config' } as const) : undefined;
  const run = units.filter(({ statements }) => statements.length > 0);
  const entries = [history, ...run.map(entryOf)];
  const judged = judgeEntries(entries, { rule: '' }, major, { ...defaultSettings, lockTimeout });
  return { ...judged, catalog: judged.steps.at(-1)?.after };
}

const history: RunEntry = {
  file: read('given.sql', given, { scope: 'none', kind: 'explicit' }),
  judged: false,
  startsRun: true,
};

function entryOf(unit: Unit, index: number): RunEntry {
  const file = read(`${index}.sql`, fileText(unit), modelOf(unit));
  return { file, judged: true, startsRun: index === 0 || Boolean(unit.later) };
}

const wrapped: Partial<Record<Unit['context'], TransactionModel>> = {
  file: { scope: 'file', kind: 'explicit' },
  run: { scope: 'run', kind: 'explicit' },
  string: { scope: 'file', kind: 'implicit' },
};

function modelOf({ context }: Unit): TransactionModel {
  return wrapped[context] ?? { scope: 'none', kind: 'explicit' };
}

function read(path: string, sql: string, transaction: TransactionModel): MigrationFile {
  const entry = { path, direction: 'up' as const, version: path };
  const [file] = plainSql.read(SourceText.of(path, sql), entry, {});
  if (!file) throw new Error(`nothing to read in ${path}`);
  return file.framework === 'sql' ? { ...file, transaction } : file;
}
