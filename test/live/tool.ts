// The development tool of the live tests; `npx tsx test/live/tool.ts` without arguments prints how to use it.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MAJORS } from './binaries.ts';
import { type Case, readCorpus } from './corpus.ts';
import type { Observation } from './observation.ts';
import { observe } from './observe.ts';
import { type ExplainSql, type Outcome, runCases } from './run.ts';
import { startServer } from './server.ts';

const USAGE = `npx tsx test/live/tool.ts MAJORS FILE... [--filter TEXT] [--observe-only] [--fail-fast] [--verbose] [--fresh]
    run corpus files; MAJORS is 16, 13,18 or all
npx tsx test/live/tool.ts ask MAJORS [--given FILE | --setup SQL] [--transaction-off] [--json] SQL...
    print what the server does for each SQL (each alone on the given schema)`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    filter: { type: 'string' },
    'observe-only': { type: 'boolean' },
    'fail-fast': { type: 'boolean' },
    verbose: { type: 'boolean' },
    fresh: { type: 'boolean' },
    given: { type: 'string' },
    setup: { type: 'string' },
    'transaction-off': { type: 'boolean' },
    json: { type: 'boolean' },
  },
});

const WORKERS = 2;

await main();

async function main(): Promise<void> {
  const ask = positionals[0] === 'ask';
  const [majors, ...rest] = ask ? positionals.slice(1) : positionals;
  if (!majors || rest.length === 0) return console.log(USAGE);
  const list = majors === 'all' ? [...MAJORS] : majors.split(',').map(Number);
  if (ask) await inParallel(list, (major) => answer(major, rest));
  else await runFiles(list, rest);
}

async function inParallel(majors: number[], work: (major: number) => Promise<void>): Promise<void> {
  const waiting = [...majors];
  const worker = async () => {
    for (let major = waiting.shift(); major; major = waiting.shift()) await work(major);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

async function answer(major: number, questions: string[]): Promise<void> {
  const server = await startServer(major);
  try {
    const given = flags.given ? readFileSync(flags.given, 'utf8') : (flags.setup ?? '');
    const database = await server.database(given);
    for (const sql of questions) {
      const seen = await observe(database, {
        given: '',
        sql,
        ...(flags['transaction-off'] ? { transaction: false } : {}),
      });
      console.log(`PostgreSQL ${major}: ${sql}\n${flags.json ? JSON.stringify(seen, null, 2) : describe(seen)}\n`);
    }
  } finally {
    await server.close();
  }
}

function describe(seen: Observation): string {
  const lines = Object.entries(seen.locks).map(([name, { mode, kind }]) => `lock ${name} (${kind}) ${mode}`);
  for (const key of ['rewrites', 'truncated', 'reindexed'] as const) {
    if (seen[key].length > 0) lines.push(`${key} ${seen[key].join(' ')}`);
  }
  lines.push(...seen.newIndexes.map(({ index, relation }) => `new index ${index} on ${relation}`));
  lines.push(
    ...seen.scans.map(({ purpose, relation, words }) => `scan (${purpose}) ${relation}${words ? `  [${words}]` : ''}`),
  );
  lines.push(...(seen.waits ?? []).map((wait) => `wait for ${wait.for} ${wait.relation ? `of ${wait.relation}` : ''}`));
  lines.push(
    ...seen.notices.filter((text) => !text.includes('safely use deduplication')).map((text) => `said ${text}`),
  );
  if (!seen.transaction) lines.push('refuses a transaction block (observed in autocommit)');
  if (seen.error) lines.push(`error ${seen.error.code} ${seen.error.message}`);
  return lines.map((line) => `  ${line}`).join('\n');
}

async function runFiles(majors: number[], files: string[]): Promise<void> {
  const wanted = (one: Case) => !flags.filter || `${one.file} ${one.given.name} ${one.sql}`.includes(flags.filter);
  const cases = files.flatMap(readCorpus).filter(wanted);
  const explain = flags['observe-only'] ? undefined : await loadExplain();
  const tally = { exact: 0, different: 0, broken: 0 };
  await inParallel(majors, async (major) => {
    for await (const outcome of runCases(major, cases, { explain, fresh: flags.fresh })) {
      const result = outcome.broken ? 'broken' : outcome.differences.length > 0 ? 'different' : 'exact';
      tally[result]++;
      print(outcome, result, explain !== undefined);
      if (flags['fail-fast'] && result !== 'exact') break;
    }
  });
  console.log(`${tally.exact} ${explain ? 'exact' : 'observed'}, ${tally.different} different, ${tally.broken} broken`);
  process.exitCode = tally.different + tally.broken > 0 ? 1 : 0;
}

async function loadExplain(): Promise<ExplainSql> {
  const path = '../../src/explain.ts';
  const { explainSql } = (await import(path)) as { explainSql: ExplainSql };
  return explainSql;
}

function print(outcome: Outcome, result: string, judged: boolean): void {
  const { case: one, major, observation, effects } = outcome;
  if (judged && result === 'exact' && !flags.verbose) return;
  const sql = one.sql.replace(/\s+/g, ' ');
  console.log(
    `${judged || outcome.broken ? result.toUpperCase() : 'SEEN'} pg${major} ${one.file}:${one.line} [${one.given.name}] ${sql}`,
  );
  if (outcome.broken) console.log(`  ${outcome.broken}`);
  for (const { text } of outcome.differences) console.log(`  ${text}`);
  if (observation && (!judged || flags.verbose)) console.log(describe(observation));
  if (flags.verbose && effects) console.log(`  predicted ${JSON.stringify(effects)}`);
}
