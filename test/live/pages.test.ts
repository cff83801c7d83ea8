// The rules' pages on real servers: their SQL runs, or is refused, as they say; what it locks, rewrites and scans is what was
// predicted; and what a finding advises runs too.
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { explainSql } from '../../src/explain.ts';
import { loadParser } from '../../src/postgres/parse.ts';
import { refusalOf } from '../../src/rule.ts';
import type { Step } from '../../src/simulation/step.ts';
import { judgeExample, stepsBefore } from '../rules/judge-example.ts';
import { type Example, readPage } from '../rules/page.ts';
import { MAJORS, whyUnavailable } from './binaries.ts';
import type { Case } from './corpus.ts';
import { type ExplainSql, runCases } from './run.ts';
import { type Database, runGiven, type Server, startServer } from './server.ts';
import { splitStatements } from './statements.ts';

const asked = process.env.RULES?.split(',');
const pages = rules.filter(({ id }) => !asked || asked.includes(id)).map(({ id }) => readPage(id));
const TEN_MINUTES = 600_000;

beforeAll(() => loadParser());

describe('the rules are right on PostgreSQL', { concurrent: true }, () => {
  for (const major of MAJORS) {
    const reason = whyUnavailable(major);
    const name = `${major}${reason ? `: ${reason}` : ''}`;
    test.skipIf(reason)(`${name}: pages run as they say`, { timeout: TEN_MINUTES }, async () => {
      const server = await startServer(major);
      try {
        expect(await troubles(server)).toEqual([]);
      } finally {
        await server.close();
      }
    });

    test.skipIf(reason)(`${name}: every statement does what was predicted`, { timeout: TEN_MINUTES }, async () => {
      const fresh = Boolean(process.env.CI);
      const cases = pages.flatMap(({ id, examples }) => examples.flatMap((one) => casesOf(id, one, major)));
      const wrong: string[] = [];
      for await (const { case: one, broken, differences } of runCases(major, cases, {
        explain: explainSql as ExplainSql,
        fresh,
      })) {
        const found = [...(broken ? [broken] : []), ...differences.map(({ text }) => text)];
        if (found.length > 0) wrong.push(`${one.file}:${one.line} ${one.sql}\n  ${found.join('\n  ')}`);
      }
      expect(wrong).toEqual([]);
    });
  }
});

/** One case per statement that does something by itself; what came before it in the example is its set-up. */
function casesOf(id: string, example: Example, major: number): Case[] {
  if (!example.majors.includes(major)) return [];
  const { steps } = judgeExample(example, major);
  const given = { name: id, sql: () => example.given };
  return steps.filter(isObservable).map((step) => ({
    family: 'pages',
    file: `rules/${id}.md`,
    line: example.line,
    given,
    setup: scriptOf(stepsBefore(steps, step.statement.span.start.offset, step.statement.file)),
    sql: step.statement.sql,
    fails: false,
    runsOn: () => true,
  }));
}

/** What fails on some rows only, or needs its transaction, is run as written and not looked at by itself. */
const isObservable = (step: Step): boolean =>
  !['TransactionStmt', 'VariableSetStmt', 'DoStmt', 'LockStmt'].includes(step.statement.kind) &&
  !step.effects.some((effect) => effect.kind === 'fails');

const scriptOf = (steps: readonly Step[]): string =>
  steps
    .filter((step) => !refusalOf(step) && step.statement.kind !== 'LockStmt')
    .map(({ statement }) => `${statement.sql};\n`)
    .join('');

async function troubles(server: Server): Promise<string[]> {
  const found: string[] = [];
  for (const { id, examples } of pages) {
    for (const example of examples.filter(({ majors }) => majors.includes(server.major))) {
      const where = `rules/${id}.md:${example.line}`;
      found.push(...(await runAsWritten(server, example)).map((trouble) => `${where}: ${trouble}`));
      found.push(...(await runAdvice(server, example, id)).map((trouble) => `${where}, its advice: ${trouble}`));
    }
  }
  return found;
}

/** As the runner would: in its transaction or string. The first error must be the one that was predicted, and the other way round. */
async function runAsWritten(server: Server, example: Example): Promise<string[]> {
  const { steps } = judgeExample(example, server.major);
  const expected = steps.map(refusalOf).find(Boolean);
  const error = await onDatabase(server, example.given, (database) => runFiles(database, example));
  if (Boolean(expected) !== example.refused) return [`refused: ${example.refused}, predicted: ${expected?.message}`];
  if (error?.code === expected?.code) return [];
  return [
    `predicted ${expected?.code ?? 'no error'}, the server says ${error ? `${error.code} ${error.message}` : 'nothing'}`,
  ];
}

async function runAdvice(server: Server, example: Example, id: string): Promise<string[]> {
  const { findings, steps } = judgeExample(example, server.major);
  const found: string[] = [];
  for (const { rule, instead, span, file } of findings) {
    if (rule !== id || instead === undefined) continue;
    const sql = `${scriptOf(stepsBefore(steps, span.start.offset, file))}${instead}`;
    const error = await onDatabase(server, example.given, async (database) => {
      const session = await database.connect();
      try {
        await runGiven(session, sql);
        return undefined;
      } finally {
        await session.end();
      }
    });
    if (error) found.push(error.message);
  }
  return found;
}

type ServerError = Error & { code?: string };

async function onDatabase(
  server: Server,
  given: string,
  use: (database: Database) => Promise<ServerError | undefined>,
): Promise<ServerError | undefined> {
  const database = await server.database(given);
  try {
    return await use(database);
  } catch (error) {
    return error as ServerError;
  } finally {
    await database.drop();
  }
}

async function runFiles(database: Database, { files, wrapped }: Example): Promise<undefined> {
  const session = await database.connect();
  try {
    if (wrapped === 'run') await session.client.query('BEGIN');
    for (const { sql } of files) {
      if (wrapped === 'string') await session.client.query(sql);
      else for (const statement of statementsOf(sql, wrapped)) await session.client.query(statement);
    }
    if (wrapped === 'run') await session.client.query('COMMIT');
  } finally {
    await session.end();
  }
}

const statementsOf = (sql: string, wrapped: Example['wrapped']): string[] => {
  const statements = splitStatements(sql).map((statement) => statement.sql);
  return wrapped === 'file' ? ['BEGIN', ...statements, 'COMMIT'] : statements;
};
