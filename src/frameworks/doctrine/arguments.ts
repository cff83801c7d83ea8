// What a migration hands to the Schema API, as far as it is known.
import { isNull, knownText, type List, type Value } from '../php/value.ts';
import { Unreadable } from './column-sql.ts';

/** Of a column: `length`, `notnull`, `default`. */
type Settings = Map<string, string | number | boolean | null>;

export function setAll(options: Settings, given: Value | undefined): void {
  if (given === undefined || isNull(given)) return;
  if (given.kind !== 'list' || given.isOpen) throw new Unreadable('its options are known only at run time');
  for (const [name, value] of given.entries) {
    if (/^(?:customSchema|platform)Options$/.test(name)) setAll(options, value);
    else options.set(name, scalar(value));
  }
}

export function scalar(value: Value): string | number | boolean | null {
  const known = value.kind === 'primitive' ? value.value : knownText(value);
  if (known === undefined) throw new Unreadable('an option is known only at run time');
  return known;
}

export const number = (value: Value | undefined): number | undefined =>
  value?.kind === 'primitive' && typeof value.value === 'number' ? value.value : undefined;

export const given = (value: Value | undefined): string | undefined =>
  value === undefined || isNull(value) ? undefined : word(value, 'a name');

export function word(value: Value | undefined, what: string): string {
  const known = knownText(value);
  if (known === undefined) throw new Unreadable(`${what} is known only at run time`);
  return known;
}

export function words(value: Value | undefined, what: string): string[] {
  if (value?.kind !== 'list' || value.isOpen) throw new Unreadable(`${what} are known only at run time`);
  return [...(value satisfies List).entries.values()].map((each) => word(each, what));
}
