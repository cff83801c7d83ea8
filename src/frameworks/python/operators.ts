// Python operators on values that are known; of others, what is left for a tool to make sense of.
import { step } from '../followed.ts';
import { type Machine, wordOf } from './machine.ts';
import { percent } from './methods.ts';
import { field, type Node, named, shown } from './syntax.ts';
import { concat, toText } from './texts.ts';
import { equals } from './truth.ts';
import {
  asked,
  bool,
  knownText,
  list,
  number,
  pathOf,
  type Scope,
  text,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

export function comparison(machine: Machine, node: Node, scope: Scope): Value {
  const [left, right, ...more] = named(node).map((part) => machine.evaluate(part, scope));
  const operator = node.children
    .filter((child) => !child.named || child.field === 'operators')
    .map(({ type }) => type)
    .join(' ');
  if (!left || !right || more.length > 0) return unknown(shown(wordOf(machine, node)));
  const known = compare(operator, left, right);
  if (known !== undefined) return bool(known);
  const asks = asked(left) ?? asked(right);
  // Whoever overloads an operator gets both sides: a condition of SQLAlchemy.
  if (!asked(left) && ['member', 'called', 'operation'].includes(left.kind) && pathOf(left) !== undefined)
    return { kind: 'operation', operator, left, right, site: node, written: shown(wordOf(machine, node)) };
  return unknown(shown(wordOf(machine, node)), asks);
}

function compare(operator: string, left: Value, right: Value): boolean | undefined {
  const isNot = /!=|not/.test(operator);
  if (/==|!=|\bis\b/.test(operator)) {
    const same = equals(left, right);
    return same === undefined ? undefined : same !== isNot;
  }
  if (/\bin\b/.test(operator)) {
    const found = contains(right, left);
    return found === undefined ? undefined : found !== isNot;
  }
  if (left.kind !== 'number' || right.kind !== 'number') return undefined;
  if (operator === '<') return left.value < right.value;
  if (operator === '<=') return left.value <= right.value;
  if (operator === '>') return left.value > right.value;
  return operator === '>=' ? left.value >= right.value : undefined;
}

function contains(all: Value, one: Value): boolean | undefined {
  const word = knownText(one);
  if (all.kind === 'text' && all.hole === undefined && word !== undefined) return all.text.includes(word);
  const items = all.kind === 'list' ? all.items : all.kind === 'dict' ? all.entries.map(([at]) => at) : undefined;
  if (!items || (all.kind !== 'list' && all.kind !== 'dict')) return undefined;
  const each = items.map((item) => equals(item, one));
  if (each.includes(true)) return true;
  return each.includes(undefined) || all.isOpen ? undefined : false;
}

export function binary(machine: Machine, node: Node, scope: Scope): Value {
  const left = machine.evaluate(field(node, 'left'), scope);
  const right = machine.evaluate(field(node, 'right'), scope);
  const operator = field(node, 'operator')?.type ?? '';
  return operate(machine, operator, left, right) ?? { kind: 'operation', operator, left, right, site: node };
}

export function operate(machine: Machine, operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '+' && (left.kind === 'text' || right.kind === 'text')) {
    const whole = concat([toText(left), toText(right)]);
    step(machine, whole.text.length);
    return whole;
  }
  if (operator === '%' && left.kind === 'text') return percent(left, right);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list') {
    step(machine, (left.items.length + right.items.length) << 4);
    return list([...left.items, ...right.items], left.form, left.isOpen || right.isOpen);
  }
  if (operator === '|' && left.kind === 'dict' && right.kind === 'dict') {
    return { kind: 'dict', entries: [...left.entries, ...right.entries], isOpen: left.isOpen || right.isOpen };
  }
  if (operator === '*' && left.kind === 'text' && right.kind === 'number') {
    step(machine, left.text.length * Math.max(right.value, 0));
    return text(left.text.repeat(Math.max(0, Math.trunc(right.value))));
  }
  if (left.kind === 'unknown' || right.kind === 'unknown')
    return unknown(whatOf(left.kind === 'unknown' ? left : right));
  return left.kind === 'number' && right.kind === 'number' ? arithmetic(operator, left.value, right.value) : undefined;
}

function arithmetic(operator: string, left: number, right: number): Value | undefined {
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '**': left ** right,
    '//': Math.floor(left / right),
    '%': ((left % right) + right) % right,
  };
  const result = results[operator];
  return result !== undefined && Number.isSafeInteger(result) ? number(result) : undefined;
}
