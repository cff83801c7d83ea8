// Running a function of the project.
import type * as t from '@babel/types';
import { settleReturns } from './branches.ts';
import { enter, type Machine } from './machine.ts';
import { declare } from './patterns.ts';
import { type Frame, innerScope, type Scope } from './scope.ts';
import { type ClassValue, type FunctionValue, list, undefinedValue, unknown, type Value } from './value.ts';

export interface Invocation {
  readonly args: readonly Value[];
  readonly self?: Value;
  readonly home?: ClassValue;
}

export function invoke(machine: Machine, callee: FunctionValue, { args, self, home }: Invocation): Value {
  const { node } = callee;
  const isArrow = node.type === 'ArrowFunctionExpression';
  const outer = callee.scope.frame;
  const frame: Frame = isArrow
    ? { self: outer.self, home: outer.home, mayHaveReturned: false }
    : { self, home, mayHaveReturned: false };
  const scope = innerScope(callee.scope, frame);
  return enter(machine, () => {
    if (!isArrow) scope.variables.set('arguments', list([...args]));
    bindParameters(machine, node, args, scope);
    const value = resultOf(machine, node, scope);
    if (frame.mayHaveReturned) settleReturns(machine);
    if (frame.mayHaveReturned) return unknown(`the result of ${callee.name || 'a function'}`);
    return node.async ? machine.settle(value) : value;
  });
}

function resultOf(machine: Machine, node: t.Function, scope: Scope): Value {
  if (node.body.type !== 'BlockStatement') return machine.evaluate(node.body, scope);
  const completion = machine.execute(node.body.body, scope);
  return completion?.value ?? undefinedValue;
}

function bindParameters(machine: Machine, node: t.Function, args: readonly Value[], scope: Scope): void {
  const params = node.params.filter((param) => param.type !== 'Identifier' || param.name !== 'this');
  for (const [at, param] of params.entries()) {
    const value = param.type === 'RestElement' ? list(args.slice(at)) : (args[at] ?? undefinedValue);
    declare(machine, param, value, scope);
    if (param.type === 'TSParameterProperty' && scope.frame.self?.kind === 'record')
      setOwn(param, scope.frame.self, value);
  }
}

/** `constructor(private readonly table: string)` declares a field. */
function setOwn(param: t.TSParameterProperty, self: Value & { kind: 'record' }, value: Value): void {
  const { parameter } = param;
  const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (target.type === 'Identifier') self.fields.set(target.name, value);
}
