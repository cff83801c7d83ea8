// Which operation keeps Django from undoing a migration. django/db/migrations/operations/special.py, base.py reversible
import { type Called, isFalse, isNone, type Value } from '../python/value.ts';
import { operationBehind } from './operation-class.ts';
import { argumentsOf } from './operations.ts';
import type { State } from './state.ts';

export interface Irreversible {
  readonly value: Called;
  /** `RunSQL has no reverse_sql` */
  readonly reason: string;
}

/** The first one of all that are run, in the order of the migration. */
export function irreversible(operations: readonly Value[], state: State): Irreversible | undefined {
  for (const value of operations) {
    const found = value.kind === 'called' ? refusing(value, state) : undefined;
    if (found) return found;
  }
  return undefined;
}

const needed: Readonly<Record<string, string>> = { RunSQL: 'reverse_sql', RunPython: 'reverse_code' };

function refusing(value: Called, state: State): Irreversible | undefined {
  const { callee, isOpen } = value;
  if (callee.kind === 'class' && isFalse(callee.scope.variables.get('reversible')))
    return { value, reason: `${callee.name} is not reversible` };
  const name = operationBehind(callee, state, 'down');
  if (name === undefined || isOpen) return undefined;
  const given = argumentsOf(value, name);
  const inner = name === 'SeparateDatabaseAndState' ? given('database_operations') : undefined;
  if (inner?.kind === 'list') return irreversible(inner.items, state);
  const missing = needed[name];
  if (missing === undefined) return undefined;
  const back = given(missing);
  return back === undefined || isNone(back) ? { value, reason: `${name} has no ${missing}` } : undefined;
}
