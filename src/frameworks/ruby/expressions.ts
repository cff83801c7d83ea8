// What an expression is worth.

import { step } from '../followed.ts';
import type { Site } from '../text.ts';
import { attempt } from './branches.ts';
import { evaluateCall } from './calls.ts';
import { elementOf } from './collection-methods.ts';
import { controlFlow } from './control-flow.ts';
import { define } from './definitions.ts';
import { hashOf, listOf } from './lists.ts';
import { literal } from './literals.ts';
import { addGap, inBounds, type Machine, siteOf } from './machine.ts';
import { binary } from './operators.ts';
import { assignTo, nameOf } from './patterns.ts';
import { assign, constantIn, constantOf, lookUp } from './scope.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import { nil, type Proc, primitive, type Scope, symbol, truth, unknown, type Value, whatOf } from './value.ts';

export function evaluate(machine: Machine, node: RubyNode, scope: Scope): Value {
  step(machine);
  const value =
    literal(machine, node, scope) ??
    named(machine, node, scope) ??
    evaluateCall(machine, node, scope) ??
    controlFlow(machine, node, scope) ??
    define(machine, node, scope) ??
    composed(machine, node, scope) ??
    other(machine, node, scope);
  return inBounds(value);
}

function named(machine: Machine, node: RubyNode, scope: Scope): Value | undefined {
  const name = nameOf(node, scope);
  switch (node.type) {
    case 'identifier':
      return name === '__method__' ? symbol(scope.frame.name) : lookUp(scope, name);
    case 'self':
      return scope.frame.self;
    case 'constant':
      return constantIn(scope, name) ?? outside(machine, name);
    case 'scope_resolution':
      return resolved(machine, node, scope);
    case 'instance_variable':
    case 'class_variable':
      return scope.modules[0]?.fields.get(name) ?? nil;
    case 'global_variable':
      return machine.globals.get(name) ?? unknown(name);
    default:
      return undefined;
  }
}

const outside = (machine: Machine, name: string): Value =>
  machine.host.constant(name) ?? unknown(name, { canSend: true });

function resolved(machine: Machine, node: RubyNode, scope: Scope): Value {
  const outer = childOf(node, 'scope');
  const nameNode = childOf(node, 'name');
  const name = nameNode ? nameOf(nameNode, scope) : '';
  const module = outer ? machine.evaluate(outer, scope) : undefined;
  const own = module?.kind === 'class' ? constantOf(module, name) : undefined;
  return own ?? outside(machine, nameOf(node, scope).replace(/^::/, ''));
}

function composed(machine: Machine, node: RubyNode, scope: Scope): Value | undefined {
  switch (node.type) {
    case 'array':
    case 'right_assignment_list':
      return listOf(machine, partsOf(node), scope);
    case 'hash':
      return hashOf(machine, partsOf(node), scope, false);
    case 'range':
      return rangeOf(machine, node, scope);
    case 'lambda':
      return lambdaOf(node, scope);
    case 'binary':
      return binaryOf(machine, node, scope);
    case 'unary':
      return unaryOf(machine, node, scope);
    case 'assignment':
      return assignment(machine, node, scope);
    case 'operator_assignment':
      return operatorAssignment(machine, node, scope);
    case 'element_reference':
      return element(machine, node, scope);
    case 'splat_argument':
      return machine.run(partsOf(node), scope);
    default:
      return undefined;
  }
}

function rangeOf(machine: Machine, node: RubyNode, scope: Scope): Value {
  const from = childOf(node, 'begin');
  const to = childOf(node, 'end');
  return {
    kind: 'range',
    from: from ? machine.evaluate(from, scope) : nil,
    to: to ? machine.evaluate(to, scope) : nil,
    excludesEnd: node.children.some(({ type }) => type === '...'),
  };
}

const lambdaOf = (node: RubyNode, scope: Scope): Proc => {
  const block = childOf(node, 'body');
  return {
    kind: 'proc',
    parameters: childOf(node, 'parameters'),
    body: block && childOf(block, 'body'),
    scope,
    isLambda: true,
  };
};

function binaryOf(machine: Machine, node: RubyNode, scope: Scope): Value {
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  const sign = childOf(node, 'operator');
  if (!left || !right || !sign) return unknown('an expression');
  const operator = nameOf(sign, scope);
  const first = machine.evaluate(left, scope);
  if (operator === '&&' || operator === 'and') return both(machine, first, right, scope);
  if (operator === '||' || operator === 'or') return any(machine, first, right, scope);
  return binary(machine, operator, first, machine.evaluate(right, scope));
}

function both(machine: Machine, first: Value, right: RubyNode, scope: Scope): Value {
  const holds = truth(first);
  if (holds === false) return first;
  if (holds === true) return machine.evaluate(right, scope);
  const second = mayRun(machine, first, right, scope);
  return truth(second) === false ? second : asUnknown(first, second);
}

function any(machine: Machine, first: Value, right: RubyNode, scope: Scope): Value {
  const holds = truth(first);
  if (holds === true) return first;
  if (holds === false) return machine.evaluate(right, scope);
  return asUnknown(first, mayRun(machine, first, right, scope));
}

function mayRun(machine: Machine, test: Value, node: RubyNode, scope: Scope): Value {
  const { value, hasSent } = attempt(machine, () => machine.evaluate(node, scope));
  if (hasSent && !(test.kind === 'unknown' && test.asks === 'schema')) {
    const reason = `Whether this runs depends on ${whatOf(test)}, which is known only at run time.`;
    addGap(machine, siteOf(node, scope), reason, 'unsupported');
  }
  return value;
}

/** Two conditions ask the schema where both do, or the other is known. */
function asUnknown(first: Value, second: Value): Value {
  const asked = [first, second].filter(({ kind }) => kind === 'unknown');
  const asks = asked.every((each) => each.kind === 'unknown' && each.asks === 'schema') ? 'schema' : undefined;
  return unknown(whatOf(asked.find((each) => each.kind === 'unknown' && each.asks === undefined) ?? first), { asks });
}

function unaryOf(machine: Machine, node: RubyNode, scope: Scope): Value {
  const [sign] = node.children;
  const operand = childOf(node, 'operand');
  if (!sign || !operand) return unknown('an expression');
  if (sign.type === 'defined?') return unknown(nameOf(node, scope));
  const value = machine.evaluate(operand, scope);
  if (sign.type === '!' || sign.type === 'not') {
    const holds = truth(value);
    return holds === undefined ? value : primitive(!holds);
  }
  return sign.type === '-' && value.kind === 'primitive' && typeof value.value === 'number'
    ? primitive(-value.value)
    : value;
}

function assignment(machine: Machine, node: RubyNode, scope: Scope): Value {
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  if (!left || !right) return nil;
  const value = right.type === 'rescue_modifier' ? machine.evaluate(right, scope) : machine.evaluate(right, scope);
  if (machine.uncertain > 0 && left.type === 'identifier') {
    const name = nameOf(left, scope);
    if (lookUp(scope, name)) {
      assign(scope, name, value);
      return value;
    }
  }
  assignTo(machine, left, value, scope);
  return value;
}

function operatorAssignment(machine: Machine, node: RubyNode, scope: Scope): Value {
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  const sign = childOf(node, 'operator');
  if (!left || !right || !sign) return nil;
  const operator = nameOf(sign, scope).slice(0, -1);
  const before =
    left.type === 'identifier' ? (lookUp(scope, nameOf(left, scope)) ?? nil) : machine.evaluate(left, scope);
  const value = operatorValue(machine, operator, before, right, scope);
  assignTo(machine, left, value, scope);
  return value;
}

function operatorValue(machine: Machine, operator: string, before: Value, right: RubyNode, scope: Scope): Value {
  if (operator === '||') return any(machine, before, right, scope);
  if (operator === '&&') return both(machine, before, right, scope);
  return binary(machine, operator, before, machine.evaluate(right, scope));
}

function element(machine: Machine, node: RubyNode, scope: Scope): Value {
  const object = childOf(node, 'object');
  if (!object) return nil;
  const keys = partsOf(node).filter((part) => part !== object);
  const collection = machine.evaluate(object, scope);
  const args = keys.map((key) => machine.evaluate(key, scope));
  if (collection.kind === 'native' || collection.kind === 'proc') {
    return machine.callMethod(collection, '[]', { args, block: undefined, site: siteOf(node, scope) });
  }
  return elementOf(collection, args);
}

/** What this evaluator has no idea of may do anything. */
function other(machine: Machine, node: RubyNode, scope: Scope): Value {
  const ignored = ['comment', 'heredoc_body', 'empty_statement', 'undef', 'alias', 'regex', 'program', 'uninterpreted'];
  if (node.type === 'block_argument') return machine.run(partsOf(node), scope);
  if (!ignored.includes(node.type)) {
    const site: Site = siteOf(node, scope);
    addGap(machine, site, 'This kind of Ruby code is not read.', 'unsupported');
  }
  return node.type === 'regex' ? unknown('a regular expression') : nil;
}
