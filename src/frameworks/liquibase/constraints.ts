// Keys, constraints and indexes. liquibase.sqlgenerator.core.*
import { alter, isValidated } from './columns.ts';
import { columnNames, type Given, inSchema, isTrue, nameIn, namesIn, needed, qualifiedIn, wordIn } from './context.ts';
import { quote } from './names.ts';
import { deferring } from './tables.ts';
import { typeOf } from './types.ts';
import { Unreadable } from './unreadable.ts';

const named = (change: Given, key = 'constraintName'): string => {
  const name = wordIn(change, key)?.trim();
  return name ? `CONSTRAINT ${quote(name, change.context.quoting)} ` : '';
};

const tablespaceOf = (change: Given, word = ' TABLESPACE'): string => {
  const tablespace = wordIn(change, 'tablespace');
  return tablespace ? `${word} ${quote(tablespace, change.context.quoting)}` : '';
};

export function addForeignKeyConstraint(change: Given): string[] {
  const [onDelete, onUpdate] = [wordIn(change, 'onDelete'), wordIn(change, 'onUpdate')];
  const action = onDelete ?? (isTrue(change, 'deleteCascade') ? 'CASCADE' : undefined);
  return [
    [
      `${alter(change, 'baseTableName', 'baseTableSchemaName')} ADD ${named(change)}FOREIGN KEY (${namesIn(change, 'baseColumnNames')})`,
      `REFERENCES ${qualifiedIn(change, 'referencedTableName', 'referencedTableSchemaName')} (${namesIn(change, 'referencedColumnNames')})`,
      ...(onUpdate ? [`ON UPDATE ${onUpdate}`] : []),
      ...(action ? [`ON DELETE ${action}`] : []),
      ...deferring(change),
      ...(isValidated(change) ? [] : ['NOT VALID']),
    ].join(' '),
  ];
}

export const dropForeignKeyConstraint = (change: Given): string[] => [
  `${alter(change, 'baseTableName', 'baseTableSchemaName')} DROP CONSTRAINT ${nameIn(change, 'constraintName')}`,
];

export const dropConstraint = (change: Given): string[] => [
  `${alter(change)} DROP CONSTRAINT ${nameIn(change, 'constraintName')}`,
];

export const dropAllForeignKeys = (change: Given): string[] => {
  throw new Unreadable(
    `It drops all foreign keys of ${needed(change, 'baseTableName')}, and which those are is looked up in the database.`,
  );
};

/** `forIndexName` is not used on PostgreSQL. */
export function addPrimaryKey(change: Given): string[] {
  const keys = `(${namesIn(change, 'columnNames')})${tablespaceOf(change, ' USING INDEX TABLESPACE')}`;
  return [`${alter(change)} ADD ${named(change)}PRIMARY KEY ${keys}`];
}

export function dropPrimaryKey(change: Given): string[] {
  if (wordIn(change, 'constraintName')?.trim()) return dropConstraint(change);
  throw new Unreadable(
    `It drops the primary key of ${needed(change, 'tableName')}, and what that is named is looked up in the database.`,
  );
}

export function addUniqueConstraint(change: Given): string[] {
  const keys = `(${namesIn(change, 'columnNames')})`;
  const unique = `${alter(change)} ADD ${named(change)}UNIQUE ${keys}`;
  const tablespace = tablespaceOf(change, 'USING INDEX TABLESPACE');
  return [[unique, ...deferring(change), ...(tablespace ? [tablespace] : [])].join(' ')];
}

/** A column that is computed, or holds an expression, stands as written. */
function keyOf(column: Given): string {
  const written = needed(column, 'name');
  const isComputed = isTrue(column, 'computed') || /[()]/.test(written);
  const [, bare = written, order = ''] = isComputed ? [] : (/^(.*?)(\s+(?:asc|desc))?$/i.exec(written) ?? []);
  const name = isComputed ? written : quote(bare, column.context.quoting);
  return `${name}${order}${isTrue(column, 'descending') ? ' DESC' : ''}`;
}

export function createIndex(change: Given): string[] {
  const name = wordIn(change, 'indexName')?.trim();
  const keys = columnNames(change).map(keyOf);
  if (keys.length === 0) throw new Unreadable('It names no columns.');
  const unique = isTrue(change, 'unique') ? 'UNIQUE ' : '';
  const index = name ? `${quote(name, change.context.quoting)} ` : '';
  return [
    `CREATE ${unique}INDEX ${index}ON ${qualifiedIn(change, 'tableName')}(${keys.join(', ')})${tablespaceOf(change)}`,
  ];
}

export const dropIndex = (change: Given): string[] => [`DROP INDEX ${qualifiedIn(change, 'indexName')}`];

export function addLookupTable(change: Given): string[] {
  const lookup = qualifiedIn(change, 'newTableName', 'newTableSchemaName');
  const column = nameIn(change, 'newColumnName');
  const existing = qualifiedIn(change, 'existingTableName', 'existingTableSchemaName');
  const from = nameIn(change, 'existingColumnName');
  const type = wordIn(change, 'newColumnDataType');
  const constraint =
    wordIn(change, 'constraintName') ??
    `FK_${needed(change, 'existingTableName')}_${needed(change, 'newTableName')}`.toUpperCase();
  return [
    `CREATE TABLE ${lookup} AS SELECT DISTINCT ${from} AS ${column} FROM ${existing} WHERE ${from} IS NOT NULL`,
    ...(type ? [`ALTER TABLE ${lookup} ALTER COLUMN ${column} SET NOT NULL`] : []),
    `ALTER TABLE ${lookup} ADD PRIMARY KEY (${column})`,
    `ALTER TABLE ${existing} ADD CONSTRAINT ${quote(constraint, change.context.quoting)} FOREIGN KEY (${from}) REFERENCES ${lookup} (${column})`,
  ];
}

export const dropTable = (change: Given): string[] => [
  `DROP TABLE ${qualifiedIn(change, 'tableName')}${isTrue(change, 'cascadeConstraints') ? ' CASCADE' : ''}`,
];

export const renameTable = (change: Given): string[] => [
  `${alter(change, 'oldTableName')} RENAME TO ${nameIn(change, 'newTableName')}`,
];

/** START WITH and its like, in the order in which Liquibase writes them. */
function sequenceOptions(change: Given): string {
  const words = [
    ['startValue', 'START WITH'],
    ['incrementBy', 'INCREMENT BY'],
    ['minValue', 'MINVALUE'],
    ['maxValue', 'MAXVALUE'],
    ['cacheSize', 'CACHE'],
  ] as const;
  const options = words.flatMap(([key, word]) => {
    const value = wordIn(change, key);
    return value ? [` ${word} ${value}`] : [];
  });
  return `${options.join('')}${isTrue(change, 'cycle') ? ' CYCLE' : ''}`;
}

export function createSequence(change: Given): string[] {
  const type = wordIn(change, 'dataType');
  const as = type ? ` AS ${typeOf(type).sql}` : '';
  return [`CREATE SEQUENCE IF NOT EXISTS ${qualifiedIn(change, 'sequenceName')}${as}${sequenceOptions(change)}`];
}

export const alterSequence = (change: Given): string[] => [
  `ALTER SEQUENCE ${qualifiedIn(change, 'sequenceName')}${sequenceOptions(change)}`,
];

export const renameSequence = (change: Given): string[] => [
  `ALTER SEQUENCE ${qualifiedIn(change, 'oldSequenceName')} RENAME TO ${nameIn(change, 'newSequenceName')}`,
];

export const dropSequence = (change: Given): string[] => [
  `DROP SEQUENCE ${qualifiedIn(change, 'sequenceName')} CASCADE`,
];

export const renameView = (change: Given): string[] => [
  `${alter(change, 'oldViewName')} RENAME TO ${nameIn(change, 'newViewName')}`,
];

export const dropView = (change: Given): string[] => [
  `DROP VIEW ${isTrue(change, 'ifExists') ? 'IF EXISTS ' : ''}${qualifiedIn(change, 'viewName')}`,
];

export const dropProcedure = (change: Given): string[] => [
  `DROP PROCEDURE ${inSchema(change, nameIn(change, 'procedureName'))}`,
];
