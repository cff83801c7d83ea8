// Rows that Sequelize's migrations insert, change and delete, and conditions. lib/dialects/abstract/query-generator.js
import { isNative, isObject, objectOf, type Plain, Unreadable } from '../javascript/plain.ts';
import { valueSql } from './data-types.ts';
import { column, tableSql } from './names.ts';

/** Equality alone; operators are symbols, which are not read. */
export function whereSql(where: Plain, write: (value: Plain) => string = valueSql): string {
  if (isNative(where)) return valueSql(where);
  return Object.entries(objectOf(where, 'the condition'))
    .map(([name, value]) => {
      if (value === null) return `${column(name)} IS NULL`;
      if (Array.isArray(value)) return `${column(name)} IN (${value.map(write).join(', ')})`;
      if (isObject(value)) throw new Unreadable('a condition with operators is not known here');
      return `${column(name)} = ${write(value)}`;
    })
    .join(' AND ');
}

export function bulkInsert([table, rows, rest]: readonly Plain[]): string[] {
  if (!Array.isArray(rows)) throw new Unreadable('its rows are built by code');
  const all = rows.map((row) => objectOf(row, 'a row'));
  const names = [...new Set(all.flatMap((row) => Object.keys(row)))];
  const lists = all.map((row) => `(${names.map((name) => (name in row ? valueSql(row[name]) : 'DEFAULT')).join(',')})`);
  return [
    `INSERT INTO ${tableSql(table)} (${names.map(column).join(',')}) VALUES ${lists.join(',')}${objectOf(rest, 'the options').returning === true ? ' RETURNING *' : ''}`,
  ];
}

export function bulkUpdate([table, values, where]: readonly Plain[]): string[] {
  let count = 0;
  const write = (value: Plain): string => {
    if (isNative(value)) return valueSql(value);
    count += 1;
    return `$${count}`;
  };
  const set = Object.entries(objectOf(values, 'the values')).map(([name, value]) => `${column(name)}=${write(value)}`);
  const condition = whereSql(objectOf(where, 'the condition'), write);
  return [`UPDATE ${tableSql(table)} SET ${set.join(',')}${condition === '' ? '' : ` WHERE ${condition}`}`];
}

export function bulkDelete([table, where]: readonly Plain[]): string[] {
  const condition = whereSql(objectOf(where, 'the condition'));
  return [`DELETE FROM ${tableSql(table)}${condition === '' ? '' : ` WHERE ${condition}`}`];
}
