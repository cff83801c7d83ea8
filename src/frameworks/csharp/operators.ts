// C#'s operators on values that are known; undefined where the result is not.
import { compared } from '../comparison.ts';
import { concatTexts, equals, integer, type NumberValue, plain, toText, type Value } from './value.ts';

export function operate(operator: string, a: Value, b: Value): Value | undefined {
  if (operator === '==' || operator === '!=') {
    const same = equals(a, b);
    return same === undefined ? undefined : plain(same === (operator === '=='));
  }
  if (operator === '+' && (a.kind === 'text' || b.kind === 'text')) return concatTexts([toText(a), toText(b)]);
  if (a.kind !== 'number' || b.kind !== 'number') return undefined;
  return ofNumbers(operator, a, b);
}

function ofNumbers(operator: string, a: NumberValue, b: NumberValue): Value | undefined {
  const [left, right] = [Number(a.text), Number(b.text)];
  const of = a.of === 'int' ? b.of : a.of;
  const number = (value: number): Value | undefined =>
    Number.isSafeInteger(value) || /^(?:float|double|decimal)$/.test(of)
      ? { kind: 'number', text: String(value), of }
      : undefined;
  switch (operator) {
    case '+':
      return number(left + right);
    case '-':
      return number(left - right);
    case '*':
      return number(left * right);
    case '/':
      return right === 0
        ? undefined
        : number(Number.isInteger(left) && of === 'int' ? Math.trunc(left / right) : left / right);
    case '%':
      return right === 0 ? undefined : number(left % right);
    default: {
      const holds = compared(operator, left, right);
      return holds === undefined ? undefined : plain(holds);
    }
  }
}

export function unary(operator: string, value: Value): Value | undefined {
  if (operator === '!') return value.kind === 'plain' && value.value !== null ? plain(!value.value) : undefined;
  if (value.kind !== 'number') return undefined;
  if (operator === '+') return value;
  if (operator !== '-') return undefined;
  return { ...value, text: value.text.startsWith('-') ? value.text.slice(1) : `-${value.text}` };
}

/** `(byte)0`, `x as string` */
export function converted(type: string, value: Value): Value {
  const name = type.replace(/\?$/, '');
  if (value.kind === 'number' && /^(?:s?byte|u?short|u?int|u?long|float|double|decimal)$/.test(name)) {
    return { ...value, of: name };
  }
  return value;
}

const suffixes: Readonly<Record<string, string>> = {
  ...{ l: 'long', u: 'uint', ul: 'ulong', lu: 'ulong', f: 'float', d: 'double', m: 'decimal' },
};

/** `1_000L`, `0x1F`, `3.50m` */
export function numberOf(written: string, isReal: boolean): NumberValue {
  const word = written.replaceAll('_', '').toLowerCase();
  if (/^0[xb]/.test(word)) {
    const [, digits = '', suffix = ''] = /^(0[xb][0-9a-f]+?)(ul|lu|u|l)?$/.exec(word) ?? [];
    return { kind: 'number', text: String(digits === '' ? 0n : BigInt(digits)), of: suffixes[suffix] ?? 'int' };
  }
  const [, digits = word, suffix = ''] = /^(.*?)(ul|lu|u|l|f|d|m)?$/.exec(word) ?? [];
  return { kind: 'number', text: digits, of: suffixes[suffix] ?? (isReal ? 'double' : 'int') };
}

/** Entry of an array; undefined where it is not known. */
export function entryOf(value: Value, key: Value | undefined): Value | undefined {
  if (value.kind !== 'list' || !key) return undefined;
  if (key.kind === 'number') {
    const found = value.items[Number(key.text)];
    if (found && !isPair(found)) return found;
  }
  const pair = value.items.find((item) => isPair(item) && equals(item.entries.get('Key') ?? integer(0), key));
  return pair && isPair(pair) ? pair.entries.get('Value') : undefined;
}

const isPair = (value: Value): value is Extract<Value, { kind: 'object' }> =>
  value.kind === 'object' && value.entries.has('Key');
