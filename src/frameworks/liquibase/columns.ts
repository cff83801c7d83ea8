// The changes of a table's columns. liquibase.change.core.*, liquibase.sqlgenerator.core.*
import { columnNames, type Given, isFalse, isTrue, nameIn, needed, qualifiedIn, textIn, wordIn } from './context.ts';
import { folded, literal, quote } from './names.ts';
import { columnIn, referenceIn, remarksOf } from './tables.ts';
import { typeOf } from './types.ts';
import { defaultIn, valueIn } from './values.ts';

export const alter = (change: Given, key = 'tableName', schemaKey?: string): string =>
  `ALTER TABLE ${qualifiedIn(change, key, schemaKey)}`;

const alterColumn = (change: Given): string => `${alter(change)} ALTER COLUMN ${nameIn(change, 'columnName')}`;

/** One statement for each column, then what fills them. */
export function addColumn(change: Given): string[] {
  const table = qualifiedIn(change, 'tableName');
  const columns = columnNames(change).map((given) => ({ given, ...columnIn(given) }));
  const added = columns.flatMap(({ sql, name, constraints, isPrimary }) => [
    `ALTER TABLE ${table} ADD ${sql}${isPrimary ? ' PRIMARY KEY' : ''}`,
    ...(constraints ? constraintsOf(table, name, constraints) : []),
  ]);
  const filled = columns.flatMap(({ given, name }) => {
    const value = valueIn(given);
    return value === undefined ? [] : [`UPDATE ${table} SET ${name} = ${value}`];
  });
  return [...added, ...filled, ...columns.flatMap(({ given, name }) => remarksOf(given, table, name))];
}

function constraintsOf(table: string, column: string, constraints: Given): string[] {
  const reference = referenceIn(column, constraints);
  const name = wordIn(constraints, 'uniqueConstraintName');
  const isUnique = isTrue(constraints, 'unique') && !isTrue(constraints, 'primaryKey');
  const unique = `${name ? `CONSTRAINT ${quote(name, constraints.context.quoting)} ` : ''}UNIQUE (${column})`;
  return [
    ...(isUnique ? [`ALTER TABLE ${table} ADD ${unique}`] : []),
    ...(reference ? [`ALTER TABLE ${table} ADD ${reference}`] : []),
  ];
}

export function dropColumn(change: Given): string[] {
  const listed = columnNames(change).map((column) => nameIn(column, 'name'));
  const names = listed.length > 0 ? listed : [nameIn(change, 'columnName')];
  return names.map((name) => `${alter(change)} DROP COLUMN ${name}`);
}

export const renameColumn = (change: Given): string[] => [
  `${alter(change)} RENAME COLUMN ${nameIn(change, 'oldColumnName')} TO ${nameIn(change, 'newColumnName')}`,
];

export function modifyDataType(change: Given): string[] {
  const { sql } = typeOf(needed(change, 'newDataType'));
  const name = nameIn(change, 'columnName');
  return [`${alterColumn(change)} TYPE ${sql} USING (${name}::${sql})`];
}

export function addNotNullConstraint(change: Given): string[] {
  const value = wordIn(change, 'defaultNullValue');
  const name = nameIn(change, 'columnName');
  const fill = `UPDATE ${qualifiedIn(change, 'tableName')} SET ${name} = ${literal(value ?? '')} WHERE ${name} IS NULL`;
  return [...(value === undefined ? [] : [fill]), `${alterColumn(change)} SET NOT NULL`];
}

export const dropNotNullConstraint = (change: Given): string[] => [`${alterColumn(change)} DROP NOT NULL`];

export function addDefaultValue(change: Given): string[] {
  const written = wordIn(change, 'columnDataType');
  const value = defaultIn(change, written ? typeOf(written) : undefined) ?? 'NULL';
  const sequence = wordIn(change, 'defaultValueSequenceNext');
  const owner = `${qualifiedIn(change, 'tableName')}.${nameIn(change, 'columnName')}`;
  return [
    `${alterColumn(change)} SET DEFAULT ${value}`,
    ...(sequence ? [`ALTER SEQUENCE ${quote(sequence, change.context.quoting)} OWNED BY ${owner}`] : []),
  ];
}

export const dropDefaultValue = (change: Given): string[] => [`${alterColumn(change)} DROP DEFAULT`];

/** A sequence of the column's own. */
export function addAutoIncrement(change: Given): string[] {
  const [table, column] = [needed(change, 'tableName'), needed(change, 'columnName')];
  const sequence = quote(`${folded(table)}_${folded(column)}_seq`, change.context.quoting);
  const [start, step] = [wordIn(change, 'startWith'), wordIn(change, 'incrementBy')];
  const options = `${start ? ` START WITH ${start}` : ''}${step ? ` INCREMENT BY ${step}` : ''}`;
  return [
    `CREATE SEQUENCE IF NOT EXISTS ${sequence}${options}`,
    `${alterColumn(change)} SET NOT NULL`,
    `${alterColumn(change)} SET DEFAULT nextval(${literal(sequence)})`,
    `ALTER SEQUENCE ${sequence} OWNED BY ${qualifiedIn(change, 'tableName')}.${nameIn(change, 'columnName')}`,
  ];
}

export function setColumnRemarks(change: Given): string[] {
  const remarks = textIn(change, 'remarks')?.text ?? '';
  return [
    `COMMENT ON COLUMN ${qualifiedIn(change, 'tableName')}.${nameIn(change, 'columnName')} IS ${literal(remarks)}`,
  ];
}

export const setTableRemarks = (change: Given): string[] => [
  `COMMENT ON TABLE ${qualifiedIn(change, 'tableName')} IS ${literal(textIn(change, 'remarks')?.text ?? '')}`,
];

export function mergeColumns(change: Given): string[] {
  const [first, second, final] = ['column1Name', 'column2Name', 'finalColumnName'].map((key) => nameIn(change, key));
  const joined = literal(wordIn(change, 'joinString') ?? '');
  const table = qualifiedIn(change, 'tableName');
  return [
    `ALTER TABLE ${table} ADD ${final} ${typeOf(needed(change, 'finalColumnType')).sql}`,
    `UPDATE ${table} SET ${final} = ${first} || ${joined} || ${second}`,
    `ALTER TABLE ${table} DROP COLUMN ${first}`,
    `ALTER TABLE ${table} DROP COLUMN ${second}`,
  ];
}

export const isValidated = (change: Given): boolean => !isFalse(change, 'validate');
