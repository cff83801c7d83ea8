// Runs corpus cases on one major: observations come from a server started at the first need, or from the disk cache.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, type Difference, type PredictedEffect } from './compare.ts';
import type { Case } from './corpus.ts';
import type { Observation } from './observation.ts';
import { OBSERVER_VERSION, observe } from './observe.ts';
import { type Database, type Server, startServer } from './server.ts';
import { splitStatements } from './statements.ts';

/** What the linter predicts: one entry per statement of `sql`. */
export type ExplainSql = (
  sql: { given: string; sql: string },
  options: { version: number },
) => Promise<{ effects: PredictedEffect[]; gaps: string[] }[]>;

/**
 * How a case went on one major. `broken` says why the case itself is wrong: the set-up failed, the server refused what
 * was not marked so, or ran what was marked `-- fails`.
 */
export type Outcome = {
  case: Case;
  major: number;
  observation?: Observation;
  effects?: PredictedEffect[];
  differences: Difference[];
  broken?: string;
};

/** `explain` missing means observe only; `fresh` ignores observations cached on disk. */
export type RunOptions = { explain?: ExplainSql; fresh?: boolean };

const CACHE = join(tmpdir(), 'migration-lint-observations');

/** Runs the cases that apply to `major` in order, yielding each outcome; the server is closed at the end. */
export async function* runCases(major: number, cases: Case[], options: RunOptions): AsyncGenerator<Outcome> {
  const asked = askServer(major);
  try {
    for (const one of cases.filter((found) => found.runsOn(major))) {
      yield await runCase({
        one,
        major,
        ask: cached(asked.ask, major, options.fresh ?? false),
        explain: options.explain,
      });
    }
  } finally {
    await asked.close();
  }
}

type Ask = (one: Case, given: string) => Promise<Observation>;

async function runCase(run: { one: Case; major: number; ask: Ask; explain?: ExplainSql }): Promise<Outcome> {
  const { one, major, ask, explain } = run;
  const given = one.given.sql(major);
  const outcome: Outcome = { case: one, major, differences: [] };
  try {
    outcome.observation = await ask(one, given);
  } catch (error) {
    return { ...outcome, broken: (error as Error).message };
  }
  outcome.broken = unexpected(one, outcome.observation);
  if (!explain) return outcome;
  try {
    return { ...outcome, ...(await judge({ one, major, given, observation: outcome.observation, explain })) };
  } catch (error) {
    const text = `predicting threw ${(error as Error).stack}`;
    return { ...outcome, differences: [{ about: 'gap', how: 'missing', text }] };
  }
}

type Judging = { one: Case; major: number; given: string; observation: Observation; explain: ExplainSql };

async function judge({ one, major, given, observation, explain }: Judging): Promise<Partial<Outcome>> {
  const steps = await explain({ given, sql: `${one.setup}${one.sql};` }, { version: major });
  const expected = splitStatements(one.setup).length + 1;
  const effects = steps.at(-1)?.effects ?? [];
  if (steps.length !== expected) {
    const text = `${steps.length} of ${expected} statements explained: ${steps.at(-1)?.gaps.join('; ') ?? 'no step'}`;
    return { effects, differences: [{ about: 'gap', how: 'missing', text }] };
  }
  // what a refused statement locked before its refusal cannot be seen
  return { effects, differences: observation.error ? [] : compare(observation, effects) };
}

function unexpected(one: Case, { error }: Observation): string | undefined {
  if (error && !one.fails) return `the server refuses: ${error.message}`;
  return one.fails && !error ? 'marked "-- fails", but the server runs it' : undefined;
}

/** Observes on a server of `major`; cases without set-up share a database, since observing leaves it unchanged. */
function askServer(major: number): { ask: Ask; close(): Promise<void> } {
  let server: Promise<Server> | undefined;
  const shared = new Map<string, Promise<Database>>();
  const databaseFor = async (given: string, alone: boolean) => {
    server ??= startServer(major);
    const { database } = await server;
    if (alone) return database(given);
    const known = shared.get(given) ?? database(given);
    shared.set(given, known);
    return known;
  };
  const ask: Ask = async ({ setup, sql, transaction }, given) => {
    const database = await databaseFor(given, setup !== '');
    const observation = await observe(database, { given: setup, sql, transaction });
    if (setup !== '') await database.drop();
    return observation;
  };
  return { ask, close: async () => (await server)?.close() };
}

function cached(ask: Ask, major: number, fresh: boolean): Ask {
  return async (one, given) => {
    const key = JSON.stringify([OBSERVER_VERSION, major, given, one.setup, one.sql, one.transaction]);
    const file = join(CACHE, `${createHash('sha256').update(key).digest('hex')}.json`);
    if (!fresh && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Observation;
    const observation = await ask(one, given);
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(file, JSON.stringify(observation));
    return observation;
  };
}
