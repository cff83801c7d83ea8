// Code that may or may not run: it is read once, what it sends is taken to be sent, and what it may have changed is forgotten.
import type * as t from '@babel/types';
import type { Site } from '../text.ts';
import { addDoubt, type Completion, type Machine, Thrown } from './machine.ts';
import { forget, type Scope } from './scope.ts';
import { asksOf, type Frame, type Value, whatOf } from './value.ts';

export interface Attempt {
  readonly hasSent: boolean;
  /** Whether what has been sent may be other than work on rows. */
  readonly hasChanged: boolean;
  readonly ends: 'return' | 'break' | 'continue' | 'throw' | undefined;
  readonly value: Value | undefined;
}

/** Runs code that may not run. A builder that it returns is taken to be awaited. */
export function attempt(machine: Machine, work: () => Completion | undefined): Attempt {
  const { sent, changed } = machine;
  const done = () => ({ hasSent: machine.sent > sent, hasChanged: machine.changed > changed });
  machine.uncertain += 1;
  try {
    const completion = work();
    const value = completion?.value && machine.settle(completion.value);
    return { ...done(), ends: completion?.type, value };
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return { ...done(), ends: 'throw', value: undefined };
  } finally {
    machine.uncertain -= 1;
  }
}

/** Evaluates what may not be evaluated, of which a value is no return from the function around it. */
export function attemptValue(machine: Machine, work: () => Value): Attempt {
  const run = attempt(machine, () => ({ type: 'return', value: work() }));
  return { ...run, ends: run.ends === 'throw' ? 'throw' : undefined };
}

/**
 * Says that a condition decides at run time, where that matters. Migrations ask the database whether something is there, so that they
 * can be run twice, or worth doing: what they then do is taken to be done, which is the worst case, unless both ways do something.
 */
export function joinBranches(
  machine: Machine,
  test: Value,
  branches: readonly Attempt[],
  site: Site,
  frame?: Frame,
): void {
  const sending = branches.filter(({ hasSent }) => hasSent);
  const ending = branches.filter(({ ends }) => ends === 'return');
  if (sending.length === 0 && ending.length === 0) return;
  if (asksOf(test) && sending.length < 2) return;
  const reason = `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`;
  if (sending.length === 0 && frame?.doubts) {
    frame.doubts.push({ site, reason, sent: machine.sent, changed: machine.changed });
    return;
  }
  addDoubt(machine, site, reason, { hasChanged: ending.length > 0 || branches.some(({ hasChanged }) => hasChanged) });
}

/** Forgets the variables that code assigns to, which may have run or not. */
export function forgetAssigned(nodes: readonly (t.Node | null | undefined)[], scope: Scope): void {
  const open: unknown[] = [...nodes];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) for (const item of node) open.push(item);
    else if (isNode(node)) {
      for (const name of assignedBy(node)) forget(scope, name);
      for (const [key, child] of Object.entries(node)) if (typeof child === 'object' && key !== 'loc') open.push(child);
    }
  }
}

function assignedBy(node: t.Node): string[] {
  if (node.type === 'AssignmentExpression') return namesOf(node.left);
  return node.type === 'UpdateExpression' ? namesOf(node.argument) : [];
}

const isNode = (value: unknown): value is t.Node => typeof (value as t.Node | null)?.type === 'string';

function namesOf(target: t.Node): string[] {
  switch (target.type) {
    case 'Identifier':
      return [target.name];
    case 'ArrayPattern':
      return target.elements.flatMap((element) => (element ? namesOf(element) : []));
    case 'ObjectPattern':
      return target.properties.flatMap((property) =>
        namesOf(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'AssignmentPattern':
      return namesOf(target.left);
    default:
      return [];
  }
}
