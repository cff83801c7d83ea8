// Code that may or may not run: it is read once, what it sends is taken to be sent, and what it may have changed is forgotten.
import type * as t from '@babel/types';
import { type Gap, isDataWork } from '../../source/gap.ts';
import type { Site } from '../text.ts';
import { isDataChange } from '../unknown-sql.ts';
import { addGap, type Completion, type Machine, Thrown } from './machine.ts';
import { forget, type Scope } from './scope.ts';
import { type Value, whatOf } from './value.ts';

export interface Attempt {
  readonly hasSent: boolean;
  /** Whether all that it has sent changes rows alone. */
  readonly isData: boolean;
  readonly ends: 'return' | 'break' | 'continue' | 'throw' | undefined;
  readonly value: Value | undefined;
}

/** Runs code that may not run. A builder that it returns is taken to be awaited. */
export function attempt(machine: Machine, work: () => Completion | undefined): Attempt {
  const before = { sent: machine.sent, pieces: machine.pieces.length, gaps: machine.gaps.length };
  const run = () => ({ hasSent: machine.sent > before.sent, isData: isDataSince(machine, before) });
  machine.uncertain += 1;
  try {
    const completion = work();
    const value = completion?.value && machine.settle(completion.value);
    return { ...run(), ends: completion?.type, value };
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    return { ...run(), ends: 'throw', value: undefined };
  } finally {
    machine.uncertain -= 1;
  }
}

const isDataSince = ({ pieces, gaps }: Machine, before: { pieces: number; gaps: number }): boolean =>
  pieces.slice(before.pieces).every(({ sql }) => isDataChange(sql)) && gaps.slice(before.gaps).every(isDataWork);

/** What is not known of code that changes rows alone is data work. */
export const kindOf = (runs: readonly Attempt[]): Gap['kind'] =>
  runs.every(({ isData }) => isData) ? 'data-work' : 'unsupported';

/** Evaluates what may not be evaluated, of which a value is no return from the function around it. */
export function attemptValue(machine: Machine, work: () => Value): Attempt {
  const run = attempt(machine, () => ({ type: 'return', value: work() }));
  return { ...run, ends: run.ends === 'throw' ? 'throw' : undefined };
}

/**
 * Says that a condition decides at run time, where that matters. Migrations ask the schema whether something is there so that they
 * can be run twice: what they then do is taken to be done, which is the worst case, unless both ways do something.
 */
export function joinBranches(machine: Machine, test: Value, branches: readonly Attempt[], site: Site): void {
  const sending = branches.filter(({ hasSent }) => hasSent);
  const ending = branches.filter(({ ends }) => ends === 'return');
  if (sending.length === 0 && ending.length === 0) return;
  if (test.kind === 'unknown' && test.asks === 'schema' && sending.length < 2) return;
  const reason = `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`;
  if (ending.length === 0) return addGap(machine, site, reason, kindOf(sending));
  const known = machine.gaps.length;
  addGap(machine, site, reason, 'unsupported');
  const gap = machine.gaps[known];
  if (!gap) return;
  const { depth, sent, pieces } = machine;
  const isData = kindOf(sending) === 'data-work';
  machine.returns.push({ gap, depth, pieces: pieces.length, sent: sending.length > 0 ? -1 : sent, isData });
}

/**
 * At the end of a function that may have returned before, which says nothing where nothing is sent after it; where only rows are
 * changed after it, that is data work.
 */
export function settleReturns(machine: Machine): void {
  for (let last = machine.returns.at(-1); last && last.depth >= machine.depth; last = machine.returns.at(-1)) {
    machine.returns.pop();
    settleReturn(machine, last);
  }
}

function settleReturn(machine: Machine, { gap, pieces, sent, isData }: Machine['returns'][number]): void {
  const at = machine.gaps.lastIndexOf(gap);
  if (machine.sent === sent) {
    machine.gaps.splice(at, 1);
    machine.sent -= 1;
  } else if (isData && isDataSince(machine, { pieces, gaps: at + 1 })) {
    Object.assign(gap, { kind: 'data-work', after: pieces });
  }
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
