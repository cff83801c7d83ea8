// Whether values hold or are equal, as far as that is known.
import { knownText, none, pathOf, type Value, whatOf } from './value.ts';

/** Undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'constant':
      return value.value === true;
    case 'number':
      return value.value !== 0;
    case 'text':
      return value.text !== '';
    case 'list':
      return value.items.length > 0 || (value.isOpen ? undefined : false);
    case 'dict':
      return value.entries.length > 0 || (value.isOpen ? undefined : false);
    case 'function':
    case 'class':
      return true;
    default:
      return undefined;
  }
}

/** Whether two known values are equal; undefined where that is not known. */
export function equals(a: Value, b: Value): boolean | undefined {
  const known = (value: Value): boolean =>
    ['number', 'constant'].includes(value.kind) || knownText(value) !== undefined;
  if (known(a) && known(b)) return key(a) === key(b);
  if (a.kind === 'list' && b.kind === 'list' && !a.isOpen && !b.isOpen) {
    if (a.items.length !== b.items.length) return false;
    const each = a.items.map((item, at) => equals(item, b.items[at] ?? none));
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
  }
  return undefined;
}

/** What tells known plain values apart: Python's 1, True and 1.0 are the same key, '1' is another. */
export function key(value: Value): string {
  if (value.kind === 'number') return `n${value.value}`;
  if (value.kind === 'constant') return value.value === null ? 'none' : `n${Number(value.value)}`;
  if (value.kind === 'text') return `s${value.text}`;
  if (value.kind === 'list') return `(${value.items.map(key).join()})`;
  return pathOf(value) ?? `?${whatOf(value)}`;
}
