// Kysely's query builders: what starts a query, and the order of its clauses. src/query-compiler/default-query-compiler.ts
import type { Machine } from '../javascript/machine.ts';
import { type Plain, plain, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, native, undefinedValue } from '../javascript/value.ts';
import { builder, type Kind } from './builder.ts';
import { expressionBuilder } from './expression-builder.ts';
import {
  aliasedList,
  aliasedName,
  assignmentsSql,
  type Context,
  type Sql,
  separated,
  valueSql,
  written,
} from './expressions.ts';
import { quoted } from './fragments.ts';
import { clause, insert, joins, type Query, returning, select, sqlOf, tables, where } from './query.ts';

export const contextOf = (machine: Machine, { site }: Pick<Call, 'site'>): Context => ({
  machine,
  site,
  eb: () => expressionBuilder(machine, (key) => (key === 'selectFrom' ? queryMember(machine, key) : undefined)),
});

const kinds: Readonly<Record<string, Kind<Query>>> = {
  selectFrom: {
    name: 'selectFrom',
    steps: select,
    work: ({ name }) => `select from ${name}`,
    query(state) {
      const main = [written('select'), 'front', 'select', written('from ', state.table), 'join', 'where', 'groupBy'];
      return sqlOf(state, ['with', ...main, 'having', 'union', 'orderBy', 'limit', 'offset', 'end']);
    },
  },
  insertInto: {
    name: 'insertInto',
    steps: insert,
    work: ({ name }) => `insert into ${name}`,
    query: (state) =>
      sqlOf(state, ['with', written('insert into ', state.table), 'columns', 'values', 'conflict', 'returning']),
  },
  updateTable: {
    name: 'updateTable',
    steps: {
      ...where,
      ...joins,
      ...returning,
      from: tables('from'),
      set: clause('set', (args, context) => assignmentsSql(context, args)),
    },
    work: ({ name }) => `update of ${name}`,
    query: (state) =>
      sqlOf(state, ['with', written('update ', state.table), 'set', 'from', 'join', 'where', 'returning']),
  },
  mergeInto: {
    name: 'mergeInto',
    steps: {},
    work: ({ name }) => `merge into ${name}`,
    query: () => [],
  },
  deleteFrom: {
    name: 'deleteFrom',
    steps: {
      ...where,
      ...joins,
      ...returning,
      using: tables('using'),
    },
    work: ({ name }) => `delete from ${name}`,
    query: (state) =>
      sqlOf(state, ['with', written('delete from ', state.table), 'using', 'join', 'where', 'returning']),
  },
};

/** What `db.with(…)` and `db.withSchema(…)` say of the queries that follow. */
export interface Around {
  readonly schema?: string;
  readonly with?: readonly Sql[];
}

/** `db.updateTable('users')` and the like; undefined where Kysely has no such builder. */
export function queryMember(machine: Machine, key: string, around: Around = {}): Native | undefined {
  const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  return (
    kind &&
    native(`db.${key}`, {
      canSend: true,
      call({ args: [table], site }) {
        const contextAt = (at: Call['site']): Context => contextOf(machine, { site: at });
        const clauses: Query['clauses'] = around.with ? { with: around.with } : {};
        try {
          const given = plain(table ?? undefinedValue, 'its table');
          const sql = tableSql(contextAt(site), given, around.schema);
          return builder(machine, kind, { contextAt, table: sql, name: nameOf(given), clauses, schema: around.schema });
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          return builder(machine, kind, { contextAt, table: [], name: 'a table', clauses }, error.message);
        }
      },
    })
  );
}

const nameOf = (table: Plain): string => (typeof table === 'string' ? table : 'a query');

function tableSql(context: Context, given: Plain, schema: string | undefined): Sql {
  const isQualified = typeof given !== 'string' || given.includes('.') || schema === undefined;
  if (isQualified) return separated(aliasedList(context, given));
  return written(`${quoted(schema)}.`, aliasedName(given));
}

/** `db.with('old', (db) => db.selectFrom(…))`: the name may have columns, `old(id, name)`. */
export function commonTable(context: Context, name: Plain, query: Plain): Sql {
  const [, table = '', columns] = /^\s*([^(]+?)\s*(?:\(([^)]*)\)\s*)?$/.exec(String(name)) ?? [];
  const list = columns?.split(',').map((column) => quoted(column.trim()));
  return written(`${quoted(table)}${list ? `(${list.join(', ')})` : ''} as `, valueSql(context, query));
}
