// What rules on columns that make PostgreSQL write a table anew have in common: who waits, for what, and which columns ask for it.
import type { Effect, RewriteCause } from '../postgres/effect.ts';
import type { Step } from '../simulation/step.ts';
import { blockingLocks, effectsOn, rewritesFor } from './facts.ts';
import { relations, sentence, unless, waiting } from './words.ts';

export interface RewriteProblem {
  readonly message: string;
  readonly effects: readonly Effect[];
  /** The columns whose definitions ask for the rewrite. */
  readonly columns: ReadonlySet<string | undefined>;
}

/** The rewrite of existing tables for one of the causes; undefined where there is none. */
export function rewriteProblem(step: Step, ...causes: RewriteCause[]): RewriteProblem | undefined {
  const found = rewritesFor(step, ...causes);
  const [first] = found;
  if (!first) return undefined;
  const rewritten = [...new Set(found.map(({ rewrite }) => rewrite))];
  const tables = rewritten.map(({ relation }) => relation);
  const locks = blockingLocks(step);
  const work = `every row of ${relations(step, tables)} is rewritten, because ${first.reason.why}`;
  return {
    message: sentence(`${waiting(step, locks)} wait while ${work}${unless(rewritten)}`),
    effects: effectsOn(step, [...tables, ...locks.map(({ relation }) => relation)]),
    columns: new Set(found.map(({ reason }) => reason.column)),
  };
}
