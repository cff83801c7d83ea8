// Adds up how predictions went over a corpus, per family and in all, and says it in a line each.
import type { Difference } from './compare.ts';
import type { Outcome } from './run.ts';

/** Counts over the cases whose statement the server ran. */
export type Rates = {
  cases: number;
  locksExact: number;
  rewritesMissed: number;
  rewritesFalse: number;
  scansMissed: number;
  scansFalse: number;
};

const none: Rates = { cases: 0, locksExact: 0, rewritesMissed: 0, rewritesFalse: 0, scansMissed: 0, scansFalse: 0 };

/** The rates over all outcomes that could be judged. */
export function ratesOf(outcomes: Outcome[]): Rates {
  return outcomes.filter(({ observation, broken }) => observation && !observation.error && !broken).reduce(add, none);
}

function add(rates: Rates, { differences }: Outcome): Rates {
  const some = (about: Difference['about'], how?: Difference['how']) =>
    Number(differences.some((difference) => difference.about === about && (!how || difference.how === how)));
  const unread = some('gap');
  return {
    cases: rates.cases + 1,
    locksExact: rates.locksExact + (1 - Math.max(some('lock'), unread)),
    rewritesMissed: rates.rewritesMissed + some('rewrite', 'missing'),
    rewritesFalse: rates.rewritesFalse + some('rewrite', 'extra'),
    scansMissed: rates.scansMissed + some('scan', 'missing'),
    scansFalse: rates.scansFalse + some('scan', 'extra'),
  };
}

/** `lock maps exact: 1043/1050 (99.3 %), rewrites missed 0, false 0, scans missed 1, false 0`. */
export function describeRates(rates: Rates): string {
  const percent = ((100 * rates.locksExact) / Math.max(rates.cases, 1)).toFixed(1);
  return (
    `lock maps exact: ${rates.locksExact}/${rates.cases} (${percent} %), ` +
    `rewrites missed ${rates.rewritesMissed}, false ${rates.rewritesFalse}, ` +
    `scans missed ${rates.scansMissed}, false ${rates.scansFalse}`
  );
}

/** A line per family, and one for all. */
export function ratesTable(outcomes: Outcome[]): string {
  const families = [...new Set(outcomes.map((outcome) => outcome.case.family))].sort();
  const lines = families.map(
    (family) => `${family}: ${describeRates(ratesOf(outcomes.filter((one) => one.case.family === family)))}`,
  );
  return [...lines, `all: ${describeRates(ratesOf(outcomes))}`].join('\n');
}
