// Kysely's schema builder, `db.schema`. src/schema/schema.ts, src/query-compiler/default-query-compiler.ts
import type { Machine } from '../javascript/machine.ts';
import { isFunction, type Plain, Unreadable } from '../javascript/plain.ts';
import { type Call, knownString, type Native, native, type Value } from '../javascript/value.ts';
import { builder, builtBy, type Kind, type Step } from './builder.ts';
import { alteration, type Clauses, column, columnSql, constraint, constraints, dataType } from './columns.ts';
import { fragmentSql, quoted, reference } from './fragments.ts';
import { simpleKinds } from './kinds.ts';
import { asQuery, has, item, qualified, type Statement, spaced, start, tail, text, word } from './statement.ts';

export const schemaOf = (machine: Machine, schema?: string): Native =>
  native('db.schema', {
    canSend: true,
    get(key) {
      if (key === 'withSchema')
        return native('schema.withSchema', { canSend: true, call: (call) => within(machine, call) });
      const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
      return kind && native(`schema.${key}`, { canSend: true, call: (call) => started(machine, kind, call, schema) });
    },
  });

function within(machine: Machine, { args: [name] }: Call): Native {
  const known = knownString(name);
  return known === undefined ? native('a schema that is computed', { canSend: true }) : schemaOf(machine, known);
}

/** Their names stand in no schema. */
const unqualified = new Set(['createIndex', 'createSchema', 'dropSchema']);

function started(machine: Machine, kind: Kind<Statement>, { args: [given] }: Call, schema: string | undefined): Native {
  const name = knownString(given);
  if (name === undefined) return builder(machine, kind, start('', schema), 'its name is computed');
  const sql = unqualified.has(kind.name) ? quoted(name) : qualified(schema, name);
  return builder(machine, kind, start(sql, schema));
}

const addColumn = item(([name, type, callback], call, machine, { schema }) => {
  const from: Clauses = schema === undefined ? {} : { schema };
  const clauses = builtBy(machine, column, from, callbackOf(callback, call, 2), call.site);
  return columnSql(text(name), dataType(type), clauses);
});

type Added = (args: readonly Plain[], call: Call, machine: Machine, state: Statement) => string;

/** The definitions of constraints, by the names of their methods. */
const added: Readonly<Record<string, Added>> = Object.fromEntries(
  Object.entries(constraints).map(([name, make]): [string, Added] => {
    const at = name === 'addForeignKeyConstraint' ? 4 : 2;
    return [
      name,
      (args, call, machine, { schema }) =>
        make(args, builtBy(machine, constraint, {}, callbackOf(args[at], call, at), call.site), schema),
    ];
  }),
);

const callbackOf = (given: Plain, { args }: Call, at: number): Value | undefined => {
  if (given === undefined) return undefined;
  if (!isFunction(given)) throw new Unreadable('its callback is not known');
  return args[at];
};

const asConstraint =
  (make: Added): Step<Statement> =>
  (state, args, call, machine) => ({
    ...state,
    tail: [...state.tail, `constraint:${make(args, call, machine, state)}`],
  });

const createTable: Kind<Statement> = {
  name: 'createTable',
  steps: {
    addColumn,
    ...Object.fromEntries(Object.entries(added).map(([name, make]) => [name, asConstraint(make)])),
    ifNotExists: word('if not exists'),
    temporary: word('temporary'),
    onCommit: tail(([value]) => `on commit ${text(value)}`),
    modifyFront: (state, [value]) => ({ ...state, words: [...state.words, `front:${fragmentSql(value)}`] }),
    modifyEnd: tail(([value]) => fragmentSql(value)),
    as: (state, [query]) => ({ ...state, as: asQuery(query) }),
  },
  sql(state) {
    const front = state.words.filter((each) => each.startsWith('front:')).map((each) => each.slice(6));
    const own = state.tail.filter((each) => each.startsWith('constraint:')).map((each) => each.slice(11));
    const end = state.tail.filter((each) => !each.startsWith('constraint:'));
    const body = state.as === undefined ? ` (${[...state.items, ...own].join(', ')})` : '';
    const head = `create${spaced(front)}${has(state, 'temporary')} table${has(state, 'if not exists')} ${state.name}`;
    return `${head}${body}${spaced(end)}${state.as === undefined ? '' : ` as ${state.as}`}`;
  },
};

const alterColumn = item(([name], call, machine) => {
  const { sql } = builtBy(machine, alteration, {}, call.args[1], call.site);
  if (sql === undefined) throw new Unreadable('what is altered is not known');
  return `alter column ${quoted(text(name))} ${sql}`;
});

/** `dropConstraint('c').ifExists()` changes what was said last. */
function lastItem(
  change: (sql: string, args: readonly Plain[], call: Call, machine: Machine) => string,
): Step<Statement> {
  return (state, args, call, machine) => ({
    ...state,
    items: [...state.items.slice(0, -1), change(state.items.at(-1) ?? '', args, call, machine)],
  });
}

const alterTable: Kind<Statement> = {
  name: 'alterTable',
  steps: {
    addColumn: (state, args, call, machine) => {
      const items = addColumn({ ...state, items: [] }, args, call, machine).items.map((each) => `add column ${each}`);
      return { ...state, items: [...state.items, ...items] };
    },
    alterColumn,
    dropColumn: item(([name]) => `drop column ${quoted(text(name))}`),
    renameColumn: item(([from, to]) => `rename column ${quoted(text(from))} to ${quoted(text(to))}`),
    renameTo: item(([to]) => `rename to ${reference(text(to))}`),
    setSchema: item(([schema]) => `set schema ${quoted(text(schema))}`),
    dropConstraint: item(([name]) => `drop constraint ${quoted(text(name))}`),
    renameConstraint: item(([from, to]) => `rename constraint ${quoted(text(from))} to ${quoted(text(to))}`),
    ifExists: lastItem((sql) => sql.replace(/^drop constraint /, 'drop constraint if exists ')),
    cascade: lastItem((sql) => `${sql} cascade`),
    restrict: lastItem((sql) => `${sql} restrict`),
    ...Object.fromEntries(
      ['onDelete', 'onUpdate', 'deferrable', 'notDeferrable', 'initiallyDeferred', 'initiallyImmediate'].map((key) => [
        key,
        lastItem((sql, args, call, machine) => {
          const clauses = constraint.steps[key]?.({}, args, call, machine) ?? {};
          return `${sql}${spaced(Object.values(clauses))}`;
        }),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(added).map(([name, make]) => [
        name,
        item((args, call, machine, state) => `add ${make(args, call, machine, state)}`),
      ]),
    ),
  },
  sql: ({ name, items }) => `alter table ${name} ${items.join(', ')}`,
};

const kinds: Readonly<Record<string, Kind<Statement>>> = { createTable, alterTable, ...simpleKinds };
