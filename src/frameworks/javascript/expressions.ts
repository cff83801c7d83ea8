// What an expression is worth.
import type * as t from '@babel/types';
import { step } from '../followed.ts';
import { concatTexts, holeOf, type Text, textOf } from '../text.ts';
import { attemptValue, forgetAssigned, joinBranches } from './branches.ts';
import { globalValue } from './globals.ts';
import { structure } from './literals.ts';
import { type Machine, siteOf } from './machine.ts';
import { binary, compare } from './operators.ts';
import { assignTo, valueOfTarget } from './patterns.ts';
import { lookUp, type Scope } from './scope.ts';
import { literalText } from './string-literals.ts';
import {
  isNullish,
  nullValue,
  primitive,
  toText,
  truth,
  undefinedValue,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

export function evaluate(machine: Machine, node: t.Node, scope: Scope): Value {
  step(machine);
  const value = literal(machine, node, scope) ?? operation(machine, node, scope) ?? structure(machine, node, scope);
  return value ?? unknown(`the result of this ${node.type}`);
}

function literal(machine: Machine, node: t.Node, scope: Scope): Value | undefined {
  const { source } = scope.module;
  switch (node.type) {
    case 'StringLiteral': {
      const start = (node.start ?? 0) + 1;
      return literalText(source, start, source.text.slice(start, (node.end ?? 1) - 1), node.value);
    }
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return primitive(node.value);
    case 'BigIntLiteral':
      return /^\d+$/.test(node.value) && node.value.length < 100 ? primitive(BigInt(node.value)) : unknown('a number');
    case 'NullLiteral':
      return nullValue;
    case 'RegExpLiteral':
      return { kind: 'native', name: 'a regular expression', data: { pattern: node.pattern, flags: node.flags } };
    case 'TemplateLiteral':
      return template(machine, node, scope);
    case 'Identifier':
      return identifier(machine, node, scope);
    case 'ThisExpression':
      return scope.frame.self ?? unknown('this');
    default:
      return undefined;
  }
}

function identifier(machine: Machine, node: t.Identifier, scope: Scope): Value {
  const found = lookUp(scope, node.name);
  if (found) return found;
  if (node.name === 'undefined') return undefinedValue;
  return globalValue(machine, node.name) ?? unknown(`the value of ${node.name}`);
}

function template(machine: Machine, node: t.TemplateLiteral, scope: Scope): Text {
  const parts: Text[] = [];
  for (const [at, quasi] of node.quasis.entries()) {
    parts.push(quasiText(quasi, scope));
    const inner = node.expressions[at];
    if (inner) parts.push(embedded(machine, inner, scope));
  }
  const text = concatTexts(parts);
  step(machine, text.text.length);
  return text;
}

/** What is unknown is called by what the code calls it. */
function embedded(machine: Machine, node: t.Node, scope: Scope): Text {
  const text = toText(machine.evaluate(node, scope));
  const code = scope.module.source.text.slice(node.start ?? 0, node.end ?? 0);
  return text.holes.length > 0 && text.text === '' && code.length < 40 && !code.includes('\n') ? holeOf(code) : text;
}

export function quasiText(quasi: t.TemplateElement, scope: Scope): Text {
  const { source } = scope.module;
  const [start, end] = [quasi.start ?? 0, quasi.end ?? 0];
  return literalText(source, start, source.text.slice(start, end), quasi.value.cooked ?? quasi.value.raw);
}

function operation(machine: Machine, node: t.Node, scope: Scope): Value | undefined {
  switch (node.type) {
    case 'BinaryExpression':
      return binaryValue(machine, node, scope);
    case 'LogicalExpression':
      return logical(machine, node, scope);
    case 'ConditionalExpression':
      return conditional(machine, node, scope);
    case 'UnaryExpression':
      return unary(machine, node, scope);
    case 'UpdateExpression':
      return update(machine, node, scope);
    case 'AssignmentExpression':
      return assignment(machine, node, scope);
    case 'SequenceExpression':
      return node.expressions.map((inner) => machine.evaluate(inner, scope)).at(-1);
    case 'AwaitExpression':
      return machine.settle(machine.evaluate(node.argument, scope));
    case 'YieldExpression':
      return node.argument ? machine.settle(machine.evaluate(node.argument, scope)) : undefinedValue;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return machine.evaluate(node.expression, scope);
    default:
      return undefined;
  }
}

function binaryValue(machine: Machine, node: t.BinaryExpression, scope: Scope): Value {
  const left = machine.evaluate(node.left, scope);
  const right = machine.evaluate(node.right, scope);
  if (node.operator === '+' && (left.kind === 'text' || right.kind === 'text')) {
    const text = concatTexts([toText(left), toText(right)]);
    step(machine, text.text.length);
    return text;
  }
  return binary(node.operator, left, right);
}

function logical(machine: Machine, node: t.LogicalExpression, scope: Scope): Value {
  const left = machine.evaluate(node.left, scope);
  const known = node.operator === '??' ? (left.kind === 'unknown' ? undefined : isNullish(left)) : truth(left);
  if (known !== undefined) {
    const goesOn = node.operator === '||' ? !known : known;
    return goesOn ? machine.evaluate(node.right, scope) : left;
  }
  const right = attemptValue(machine, () => machine.evaluate(node.right, scope));
  forgetAssigned([node.right], scope);
  joinBranches(machine, left, [right], siteOf(node, scope));
  return joined(left, right.value);
}

/** One of two values; that of a question to the schema stays one. */
function joined(left: Value, right: Value | undefined): Value {
  const [asking] = [left, right].filter((value) => value?.kind === 'unknown' && value.asks);
  const able = [left, right].some((value) => value?.kind === 'unknown' && value.canSend);
  return { ...unknown(whatOf(left), asking?.kind === 'unknown' ? asking.asks : undefined), canSend: able };
}

function conditional(machine: Machine, node: t.ConditionalExpression, scope: Scope): Value {
  const test = machine.evaluate(node.test, scope);
  const known = truth(test);
  if (known !== undefined) return machine.evaluate(known ? node.consequent : node.alternate, scope);
  const branches = [node.consequent, node.alternate].map((branch) => {
    const tried = attemptValue(machine, () => machine.evaluate(branch, scope));
    forgetAssigned([branch], scope);
    return tried;
  });
  joinBranches(machine, test, branches, siteOf(node, scope));
  const [left, right] = branches;
  if (left?.value && right?.value && compare(left.value, right.value) === true) return left.value;
  return unknown(`what depends on ${whatOf(test)}`);
}

function unary(machine: Machine, node: t.UnaryExpression, scope: Scope): Value {
  const value = machine.evaluate(node.argument, scope);
  if (node.operator === 'void') return undefinedValue;
  if (node.operator === '!') {
    const known = truth(value);
    if (known !== undefined) return primitive(!known);
    return value.kind === 'unknown' ? value : unknown(whatOf(value));
  }
  if (node.operator === 'typeof') return typeOf(value);
  if (value.kind !== 'primitive' || typeof value.value === 'bigint') return unknown('a number');
  if (node.operator === '-') return primitive(-Number(value.value));
  return node.operator === '+' ? primitive(Number(value.value)) : unknown('a number');
}

function typeOf(value: Value): Value {
  if (value.kind === 'unknown') return unknown('the type of a value');
  if (value.kind === 'text') return textOf('string');
  if (value.kind === 'primitive') return textOf(typeof value.value);
  return textOf(value.kind === 'function' || value.kind === 'class' ? 'function' : 'object');
}

function update(machine: Machine, node: t.UpdateExpression, scope: Scope): Value {
  const before = valueOfTarget(machine, node.argument, scope);
  const isKnown = before.kind === 'primitive' && typeof before.value === 'number';
  const after = isKnown ? primitive(Number(before.value) + (node.operator === '++' ? 1 : -1)) : unknown('a counter');
  assignTo(machine, node.argument, after, scope);
  return node.prefix ? after : before;
}

function assignment(machine: Machine, node: t.AssignmentExpression, scope: Scope): Value {
  if (node.operator === '=') {
    const value = machine.evaluate(node.right, scope);
    assignTo(machine, node.left, value, scope);
    return value;
  }
  const before = valueOfTarget(machine, node.left, scope);
  const operator = node.operator.slice(0, -1);
  if (operator === '||' || operator === '&&' || operator === '??') {
    const known = operator === '??' ? (before.kind === 'unknown' ? undefined : isNullish(before)) : truth(before);
    if (known === (operator === '||')) return before;
  }
  const right = machine.evaluate(node.right, scope);
  const isLogical = /^(?:\|\||&&|\?\?)$/.test(operator);
  const after = isLogical
    ? truth(before) === undefined
      ? unknown(whatOf(before))
      : right
    : combine(machine, operator, before, right);
  assignTo(machine, node.left, after, scope);
  return after;
}

function combine(machine: Machine, operator: string, left: Value, right: Value): Value {
  if (operator !== '+' || (left.kind !== 'text' && right.kind !== 'text')) return binary(operator, left, right);
  const text = concatTexts([toText(left), toText(right)]);
  step(machine, text.text.length);
  return text;
}
