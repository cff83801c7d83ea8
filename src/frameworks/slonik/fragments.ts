// The `sql` of Slonik. https://github.com/gajus/slonik#building-queries
import type { Machine } from '../javascript/machine.ts';
import { joined, type Part, parameterOf, tagOf } from '../javascript/sql-tag.ts';
import { knownString, type Native, native, type Value, whatOf } from '../javascript/value.ts';
import { concatTexts, holeOf, type Text, textOf } from '../text.ts';

const fragment = (parts: readonly Part[]): Native => native('sql', { data: { parts } });

const values = ['array', 'binary', 'date', 'interval', 'json', 'jsonb', 'timestamp', 'unnest', 'uuid'];

/** As `sql`, `sql.fragment`, `sql.unsafe` and `sql.type(…)`. */
export function sqlTag(machine: Machine): Native {
  const tag: Native = tagOf(fragment, (name) => {
    if (name === 'fragment' || name === 'unsafe') return tag;
    if (name === 'type' || name === 'typeAlias') return native(`sql.${name}`, { call: () => tag });
    const make = makerOf(machine, name);
    return make && native(`sql.${name}`, { call: ({ args }) => fragment(make(args)) });
  });
  return tag;
}

function makerOf(machine: Machine, name: string): ((args: readonly Value[]) => readonly Part[]) | undefined {
  if (name === 'identifier') return ([names]) => [identifier(names)];
  if (name === 'literalValue') return ([value]) => [literal(value)];
  if (name === 'join') return (args) => joined(machine, args);
  return values.includes(name) ? ([value]) => [parameterOf(value)] : undefined;
}

/** A list of names, from the outer to the inner. */
function identifier(names: Value | undefined): Text {
  if (names?.kind !== 'list' || names.isOpen) return holeOf(names ? whatOf(names) : 'a name');
  const parts = names.items.map((name) => {
    const known = knownString(name);
    return known === undefined ? holeOf(whatOf(name)) : textOf(`"${known.replaceAll('"', '""')}"`);
  });
  return concatTexts(parts.flatMap((part, at) => (at > 0 ? [textOf('.'), part] : [part])));
}

function literal(value: Value | undefined): Text {
  const known = knownString(value);
  return known === undefined ? holeOf('a value') : textOf(`'${known.replaceAll("'", "''")}'`);
}
