// A query of Knex as its builder gathers it, and the SQL that it comes to. lib/query/querycompiler.js, pg-querycompiler.js

import { boundTo, columnize, escaped, type RawSql, wrap } from '../javascript/knex-values.ts';
import { isFunction, isNative, type Plain, plain, Unreadable } from '../javascript/plain.ts';
import type { Site, Text } from '../text.ts';

/** SQL in which a mark stands for each value, in order. */
export interface Part {
  readonly sql: string;
  readonly values: readonly Plain[];
}

export interface Condition extends Part {
  readonly word: 'and' | 'or';
}

export interface Query {
  table: Plain;
  conditions: Condition[];
  columns: Part[];
  /** What stands between the table and the conditions of a SELECT, and what after them. */
  joins: Part[];
  tail: Part[];
  isDistinct: boolean;
  verb?: 'update' | 'insert' | 'delete' | 'truncate';
  /** What is assigned or inserted. */
  body?: Part;
  /** The columns of rows that are inserted. */
  inserted?: readonly string[];
  conflict?: Plain;
  onConflict?: Part;
  returning?: Plain;
  /** Why it can't be read. */
  failure?: string;
  /** The last call that has said something of it. */
  site: Site;
}

export const newQuery = (table: Plain, site: Site): Query => ({
  ...{ table, conditions: [], columns: [], joins: [], tail: [], isDistinct: false, site },
});

/** Stands for a value; no code writes it. */
const mark = '\ue000';

export const part = (sql: string, values: readonly Plain[] = []): Part => ({ sql, values });

export function written(value: Plain): Part {
  const raw = rawPart(value);
  if (raw) return raw;
  const query = queryOf(value);
  if (query) {
    const { sql, values } = selectOf(query);
    return part(`(${sql})`, values);
  }
  if (isNative(value) || isFunction(value)) throw new Unreadable('a value is built by code');
  return part(mark, [value]);
}

/** SQL with values for its marks, `??` for names among them. */
export function boundPart(text: Text, bindings: Plain): Part {
  const values: Plain[] = [];
  const whole = boundTo(text, bindings ?? [], (value) => {
    const made = written(value);
    values.push(...made.values);
    return made.sql;
  });
  if (whole.holes[0]) throw new Unreadable(`an expression is computed (${whole.holes[0].what})`);
  return part(whole.text, values);
}

/** The SQL of `knex.raw(…)`; undefined where the value is none. */
export function rawPart(value: Plain): Part | undefined {
  const data = isNative(value) ? (value.data as Partial<RawSql> | undefined) : undefined;
  if (!data?.rawText) return undefined;
  return boundPart(data.rawText, data.bindings && plain(data.bindings, 'its bindings'));
}

export function joinParts(parts: readonly Part[], between: string): Part {
  return part(
    parts.map(({ sql }) => sql).join(between),
    parts.flatMap(({ values }) => values),
  );
}

/** The query that a builder in another one's arguments holds. */
export function queryOf(value: Plain): Query | undefined {
  const data = isNative(value) ? (value.data as { query?: Query } | undefined) : undefined;
  return data?.query;
}

/** As it is sent: the values go apart. */
export function numbered({ sql }: Part): string {
  let count = 0;
  return sql.replaceAll(mark, () => {
    count += 1;
    return `$${count}`;
  });
}

/** As it stands in what takes no values. */
export function inlined({ sql, values }: Part): string {
  let next = 0;
  return sql.replaceAll(mark, () => {
    const value = values[next];
    next += 1;
    return escaped(value);
  });
}

export function conditionsOf(conditions: readonly Condition[]): Part {
  const sql = conditions.map((each, at) => (at === 0 ? each.sql : `${each.word} ${each.sql}`)).join(' ');
  return part(
    sql,
    conditions.flatMap(({ values }) => values),
  );
}

const where = ({ conditions }: Query): Part[] => {
  if (conditions.length === 0) return [];
  const { sql, values } = conditionsOf(conditions);
  return [part(`where ${sql}`, values)];
};

export function selectOf(query: Query): Part {
  if (query.failure !== undefined) throw new Unreadable(query.failure);
  if (query.verb) throw new Unreadable('it holds another statement');
  const columns = query.columns.length > 0 ? joinParts(query.columns, ', ') : part('*');
  const from = query.table === undefined ? '' : ` from ${wrap(query.table)}`;
  const head = part(`select ${query.isDistinct ? 'distinct ' : ''}${columns.sql}${from}`, columns.values);
  return joinParts([head, ...query.joins, ...where(query), ...query.tail], ' ');
}

/** The statement that changes rows. */
export function changeOf(query: Query): Part {
  const { verb, body = part(''), returning, conflict, onConflict } = query;
  if (query.joins.length + query.tail.length > 0) throw new Unreadable('it joins other tables');
  if (conflict !== undefined && !onConflict) throw new Unreadable('what is done on a conflict is not said');
  const back = returning === undefined ? [] : [part(`returning ${columnize(returning)}`)];
  const table = wrap(query.table);
  if (verb === 'truncate') return part(`truncate ${table} restart identity`);
  if (verb === 'insert')
    return joinParts(
      [part(`insert into ${table} ${body.sql}`, body.values), ...(onConflict ? [onConflict] : []), ...back],
      ' ',
    );
  const head = verb === 'update' ? part(`update ${table} set ${body.sql}`, body.values) : part(`delete from ${table}`);
  return joinParts([head, ...where(query), ...back], ' ');
}
