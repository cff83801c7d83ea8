// The operations of node-pg-migrate's `pgm`, by their names, and the statements that each sends in one string. src/operations
// https://salsita.github.io/node-pg-migrate/migrations/
import { isObject, objectOf } from '../javascript/plain.ts';
import { createIndex, dropIndex } from './indexes.ts';
import { nameSql, typed, valueSql } from './literals.ts';
import {
  addTypeValue,
  alterMaterializedView,
  alterSequence,
  alterView,
  alterViewColumn,
  createExtension,
  createMaterializedView,
  createSchema,
  createSequence,
  createType,
  createView,
  dropExtension,
  refreshMaterializedView,
} from './objects.ts';
import { drop, type Operation, one, onTable, type Reversible, rename, renamePart } from './operation.ts';
import {
  addColumns,
  addConstraint,
  alterColumn,
  alterTable,
  createTable,
  dropColumns,
  dropConstraint,
} from './tables.ts';

const reversed = (send: Operation, reverse: Operation): Reversible => ({ send, reverse });

const table = reversed(createTable, ([name, , options]) => drop('TABLE')([name, options], {}));
const columns = reversed(addColumns, dropColumns);
const index = reversed(createIndex, dropIndex);
const uniqueIndex = reversed(
  ([of, on, options], all) => createIndex([of, on, { ...objectOf(options, 'the options'), unique: true }], all),
  dropIndex,
);
const extension: Reversible = { ...reversed(createExtension, dropExtension), isApart: true };
const constraint = reversed(addConstraint, dropConstraint);
const type = reversed(createType, ([name, options]) =>
  drop('TYPE')([name, isObject(options) ? {} : options].slice(0, 1), {}),
);

/** By the names of `pgm`'s methods, the older ones included. */
export const operations: Readonly<Record<string, Reversible>> = {
  createTable: table,
  dropTable: { send: drop('TABLE') },
  renameTable: rename('TABLE'),
  alterTable: { send: alterTable },
  addColumns: columns,
  addColumn: columns,
  dropColumns: { send: dropColumns },
  dropColumn: { send: dropColumns },
  renameColumn: renamePart('ALTER TABLE', ''),
  alterColumn: { send: alterColumn },
  addConstraint: constraint,
  createConstraint: constraint,
  dropConstraint: { send: dropConstraint },
  renameConstraint: renamePart('ALTER TABLE', 'CONSTRAINT '),
  createIndex: index,
  addIndex: index,
  createUniqueIndex: uniqueIndex,
  dropIndex: { send: dropIndex },
  renameIndex: rename('INDEX'),
  createType: type,
  addType: type,
  dropType: { send: drop('TYPE') },
  renameType: rename('TYPE'),
  addTypeValue: { send: addTypeValue },
  renameTypeValue: {
    send: ([name, from, to]) => one(`ALTER TYPE ${nameSql(name)} RENAME VALUE ${valueSql(from)} TO ${valueSql(to)}`),
    reverse: ([name, from, to]) => one(`ALTER TYPE ${nameSql(name)} RENAME VALUE ${valueSql(to)} TO ${valueSql(from)}`),
  },
  addTypeAttribute: {
    send: ([name, key, of], all) =>
      one(`ALTER TYPE ${nameSql(name)} ADD ATTRIBUTE ${nameSql(key)} ${typed(of, all).type}`),
    reverse: ([name, key]) => one(`ALTER TYPE ${nameSql(name)} DROP ATTRIBUTE ${nameSql(key)}`),
  },
  renameTypeAttribute: renamePart('ALTER TYPE', 'ATTRIBUTE '),
  setTypeAttribute: {
    send: ([name, key, of], all) =>
      one(`ALTER TYPE ${nameSql(name)} ALTER ATTRIBUTE ${nameSql(key)} SET DATA TYPE ${typed(of, all).type}`),
  },
  dropTypeAttribute: {
    send: ([name, key, options]) => {
      const tail = objectOf(options, 'the options').ifExists ? ' IF EXISTS' : '';
      return one(`ALTER TYPE ${nameSql(name)} DROP ATTRIBUTE ${nameSql(key)}${tail}`);
    },
  },
  createExtension: extension,
  addExtension: extension,
  dropExtension: { send: dropExtension, isApart: true },
  createSchema: reversed(createSchema, ([name, options]) => drop('SCHEMA')([name, options], {})),
  dropSchema: { send: drop('SCHEMA') },
  renameSchema: rename('SCHEMA'),
  createSequence: reversed(createSequence, ([name, options]) => drop('SEQUENCE')([name, options], {})),
  alterSequence: { send: alterSequence },
  dropSequence: { send: drop('SEQUENCE') },
  renameSequence: rename('SEQUENCE'),
  createView: reversed(createView, ([name, options]) => drop('VIEW')([name, options], {})),
  dropView: { send: drop('VIEW') },
  alterView: { send: alterView },
  alterViewColumn: { send: alterViewColumn },
  renameView: rename('VIEW'),
  createMaterializedView: reversed(createMaterializedView, ([name, options]) =>
    drop('MATERIALIZED VIEW')([name, options], {}),
  ),
  dropMaterializedView: { send: drop('MATERIALIZED VIEW') },
  refreshMaterializedView: reversed(refreshMaterializedView, refreshMaterializedView),
  alterMaterializedView: { send: alterMaterializedView },
  renameMaterializedViewColumn: renamePart('ALTER MATERIALIZED VIEW', 'COLUMN '),
  renameMaterializedView: rename('MATERIALIZED VIEW'),
  dropTrigger: { send: onTable('TRIGGER') },
  dropPolicy: { send: onTable('POLICY') },
  renamePolicy: {
    send: ([table, from, to]) => one(`ALTER POLICY ${nameSql(from)} ON ${nameSql(table)} RENAME TO ${nameSql(to)}`),
    reverse: ([table, from, to]) => one(`ALTER POLICY ${nameSql(to)} ON ${nameSql(table)} RENAME TO ${nameSql(from)}`),
  },
  dropDomain: { send: drop('DOMAIN') },
};
