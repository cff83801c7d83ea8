// A call's arguments as plain data: those by position, and the options.
import type { Machine } from '../ruby/machine.ts';
import type { Call } from '../ruby/value.ts';
import { isObject, type Plain, type PlainObject, plain } from './options.ts';

export interface Arguments {
  readonly args: readonly Plain[];
  readonly options: PlainObject;
}

/** The last argument is the options where it is a hash without braces, or `takesHash` does not say that one may be an argument; `ignored` is one that does not matter. */
export function argumentsOf(machine: Machine, { args, site }: Call, takesHash = false, ignored?: number): Arguments {
  const last = args.at(-1);
  const hasOptions = last?.kind === 'hash' && (last.isNamed || !takesHash);
  const positional = hasOptions ? args.slice(0, -1) : args;
  const options = hasOptions && last ? plain(machine, last, 'the options', site) : {};
  return {
    args: positional.map((arg, at) => (at === ignored ? null : plain(machine, arg, `argument ${at + 1}`, site))),
    options: isObject(options) ? options : {},
  };
}
