// The methods of TypeORM's QueryRunner that change the schema, and what the migration has said of tables so far.
// https://typeorm.io/docs/migrations/api/, src/driver/postgres/PostgresQueryRunner.ts
import { isObject, objectOf, type Plain, stringOf, stringsOf, Unreadable } from '../javascript/plain.ts';
import { addColumn, changeColumn, dropColumn, loaded, renameColumn } from './column-changes.ts';
import { constraintWorks } from './constraint-works.ts';
import { known, type Runner, type Work } from './known-tables.ts';
import { generatedName, pathOf, quotePath } from './names.ts';
import {
  addPrimaryKey,
  constraintName,
  createIndex,
  createTable,
  dropConstraint,
  dropIndex,
  indexName,
} from './statements.ts';
import { columnOf, constraintOf, emptyTable, listOf, nameOrOwn, type Table, tableOf } from './table.ts';

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

export const works: Readonly<Record<string, Work>> = {
  ...constraintWorks(),
  createTable({ tables }, [given, , foreignKeys, indices]) {
    const table = tableOf(given);
    const statements = createTable(table, { foreignKeys: foreignKeys !== false, indices: indices !== false });
    tables.set(table.name, {
      ...table,
      columns: table.columns.map(loaded),
      indices: table.indices.map((index) => ({ ...index, name: indexName(table.name, index) })),
    });
    return statements;
  },
  dropTable({ tables }, [given]) {
    const name = nameOrOwn(given);
    const table = tables.get(name) ?? emptyTable(name);
    tables.delete(name);
    return [
      ...table.indices.map((index) => dropIndex(name, indexName(name, index))),
      ...table.foreignKeys.map((key) => dropConstraint(name, constraintName('FK', name, key))),
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
    const keys = stringsOf(columns, 'the columns').map((column) => ({ ...columnOf({ name: column }), options }));
    return [addPrimaryKey(known(runner, target).name, keys)];
  },
  dropPrimaryKey(runner, [target, name, ifExists]) {
    const table = known(runner, target);
    const keys = table.columns.filter(({ isPrimary }) => isPrimary).map((column) => column.name);
    if (name === undefined && keys.length === 0)
      throw new Unreadable('the name of the primary key is read from the database');
    const own = typeof name === 'string' ? name : generatedName('PK', table.name, keys);
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

/** What bears a generated name is renamed with it, as far as this migration made it. PostgresQueryRunner.renameTable */
function renameTable({ tables }: Runner, table: Table, to: string): string[] {
  const { schema } = pathOf(table.name);
  const next = schema ? `${schema}.${to}` : to;
  const path = quotePath(next);
  const statements = [`ALTER TABLE ${quotePath(table.name)} RENAME TO "${to}"`];
  const rename = (old: string, name: string): void => {
    statements.push(`ALTER TABLE ${path} RENAME CONSTRAINT "${old}" TO "${name}"`);
  };
  const keys = table.columns.filter(({ isPrimary, options }) => isPrimary && !options.primaryKeyConstraintName);
  const keyNames = keys.map(({ name }) => name);
  if (keys.length > 0) rename(generatedName('PK', table.name, keyNames), generatedName('PK', next, keyNames));
  for (const { name, isGenerated, options } of table.columns) {
    if (!isGenerated || options.generationStrategy !== 'increment') continue;
    const old = `${pathOf(table.name).name}_${name}_seq`;
    statements.push(`ALTER SEQUENCE ${quotePath(schema ? `${schema}.${old}` : old)} RENAME TO "${to}_${name}_seq"`);
  }
  for (const { name, columnNames } of table.uniques) {
    const old = generatedName('UQ', table.name, columnNames);
    if ((name ?? old) === old) rename(old, generatedName('UQ', next, columnNames));
  }
  tables.delete(table.name);
  table.name = next;
  tables.set(next, table);
  return statements;
}
