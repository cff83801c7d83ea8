// Code that may or may not run: it is read once, what it sends is taken to be sent, and what it may have changed is forgotten.

import type { Site } from '../text.ts';
import { addUnsure, Jump, type Machine, type Pending, Raised } from './machine.ts';
import { forget } from './scope.ts';
import { childOf, type RubyNode } from './syntax.ts';
import { nil, type Scope, type Value, whatOf } from './value.ts';

export interface Attempt {
  readonly hasSent: boolean;
  /** Whether that may be more than work on rows. */
  readonly hasChanged: boolean;
  readonly ends: 'return' | 'break' | 'next' | 'raise' | undefined;
  readonly value: Value;
}

/** Runs code that may not run. */
export function attempt(machine: Machine, work: () => Value): Attempt {
  const { sent, changed } = machine;
  const ended = (ends: Attempt['ends'], value: Value): Attempt => ({
    hasSent: machine.sent > sent,
    hasChanged: machine.changed > changed,
    ends,
    value,
  });
  machine.uncertain += 1;
  try {
    return ended(undefined, work());
  } catch (error) {
    if (error instanceof Jump) return ended(error.type, error.value);
    if (error instanceof Raised) return ended('raise', nil);
    throw error;
  } finally {
    machine.uncertain -= 1;
  }
}

/**
 * Says that a condition decides at run time, where that matters. Migrations ask the schema whether something is there so that they
 * can be run twice: what they then do is taken to be done, which is the worst case, unless both ways do something.
 */
export function joinBranches(machine: Machine, test: Value, branches: readonly Attempt[], site: Site): void {
  const sending = branches.filter(({ hasSent }) => hasSent);
  const ending = branches.filter(({ ends }) => ends === 'return' || ends === 'next' || ends === 'break');
  if (ending.some(({ ends }) => ends === 'break')) machine.mayEnd += 1;
  if (sending.length === 0 && ending.length === 0) return;
  if (test.kind === 'unknown' && test.asks === 'schema' && sending.length < 2) return;
  const reason = `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`;
  const isOfRows = branches.every(({ hasChanged }) => !hasChanged) && ending.length === 0;
  if (sending.length > 0) return addUnsure(machine, site, reason, isOfRows);
  machine.pending.push({ site, reason, leaves: leftBy(ending) });
}

/** Forgets the variables that code assigns to, which may have run or not. */
export function forgetAssigned(nodes: readonly (RubyNode | undefined)[], scope: Scope): void {
  const open = nodes.filter((node) => node !== undefined);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === 'assignment' || node.type === 'operator_assignment') {
      const left = childOf(node, 'left');
      for (const target of left ? [left, ...left.children] : []) {
        if (target.type === 'identifier') forget(scope, scope.source.text.slice(target.start, target.end));
      }
    }
    open.push(...node.children);
  }
}

const leftBy = (ending: readonly Attempt[]): Pending['leaves'] => {
  if (ending.some(({ ends }) => ends === 'return')) return 'method';
  return ending.some(({ ends }) => ends === 'break') ? 'loop' : 'block';
};
