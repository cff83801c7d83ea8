// A table as `queryRunner.getTable` gives it to a migration, which looks there for the names of keys and indexes.
// src/schema-builder/table/Table.ts
import { valueOfJson } from '../javascript/json.ts';
import {
  list,
  native,
  nullValue,
  type RecordValue,
  record,
  truth,
  undefinedValue,
  type Value,
} from '../javascript/value.ts';
import { textOf } from '../text.ts';
import type { Column, Constraint, Table } from './table.ts';

export function tableValue(table: Table): RecordValue {
  const columns = table.columns.map(columnValue);
  const of = (given: readonly Constraint[]): Value => list(given.filter(({ isGone }) => !isGone).map(constraintValue));
  const named = (name: Value | undefined): Value =>
    columns.find(({ fields }) => isSame(fields.get('name'), name)) ?? undefinedValue;
  return record([
    ['name', textOf(table.name)],
    ['columns', list(columns)],
    ['indices', of(table.indices)],
    ['uniques', of(table.uniques)],
    ['foreignKeys', of(table.foreignKeys)],
    ['checks', of(table.checks)],
    ['primaryColumns', list(columns.filter(({ fields }) => truth(fields.get('isPrimary') ?? nullValue) === true))],
    ['findColumnByName', native('findColumnByName', { call: ({ args: [name] }) => named(name) })],
  ]);
}

const isSame = (a: Value | undefined, b: Value | undefined): boolean =>
  a?.kind === 'text' && b?.kind === 'text' && a.text === b.text;

const columnValue = ({ actual: _, options, ...flags }: Column): RecordValue => recordOf({ ...options, ...flags });

const constraintValue = ({ name, columnNames, options }: Constraint): RecordValue =>
  recordOf({ ...options, ...(name === undefined ? {} : { name }), columnNames });

/** Without what is undefined, which an object of JSON has not. */
function recordOf(data: object): RecordValue {
  const value = valueOfJson(JSON.parse(JSON.stringify(data)));
  return value.kind === 'record' ? value : record();
}
