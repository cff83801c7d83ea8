// SQL that a Kysely migration writes itself, and how Kysely writes names and values. src/raw-builder/sql.ts, src/query-compiler
import { type Machine, sendText } from '../javascript/machine.ts';
import { isNative, type Plain, Unreadable } from '../javascript/plain.ts';
import { isFragment, joined, type Part, parameterOf, partsOf, tagOf, textOfParts } from '../javascript/sql-tag.ts';
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
import { standIn } from '../unknown-sql.ts';

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** `schema.table` is two names. */
export const reference = (name: string): string => name.split('.').map(quoted).join('.');

/** A value as it stands in a statement that takes no parameters. */
export function immediate(value: Plain): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (isFragment(value)) return fragmentSql(value);
  throw new Unreadable('a value is computed');
}

/** Throws `Unreadable` where a part is not known. */
export function fragmentSql(value: Plain): string {
  const parts = isNative(value) ? partsOf(value) : undefined;
  if (!parts) throw new Unreadable('an expression is built by code');
  return wholeText(textOfParts(parts));
}

/** A statement that takes no parameters has their values in it. */
export const inlined = (parts: readonly Part[]): string => wholeText(textOfParts(parts, immediate));

/** What a query compares with changes nothing of what a view of it is. */
function wholeText(text: Text): string {
  const [hole] = text.holes;
  const whole = hole ? standIn(text) : text;
  if (!whole) throw new Unreadable(`an expression is computed (${hole?.what})`);
  return whole.text;
}

/** SQL as a value: what `sql` makes of a template, and expressions. */
export function fragment(machine: Machine, parts: readonly Part[], own?: (key: string) => Value | undefined): Native {
  const self: Native = native('sql', {
    data: { parts },
    get(key) {
      if (key === 'execute') return native('sql.execute', { call: ({ site }) => send(site) });
      if (key === 'compile') return native(key, { call: () => compiled(self) });
      if (key === 'as') return native(key, { call: ({ args }) => aliased(machine, self, args[0]) });
      const isSame = key === '$castTo' || key === '$notNull' || key === 'withPlugin';
      return isSame ? native(key, { call: () => self }) : own?.(key);
    },
  });
  const send = (site: Call['site']): Value => {
    sendText(machine, textOfParts(parts), site);
    return unknown('the rows of sql.execute');
  };
  return self;
}

/** `query.compile(db)`, for `db.executeQuery`. */
export const compiled = (query: Native): Native =>
  native('CompiledQuery', { data: { parts: () => bareParts(query) ?? [holeOf('a query')] } });

const bareParts = (query: Native): readonly Part[] | undefined =>
  (query.data as { bare?: () => readonly Part[] } | undefined)?.bare?.() ?? partsOf(query);

/** `expression.as('name')`. */
export function aliased(machine: Machine, value: Native, alias: Value | undefined): Native {
  const name = alias && (partsOf(alias) ?? [nameOf(alias, quoted)]);
  return fragment(machine, [...(partsOf(value) ?? []), textOf(' as '), ...(name ?? [])]);
}

/** The `sql` that migrations import. */
export function sqlTag(machine: Machine): Native {
  const of = (work: (args: readonly Value[]) => readonly Part[]): Native =>
    native('sql', { call: ({ args }) => fragment(machine, work(args)) });
  const named = (args: readonly Value[]): Text[] => [nameOf(args[0])];
  const members: Readonly<Record<string, Native>> = {
    ref: of(named),
    table: of(named),
    id: of((args) => [concatTexts(args.flatMap((arg, at) => [textOf(at > 0 ? '.' : ''), nameOf(arg, quoted)]))]),
    raw: of((args) => (args[0] ? [toText(args[0])] : [])),
    lit: of((args) => [literal(args[0])]),
    literal: of((args) => [literal(args[0])]),
    val: of(([value]) => [parameterOf(value)]),
    value: of(([value]) => [parameterOf(value)]),
    join: of((args) => joined(machine, args)),
  };
  return tagOf(
    (parts) => fragment(machine, parts),
    (key) => (Object.hasOwn(members, key) ? members[key] : undefined),
  );
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
