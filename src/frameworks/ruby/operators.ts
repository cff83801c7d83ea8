// Operators on known values.

import { compared } from '../comparison.ts';
import { step } from '../followed.ts';
import { concatTexts, type Text, textOf } from '../text.ts';
import type { Machine } from './machine.ts';
import { matches } from './patterns-of-text.ts';
import { keyOf, knownName, list, primitive, toText, unknown, type Value, whatOf } from './value.ts';

export function binary(machine: Machine, operator: string, left: Value, right: Value): Value {
  if (operator === '==' || operator === '===') return known(isEqual(left, right), left, right);
  if (operator === '!=') {
    const equal = isEqual(left, right);
    return known(equal === undefined ? undefined : !equal, left, right);
  }
  if (operator === '=~' || operator === '!~') return matched(operator, left, right) ?? computed(left, right);
  if (left.kind === 'text') return onText(machine, operator, left, right) ?? computed(left, right);
  if (left.kind === 'list' && right.kind === 'list') {
    if (operator === '+') return list([...left.items, ...right.items], left.isOpen || right.isOpen);
    if (operator === '-' && !left.isOpen && !right.isOpen) {
      const gone = new Set(right.items.map(keyOf));
      return list(left.items.filter((item) => !gone.has(keyOf(item))));
    }
  }
  if (left.kind === 'list' && operator === '<<') {
    left.items.push(right);
    if (machine.uncertain > 0) left.isOpen = true;
    return left;
  }
  return onNumbers(operator, left, right) ?? computed(left, right);
}

function matched(operator: string, left: Value, right: Value): Value | undefined {
  const [text, pattern] =
    left.kind === 'native' ? [right, left.pattern] : [left, right.kind === 'native' ? right.pattern : undefined];
  const own = knownName(text);
  const found = own === undefined ? undefined : matches(pattern, own);
  if (found?.kind !== 'primitive' || operator === '=~') return found;
  return primitive(!found.value);
}

const known = (value: boolean | undefined, left: Value, right: Value): Value =>
  value === undefined ? computed(left, right) : primitive(value);

function computed(left: Value, right: Value): Value {
  const open = left.kind === 'unknown' ? left : right.kind === 'unknown' ? right : undefined;
  return open
    ? unknown(open.what, { asks: open.asks, isTime: open === left && open.isTime })
    : unknown(`what is computed of ${whatOf(left)}`);
}

function onText(machine: Machine, operator: string, left: Text, right: Value): Value | undefined {
  if (operator === '+' || operator === '<<') {
    const joined = concatTexts([left, toText(right)]);
    step(machine, joined.text.length);
    return joined;
  }
  if (operator === '*' && right.kind === 'primitive' && typeof right.value === 'number') {
    step(machine, left.text.length * right.value);
    return concatTexts(Array.from({ length: Math.max(0, Math.floor(right.value)) }, () => left));
  }
  return operator === '%' ? formatted(left, right.kind === 'list' ? right.items : [right]) : undefined;
}

/** `format('x %s', value)`, `'x %{name}' % { name: value }`. */
export function formatted(template: Text, values: readonly Value[]): Value | undefined {
  if (template.holes.length > 0) return undefined;
  const [named] = values;
  const parts: Text[] = [];
  let from = 0;
  let next = 0;
  for (const { 0: found, 1: name, 2: other, index } of template.text.matchAll(/%(?:[{<](\w+)[}>]s?|([sdi%])|.)/g)) {
    parts.push({ ...textOf(template.text.slice(from, index)) });
    from = index + found.length;
    if (other === '%') parts.push(textOf('%'));
    else if (name !== undefined && named?.kind === 'hash') {
      const value = named.entries.get(`:${name}`)?.value;
      if (!value) return undefined;
      parts.push(toText(value));
    } else if (other !== undefined && values[next]) parts.push(toText(values[next++] as Value));
    else return undefined;
  }
  return concatTexts([...parts, textOf(template.text.slice(from))]);
}

function onNumbers(operator: string, left: Value, right: Value): Value | undefined {
  if (left.kind !== 'primitive' || right.kind !== 'primitive') return undefined;
  const [a, b] = [left.value, right.value];
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case '+':
      return primitive(a + b);
    case '-':
      return primitive(a - b);
    case '*':
      return primitive(a * b);
    case '/':
      return b === 0 ? undefined : primitive(Number.isInteger(a) && Number.isInteger(b) ? Math.floor(a / b) : a / b);
    case '%':
      return b === 0 ? undefined : primitive(a - b * Math.floor(a / b));
    case '**':
      return primitive(a ** b);
    default: {
      const result = compared(operator, a, b);
      return result === undefined ? undefined : primitive(result);
    }
  }
}

/** Undefined where it is not known. */
export function isEqual(left: Value, right: Value): boolean | undefined {
  const isKnown = (value: Value): boolean =>
    value.kind === 'symbol' || value.kind === 'primitive' || (value.kind === 'text' && value.holes.length === 0);
  if (isKnown(left) && isKnown(right)) return keyOf(left) === keyOf(right);
  if (left.kind === 'unknown' || right.kind === 'unknown') return undefined;
  if (left.kind === 'list' && right.kind === 'list' && !left.isOpen && !right.isOpen) {
    if (left.items.length !== right.items.length) return false;
    if ([...left.items, ...right.items].some(({ kind }) => kind === 'list')) return undefined;
    const found = left.items.map((item, at) => isEqual(item, right.items[at] as Value));
    return found.includes(false) ? false : found.includes(undefined) ? undefined : true;
  }
  return left.kind !== right.kind && isKnown(left) !== isKnown(right) && left.kind !== 'text' && right.kind !== 'text'
    ? false
    : undefined;
}
