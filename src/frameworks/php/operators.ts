// PHP's operators on values that are known.
import { equals, joined, type List, list, plain, toText, truth, type Value } from './value.ts';

/** Undefined where what it makes is not known. */
export function operate(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '.') return joined([left, right]);
  if (operator === '===' || operator === '!==') return compared(equals(left, right, true), operator === '!==');
  if (operator === '==' || operator === '!=' || operator === '<>') {
    return compared(equals(left, right, false), operator !== '==');
  }
  if (operator.startsWith('(')) return cast(operator.slice(1, -1), left);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list') return union(left, right);
  const [a, b] = [numberOf(left), numberOf(right)];
  return a === undefined || b === undefined ? undefined : arithmetic(operator, a, b);
}

const compared = (same: boolean | undefined, isNot: boolean): Value | undefined =>
  same === undefined ? undefined : plain(same !== isNot);

const union = (left: List, right: List): List => ({
  kind: 'list',
  entries: new Map([...right.entries].concat([...left.entries])),
  isOpen: left.isOpen || right.isOpen,
});

function cast(type: string, value: Value): Value | undefined {
  if (type === 'string') return toText(value);
  if (type === 'array' && value.kind !== 'unknown') return value.kind === 'list' ? value : list([value]);
  if (/^bool/.test(type)) return compared(truth(value), false);
  const number = numberOf(value);
  if (number === undefined) return undefined;
  return /^int/.test(type) ? plain(Math.trunc(number)) : /^(?:float|double)$/.test(type) ? plain(number) : undefined;
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'primitive') return Number(value.value);
  const isNumber = value.kind === 'text' && value.holes.length === 0 && /^-?\d+(?:\.\d+)?$/.test(value.text);
  return isNumber ? Number(value.text) : undefined;
}

function arithmetic(operator: string, left: number, right: number): Value | undefined {
  const comparisons: Readonly<Record<string, boolean>> = {
    '<': left < right,
    '<=': left <= right,
    '>': left > right,
    '>=': left >= right,
  };
  const found = comparisons[operator];
  if (found !== undefined) return plain(found);
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '%': Math.trunc(left) % Math.trunc(right),
    '**': left ** right,
  };
  const result = results[operator];
  return result !== undefined && Number.isFinite(result) ? plain(result) : undefined;
}
