// The methods of TypeORM's QueryRunner that change the schema, and what the migration has said of tables so far.
// https://typeorm.io/docs/migrations/api/, src/driver/postgres/PostgresQueryRunner.ts
import { isObject, objectOf, type Plain, stringOf, stringsOf, Unreadable } from '../javascript/plain.ts';
import { addColumn, changeColumn, dropColumn, renameColumn } from './column-changes.ts';
import { constraintWorks } from './constraint-works.ts';
import { forget, keep, known, type Runner, tableBy, type Work } from './known-tables.ts';
import { loaded } from './loaded.ts';
import { pathOf, quotePath } from './names.ts';
import { renameTable } from './renamed-table.ts';
import {
  addPrimaryKey,
  type ConstraintKind,
  constraintName,
  createIndex,
  createTable,
  dropConstraint,
  dropIndex,
  indexName,
  keyName,
} from './statements.ts';
import {
  type Constraint,
  columnOf,
  constraintOf,
  emptyTable,
  keysOf,
  listOf,
  nameOrOwn,
  type Table,
  tableOf,
} from './table.ts';

const addIndex = (runner: Runner, target: Plain, given: Plain): string => {
  const table = known(runner, target);
  const index = constraintOf(given);
  table.indices.push({ ...index, name: indexName(table.name, index) });
  return createIndex(table.name, index);
};

const removeIndex = (runner: Runner, target: Plain, given: Plain, ifExists: Plain): string => {
  const table = known(runner, target);
  const name = isObject(given) ? indexName(table.name, constraintOf(given)) : stringOf(given, 'its name');
  const isConcurrent = isObject(given) && given.isConcurrent === true;
  table.indices = table.indices.filter((each) => each.name !== name);
  return dropIndex(table.name, name, { isConcurrent, ifExists: ifExists === true });
};

/** With the names that they get. */
const named = (kind: ConstraintKind, { name }: Table, given: readonly Constraint[]): Constraint[] =>
  given.map((each) => ({ ...each, name: constraintName(kind, name, each) }));

export const works: Readonly<Record<string, Work>> = {
  ...constraintWorks(),
  createTable(runner, [given, , foreignKeys, indices]) {
    const table = tableOf(given);
    const statements = createTable(table, { foreignKeys: foreignKeys !== false, indices: indices !== false });
    keep(
      runner,
      loaded({
        ...table,
        indices: table.indices.map((index) => ({ ...index, name: indexName(table.name, index) })),
        uniques: named('UQ', table, table.uniques),
        foreignKeys: foreignKeys === false ? [] : named('FK', table, table.foreignKeys),
      }),
    );
    return statements;
  },
  dropTable(runner, [given, , foreignKeys, indices]) {
    const name = nameOrOwn(given);
    const table = tableBy(runner, name) ?? emptyTable(name);
    forget(runner, name);
    return [
      ...(indices === false ? [] : table.indices.map((index) => dropIndex(name, indexName(name, index)))),
      ...(foreignKeys === false
        ? []
        : table.foreignKeys.map((key) => dropConstraint(name, constraintName('FK', name, key)))),
      `DROP TABLE ${quotePath(name)}`,
    ];
  },
  renameTable: (runner, [from, to]) => renameTable(runner, known(runner, from), stringOf(to, 'the new name')),
  addColumn: (runner, [target, column]) => addColumn(known(runner, target), columnOf(column)),
  addColumns(runner, [target, columns]) {
    return listOf(columns).flatMap((column) => addColumn(known(runner, target), columnOf(column)));
  },
  renameColumn(runner, [target, from, to]) {
    const table = known(runner, target);
    if (!isObject(to)) return renameColumn(table, nameOrOwn(from), stringOf(to, 'the new name'));
    return changeColumn(table, nameOrOwn(from), isObject(from) ? columnOf(from) : undefined, columnOf(to));
  },
  changeColumn(runner, [target, from, to]) {
    const table = known(runner, target);
    return changeColumn(table, nameOrOwn(from), isObject(from) ? columnOf(from) : undefined, columnOf(to));
  },
  changeColumns(runner, [target, changes]) {
    return listOf(changes).flatMap((change) => {
      const { oldColumn, newColumn } = objectOf(change, 'the change');
      return changeColumn(known(runner, target), nameOrOwn(oldColumn), columnOf(oldColumn), columnOf(newColumn));
    });
  },
  dropColumn: (runner, [target, column, ifExists]) =>
    dropColumn(known(runner, target), nameOrOwn(column), ifExists === true),
  dropColumns: (runner, [target, columns, ifExists]) =>
    listOf(columns).flatMap((column) => dropColumn(known(runner, target), nameOrOwn(column), ifExists === true)),
  createIndex: (runner, [target, index]) => [addIndex(runner, target, index)],
  createIndices: (runner, [target, indices]) => listOf(indices).map((index) => addIndex(runner, target, index)),
  dropIndex: (runner, [target, index, ifExists]) => [removeIndex(runner, target, index, ifExists)],
  dropIndices: (runner, [target, indices, ifExists]) =>
    listOf(indices).map((index) => removeIndex(runner, target, index, ifExists)),
  createPrimaryKey(runner, [target, columns, name]) {
    const options = name === undefined ? {} : { primaryKeyConstraintName: name };
    const names = stringsOf(columns, 'the columns');
    const keys = names.map((column) => ({ ...columnOf({ name: column }), options }));
    const table = known(runner, target);
    table.columns = table.columns.map((column) =>
      names.includes(column.name) ? { ...column, isPrimary: true, options: { ...column.options, ...options } } : column,
    );
    return [addPrimaryKey(table.name, keys)];
  },
  dropPrimaryKey(runner, [target, name, ifExists]) {
    const table = known(runner, target);
    const keys = keysOf(table);
    if (name === undefined && keys.length === 0)
      throw new Unreadable('the name of the primary key is read from the database');
    const own = typeof name === 'string' ? name : keyName(table.name, keys);
    table.columns = table.columns.map((column) => ({ ...column, isPrimary: false }));
    return [dropConstraint(table.name, own, ifExists === true)];
  },
  clearTable(_, [target, options]) {
    const isCascade = objectOf(options, 'the options').cascade === true;
    return [`TRUNCATE TABLE ${quotePath(nameOrOwn(target))}${isCascade ? ' CASCADE' : ''}`];
  },
  createSchema: (_, [name, ifNotExists]) => [
    `CREATE SCHEMA ${ifNotExists ? 'IF NOT EXISTS ' : ''}"${pathOf(stringOf(name, 'its name')).name}"`,
  ],
  dropSchema: (_, [name, ifExists, isCascade]) => [
    `DROP SCHEMA ${ifExists ? 'IF EXISTS ' : ''}"${pathOf(stringOf(name, 'its name')).name}" ${isCascade ? 'CASCADE' : ''}`,
  ],
  createView(_, [given]) {
    const { name, expression, materialized } = objectOf(given, 'the view');
    if (typeof expression !== 'string') throw new Unreadable('its query is built by code');
    return [
      `CREATE ${materialized ? 'MATERIALIZED ' : ''}VIEW ${quotePath(stringOf(name, 'its name'))} AS ${expression}`,
    ];
  },
  dropView(_, [given, ifExists]) {
    const isMaterialized = isObject(given) && given.materialized === true;
    return [
      `DROP ${isMaterialized ? 'MATERIALIZED ' : ''}VIEW ${ifExists === true ? 'IF EXISTS ' : ''}${quotePath(nameOrOwn(given))}`,
    ];
  },
  startTransaction: () => ['START TRANSACTION'],
  commitTransaction: () => ['COMMIT'],
  rollbackTransaction: () => ['ROLLBACK'],
};
