// How Liquibase takes changes back that say nothing of it: the changes that undo them. liquibase.change.core.*.createInverses
import { type Text, textOf } from '../text.ts';
import { attributeOf, childrenOf, type Element } from './element.ts';

/** A change of the same place. `keys`: its attributes by the name that the change has which is undone. */
type Undo = (change: Element) => readonly Element[] | undefined;

const made = (
  change: Element,
  name: string,
  attributes: readonly (readonly [string, Text | undefined])[],
): Element => ({
  ...change,
  name,
  children: [],
  attributes: new Map(attributes.flatMap(([key, value]) => (value ? [[key, value] as const] : []))),
});

const undoneBy =
  (name: string, ...keys: readonly (string | readonly [string, string])[]): Undo =>
  (change) => [
    made(
      change,
      name,
      keys.map((key) =>
        typeof key === 'string' ? [key, attributeOf(change, key)] : [key[0], attributeOf(change, key[1])],
      ),
    ),
  ];

const needing =
  (key: string, undo: Undo): Undo =>
  (change) =>
    attributeOf(change, key) ? undo(change) : undefined;

const table = ['schemaName', 'tableName'] as const;

const undos: Readonly<Record<string, Undo>> = {
  createTable: undoneBy('dropTable', ...table),
  addColumn: (change) =>
    childrenOf(change, 'column').map((column) =>
      made(change, 'dropColumn', [
        ['schemaName', attributeOf(change, 'schemaName')],
        ['tableName', attributeOf(change, 'tableName')],
        ['columnName', attributeOf(column, 'name')],
      ]),
    ),
  createIndex: needing('indexName', undoneBy('dropIndex', ...table, 'indexName')),
  addForeignKeyConstraint: needing(
    'constraintName',
    undoneBy(
      'dropForeignKeyConstraint',
      ['baseTableSchemaName', 'baseTableSchemaName'],
      'baseTableName',
      'constraintName',
    ),
  ),
  addUniqueConstraint: needing('constraintName', undoneBy('dropUniqueConstraint', ...table, 'constraintName')),
  addPrimaryKey: undoneBy('dropPrimaryKey', ...table, 'constraintName'),
  addNotNullConstraint: undoneBy('dropNotNullConstraint', ...table, 'columnName'),
  dropNotNullConstraint: undoneBy('addNotNullConstraint', ...table, 'columnName'),
  addDefaultValue: undoneBy('dropDefaultValue', ...table, 'columnName'),
  createSequence: undoneBy('dropSequence', 'schemaName', 'sequenceName'),
  createView: (change) =>
    attributeOf(change, 'replaceIfExists')?.text === 'true'
      ? undefined
      : undoneBy('dropView', 'schemaName', 'viewName')(change),
  renameTable: undoneBy(
    'renameTable',
    'schemaName',
    ['oldTableName', 'newTableName'],
    ['newTableName', 'oldTableName'],
  ),
  renameView: undoneBy('renameView', 'schemaName', ['oldViewName', 'newViewName'], ['newViewName', 'oldViewName']),
  renameColumn: undoneBy(
    'renameColumn',
    ...table,
    ['oldColumnName', 'newColumnName'],
    ['newColumnName', 'oldColumnName'],
  ),
  renameSequence: undoneBy(
    'renameSequence',
    'schemaName',
    ['oldSequenceName', 'newSequenceName'],
    ['newSequenceName', 'oldSequenceName'],
  ),
  addLookupTable: (change) => [
    made(change, 'dropForeignKeyConstraint', [
      ['baseTableSchemaName', attributeOf(change, 'existingTableSchemaName')],
      ['baseTableName', attributeOf(change, 'existingTableName')],
      ['constraintName', attributeOf(change, 'constraintName') ?? textOf('')],
    ]),
    made(change, 'dropTable', [
      ['schemaName', attributeOf(change, 'newTableSchemaName')],
      ['tableName', attributeOf(change, 'newTableName')],
    ]),
  ],
  empty: () => [],
  output: () => [],
  tagDatabase: () => [],
};

/** Undefined where Liquibase knows no way back. */
export const inverseOf = (change: Element): readonly Element[] | undefined =>
  Object.hasOwn(undos, change.name) ? undos[change.name]?.(change) : undefined;
