// The `sql` of Slonik. https://github.com/gajus/slonik#building-queries
import type { Machine } from '../javascript/machine.ts';
import { joined, type Part, parameterOf, tagOf, textOfFragment } from '../javascript/sql-tag.ts';
import { knownString, type Native, native, type Value, whatOf } from '../javascript/value.ts';
import { concatTexts, holeOf, type Text, textOf } from '../text.ts';

const fragment = (parts: readonly Part[]): Native => native('sql', { data: { parts } });

/** What follows the parameter of a value. src/sqlFragmentFactories */
const casts: Readonly<Record<string, string>> = {
  ...{ binary: '', date: '::date', json: '::json', jsonb: '::jsonb', uuid: '::uuid' },
};

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
  if (name === 'array') return ([value, type]) => [parameterOf(value), textOf('::'), arrayType(type)];
  if (name === 'unnest') return ([, types]) => unnest(types);
  if (name === 'timestamp') return ([value]) => [textOf('to_timestamp('), parameterOf(value), textOf(')')];
  if (name === 'interval') return ([parts]) => interval(parts);
  const cast = casts[name];
  return cast === undefined ? undefined : ([value]) => [parameterOf(value), textOf(cast)];
}

/** A type's name is quoted; SQL stands as it is, and for a list. */
function arrayType(type: Value | undefined): Text {
  const written = type && textOfFragment(type);
  if (written) return written;
  const known = knownString(type);
  return known === undefined ? holeOf('a type') : textOf(`${quoted(known)}[]`);
}

function unnest(types: Value | undefined): readonly Part[] {
  if (types?.kind !== 'list' || types.isOpen) return [holeOf('the types of sql.unnest')];
  const columns = types.items.flatMap((type, at): readonly Part[] => [
    textOf(at > 0 ? ', ' : ''),
    parameterOf(undefined),
    textOf('::'),
    concatTexts([columnType(type), textOf('[]')]),
  ]);
  return [textOf('unnest('), ...columns, textOf(')')];
}

function columnType(type: Value): Text {
  const written = textOfFragment(type);
  if (written) return written;
  if (type.kind === 'list') return identifier(type);
  const known = knownString(type);
  if (known === undefined) return holeOf('a type');
  const [, name = '', dimensions = ''] = /^(.*?)((?:\[\])*)$/.exec(known) ?? [];
  return textOf(`${quoted(name)}${dimensions}`);
}

/** `make_interval("days" => $1)`; in the order of PostgreSQL's arguments. */
function interval(parts: Value | undefined): readonly Part[] {
  if (parts?.kind !== 'record') return [holeOf('an interval')];
  const units = ['years', 'months', 'days', 'hours', 'minutes', 'seconds'].filter((unit) => parts.fields.has(unit));
  const named = units.flatMap((unit, at): readonly Part[] => [
    textOf(`${at > 0 ? ', ' : ''}${unit === 'seconds' ? 'secs' : unit === 'minutes' ? 'mins' : unit} => `),
    parameterOf(undefined),
  ]);
  return [textOf('make_interval('), ...named, textOf(')')];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A list of names, from the outer to the inner. */
function identifier(names: Value | undefined): Text {
  if (names?.kind !== 'list' || names.isOpen) return holeOf(names ? whatOf(names) : 'a name');
  const parts = names.items.map((name) => {
    const known = knownString(name);
    return known === undefined ? holeOf(whatOf(name)) : textOf(quoted(known));
  });
  return concatTexts(parts.flatMap((part, at) => (at > 0 ? [textOf('.'), part] : [part])));
}

function literal(value: Value | undefined): Text {
  const known = knownString(value);
  return known === undefined ? holeOf('a value') : textOf(`'${known.replaceAll("'", "''")}'`);
}
