// Rows that Sequelize's migrations insert, change and delete. lib/dialects/abstract/query-generator.js
import { isNative, objectOf, type Plain, Unreadable } from '../javascript/plain.ts';
import { whereSql } from './conditions.ts';
import { valueSql } from './data-types.ts';
import { column, tableSql } from './names.ts';

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

export function bulkDelete([table, where, rest]: readonly Plain[]): string[] {
  const { truncate, restartIdentity, cascade, limit } = objectOf(rest, 'the options');
  if (truncate === true) {
    return [`TRUNCATE ${tableSql(table)}${restartIdentity ? ' RESTART IDENTITY' : ''}${cascade ? ' CASCADE' : ''}`];
  }
  if (limit) throw new Unreadable('a limit is not known here');
  const condition = whereSql(objectOf(where, 'the condition'));
  return [`DELETE FROM ${tableSql(table)}${condition === '' ? '' : ` WHERE ${condition}`}`];
}
