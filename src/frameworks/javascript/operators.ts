// The operators of JavaScript on known values.
import { compared } from '../comparison.ts';
import { isNullish, knownString, primitive, unknown, type Value, whatOf } from './value.ts';

type Comparable = string | number | boolean | bigint | null | undefined;

/** The value as JavaScript's own; undefined (no box) where it is not known or is an object. */
function boxed(value: Value): { readonly value: Comparable } | undefined {
  if (value.kind === 'primitive') return value;
  const text = knownString(value);
  return text === undefined ? undefined : { value: text };
}

/** Whether the two are strictly equal; undefined where that is not known. */
export function compare(left: Value, right: Value): boolean | undefined {
  const [a, b] = [boxed(left), boxed(right)];
  if (a && b) return a.value === b.value;
  if (left.kind === 'unknown' || right.kind === 'unknown' || left.kind === 'text' || right.kind === 'text')
    return undefined;
  return left === right;
}

export function binary(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '===':
      return decided(compare(left, right), left, right);
    case '!==':
      return decided(negated(compare(left, right)), left, right);
    case '==':
      return decided(looselyEqual(left, right), left, right);
    case '!=':
      return decided(negated(looselyEqual(left, right)), left, right);
    case 'in':
      return has(right, left);
    default:
      return arithmetic(operator, left, right);
  }
}

const negated = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

const looselyEqual = (left: Value, right: Value): boolean | undefined =>
  isNullish(left) && isNullish(right) ? true : compare(left, right);

function decided(value: boolean | undefined, left: Value, right: Value): Value {
  if (value !== undefined) return primitive(value);
  const doubted = left.kind === 'unknown' ? left : right;
  return unknown(whatOf(doubted), asks(left) ?? asks(right));
}

const asks = (value: Value): 'schema' | undefined => (value.kind === 'unknown' ? value.asks : undefined);

function has(object: Value, key: Value): Value {
  const name = knownString(key);
  if (object.kind === 'record' && name !== undefined && !object.isOpen) return primitive(object.fields.has(name));
  return unknown(whatOf(object));
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  const [a, b] = [boxed(left)?.value, boxed(right)?.value];
  if (typeof a === 'string' && typeof b === 'string') return ordered(operator, a, b);
  if (typeof a !== 'number' || typeof b !== 'number') {
    return unknown(left.kind === 'unknown' ? left.what : whatOf(right), asks(left) ?? asks(right));
  }
  switch (operator) {
    case '+':
      return primitive(a + b);
    case '-':
      return primitive(a - b);
    case '*':
      return primitive(a * b);
    case '/':
      return primitive(a / b);
    case '%':
      return primitive(a % b);
    case '**':
      return primitive(a ** b);
    default:
      return ordered(operator, a, b);
  }
}

function ordered(operator: string, a: string | number, b: string | number): Value {
  const result = compared(operator, a, b);
  return result === undefined ? unknown('a computed value') : primitive(result);
}
