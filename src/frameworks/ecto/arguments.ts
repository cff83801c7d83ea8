// What Ecto's functions are given, known or not. What is not known is a gap of the call.
import { isKeywords, isNil, keyed, type List, type Value, whatOf, wordOf } from '../elixir/value.ts';

/** Thrown where an argument is not known; the message completes "… is not read: ". */
export class Unreadable extends Error {}

export function nameIn(value: Value | undefined, what: string): string {
  const word = isNil(value) ? undefined : wordOf(value);
  if (word === undefined) throw new Unreadable(`${what} is ${whatOf(value)}, which is known only at run time`);
  return word;
}

/** A keyword list whose entries are asked for by name. */
export interface Options {
  /** Undefined where it is not given. */
  readonly value: (name: string) => Value | undefined;
  /** Undefined where it is not given, or nil. */
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean | undefined;
  readonly list: (name: string) => readonly Value[];
  /** Throws for an option that nobody has asked for. */
  readonly done: () => void;
}

/** `standard` holds where `given` says nothing. */
export function optionsOf(given: Value | undefined, standard?: List): Options {
  if (!isNil(given) && !isKeywords(given)) throw new Unreadable('its options are known only at run time');
  const own = isKeywords(given) ? given : undefined;
  const asked = new Set<string>();
  const value = (name: string): Value | undefined => {
    asked.add(name);
    return keyed(own, name) ?? keyed(standard, name);
  };
  const text = (name: string): string | undefined => {
    const found = value(name);
    return isNil(found) ? undefined : nameIn(found, `\`${name}\``);
  };
  return {
    value,
    text,
    flag: (name) => {
      const word = text(name);
      return word === undefined ? undefined : word !== 'false';
    },
    list: (name) => {
      const found = value(name);
      if (isNil(found) || found === undefined) return [];
      return found.kind === 'list' ? found.items : [found];
    },
    done: () => {
      const names = (own?.items ?? []).map((item) => (item.kind === 'tuple' ? wordOf(item.items[0]) : undefined));
      const strange = names.find((name) => name !== undefined && !asked.has(name));
      if (strange !== undefined) throw new Unreadable(`the option \`${strange}\` is not known`);
    },
  };
}
