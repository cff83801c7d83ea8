// The builders that callbacks of Kysely's queries are given: of `onConflict` and of a join's conditions.
// src/query-builder/on-conflict-builder.ts, join-builder.ts
import { stringOf, stringsOf } from '../javascript/plain.ts';
import type { Kind } from './builder.ts';
import {
  assignmentsSql,
  type Context,
  conditionSql,
  referentialSql,
  type Sql,
  valueSql,
  written,
} from './expressions.ts';
import { quoted } from './fragments.ts';

export interface Conflict {
  readonly columns?: readonly string[];
  /** What stands after ON CONFLICT, with a space before it. */
  readonly target?: Sql;
  readonly targetWhere?: Sql;
  readonly action?: Sql;
  readonly actionWhere?: Sql;
}

function onColumns(state: Conflict, names: readonly string[]): Conflict {
  const columns = [...(state.columns ?? []), ...names];
  return { ...state, columns, target: written(` (${columns.map(quoted).join(', ')})`) };
}

/** A condition before the action is the target's. */
function filtered(state: Conflict, sql: Sql): Conflict {
  const key = state.action ? 'actionWhere' : 'targetWhere';
  const known = state[key];
  return { ...state, [key]: known ? written(known, ' and ', sql) : sql };
}

export const conflict = (context: Context): Kind<Conflict> => ({
  name: 'onConflict',
  steps: {
    column: (state, [name]) => onColumns(state, [stringOf(name, 'the column')]),
    columns: (state, [names]) => onColumns(state, stringsOf(names, 'the columns')),
    constraint: (state, [name]) => ({
      ...state,
      target: written(` on constraint ${quoted(stringOf(name, 'the constraint'))}`),
    }),
    expression: (state, [value]) => ({ ...state, target: written(' (', valueSql(context, value), ')') }),
    where: (state, args) => filtered(state, conditionSql(context, args)),
    whereRef: (state, args) => filtered(state, referentialSql(context, args)),
    doNothing: (state) => ({ ...state, action: written(' do nothing') }),
    doUpdateSet: (state, args) => ({
      ...state,
      action: written(' do update set ', assignmentsSql(context, args.slice(0, 1))),
    }),
  },
});

/** The conditions of a join, one after another. */
export const join = (context: Context): Kind<readonly Sql[]> => {
  const more = (state: readonly Sql[], sql: Sql): readonly Sql[] =>
    state.length > 0 ? [...state, written(' and '), sql] : [sql];
  return {
    name: 'the join',
    steps: {
      on: (state, args) => more(state, conditionSql(context, args)),
      onRef: (state, args) => more(state, referentialSql(context, args)),
      onTrue: (state) => more(state, written('true')),
    },
  };
};
