// Conditions, loops and what may raise: followed where their conditions are known, read once where they are not.

import { step } from '../followed.ts';
import { attempt, forgetAssigned, joinBranches } from './branches.ts';
import { itemsOf } from './iteration.ts';
import { addGap, Jump, type Machine, Raised, siteOf } from './machine.ts';
import { isEqual } from './operators.ts';
import { assignTo } from './patterns.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import { list, nil, type Scope, truth, unknown, type Value, whatOf } from './value.ts';

/** Undefined where the node is something else. */
export function controlFlow(machine: Machine, node: RubyNode, scope: Scope): Value | undefined {
  switch (node.type) {
    case 'if':
    case 'elsif':
    case 'conditional':
      return branch(machine, node, scope, {
        yes: childOf(node, 'consequence'),
        no: childOf(node, 'alternative'),
      });
    case 'unless':
      return branch(machine, node, scope, {
        yes: childOf(node, 'alternative'),
        no: childOf(node, 'consequence'),
      });
    case 'if_modifier':
      return branch(machine, node, scope, { yes: childOf(node, 'body'), no: undefined });
    case 'unless_modifier':
      return branch(machine, node, scope, { yes: undefined, no: childOf(node, 'body') });
    case 'case':
      return choice(machine, node, scope);
    case 'while':
    case 'until':
    case 'while_modifier':
    case 'until_modifier':
      return repeated(machine, node, scope);
    case 'for':
      return overItems(machine, node, scope);
    case 'return':
    case 'next':
    case 'break':
      throw new Jump(node.type, leavingValue(machine, node, scope), scope.frame);
    case 'begin':
    case 'body_statement':
    case 'block_body':
      return guarded(machine, node, scope);
    case 'rescue_modifier':
      return bodyOf(machine, childOf(node, 'body'), scope);
    case 'then':
    case 'else':
    case 'do':
    case 'parenthesized_statements':
      return machine.run(partsOf(node), scope);
    default:
      return undefined;
  }
}

const bodyOf = (machine: Machine, node: RubyNode | undefined, scope: Scope): Value =>
  node ? machine.evaluate(node, scope) : nil;

function leavingValue(machine: Machine, node: RubyNode, scope: Scope): Value {
  const args = node.children.find(({ type }) => type === 'argument_list');
  const values = args ? partsOf(args).map((part) => machine.evaluate(part, scope)) : [];
  return values.length > 1 ? list(values) : (values[0] ?? nil);
}

interface Branches {
  readonly yes: RubyNode | undefined;
  readonly no: RubyNode | undefined;
}

function branch(machine: Machine, node: RubyNode, scope: Scope, { yes, no }: Branches): Value {
  const condition = childOf(node, 'condition');
  const test = condition ? machine.evaluate(condition, scope) : nil;
  const holds = truth(test);
  if (holds !== undefined) return bodyOf(machine, holds ? yes : no, scope);
  return either(machine, test, [yes, no], { node, scope });
}

interface Place {
  readonly node: RubyNode;
  readonly scope: Scope;
}

/** One of the bodies runs, nobody knows which. */
function either(
  machine: Machine,
  test: Value,
  bodies: readonly (RubyNode | undefined)[],
  { node, scope }: Place,
): Value {
  const runs = bodies.map((body) => attempt(machine, () => bodyOf(machine, body, scope)));
  forgetAssigned(bodies, scope);
  joinBranches(machine, test, runs, siteOf(node, scope));
  const asksSchema = test.kind === 'unknown' && test.asks === 'schema';
  if (runs.some(({ ends }) => ends === 'return')) scope.frame.mayHaveReturned = true;
  if (runs.every(({ ends }) => ends !== undefined)) {
    throw new Jump(runs.some(({ ends }) => ends === 'return') ? 'return' : 'next', nil, scope.frame);
  }
  const open = runs.filter(({ ends }) => ends === undefined);
  return asksSchema && open.length === 1 && open[0] ? open[0].value : unknown(`what depends on ${whatOf(test)}`);
}

function choice(machine: Machine, node: RubyNode, scope: Scope): Value {
  const given = childOf(node, 'value');
  const subject = given && machine.evaluate(given, scope);
  const clauses = partsOf(node).filter(({ type }) => type === 'when');
  const otherwise = partsOf(node).find(({ type }) => type === 'else');
  for (const [at, clause] of clauses.entries()) {
    const matches = matchesAny(machine, clause, subject, scope);
    if (matches === true) return bodyOf(machine, childOf(clause, 'body'), scope);
    if (matches === undefined) {
      const rest = [...clauses.slice(at).map((each) => childOf(each, 'body')), otherwise];
      return either(machine, subject?.kind === 'unknown' ? subject : unknown('a condition'), rest, { node, scope });
    }
  }
  return bodyOf(machine, otherwise, scope);
}

function matchesAny(machine: Machine, clause: RubyNode, subject: Value | undefined, scope: Scope): boolean | undefined {
  const patterns = clause.children.filter(({ type }) => type === 'pattern').flatMap(partsOf);
  const found = patterns.map((pattern) => {
    const value = machine.evaluate(pattern, scope);
    return subject ? isEqual(subject, value) : truth(value);
  });
  if (found.includes(true)) return true;
  return found.includes(undefined) ? undefined : false;
}

function repeated(machine: Machine, node: RubyNode, scope: Scope): Value {
  const condition = childOf(node, 'condition');
  const body = childOf(node, 'body');
  const wanted = node.type.startsWith('while');
  const isAfter = node.type.endsWith('modifier') && body?.type === 'begin';
  if (isAfter && turn(() => bodyOf(machine, body, scope)) === 'break') return nil;
  for (;;) {
    step(machine);
    const test = condition ? machine.evaluate(condition, scope) : nil;
    const holds = truth(test);
    if (holds === undefined) return once(machine, () => bodyOf(machine, body, scope), whatOf(test), { node, scope });
    if (holds !== wanted) return nil;
    const open = machine.mayEnd;
    if (turn(() => bodyOf(machine, body, scope)) === 'break' || machine.mayEnd > open) return nil;
  }
}

/** One turn of a loop. */
function turn(work: () => void): 'break' | undefined {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Jump) || error.type === 'return') throw error;
    if (error.type === 'break') return 'break';
  }
  return undefined;
}

function overItems(machine: Machine, node: RubyNode, scope: Scope): Value {
  const source = childOf(node, 'value');
  const pattern = childOf(node, 'pattern');
  const body = childOf(node, 'body');
  const over = source?.type === 'in' ? partsOf(source)[0] : source;
  const { items, isOpen, what } = itemsOf(over ? machine.evaluate(over, scope) : nil);
  for (const item of items) {
    step(machine);
    if (pattern) assignTo(machine, pattern, item, scope);
    if (turn(() => bodyOf(machine, body, scope)) === 'break') return nil;
  }
  if (isOpen) once(machine, () => bodyOf(machine, body, scope), what, { node, scope });
  return nil;
}

/** Runs the body of a loop whose turns are not known. */
export function once(machine: Machine, work: () => Value, what: string, { node, scope }: Place): Value {
  const run = attempt(machine, work);
  forgetAssigned([node], scope);
  if (run.hasSent) {
    const reason = `How often this loop runs depends on ${what}, which is known only at run time.`;
    addGap(machine, siteOf(node, scope), reason, 'unsupported');
  }
  if (run.ends === 'return') scope.frame.mayHaveReturned = true;
  return unknown(`the result of a loop over ${what}`);
}

/** What raises is rescued where anything is; the code of a rescue is taken not to run otherwise. */
function guarded(machine: Machine, node: RubyNode, scope: Scope): Value {
  const parts = partsOf(node);
  const rescues = parts.filter(({ type }) => type === 'rescue');
  const ensure = parts.find(({ type }) => type === 'ensure');
  const otherwise = parts.find(({ type }) => type === 'else');
  const body = parts.filter(({ type }) => type !== 'rescue' && type !== 'ensure' && type !== 'else');
  try {
    const value = machine.run(body, scope);
    for (const rescue of rescues) perhaps(machine, rescue, scope);
    return otherwise ? machine.evaluate(otherwise, scope) : value;
  } catch (error) {
    const [rescue] = rescues;
    if (!(error instanceof Raised) || !rescue) throw error;
    const variable = childOf(rescue, 'variable');
    const [name] = variable ? partsOf(variable) : [];
    if (name) assignTo(machine, name, unknown('an error'), scope);
    return bodyOf(machine, childOf(rescue, 'body'), scope);
  } finally {
    if (ensure) machine.run(partsOf(ensure), scope);
  }
}

/** A rescue runs where a statement fails, which nobody can tell. */
function perhaps(machine: Machine, rescue: RubyNode, scope: Scope): void {
  const variable = childOf(rescue, 'variable');
  const [name] = variable ? partsOf(variable) : [];
  if (name) assignTo(machine, name, unknown('an error'), scope);
  const run = attempt(machine, () => bodyOf(machine, childOf(rescue, 'body'), scope));
  forgetAssigned([rescue], scope);
  if (!run.hasSent) return;
  addGap(machine, siteOf(rescue, scope), 'This runs only where a statement before it fails.', 'unsupported');
}
