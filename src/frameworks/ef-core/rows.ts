// InsertData, UpdateData and DeleteData: a statement for each row.
import type { Value } from '../csharp/value.ts';
import { literal } from './literals.ts';
import { qualified, quote, quoteAll } from './names.ts';
import { type Operation, Unreadable } from './operation.ts';

const tableName = ({ given }: Operation): string => qualified(given.text('table'), given.maybe('schema'));

/** An array of two dimensions is one of rows; one of several values is a row, or a row for each where there is one column. */
function rowsIn({ given }: Operation, values: string, columns: number): Value[][] {
  const value = given.value(values);
  if (!value) return [[{ kind: 'plain', value: null }]];
  if (value.kind === 'unknown' || value.kind === 'name')
    throw new Unreadable(`\`${values}\` are known only at run time`);
  if (value.kind !== 'list' || value.of === 'byte') return [[value]];
  const rows = value.items.map((item) => (item.kind === 'list' && item.of === 'row' ? item.items : undefined));
  if (rows.every((row) => row !== undefined) && rows.length > 0) return rows as Value[][];
  return columns === 1 ? value.items.map((item) => [item]) : [value.items];
}

const typesIn = ({ given }: Operation, name: string): (string | undefined)[] =>
  given.value(name) ? given.names(name) : [];

function pairs(operation: Operation, prefix: string): string[][] {
  const named = (word: string): string => (prefix ? `${prefix}${word.charAt(0).toUpperCase()}${word.slice(1)}` : word);
  const columns = operation.given.names(named('columns'));
  const types = typesIn(operation, named('columnTypes'));
  return rowsIn(operation, named('values'), columns.length).map((row) => {
    if (row.length !== columns.length) throw new Unreadable('there are not as many values as columns');
    return row.map((value, at) => literal(value, types[at]));
  });
}

export function insertData(operation: Operation): string[] {
  const columns = quoteAll(operation.given.names('columns'));
  return pairs(operation, '').map(
    (row) => `INSERT INTO ${tableName(operation)} (${columns}) VALUES (${row.join(', ')})`,
  );
}

function conditions(operation: Operation): string[] {
  const columns = operation.given.names('keyColumns').map(quote);
  return pairs(operation, 'key').map((row) =>
    row.map((value, at) => (value === 'NULL' ? `${columns[at]} IS NULL` : `${columns[at]} = ${value}`)).join(' AND '),
  );
}

export const deleteData = (operation: Operation): string[] =>
  conditions(operation).map((condition) => `DELETE FROM ${tableName(operation)} WHERE ${condition}`);

export function updateData(operation: Operation): string[] {
  const columns = operation.given.names('columns').map(quote);
  const rows = pairs(operation, '');
  return conditions(operation).map((condition, at) => {
    const set = (rows[at] ?? []).map((value, column) => `${columns[column]} = ${value}`);
    return `UPDATE ${tableName(operation)} SET ${set.join(', ')} WHERE ${condition}`;
  });
}
