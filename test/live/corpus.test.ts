// The lock model against PostgreSQL itself: every corpus case on every major, predicted and observed held side by side.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explainSql } from '../../src/explain.ts';
import { MAJORS, whyUnavailable } from './binaries.ts';
import { readCorpus } from './corpus.ts';
import { ratchet, readKnownDifferences } from './known-differences.ts';
import { describeRates, ratesOf, ratesTable } from './rates.ts';
import { type ExplainSql, type Outcome, runCases } from './run.ts';

const corpus = join(dirname(fileURLToPath(import.meta.url)), 'corpus');
const files = readdirSync(corpus)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const cases = files.flatMap((name) => readCorpus(join(corpus, name)));
const known = readKnownDifferences(join(corpus, 'known-differences.json'));
const outcomes: Outcome[] = [];
const AN_HOUR = 3_600_000;
const EVERYTHING = Boolean(process.env.CI || process.env.LIVE_ALL);

/** Outside CI the majors between the oldest, the default and the newest run every third case; LIVE_ALL=1 runs all. */
const casesFor = (major: number) =>
  EVERYTHING || [13, 15, 18].includes(major) ? cases : cases.filter((_, at) => at % 3 === major % 3);

describe('the lock model agrees with PostgreSQL', { concurrent: true }, () => {
  for (const major of MAJORS) {
    const reason = whyUnavailable(major);
    test.skipIf(reason)(`${major}${reason ? `: ${reason}` : ''}`, { timeout: AN_HOUR }, async () => {
      const seen: Outcome[] = [];
      const fresh = Boolean(process.env.CI);
      for await (const outcome of runCases(major, casesFor(major), { explain: explainSql as ExplainSql, fresh }))
        seen.push(outcome);
      outcomes.push(...seen);
      judge(seen);
    });
  }

  afterAll(() => {
    process.stdout.write(`\n${outcomes.length} observations of ${cases.length} cases\n${ratesTable(outcomes)}\n`);
  });
});

function judge(seen: Outcome[]): void {
  const rates = ratesOf(seen);
  const broken = seen.flatMap(({ broken, case: one }) =>
    broken ? `${one.file}:${one.line} ${one.sql}\n  ${broken}` : [],
  );
  expect(broken, 'cases that are wrong themselves').toEqual([]);
  expect(rates.locksExact / rates.cases, describeRates(rates)).toBeGreaterThanOrEqual(0.97);
  expect(rates.rewritesMissed, 'rewrites missed').toBe(0);
  expect(rates.rewritesFalse / rates.cases, 'false rewrites').toBeLessThan(0.005);
  expect(ratchet(seen, known), 'differences not in known-differences.json').toEqual([]);
}
