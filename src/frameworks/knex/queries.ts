// Knex's query builder, as far as migrations mostly use it; other changes of rows are data work that is not read.
import { addGap, type Machine, sendStatements } from '../javascript/machine.ts';
import { isFunction, isNative, isObject, type Plain, plain, stringOf, Unreadable } from '../javascript/plain.ts';
import { type Native, native, unknown } from '../javascript/value.ts';
import type { Site } from '../text.ts';
import { columnize, escaped, rawSql, wrap } from './values.ts';

interface Query {
  readonly table: Plain;
  readonly where: readonly string[];
  readonly values: readonly Plain[];
  readonly verb?: 'update' | 'insert' | 'delete' | 'truncate';
  readonly body?: string;
  readonly failure?: string;
}

type Write = (value: Plain, state: { values: Plain[] }) => string;

const written: Write = (value, state) => {
  const raw = rawSql(value);
  if (raw !== undefined) return raw;
  if (isFunction(value) || isNative(value)) throw new Unreadable('a value is built by code');
  state.values.push(value);
  return '?';
};

/** `knex('users')`, or conditions alone: `knex.whereNotNull('email')`. Each call gives a new builder. */
export function queryBuilder(machine: Machine, query: Query, site: Site): Native {
  return native('knex', {
    canSend: true,
    data: { where: query.where.map((part) => inlined(part, query.values)).join(' and ') },
    get: (key) =>
      native(key, {
        canSend: true,
        call(call) {
          try {
            const args = call.args.map((arg, at) => plain(arg, `argument ${at + 1}`));
            return queryBuilder(machine, changed(query, key, args), call.site);
          } catch (error) {
            if (!(error instanceof Unreadable)) throw error;
            const verb = verbs[key] ?? query.verb;
            return queryBuilder(machine, { ...query, ...(verb ? { verb } : {}), failure: error.message }, call.site);
          }
        },
      }),
    settle() {
      if (query.verb) send(machine, query, site);
      return unknown('the rows of a query');
    },
  });
}

/** Conditions of an index are written with their values. */
function inlined(part: string, values: readonly Plain[]): string {
  let next = 0;
  return part.replace(/\?/g, () => {
    const value = values[next];
    next += 1;
    return escaped(value);
  });
}

function send(machine: Machine, query: Query, site: Site): void {
  if (query.failure !== undefined) {
    const on = typeof query.table === 'string' ? ` of ${query.table}` : '';
    addGap(machine, site, `Data work in code, ${query.verb}${on}, is not read: ${query.failure}.`, 'data-work');
    return;
  }
  let count = 0;
  const sql = sqlOf(query).replace(/\?/g, () => {
    count += 1;
    return `$${count}`;
  });
  sendStatements(machine, [sql], site);
}

function sqlOf({ table, verb, body = '', where }: Query): string {
  const conditions = where.length > 0 ? ` where ${where.join(' and ')}` : '';
  if (verb === 'update') return `update ${wrap(table)} set ${body}${conditions}`;
  if (verb === 'insert') return `insert into ${wrap(table)} ${body}`;
  if (verb === 'truncate') return `truncate ${wrap(table)} restart identity`;
  return `delete from ${wrap(table)}${conditions}`;
}

const verbs: Readonly<Record<string, Query['verb']>> = {
  ...{ update: 'update', insert: 'insert', del: 'delete', delete: 'delete', truncate: 'truncate' },
  ...{ increment: 'update', decrement: 'update' },
};

function changed(query: Query, key: string, args: readonly Plain[]): Query {
  const state = { values: [...query.values] };
  const where = condition(key, args, state);
  if (where !== undefined) return { ...query, where: [...query.where, ...where], values: state.values };
  switch (key) {
    case 'update':
      return { ...query, verb: 'update', body: assignments(args, { values: [] }) };
    case 'insert':
      return { ...query, verb: 'insert', body: rows(args[0]) };
    case 'del':
    case 'delete':
      return { ...query, verb: 'delete' };
    case 'truncate':
      return { ...query, verb: 'truncate' };
    case 'from':
    case 'table':
    case 'into':
      return { ...query, table: args[0] };
    default:
      return reading.has(key) ? query : { ...query, failure: `${key} is not known here` };
  }
}

/** What changes nothing of what an update or delete locks. */
const reading = new Set([
  'select',
  'returning',
  'first',
  'pluck',
  'transacting',
  'orderBy',
  'columns',
  'count',
  'max',
  'min',
  'timeout',
]);

function condition(key: string, args: readonly Plain[], state: { values: Plain[] }): string[] | undefined {
  const [left, operator, right] = args;
  switch (key) {
    case 'where':
    case 'andWhere':
      if (isObject(left)) return Object.entries(left).map(([name, value]) => equal(name, value, state));
      if (isFunction(left) || typeof left === 'boolean') throw new Unreadable('its condition is built by code');
      if (args.length === 1) return [rawSql(left) ?? wrap(left)];
      if (args.length === 2) return [equal(left, operator, state)];
      return [`${wrap(left)} ${stringOf(operator, 'the operator')} ${written(right, state)}`];
    case 'whereNull':
      return [`${wrap(left)} is null`];
    case 'whereNotNull':
      return [`${wrap(left)} is not null`];
    case 'whereNot':
      if (isObject(left) || args.length !== 2) throw new Unreadable('its condition is not known here');
      return [`not ${equal(left, operator, state)}`];
    case 'whereIn':
    case 'whereNotIn':
      if (!Array.isArray(operator)) throw new Unreadable('its condition is built by code');
      return [
        `${wrap(left)}${key === 'whereIn' ? '' : ' not'} in (${operator.map((value) => written(value, state)).join(', ')})`,
      ];
    case 'whereRaw':
      if (args.length > 1) throw new Unreadable('its condition has bindings');
      return [stringOf(left, 'the condition')];
    default:
      return undefined;
  }
}

const equal = (name: Plain, value: Plain, state: { values: Plain[] }): string =>
  value === null ? `${wrap(name)} is null` : `${wrap(name)} = ${written(value, state)}`;

function assignments([given, value]: readonly Plain[], state: { values: Plain[] }): string {
  const pairs: [string, Plain][] = isObject(given) ? Object.entries(given) : [[stringOf(given, 'the column'), value]];
  return pairs.map(([name, each]) => `${wrap(name)} = ${written(each, state)}`).join(', ');
}

function rows(given: Plain): string {
  const all = (Array.isArray(given) ? given : [given]).map((row) => {
    if (!isObject(row)) throw new Unreadable('a row is built by code');
    return row;
  });
  const columns = [...new Set(all.flatMap((row) => Object.keys(row)))].sort();
  const state = { values: [] };
  const lists = all.map(
    (row) => `(${columns.map((name) => (row[name] === undefined ? 'DEFAULT' : written(row[name], state))).join(', ')})`,
  );
  return `(${columnize(columns)}) values ${lists.join(', ')}`;
}
