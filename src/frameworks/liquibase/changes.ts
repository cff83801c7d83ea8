// The changes of a change set by name, each with the statements that it comes to.
import type { Text } from '../text.ts';
import * as columns from './columns.ts';
import * as constraints from './constraints.ts';
import { type Given, needed, wordIn } from './context.ts';
import * as data from './data.ts';
import { createTable } from './tables.ts';
import { Unreadable } from './unreadable.ts';
import * as written from './written-sql.ts';

type Reader = (change: Given) => readonly (string | Text)[];

const unread =
  (describe: (change: Given) => string): Reader =>
  (change) => {
    throw new Unreadable(describe(change));
  };

const nothing: Reader = () => [];

const readers: Readonly<Record<string, Reader>> = {
  createTable,
  dropTable: constraints.dropTable,
  renameTable: constraints.renameTable,
  setTableRemarks: columns.setTableRemarks,
  addColumn: columns.addColumn,
  dropColumn: columns.dropColumn,
  renameColumn: columns.renameColumn,
  modifyDataType: columns.modifyDataType,
  setColumnRemarks: columns.setColumnRemarks,
  addNotNullConstraint: columns.addNotNullConstraint,
  dropNotNullConstraint: columns.dropNotNullConstraint,
  addDefaultValue: columns.addDefaultValue,
  dropDefaultValue: columns.dropDefaultValue,
  addAutoIncrement: columns.addAutoIncrement,
  mergeColumns: columns.mergeColumns,
  addForeignKeyConstraint: constraints.addForeignKeyConstraint,
  dropForeignKeyConstraint: constraints.dropForeignKeyConstraint,
  dropAllForeignKeyConstraints: constraints.dropAllForeignKeys,
  addPrimaryKey: constraints.addPrimaryKey,
  dropPrimaryKey: constraints.dropPrimaryKey,
  addUniqueConstraint: constraints.addUniqueConstraint,
  dropUniqueConstraint: constraints.dropConstraint,
  dropCheckConstraint: constraints.dropConstraint,
  createIndex: constraints.createIndex,
  dropIndex: constraints.dropIndex,
  addLookupTable: constraints.addLookupTable,
  createSequence: constraints.createSequence,
  alterSequence: constraints.alterSequence,
  renameSequence: constraints.renameSequence,
  dropSequence: constraints.dropSequence,
  createView: written.createView,
  renameView: constraints.renameView,
  dropView: constraints.dropView,
  createProcedure: written.createProcedure,
  dropProcedure: constraints.dropProcedure,
  sql: written.sql,
  sqlFile: written.sqlFile,
  insert: data.insert,
  update: data.update,
  delete: data.remove,
  loadData: (change) => data.loadData(change),
  loadUpdateData: (change) => data.loadData(change, { updates: true }),
  empty: nothing,
  output: nothing,
  tagDatabase: nothing,
  stop: nothing,
  customChange: unread(
    (change) =>
      `What ${wordIn(change, 'class') ?? 'a class'} does is Java code of the project's own, which is not read.`,
  ),
  executeCommand: unread((change) => `What the program ${needed(change, 'executable')} does is not read.`),
};

/** Elements of a change set that are no changes. */
const described = new Set([
  'comment',
  'validCheckSum',
  'preConditions',
  'rollback',
  'modifySql',
  'property',
  'changes',
]);

export const isChange = (name: string): boolean => !described.has(name);

/** Throws an Unreadable where what it does can't be told. */
export function statementsOf(change: Given): readonly (string | Text)[] {
  const { name } = change.element;
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!reader) throw new Unreadable('What it does is not known here.');
  return reader(change);
}
