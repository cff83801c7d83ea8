// SQL that a Kysely migration writes itself, and how Kysely writes names and values. src/raw-builder/sql.ts, src/query-compiler
import { iterate } from '../javascript/iteration.ts';
import { type Machine, sendText } from '../javascript/machine.ts';
import { isNative, type Plain, Unreadable } from '../javascript/plain.ts';
import {
  type Call,
  knownString,
  type Native,
  native,
  toText,
  unknown,
  type Value,
  whatOf,
} from '../javascript/value.ts';
import { concatTexts, holeOf, type Text, textOf } from '../text.ts';

/** What sql`` makes: text, and values that are sent as parameters. */
interface Fragment {
  readonly parts: readonly (Text | 'parameter')[];
}

const partsOf = ({ data }: Native): Fragment['parts'] => (data as Fragment).parts;

export const isFragment = (value: Plain): boolean =>
  isNative(value) && Array.isArray((value.data as Fragment | undefined)?.parts);

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `schema.table` is two names. */
export const reference = (name: string): string => name.split('.').map(quoted).join('.');

/** A value as it stands in a statement that takes no parameters. */
export function immediate(value: Plain): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isNative(value) && isFragment(value)) return fragmentSql(value);
  throw new Unreadable('a value is computed');
}

/** Throws `Unreadable` where a part is not known. */
export function fragmentSql(value: Plain): string {
  if (!isNative(value) || !isFragment(value)) throw new Unreadable('an expression is built by code');
  const text = textOfFragment(value);
  if (text.holes[0]) throw new Unreadable(`an expression is computed (${text.holes[0].what})`);
  return text.text;
}

function textOfFragment(value: Native): Text {
  let parameters = 0;
  return concatTexts(
    (value.data as Fragment).parts.map((part) => {
      if (part !== 'parameter') return part;
      parameters += 1;
      return textOf(`$${parameters}`);
    }),
  );
}

function fragment(machine: Machine, parts: readonly (Text | 'parameter')[]): Native {
  const self: Native = native('sql', {
    data: { parts },
    get(key) {
      if (key === 'execute') return native('sql.execute', { call: ({ site }) => send(site) });
      const isSame = key === 'as' || key === '$castTo' || key === '$notNull' || key === 'withPlugin';
      return isSame ? native(key, { call: () => self }) : undefined;
    },
  });
  const send = (site: Call['site']): Value => {
    sendText(machine, textOfFragment(self), site);
    return unknown('the rows of sql.execute');
  };
  return self;
}

/** The `sql` that migrations import. */
export function sqlTag(machine: Machine): Native {
  const of = (work: (args: readonly Value[]) => readonly (Text | 'parameter')[]): Native =>
    native('sql', { call: ({ args }) => fragment(machine, work(args)) });
  const named = (args: readonly Value[]): Text[] => [nameOf(args[0])];
  const members: Readonly<Record<string, Native>> = {
    ref: of(named),
    table: of(named),
    id: of((args) => [concatTexts(args.flatMap((arg, at) => [textOf(at > 0 ? '.' : ''), nameOf(arg, quoted)]))]),
    raw: of((args) => (args[0] ? [toText(args[0])] : [])),
    lit: of((args) => [literal(args[0])]),
    literal: of((args) => [literal(args[0])]),
    val: of(() => ['parameter']),
    value: of(() => ['parameter']),
    join: of((args) => joined(machine, args)),
  };
  return native('sql', {
    call: ({ args, quasis = [] }) =>
      fragment(
        machine,
        quasis.flatMap((quasi, at) => (args[at] ? [quasi, ...embedded(args[at])] : [quasi])),
      ),
    get: (key) => (Object.hasOwn(members, key) ? members[key] : undefined),
  });
}

function nameOf(value: Value | undefined, quote = reference): Text {
  const known = knownString(value);
  return known === undefined ? holeOf(value ? whatOf(value) : 'a name') : textOf(quote(known));
}

function literal(value: Value | undefined): Text {
  if (value?.kind === 'primitive') return textOf(String(value.value));
  const known = knownString(value);
  return known === undefined ? holeOf('a value') : textOf(immediate(known));
}

/** What is not known may be SQL or a value. */
function embedded(value: Value): readonly (Text | 'parameter')[] {
  if (value.kind === 'native' && isFragment(value)) return partsOf(value);
  if (value.kind === 'native' && typeof (value.data as { sql?: unknown } | undefined)?.sql === 'string') {
    return [textOf((value.data as { sql: string }).sql)];
  }
  return value.kind === 'unknown' || value.kind === 'native' ? [holeOf(whatOf(value))] : ['parameter'];
}

function joined(machine: Machine, [items, separator]: readonly Value[]): readonly (Text | 'parameter')[] {
  if (!items) return [];
  const { items: values, isOpen } = iterate(machine, items);
  if (isOpen) return [holeOf(whatOf(items))];
  const between = separator ? embedded(separator) : [textOf(', ')];
  return values.flatMap((value, at) => (at > 0 ? [...between, ...embedded(value)] : embedded(value)));
}

/** A name that may be given as an expression. */
export const referenceOf = (value: Plain): string =>
  typeof value === 'string' ? reference(value) : fragmentSql(value);
