// Names that Elixir code has given to values. What is bound within a block is gone after it, as in Elixir.
import type { Value } from './value.ts';

export interface Scope {
  readonly variables: Map<string, Value>;
  readonly above: Scope | undefined;
}

export const scopeIn = (above: Scope | undefined): Scope => ({ variables: new Map(), above });

export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.above) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return undefined;
}
