// Kysely's schema builder, `db.schema`. src/schema/schema.ts, src/query-compiler/default-query-compiler.ts
import type { Machine } from '../javascript/machine.ts';
import { isFunction, type Plain, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, namespace, native, type Value } from '../javascript/value.ts';
import { builder, builtBy, type Kind, type Step } from './builder.ts';
import { alteration, column, columnSql, constraint, constraints, dataType } from './columns.ts';
import { fragmentSql, quoted, reference } from './fragments.ts';
import { createIndex, simpleKinds } from './kinds.ts';
import { has, item, type Statement, spaced, sqlOrFragment, start, tail, text, word } from './statement.ts';

export function schemaOf(machine: Machine, schema?: string): Native {
  const qualified = (name: Plain): string => (schema === undefined ? '' : `${quoted(schema)}.`) + reference(text(name));
  const kinds = kindsOf(machine, qualified);
  const make = (kind: Kind<Statement>, quote: (name: Plain) => string): Native =>
    native(`schema.${kind.name}`, {
      canSend: true,
      call({ args: [name] }) {
        const known = name?.kind === 'text' && name.holes.length === 0 ? name.text : undefined;
        const failure = known === undefined ? 'its name is computed' : undefined;
        return builder(machine, kind, start(known === undefined ? '' : quote(known)), failure);
      },
    });
  const members: Record<string, Value> = {
    createIndex: make(kinds.createIndex, (name) => quoted(text(name))),
    createSchema: make(kinds.createSchema, (name) => quoted(text(name))),
    dropSchema: make(kinds.dropSchema, (name) => quoted(text(name))),
    withSchema: native('schema.withSchema', {
      canSend: true,
      call({ args: [name] }) {
        const known = name?.kind === 'text' && name.holes.length === 0 ? name.text : undefined;
        return known === undefined ? native('a schema that is computed', { canSend: true }) : schemaOf(machine, known);
      },
    }),
  };
  for (const name of [
    'createTable',
    'alterTable',
    'dropTable',
    'dropIndex',
    'createType',
    'dropType',
    'createView',
    'dropView',
    'refreshMaterializedView',
  ] as const) {
    members[name] = make(kinds[name], qualified);
  }
  return { ...namespace('db.schema', members), canSend: true };
}

function kindsOf(machine: Machine, qualified: (name: Plain) => string) {
  const addColumn = item(([name, type, callback], call) => {
    const clauses = builtBy(machine, column, {}, callbackOf(callback, call, 2), call.site);
    return columnSql(text(name), dataType(type), clauses);
  });
  const added = Object.fromEntries(
    Object.entries(constraints).map(([name, make]) => {
      const at = name === 'addForeignKeyConstraint' ? 4 : 2;
      return [
        name,
        (args: readonly Plain[], call: Call) =>
          make(args, builtBy(machine, constraint, {}, callbackOf(args[at], call, at), call.site)),
      ];
    }),
  );
  return {
    createTable: createTable(addColumn, added),
    alterTable: alterTable(machine, addColumn, added, qualified),
    createIndex: createIndex(qualified),
    ...simpleKinds,
  };
}

const callbackOf = (given: Plain, { args }: Call, at: number): Value | undefined => {
  if (given === undefined) return undefined;
  if (!isFunction(given)) throw new Unreadable('its callback is not known');
  return args[at];
};

type Added = Readonly<Record<string, (args: readonly Plain[], call: Call) => string>>;

function createTable(addColumn: Step<Statement>, added: Added): Kind<Statement> {
  const { steps: addedSteps, last } = {
    steps: Object.entries(added),
    last: (state: Statement, sql: string) => ({ ...state, tail: [...state.tail, `constraint:${sql}`] }),
  };
  return {
    name: 'createTable',
    steps: {
      addColumn,
      ...Object.fromEntries(
        addedSteps.map(([name, make]) => [
          name,
          (state: Statement, args: readonly Plain[], call: Call) => last(state, make(args, call)),
        ]),
      ),
      ifNotExists: word('if not exists'),
      temporary: word('temporary'),
      onCommit: tail(([value]) => `on commit ${text(value)}`),
      modifyFront: (state, [value]) => ({ ...state, words: [...state.words, `front:${fragmentSql(value)}`] }),
      modifyEnd: tail(([value]) => fragmentSql(value)),
      as: (state, [query]) => ({ ...state, as: sqlOrFragment(query) }),
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
}

function alterTable(
  machine: Machine,
  addColumn: Step<Statement>,
  added: Added,
  qualified: (name: Plain) => string,
): Kind<Statement> {
  const alterColumn = item(([name], call) => {
    const { sql } = builtBy(machine, alteration, {}, call.args[1], call.site);
    if (sql === undefined) throw new Unreadable('what is altered is not known');
    return `alter column ${quoted(text(name))} ${sql}`;
  });
  const steps: Record<string, Step<Statement>> = {
    addColumn: (state, args, call) => {
      const items = addColumn({ ...state, items: [] }, args, call).items.map((each) => `add column ${each}`);
      return { ...state, items: [...state.items, ...items] };
    },
    alterColumn,
    dropColumn: item(([name]) => `drop column ${quoted(text(name))}`),
    renameColumn: item(([from, to]) => `rename column ${quoted(text(from))} to ${quoted(text(to))}`),
    renameTo: item(([to]) => `rename to ${qualified(to)}`),
    setSchema: item(([schema]) => `set schema ${quoted(text(schema))}`),
    dropConstraint: item(([name]) => `drop constraint ${quoted(text(name))}`),
    renameConstraint: item(([from, to]) => `rename constraint ${quoted(text(from))} to ${quoted(text(to))}`),
    ifExists: lastItem((sql) => sql.replace(/^drop constraint /, 'drop constraint if exists ')),
    cascade: lastItem((sql) => `${sql} cascade`),
    restrict: lastItem((sql) => `${sql} restrict`),
    ...Object.fromEntries(
      ['onDelete', 'onUpdate', 'deferrable', 'notDeferrable', 'initiallyDeferred', 'initiallyImmediate'].map((key) => [
        key,
        lastItem((sql, args, call) => {
          const clauses = constraint.steps[key]?.({}, args, call) ?? {};
          return `${sql}${spaced(Object.values(clauses))}`;
        }),
      ]),
    ),
  };
  for (const [name, make] of Object.entries(added)) steps[name] = item((args, call) => `add ${make(args, call)}`);
  return { name: 'alterTable', steps, sql: ({ name, items }) => `alter table ${name} ${items.join(', ')}` };
}

/** `dropConstraint('c').ifExists()` changes what was said last. */
const lastItem =
  (change: (sql: string, args: readonly Plain[], call: Call) => string): Step<Statement> =>
  (state, args, call) => ({
    ...state,
    items: [...state.items.slice(0, -1), change(state.items.at(-1) ?? '', args, call)],
  });
