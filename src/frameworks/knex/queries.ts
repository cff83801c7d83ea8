// Knex's query builder, as far as migrations mostly use it; other changes of rows are data work that is not read.

import { columnize, listOf, namesOf, rawSql, wrap } from '../javascript/knex-values.ts';
import { addGap, type Machine, sendStatements } from '../javascript/machine.ts';
import { isFunction, isObject, type Plain, plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, native, unknown } from '../javascript/value.ts';
import { type Site, textOf } from '../text.ts';
import { condition } from './conditions.ts';
import {
  boundPart,
  changeOf,
  joinParts,
  newQuery,
  numbered,
  type Part,
  part,
  type Query,
  queryOf,
  rawPart,
  selectOf,
  written,
} from './query.ts';

const found = unknown('the rows of a query', 'rows');

/** Of earlier versions, whose builders had the methods of Bluebird's promises. */
const overRows = new Set(['map', 'mapSeries', 'each', 'filter', 'reduce', 'forEach']);

/** `knex('users')`, or conditions alone: `knex.whereNotNull('email')`. Its calls change it, and give it back. */
function queryBuilder(machine: Machine, query: Query): Native {
  const self: Native = native('knex', {
    canSend: true,
    data: { query },
    get: (key) =>
      native(key, {
        canSend: true,
        call(call) {
          query.site = call.site;
          if (overRows.has(key)) return machine.call({ ...found, what: `${found.what}.${key}` }, call.args, call.site);
          if (key === 'clone') return queryBuilder(machine, { ...query, conditions: [...query.conditions] });
          attemptChange(machine, query, key, call);
          return self;
        },
      }),
    settle() {
      if (query.verb) send(machine, query);
      return found;
    },
  });
  return self;
}

function attemptChange(machine: Machine, query: Query, key: string, call: Call): void {
  try {
    const args = call.args.map((arg, at) => plain(arg, `argument ${at + 1}`));
    change(query, key, args, (value) => filled(machine, value, call.site));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    query.verb ??= verbs[key];
    query.failure ??= error.message;
  }
}

/** The query that a function fills, which is given a builder as its argument and as `this`. */
function filled(machine: Machine, value: Plain, site: Site): Query {
  if (!isFunction(value)) throw new Unreadable('a condition is built by code');
  const query = newQuery(undefined, site);
  const builder = queryBuilder(machine, query);
  const returned = machine.call(value, [builder], site, builder);
  const other = returned.kind === 'native' ? queryOf(returned) : undefined;
  if (query.failure !== undefined) throw new Unreadable(query.failure);
  return other ?? query;
}

function send(machine: Machine, query: Query): void {
  try {
    if (query.failure !== undefined) throw new Unreadable(query.failure);
    sendStatements(machine, [numbered(changeOf(query))], query.site);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const on = typeof query.table === 'string' ? ` of ${query.table}` : '';
    const reason = `Data work in code, ${query.verb}${on}, is not read: ${error.message}.`;
    addGap(machine, query.site, reason, 'data-work');
  }
}

const verbs: Readonly<Record<string, Query['verb']>> = {
  ...{ update: 'update', insert: 'insert', del: 'delete', delete: 'delete', truncate: 'truncate' },
  ...{ increment: 'update', decrement: 'update' },
};

type Filled = (value: Plain) => Query;

function change(query: Query, key: string, args: readonly Plain[], fill: Filled): void {
  const wanted = condition(key, args, fill);
  if (wanted) {
    query.conditions.push(wanted);
    return;
  }
  const work = Object.hasOwn(works, key) ? works[key] : undefined;
  if (!work) throw new Unreadable(`${key} is not known here`);
  work(query, args, key);
}

type Work = (query: Query, args: readonly Plain[], key: string) => void;

const table: Work = (query, [given]) => {
  query.table = given;
};
const unchanged: Work = () => undefined;

const columns: Work = (query, args) => {
  query.columns.push(...args.flat().map((each) => part(columnize(each))));
};

const remove: Work = (query, [returning]) => {
  Object.assign(query, { verb: 'delete', ...(returning === undefined ? {} : { returning }) });
};

const counted: Work = (query, [column, amount], key) => {
  const by = Number(amount ?? 1) * (key === 'increment' ? 1 : -1);
  if (typeof column !== 'string' || Number.isNaN(by)) throw new Unreadable('what is counted is not known');
  const name = wrap(column);
  query.verb = 'update';
  query.body = part(`${name} = ${name} ${by < 0 ? '-' : '+'} ${written(1).sql}`, [Math.abs(by)]);
};

const aggregate: Work = (query, [given], key) => {
  if (typeof given !== 'string') throw new Unreadable('what is counted is not known');
  const [column, alias] = given.split(/ as /i);
  query.columns.push(part(`${key}(${wrap(column)})${alias ? ` as ${wrap(alias)}` : ''}`));
};

const joined =
  (kind: string): Work =>
  (query, [other, left, operator, right]) => {
    if (typeof left !== 'string') throw new Unreadable('a join is built by code');
    const [sign, last] = right === undefined ? ['=', operator] : [stringOf(operator, 'the operator'), right];
    query.joins.push(part(`${kind} join ${wrap(other)} on ${wrap(left)} ${sign} ${wrap(last)}`));
  };

const works: Readonly<Record<string, Work>> = {
  update(query, [given, ...more]) {
    const isRow = isObject(given);
    const returning = more[isRow ? 0 : 1];
    const body = isRow ? assignments(given) : assignments({ [stringOf(given, 'the column')]: more[0] });
    Object.assign(query, { verb: 'update', body, ...(returning === undefined ? {} : { returning }) });
  },
  insert(query, [given, returning]) {
    query.verb = 'insert';
    query.body = rowsOf(query, given);
    if (returning !== undefined) query.returning = returning;
  },
  ...{ del: remove, delete: remove, from: table, table, into: table, increment: counted, decrement: counted },
  truncate(query) {
    query.verb = 'truncate';
  },
  returning(query, [given]) {
    query.returning = given;
  },
  onConflict(query, [given]) {
    query.conflict = given ?? true;
  },
  ignore(query) {
    query.onConflict = part(`on conflict ${query.conflict === true ? '' : `${target(query)} `}do nothing`);
  },
  merge(query, [updates]) {
    query.onConflict = merged(query, updates);
  },
  ...{ select: columns, columns, column: columns, first: columns, pluck: columns },
  ...{ count: aggregate, sum: aggregate, min: aggregate, max: aggregate, avg: aggregate },
  distinct(query, args, key) {
    query.isDistinct = true;
    columns(query, args, key);
  },
  ...{ join: joined('inner'), innerJoin: joined('inner'), leftJoin: joined('left'), rightJoin: joined('right') },
  joinRaw(query, [sql, bindings]) {
    query.joins.push(boundPart(textOf(stringOf(sql, 'the join')), bindings));
  },
  groupBy(query, args) {
    query.tail.push(part(`group by ${columnize(args.flat())}`));
  },
  orderBy(query, [column, direction = 'asc']) {
    if (typeof column !== 'string') throw new Unreadable('its order is built by code');
    query.tail.push(part(`order by ${wrap(column)} ${stringOf(direction, 'the direction')}`));
  },
  limit(query, [count]) {
    query.tail.push(joinParts([part('limit'), written(count)], ' '));
  },
  ...{ transacting: unchanged, timeout: unchanged, forUpdate: unchanged, as: unchanged, queryContext: unchanged },
  withSchema(query, [schema]) {
    query.table = `${stringOf(schema, 'the schema')}.${stringOf(query.table, 'the table')}`;
  },
};

const target = ({ conflict }: Query): string => {
  const raw = rawSql(conflict);
  return raw ?? `(${columnize(conflict)})`;
};

/** Without a list it takes over all that is inserted. */
function merged(query: Query, updates: Plain): Part {
  const head = `on conflict ${target(query)} do update set`;
  if (isObject(updates)) {
    const { sql, values } = assignments(updates, ',');
    return part(`${head} ${sql}`, values);
  }
  const names = updates === undefined ? query.inserted : namesOf(updates);
  if (!names) throw new Unreadable('what it takes over is not known');
  return part(`${head} ${names.map((name) => `${wrap(name)} = excluded.${wrap(name)}`).join(', ')}`);
}

function assignments(row: Readonly<Record<string, Plain>>, between = ', '): Part {
  const parts = Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => joinParts([part(`${wrap(name)} =`), written(value)], ' '));
  if (parts.length === 0) throw new Unreadable('what is assigned is not known');
  return joinParts(parts, between);
}

/** Rows as they are given, or a query that finds them. */
function rowsOf(query: Query, given: Plain): Part {
  const other = queryOf(given);
  if (other) return selectOf(other);
  const raw = rawPart(given);
  if (raw) return raw;
  const all = listOf(given).map((row) => {
    if (!isObject(row)) throw new Unreadable('a row is built by code');
    return row;
  });
  const names = [...new Set(all.flatMap((row) => Object.keys(row)))].sort();
  query.inserted = names;
  if (names.length === 0) return part('default values');
  const lists = all.map((row) => {
    const values = names.map((name) => (row[name] === undefined ? part('DEFAULT') : written(row[name])));
    const { sql, values: own } = joinParts(values, ', ');
    return part(`(${sql})`, own);
  });
  const { sql, values } = joinParts(lists, ', ');
  return part(`(${columnize(names)}) values ${sql}`, values);
}

/** A builder of the query that is begun at the site. */
export const startQuery = (machine: Machine, given: Plain, site: Site): Native =>
  queryBuilder(machine, newQuery(given, site));
