// Loops: over known values as often as they run, over others once, with a gap where that sends something.
import type * as t from '@babel/types';
import { step } from '../followed.ts';
import { attempt, forgetAssigned } from './branches.ts';
import { iterate, keysOf } from './iteration.ts';
import { addGap, type Completion, type Machine, siteOf } from './machine.ts';
import { assignTo, declare } from './patterns.ts';
import { innerScope, type Scope } from './scope.ts';
import { truth, unknown, type Value, whatOf } from './value.ts';

/** Runs a loop; other statements do nothing here. */
export function executeLoop(machine: Machine, node: t.Node, scope: Scope): Completion | undefined {
  switch (node.type) {
    case 'ForOfStatement':
      return overItems(machine, node, scope);
    case 'ForInStatement':
      return overItems(machine, node, scope);
    case 'ForStatement':
      return counted(machine, node, scope);
    case 'WhileStatement':
      return repeated(machine, { test: node.test, body: node.body, scope, node });
    case 'DoWhileStatement':
      return (
        leaving(machine.execute([node.body], innerScope(scope))) ??
        repeated(machine, { test: node.test, body: node.body, scope, node })
      );
    default:
      return undefined;
  }
}

/** A completion that leaves the loop's function, or `stop` where it leaves only the loop. */
function leaving(completion: Completion | undefined): Completion | undefined {
  if (!completion || completion.type === 'continue') return undefined;
  return completion;
}

const afterLoop = (completion: Completion): Completion | undefined =>
  completion.type === 'break' && !completion.label ? undefined : completion;

function overItems(machine: Machine, node: t.ForOfStatement | t.ForInStatement, scope: Scope): Completion | undefined {
  const source = machine.settle(machine.evaluate(node.right, scope));
  const { items, isOpen } = node.type === 'ForInStatement' ? keysOf(source) : iterate(machine, source);
  for (const item of items) {
    step(machine);
    const completion = leaving(turn(machine, node, machine.settle(item), scope));
    if (completion) return afterLoop(completion);
  }
  if (isOpen)
    once(machine, node, scope, whatOf(source), () =>
      turn(machine, node, unknown(`an item of ${whatOf(source)}`), scope),
    );
  return undefined;
}

function turn(
  machine: Machine,
  { left, body }: t.ForOfStatement | t.ForInStatement,
  item: Value,
  scope: Scope,
): Completion | undefined {
  const inner = innerScope(scope);
  if (left.type !== 'VariableDeclaration') assignTo(machine, left, item, inner);
  else if (left.declarations[0]) declare(machine, left.declarations[0].id, item, inner);
  return machine.execute([body], inner);
}

/** Runs the body of a loop whose turns are not known. */
function once(machine: Machine, node: t.Node, scope: Scope, what: string, work: () => Completion | undefined): void {
  const run = attempt(machine, work);
  forgetAssigned([node], scope);
  if (run.hasSent)
    addGap(
      machine,
      siteOf(node, scope),
      `How often this loop runs depends on ${what}, which is known only at run time.`,
      'unsupported',
    );
  if (run.ends === 'return') scope.frame.mayHaveReturned = true;
}

function counted(machine: Machine, node: t.ForStatement, scope: Scope): Completion | undefined {
  const inner = innerScope(scope);
  if (node.init?.type === 'VariableDeclaration') machine.execute([node.init], inner);
  else if (node.init) machine.evaluate(node.init, inner);
  return repeated(machine, { test: node.test, body: node.body, update: node.update, scope: inner, node });
}

interface Repeated {
  readonly test: t.Node | null | undefined;
  readonly body: t.Node;
  readonly update?: t.Node | null;
  readonly scope: Scope;
  readonly node: t.Node;
}

function repeated(machine: Machine, { test, body, update, scope, node }: Repeated): Completion | undefined {
  for (;;) {
    step(machine);
    const value = test ? machine.evaluate(test, scope) : undefined;
    const goesOn = value ? truth(value) : true;
    if (goesOn === false) return undefined;
    if (goesOn === undefined && value) {
      once(machine, node, scope, whatOf(value), () => machine.execute([body], innerScope(scope)));
      return undefined;
    }
    const before = machine.sent;
    const completion = leaving(machine.execute([body], innerScope(scope)));
    if (completion) return afterLoop(completion);
    if (scope.frame.mayHaveReturned && machine.sent === before && !test) return undefined;
    if (update) machine.evaluate(update, scope);
  }
}
