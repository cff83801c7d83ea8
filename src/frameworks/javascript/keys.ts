// The names of properties.
import type * as t from '@babel/types';
import type { Machine } from './machine.ts';
import type { Scope } from './scope.ts';
import { knownString } from './value.ts';

/** A property's name; undefined where it is computed at run time. */
export function keyName(
  machine: Machine,
  node: { readonly key: t.Node; readonly computed?: boolean | null },
  scope: Scope,
): string | undefined {
  const { key } = node;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  if (!node.computed && key.type === 'Identifier') return key.name;
  const value = machine.evaluate(key, scope);
  return value.kind === 'primitive' ? String(value.value) : knownString(value);
}
