// The ratchet: disagreements between model and server that are known, each with its reason. The list may only shrink.
import { readFileSync } from 'node:fs';
import type { Outcome } from './run.ts';

/** `case` as caseKey writes it, the majors where it differs, and why it is left so. */
export type KnownDifference = { case: string; majors: number[]; reason: string };

/** What names a case in the list: family, schema and SQL on one line. */
function caseKey({ case: one }: Outcome): string {
  return `${one.family}/${one.given.name}: ${`${one.setup}${one.sql}`.replace(/\s+/g, ' ')}`;
}

/** Reads the list. */
export function readKnownDifferences(path: string): KnownDifference[] {
  return JSON.parse(readFileSync(path, 'utf8')) as KnownDifference[];
}

/** Differences that are not listed, and entries that no longer hold, each as a message. */
export function ratchet(outcomes: Outcome[], known: KnownDifference[]): string[] {
  const entryOf = (outcome: Outcome) =>
    known.find((entry) => entry.case === caseKey(outcome) && entry.majors.includes(outcome.major));
  return outcomes.flatMap((outcome) => {
    const name = `pg${outcome.major} ${outcome.case.file}:${outcome.case.line} ${caseKey(outcome)}`;
    const { differences } = outcome;
    if (differences.length > 0 && !entryOf(outcome))
      return [`${name}\n  ${differences.map(({ text }) => text).join('\n  ')}`];
    return differences.length === 0 && entryOf(outcome) ? [`${name}\n  no longer differs: take it off the list`] : [];
  });
}
