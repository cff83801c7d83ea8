// The clauses of Kysely's queries, by the methods that add them. src/query-compiler/default-query-compiler.ts
import { isFunction, isNative, isObject, type Plain, stringsOf, Unreadable } from '../javascript/plain.ts';
import type { Part } from '../javascript/sql-tag.ts';
import type { Call } from '../javascript/value.ts';
import { bareQuery, builtBy, type Kind, type Step } from './builder.ts';
import { conflict, join } from './clauses.ts';
import {
  aliasedList,
  aliasedName,
  aliasedSql,
  type Context,
  calledBack,
  conditionSql,
  referenceSql,
  referentialSql,
  type Sql,
  separated,
  valueSql,
  written,
} from './expressions.ts';
import { quoted } from './fragments.ts';

/** `clauses`: by the names of their methods; those given again are joined. */
export interface Query {
  readonly contextAt: (site: Call['site']) => Context;
  readonly table: Sql;
  /** Of `db.withSchema(…)`. */
  readonly schema?: string;
  /** As the migration writes it. */
  readonly name: string;
  readonly clauses: Readonly<Record<string, readonly Sql[]>>;
}

/** Adds to a clause what the arguments come to. */
export const clause =
  (name: string, make: (args: readonly Plain[], context: Context) => Sql): Step<Query> =>
  (state, args, { site }) =>
    added(state, name, make(args, state.contextAt(site)));

const added = (state: Query, name: string, sql: Sql): Query => ({
  ...state,
  clauses: { ...state.clauses, [name]: [...(state.clauses[name] ?? []), sql] },
});

const word = (name: string, text: string): Step<Query> => clause(name, () => written(text));

export const where = {
  where: clause('where', (args, context) => conditionSql(context, args)),
  whereRef: clause('where', (args, context) => referentialSql(context, args)),
};

export const returning = {
  returning: clause('returning', ([names], context) => separated(aliasedList(context, names))),
  returningAll: clause('returning', ([table]) =>
    written(table === undefined ? '*' : `${aliasedName(String(table))}.*`),
  ),
};

const joining =
  (words: string): Step<Query> =>
  (state, [table, left, right], call, machine) => {
    const context = state.contextAt(call.site);
    if (state.schema !== undefined) throw new Unreadable('its schema is also that of other tables');
    const target = written(`${words} `, aliasedSql(context, table));
    if (left === undefined) return added(state, 'join', target);
    const on = isFunction(left)
      ? written(...builtBy(machine, join(context), [], call.args[1], call.site))
      : referentialSql(context, [left, '=', right]);
    return added(state, 'join', written(target, ' on ', on));
  };

export const joins = {
  innerJoin: joining('inner join'),
  leftJoin: joining('left join'),
  rightJoin: joining('right join'),
  fullJoin: joining('full join'),
  crossJoin: joining('cross join'),
  innerJoinLateral: joining('inner join lateral'),
  leftJoinLateral: joining('left join lateral'),
};

/** `from` and `using`. */
export const tables =
  (name: string): Step<Query> =>
  (state, [given], { site }) => {
    if (state.schema !== undefined) throw new Unreadable('its schema is also that of other tables');
    return added(state, name, separated(aliasedList(state.contextAt(site), given)));
  };

/** A query that stands alone within another: of `insert into … select`, `union`, `create view … as`. */
function ownQuery(context: Context, value: Plain): Sql {
  const made = isFunction(value) ? calledBack(context, value) : value;
  const query = isNative(made) ? bareQuery(made) : undefined;
  return query ?? valueSql(context, made);
}

const united = (words: string): Step<Query> =>
  clause('union', ([queries], context) =>
    separated(
      (Array.isArray(queries) ? queries : [queries]).map((query) => written(`${words} `, ownQuery(context, query))),
      ' ',
    ),
  );

const ordered = clause('orderBy', ([column, direction], context) => {
  if (isFunction(direction) || Array.isArray(column)) throw new Unreadable('its order is built by code');
  const [, name = '', own] = typeof column === 'string' ? (/^(.*?)(\s+(?:asc|desc))?$/i.exec(column) ?? []) : [];
  const target = typeof column === 'string' ? referenceSql(context, name) : referenceSql(context, column);
  return written(target, own ?? '', direction === undefined ? '' : ` ${String(direction)}`);
});

export const select: Kind<Query>['steps'] = {
  ...where,
  ...joins,
  select: clause('select', ([names], context) => separated(aliasedList(context, names))),
  selectAll: clause('select', ([tables]) =>
    written(
      tables === undefined
        ? '*'
        : stringsOf(tables, 'the tables')
            .map((name) => `${aliasedName(name)}.*`)
            .join(', '),
    ),
  ),
  distinct: word('front', 'distinct'),
  distinctOn: clause('front', ([names], context) =>
    written('distinct on (', separated(aliasedList(context, names)), ')'),
  ),
  groupBy: clause('groupBy', ([names], context) => separated(aliasedList(context, names))),
  having: clause('having', (args, context) => conditionSql(context, args)),
  havingRef: clause('having', (args, context) => referentialSql(context, args)),
  orderBy: ordered,
  limit: clause('limit', ([count], context) => valueSql(context, count)),
  offset: clause('offset', ([count], context) => valueSql(context, count)),
  ...{ union: united('union'), unionAll: united('union all'), intersect: united('intersect') },
  ...{ intersectAll: united('intersect all'), except: united('except'), exceptAll: united('except all') },
  ...{ forUpdate: word('end', 'for update'), forShare: word('end', 'for share') },
  ...{ forNoKeyUpdate: word('end', 'for no key update'), forKeyShare: word('end', 'for key share') },
  ...{ skipLocked: word('end', 'skip locked'), noWait: word('end', 'nowait') },
};

const values = clause('values', ([given], context) => {
  const made = isFunction(given) ? calledBack(context, given) : given;
  const rows = (Array.isArray(made) ? made : [made]).map((row) => {
    if (!isObject(row)) throw new Unreadable('a row is built by code');
    return row;
  });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row).filter((key) => row[key] !== undefined)))];
  const lists = rows.map((row) => {
    const cells = columns.map((key) => (row[key] === undefined ? written('default') : valueSql(context, row[key])));
    return written('(', separated(cells), ')');
  });
  return written(`(${columns.map(quoted).join(', ')}) values `, separated(lists));
});

export const insert: Kind<Query>['steps'] = {
  values,
  columns: clause('columns', ([names]) => written(`(${stringsOf(names, 'the columns').map(quoted).join(', ')})`)),
  expression: clause('values', ([query], context) => ownQuery(context, query)),
  defaultValues: word('values', 'default values'),
  onConflict(state, [callback], call, machine) {
    if (!isFunction(callback)) throw new Unreadable('its onConflict is built by code');
    const parts = builtBy(machine, conflict(state.contextAt(call.site)), {}, call.args[0], call.site);
    const { target = [], targetWhere, action = [], actionWhere } = parts;
    const own = targetWhere ? written(' where ', targetWhere) : [];
    const end = actionWhere ? written(' where ', actionWhere) : [];
    return added(state, 'conflict', written('on conflict', target, own, action, end));
  },
  ...returning,
};

/** Words before a clause, and what stands between its parts; other clauses have none, and stand one after another. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  with: ['with ', ', '],
  select: ['', ', '],
  from: ['from ', ', '],
  using: ['using ', ', '],
  set: ['set ', ', '],
  where: ['where ', ' and '],
  having: ['having ', ' and '],
  groupBy: ['group by ', ', '],
  orderBy: ['order by ', ', '],
  limit: ['limit ', ''],
  offset: ['offset ', ''],
  returning: ['returning ', ', '],
};

/** The statement, of its clauses in that order. */
export function sqlOf({ clauses }: Query, order: readonly (string | Sql)[]): readonly Part[] {
  const all = order.flatMap((each): Sql[] => {
    if (typeof each !== 'string') return [each];
    const [before = '', between = ' '] = words[each] ?? [];
    const parts = clauses[each];
    return parts ? [written(before, separated(parts, between))] : [];
  });
  return separated(all, ' ');
}
