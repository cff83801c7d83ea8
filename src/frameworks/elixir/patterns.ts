// What stands on the left of `=`, `<-` and `->`: names are bound, everything else has to be the same.

import { type Node, partsOf } from './syntax.ts';
import { equal, type Scope, unknown, type Value, whatOf } from './value.ts';

interface Matching {
  readonly text: string;
  readonly evaluate: (node: Node) => Value;
  readonly scope: Scope;
}

/** Whether the value fits, and binds what the pattern names; undefined where that is not known. */
export function match(matching: Matching, pattern: Node, value: Value): boolean | undefined {
  const { text, scope } = matching;
  if (pattern.type === 'identifier') {
    scope.variables.set(text.slice(pattern.start, pattern.end), value);
    return true;
  }
  if (pattern.type === 'tuple' || pattern.type === 'list') return matchItems(matching, pattern, value);
  if (pattern.type === 'binary_operator') {
    // `%User{} = user`, `name \\ default`
    const [left, right] = partsOf(pattern);
    const operator = pattern.children.find(({ field }) => field === 'operator')?.type;
    if (operator === '=' && left && right) {
      const fits = match(matching, left, value);
      return match(matching, right, value) === false ? false : fits;
    }
    if (operator === '\\\\' && left) return match(matching, left, value);
  }
  if (pattern.type === 'map' || pattern.type === 'call') {
    bindAll(matching, pattern, value);
    return undefined;
  }
  return equal(matching.evaluate(pattern), value);
}

function matchItems(matching: Matching, pattern: Node, value: Value): boolean | undefined {
  const parts = partsOf(pattern);
  if (value.kind !== 'tuple' && value.kind !== 'list') {
    for (const part of parts) bindAll(matching, part, value);
    return value.kind === 'unknown' ? undefined : false;
  }
  if (value.kind !== pattern.type || parts.length !== value.items.length) return false;
  const fits = parts.map((part, at) => match(matching, part, value.items[at] as Value));
  return fits.includes(false) ? false : fits.includes(undefined) ? undefined : true;
}

/** Every name in the pattern is something that is not known. */
function bindAll(matching: Matching, pattern: Node, value: Value): void {
  if (pattern.type === 'identifier') {
    const name = matching.text.slice(pattern.start, pattern.end);
    matching.scope.variables.set(name, unknown(value.kind === 'unknown' ? whatOf(value) : name));
  }
  for (const part of partsOf(pattern)) bindAll(matching, part, value);
}
