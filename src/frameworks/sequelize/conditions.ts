// Conditions as Sequelize's migrations write them, with the operators of `Op`. lib/dialects/abstract/query-generator.js whereItemsQuery()
import { isNative, isObject, type Plain, Unreadable } from '../javascript/plain.ts';
import { type Native, native } from '../javascript/value.ts';
import { textOf } from '../text.ts';
import { quoted, valueSql } from './data-types.ts';
import { column } from './names.ts';

/** An operator is a symbol, which stands here for itself as a key. */
const symbol = (name: string): string => `Symbol(${name})`;

const comparators: Readonly<Record<string, string>> = {
  ...{ eq: '=', ne: '!=', gte: '>=', gt: '>', lte: '<=', lt: '<', not: 'IS NOT', is: 'IS', in: 'IN', notIn: 'NOT IN' },
  ...{ like: 'LIKE', notLike: 'NOT LIKE', iLike: 'ILIKE', notILike: 'NOT ILIKE', startsWith: 'LIKE', endsWith: 'LIKE' },
  ...{ substring: 'LIKE', regexp: '~', notRegexp: '!~', iRegexp: '~*', notIRegexp: '!~*', between: 'BETWEEN' },
  ...{ notBetween: 'NOT BETWEEN', col: '=', match: '@@' },
};

const groups: readonly string[] = ['and', 'or', 'not'];

/** `Sequelize.Op`. */
export const operators: Native = native('Op', {
  get: (key) => (Object.hasOwn(comparators, key) || groups.includes(key) ? textOf(symbol(key)) : undefined),
});

const operatorOf = (key: string): string | undefined => /^Symbol\((\w+)\)$/.exec(key)?.[1];

/** Operators come before names. */
const entriesOf = (value: Readonly<Record<string, Plain>>): [string, Plain][] =>
  Object.entries(value).sort(([a], [b]) => Number(operatorOf(a) === undefined) - Number(operatorOf(b) === undefined));

/** `write` writes what is compared for equality. */
export function whereSql(where: Plain, write: (value: Plain) => string = valueSql, between = ' AND '): string {
  if (isNative(where)) return valueSql(where);
  if (where === undefined || where === null) return '';
  if (!isObject(where)) throw new Unreadable('its condition is built by code');
  return entriesOf(where)
    .map(([key, value]) => itemSql(key, value, write))
    .filter((item) => item !== '')
    .join(between);
}

function itemSql(key: string, value: Plain, write: (value: Plain) => string): string {
  const operator = operatorOf(key);
  if (operator !== undefined) return groupSql(operator, value, write);
  const name = column(key);
  if (value === undefined) throw new Unreadable(`what ${key} is compared with is not known`);
  if (value === null) return `${name} IS NULL`;
  if (Array.isArray(value)) return comparisonSql(name, 'in', value);
  if (isNative(value) || !isObject(value)) return isNative(value) ? equalSql(name, value) : `${name} = ${write(value)}`;
  const all = entriesOf(value);
  const [first] = all;
  const own = first && operatorOf(first[0]);
  if (!first || own === undefined) throw new Unreadable(`a condition on what is in ${key} is not known here`);
  if (all.length === 1 && own !== 'and' && own !== 'or') return comparisonSql(name, own, first[1]);
  return bound(own === 'or' ? 'OR' : 'AND', key, own === 'or' || own === 'and' ? first[1] : value, write);
}

const equalSql = (name: string, value: Plain): string => `${name} = ${valueSql(value)}`;

/** `{ age: { [Op.or]: [1, 2] } }`, `{ age: { [Op.gte]: 1, [Op.lt]: 9 } }` */
function bound(word: string, key: string, value: Plain, write: (value: Plain) => string): string {
  const parts = Array.isArray(value)
    ? value.map((each) => itemSql(key, each, write))
    : isObject(value)
      ? entriesOf(value).map(([operator, each]) => itemSql(key, { [operator]: each }, write))
      : undefined;
  if (!parts) throw new Unreadable(`a condition on ${key} is not known here`);
  return `(${parts.join(` ${word} `)})`;
}

function groupSql(operator: string, value: Plain, write: (value: Plain) => string): string {
  if (!groups.includes(operator)) throw new Unreadable(`Op.${operator} without a column is not known here`);
  const between = operator === 'or' ? ' OR ' : ' AND ';
  const items = Array.isArray(value)
    ? value.map((each) => {
        const sql = whereSql(each, write);
        return isObject(each) && !isNative(each) && Object.keys(each).length > 1 ? `(${sql})` : sql;
      })
    : [whereSql(value, write, between)];
  const all = items.filter((item) => item !== '').join(between);
  if (all === '') return operator === 'and' ? '' : '0 = 1';
  return `${operator === 'not' ? 'NOT ' : ''}(${all})`;
}

function comparisonSql(name: string, given: string, value: Plain): string {
  const operator = given === 'not' ? negation(value) : given;
  const comparator = comparators[operator];
  if (comparator === undefined) throw new Unreadable(`Op.${operator} is not known here`);
  if (operator === 'in' || operator === 'notIn') return listSql(name, operator, value);
  if (operator === 'between' || operator === 'notBetween') {
    const [from, to] = Array.isArray(value) ? value : [];
    return `${name} ${comparator} ${valueSql(from)} AND ${valueSql(to)}`;
  }
  if (operator === 'col') return `${name} = ${quoted(String(value))}`;
  const pattern = { startsWith: `${value}%`, endsWith: `%${value}`, substring: `%${value}%` }[operator];
  if (value === null && (operator === 'eq' || operator === 'ne')) {
    return `${name} ${operator === 'eq' ? 'IS' : 'IS NOT'} NULL`;
  }
  return `${name} ${comparator} ${valueSql(pattern ?? value)}`;
}

function negation(value: Plain): string {
  if (Array.isArray(value)) return 'notIn';
  return value === null || typeof value === 'boolean' ? 'not' : 'ne';
}

function listSql(name: string, operator: 'in' | 'notIn', value: Plain): string {
  const word = operator === 'in' ? 'IN' : 'NOT IN';
  if (isNative(value)) return `${name} ${word} ${valueSql(value)}`;
  if (!Array.isArray(value)) throw new Unreadable('what it is looked for in is not known here');
  if (value.length === 0) return operator === 'in' ? `${name} IN (NULL)` : '';
  return `${name} ${word} (${value.map(valueSql).join(', ')})`;
}
