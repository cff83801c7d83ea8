// Calls of SQLAlchemy's names, whatever they were imported from, and flags among their arguments.
import { type Called, pathOf, type Value } from '../python/value.ts';

export const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;

/** Only for the type checker, so that a call which is not one of the named ones is still a call. */
declare const isNamed: unique symbol;
export type NamedCall = Called & { readonly [isNamed]: true };

/** Whether it is a call of something by one of these names, whatever it was imported from. */
export const isCall = (value: Value | undefined, ...names: readonly string[]): value is NamedCall =>
  value?.kind === 'called' && names.includes((pathOf(value.callee) ?? '').replace(/^.*\./, ''));
