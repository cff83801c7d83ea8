// The statements of Kysely's schema builder other than those about tables.
import { type Plain, stringsOf } from '../javascript/plain.ts';
import { isFragment } from '../javascript/sql-tag.ts';
import type { Kind } from './builder.ts';
import { values } from './columns.ts';
import { conditionSql } from './expressions.ts';
import { fragmentSql, inlined, quoted } from './fragments.ts';
import { contextOf } from './queries.ts';
import { asQuery, has, item, qualified, type Statement, spaced, tail, text, word } from './statement.ts';

/** `created_at desc` is a column and its order. */
function indexed(value: Plain): string {
  const [, name = '', order = ''] = /^(.*?)((?:\s+(?:asc|desc))?)$/i.exec(text(value)) ?? [];
  return `${quoted(name)}${order === '' ? '' : ` ${order.trim()}`}`;
}

const createIndex: Kind<Statement> = {
  name: 'createIndex',
  steps: {
    on: (state, [table]) => ({ ...state, as: qualified(state.schema, text(table)) }),
    column: item(([name]) => indexed(name)),
    columns: item(([names]) => stringsOf(names, 'the columns').map(indexed)),
    expression: item(([value]) => fragmentSql(value)),
    unique: word('unique'),
    ifNotExists: word('if not exists'),
    nullsNotDistinct: tail('nulls not distinct'),
    using: (state, [method]) => ({
      ...state,
      words: [...state.words, `using ${isFragment(method) ? fragmentSql(method) : text(method)}`],
    }),
    where: (state, args, call, machine) => {
      const isFirst = !state.tail.some((part) => part.startsWith('where '));
      return {
        ...state,
        tail: [...state.tail, `${isFirst ? 'where' : 'and'} ${inlined(conditionSql(contextOf(machine, call), args))}`],
      };
    },
  },
  sql(state) {
    const using = state.words.find((each) => each.startsWith('using '));
    const on = state.as === undefined ? '' : ` on ${state.as}`;
    const list = state.items.length > 0 ? ` (${state.items.join(', ')})` : '';
    const head = `create${has(state, 'unique')} index${has(state, 'if not exists')} ${state.name}`;
    return `${head}${on}${using ? ` ${using}` : ''}${list}${spaced(state.tail)}`;
  },
};

const plainKind = (name: string, head: string, steps: Kind<Statement>['steps'] = {}): Kind<Statement> => ({
  name,
  steps,
  sql: (state) => `${head}${has(state, 'if exists')}${has(state, 'if not exists')} ${state.name}${spaced(state.tail)}`,
});

const dropSteps = { ifExists: word('if exists'), cascade: tail('cascade') };

export const simpleKinds = {
  createIndex,
  dropTable: plainKind('dropTable', 'drop table', dropSteps),
  dropIndex: plainKind('dropIndex', 'drop index', { ...dropSteps, on: (state) => state }),
  createSchema: plainKind('createSchema', 'create schema', { ifNotExists: word('if not exists') }),
  dropSchema: plainKind('dropSchema', 'drop schema', dropSteps),
  createType: plainKind('createType', 'create type', { asEnum: tail(([given]) => `as enum (${values(given)})`) }),
  dropType: plainKind('dropType', 'drop type', { ifExists: word('if exists') }),
  refreshMaterializedView: {
    name: 'refreshMaterializedView',
    steps: {
      concurrently: word('concurrently'),
      withNoData: (state) => ({ ...state, words: ['with no data'] }),
      withData: (state) => state,
    },
    sql: (state) =>
      `refresh materialized view${has(state, 'concurrently')} ${state.name} ${has(state, 'with no data').trim() || 'with data'}`,
  },
  createView: {
    name: 'createView',
    steps: {
      ...{ temporary: word('temporary'), materialized: word('materialized'), orReplace: word('or replace') },
      ...{
        ifNotExists: word('if not exists'),
        columns: item(([names]) => stringsOf(names, 'the columns').map(quoted)),
      },
      as: (state, [query]) => ({ ...state, as: asQuery(query) }),
    },
    sql(state) {
      const head = `create${has(state, 'or replace')}${has(state, 'materialized')}${has(state, 'temporary')} view${has(state, 'if not exists')}`;
      return `${head} ${state.name}${state.items.length > 0 ? ` (${state.items.join(', ')})` : ''} as ${state.as ?? ''}`;
    },
  },
  dropView: {
    name: 'dropView',
    steps: { ...dropSteps, materialized: word('materialized') },
    sql: (state) =>
      `drop${has(state, 'materialized')} view${has(state, 'if exists')} ${state.name}${spaced(state.tail)}`,
  },
} satisfies Record<string, Kind<Statement>>;
