// What each statement of a judged migration does and what its transaction holds meanwhile, for the reports that draw it.
import type { Effect, RelationRef } from '../postgres/effect.ts';
import type { LockMode } from '../postgres/locks.ts';
import type { SimulationEvent } from '../simulation/run.ts';
import type { Step } from '../simulation/step.ts';
import type { Span } from '../source/source-text.ts';

export interface ExplainedStatement {
  /** Its own text, whole. */
  readonly sql: string;
  /** The migration's, or one that it includes. */
  readonly file: string;
  readonly span: Span;
  /** Counts from 0 over everything told; undefined in autocommit. */
  readonly transaction: number | undefined;
  readonly effects: readonly Effect[];
}

export interface TimelineStatement extends ExplainedStatement {
  /** Locks that earlier statements of the transaction took on relations that others use. */
  readonly held: readonly { readonly relation: RelationRef; readonly mode: LockMode }[];
  /** Of relations that the statement touches: born in this run, so that nobody waits for them. */
  readonly isNew: (relation: RelationRef) => boolean;
}

/** One judged migration's statements in order. */
export interface Timeline {
  readonly file: string;
  readonly framework: string;
  readonly direction: 'up' | 'down';
  /** The first `mostStatements` of them. */
  readonly statements: readonly TimelineStatement[];
  /** How many more there are. */
  readonly more: number;
}

/** A picture of more is no picture. */
const mostStatements = 1000;

/** The timelines of several simulations, one after another. */
export interface Drawing {
  readonly timelines: Timeline[];
  readonly ofNext: NumbersOfNext;
}

export const newDrawing = (): Drawing => ({ timelines: [], ofNext: transactionNumbers() });

/** Passes the events of one simulation on, and adds the timelines of its judged migrations. */
export function* drawn(events: Iterable<SimulationEvent>, { timelines, ofNext }: Drawing): Generator<SimulationEvent> {
  const numbered = ofNext();
  let open: (Timeline & { statements: TimelineStatement[]; more: number }) | undefined;
  for (const event of events) {
    const { judged, file } = event.entry;
    if (event.kind === 'file' && judged) {
      const { path, framework, direction } = file;
      open = { file: path, framework, direction, statements: [], more: 0 };
      timelines.push(open);
    } else if (event.kind === 'step' && judged && open) {
      if (open.statements.length < mostStatements) open.statements.push(timelineStatement(event.step, numbered));
      else open.more += 1;
    }
    yield event;
  }
}

function timelineStatement(step: Step, numbered: TransactionNumber): TimelineStatement {
  const touched = step.effects.flatMap((effect) => ('relation' in effect && effect.relation ? [effect.relation] : []));
  const born = new Set(touched.filter(step.isNew).map(({ oid }) => oid));
  return {
    ...explainedStatement(step, numbered),
    held: step.held.map(({ relation, mode }) => ({ relation, mode })),
    isNew: ({ oid }) => born.has(oid),
  };
}

export type TransactionNumber = (id: number | undefined) => number | undefined;
type NumbersOfNext = () => TransactionNumber;

/** The simulation's own ids count history's transactions too, and begin again with each simulation. */
export function transactionNumbers(): NumbersOfNext {
  let next = 0;
  return () => {
    const numbers = new Map<number, number>();
    return (id) => {
      if (id !== undefined && !numbers.has(id)) numbers.set(id, next++);
      return id === undefined ? undefined : numbers.get(id);
    };
  };
}

export const explainedStatement = (
  { statement, effects, transaction }: Step,
  numbered: TransactionNumber,
): ExplainedStatement => ({
  sql: statement.sql,
  file: statement.file,
  span: statement.span,
  transaction: numbered(transaction?.id),
  effects,
});
