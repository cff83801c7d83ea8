// Running statements.
import type * as t from '@babel/types';
import { step } from '../followed.ts';
import { textOf } from '../text.ts';
import { attempt, forgetAssigned, joinBranches } from './branches.ts';
import { classOf, functionOf } from './closures.ts';
import { declareModule } from './exports.ts';
import { executeLoop } from './loops.ts';
import { type Completion, type Machine, siteOf, Thrown } from './machine.ts';
import { compare } from './operators.ts';
import { declare } from './patterns.ts';
import { functionScope, innerScope, type Scope } from './scope.ts';
import { primitive, record, truth, undefinedValue, unknown, type Value } from './value.ts';

/** Runs statements in the scope given; undefined where they run to their end. */
export function execute(machine: Machine, nodes: readonly t.Node[], scope: Scope): Completion | undefined {
  for (const node of nodes) hoist(node, scope);
  for (const node of nodes) {
    const completion = executeOne(machine, node, scope);
    if (completion) return completion;
  }
  return undefined;
}

function hoist(node: t.Node, scope: Scope): void {
  const inner =
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : node;
  if (inner?.type === 'FunctionDeclaration' && inner.id) scope.variables.set(inner.id.name, functionOf(inner, scope));
}

function executeOne(machine: Machine, node: t.Node, scope: Scope): Completion | undefined {
  step(machine);
  machine.at = siteOf(node, scope);
  switch (node.type) {
    case 'ExpressionStatement':
      machine.evaluate(node.expression, scope);
      return undefined;
    case 'VariableDeclaration':
      return declareAll(machine, node, scope);
    case 'ReturnStatement':
      return { type: 'return', value: node.argument ? machine.evaluate(node.argument, scope) : undefinedValue };
    case 'BlockStatement':
      return machine.execute(node.body, innerScope(scope));
    case 'IfStatement':
      return branch(machine, node, scope);
    case 'BreakStatement':
    case 'ContinueStatement':
      return { type: node.type === 'BreakStatement' ? 'break' : 'continue', label: node.label?.name };
    case 'ThrowStatement':
      throw new Thrown(machine.evaluate(node.argument, scope));
    case 'TryStatement':
      return tryAll(machine, node, scope);
    case 'SwitchStatement':
      return choose(machine, node, scope);
    case 'LabeledStatement': {
      const completion = machine.execute([node.body], scope);
      return completion?.type === 'break' && completion.label === node.label.name ? undefined : completion;
    }
    case 'ClassDeclaration':
      if (node.id) scope.variables.set(node.id.name, classOf(machine, node, scope));
      return undefined;
    case 'TSEnumDeclaration':
      scope.variables.set(node.id.name, enumOf(machine, node, scope));
      return undefined;
    default:
      declareModule(machine, node, scope);
      return executeLoop(machine, node, scope);
  }
}

function declareAll(machine: Machine, node: t.VariableDeclaration, scope: Scope): undefined {
  const target = node.kind === 'var' ? functionScope(scope) : scope;
  for (const { id, init } of node.declarations) {
    if (!init && node.kind === 'var' && id.type === 'Identifier' && target.variables.has(id.name)) continue;
    const value = init ? machine.evaluate(init, scope) : undefinedValue;
    const isUnnamed =
      (value.kind === 'function' || value.kind === 'class') && value.name === '' && id.type === 'Identifier';
    declare(machine, id, isUnnamed ? { ...value, name: id.name } : value, target);
  }
}

function branch(machine: Machine, node: t.IfStatement, scope: Scope): Completion | undefined {
  const test = machine.evaluate(node.test, scope);
  const known = truth(test);
  if (known !== undefined) {
    const chosen = known ? node.consequent : node.alternate;
    return chosen ? machine.execute([chosen], innerScope(scope)) : undefined;
  }
  const [first, second] = [node.consequent, node.alternate].map((body) =>
    attempt(machine, () => (body ? machine.execute([body], innerScope(scope)) : undefined)),
  );
  forgetAssigned([node.consequent, node.alternate], scope);
  if (!first || !second) return undefined;
  joinBranches(machine, test, [first, second], siteOf(node.test, scope));
  if (first.ends && second.ends) return endOf(first.ends, second.ends);
  if (first.ends === 'return' || second.ends === 'return') scope.frame.mayHaveReturned = true;
  return undefined;
}

function endOf(first: string, second: string): Completion | undefined {
  if (first === 'throw' && second === 'throw') throw new Thrown(undefinedValue);
  const type = first === 'throw' ? second : first;
  return { type: type as Completion['type'], value: unknown('what depends on a condition') };
}

/** What fails is not known, so a handler runs only for what the code itself throws. */
function tryAll(machine: Machine, node: t.TryStatement, scope: Scope): Completion | undefined {
  let completion: Completion | undefined;
  try {
    completion = machine.execute([node.block], scope);
  } catch (error) {
    if (!(error instanceof Thrown) || !node.handler) throw error;
    const inner = innerScope(scope);
    if (node.handler.param) declare(machine, node.handler.param, error.value, inner);
    completion = machine.execute([node.handler.body], inner);
  }
  return (node.finalizer && machine.execute([node.finalizer], scope)) ?? completion;
}

function choose(machine: Machine, node: t.SwitchStatement, scope: Scope): Completion | undefined {
  const value = machine.evaluate(node.discriminant, scope);
  const matches = node.cases.map(({ test }) => (test ? compare(value, machine.evaluate(test, scope)) : false));
  const inner = innerScope(scope);
  if (matches.includes(undefined)) return chooseUnknown(machine, node, value, inner);
  const at = matches.includes(true) ? matches.indexOf(true) : node.cases.findIndex(({ test }) => !test);
  if (at < 0) return undefined;
  const completion = machine.execute(
    node.cases.slice(at).flatMap(({ consequent }) => consequent),
    inner,
  );
  return completion?.type === 'break' && !completion.label ? undefined : completion;
}

function chooseUnknown(machine: Machine, node: t.SwitchStatement, value: Value, scope: Scope): undefined {
  const branches = node.cases.map(({ consequent }) => attempt(machine, () => machine.execute(consequent, scope)));
  forgetAssigned(node.cases, scope);
  joinBranches(machine, value, branches, siteOf(node.discriminant, scope));
  if (branches.some(({ ends }) => ends === 'return')) scope.frame.mayHaveReturned = true;
}

function enumOf(machine: Machine, node: t.TSEnumDeclaration, scope: Scope): Value {
  const result = record();
  const inner = innerScope(scope);
  let next = 0;
  for (const { id, initializer } of node.body?.members ?? node.members ?? []) {
    const key = id.type === 'Identifier' ? id.name : id.value;
    const value = initializer ? machine.evaluate(initializer, inner) : primitive(next);
    if (value.kind === 'primitive' && typeof value.value === 'number') {
      next = value.value + 1;
      result.fields.set(String(value.value), textOf(key));
    }
    result.fields.set(key, value);
    inner.variables.set(key, value);
  }
  return result;
}
