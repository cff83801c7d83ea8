// The SQL of an operation. Each command of the tool is one list of statements.
import { alterColumn } from './alter-column.ts';
import { alterDatabase, ensureSchema } from './alter-database.ts';
import {
  addConstraint,
  checkConstraint,
  dropConstraint,
  foreignKey,
  primaryKey,
  uniqueConstraint,
} from './constraints.ts';
import { createIndex, dropIndex, renameIndex } from './indexes.ts';
import type { Project } from './model.ts';
import { qualified, quote } from './names.ts';
import type { Operation } from './operation.ts';
import { deleteData, insertData, updateData } from './rows.ts';
import { alterSequence, createSequence, dropSequence, restartSequence } from './sequences.ts';
import { addColumn, alterTable, createTable, dropColumn, rename, renameColumn } from './tables.ts';

type Work = (operation: Operation, project: Project) => string[];

const works: Readonly<Record<string, Work>> = {
  AddCheckConstraint: (operation) => addConstraint(operation, checkConstraint),
  AddColumn: addColumn,
  AddForeignKey: (operation) => addConstraint(operation, foreignKey),
  AddPrimaryKey: (operation) => addConstraint(operation, primaryKey),
  AddUniqueConstraint: (operation) => addConstraint(operation, uniqueConstraint),
  AlterColumn: alterColumn,
  AlterDatabase: (operation, { model }) => alterDatabase(operation, model().defaultSchema),
  AlterSequence: alterSequence,
  AlterTable: alterTable,
  CreateCheckConstraint: (operation) => addConstraint(operation, checkConstraint),
  CreateIndex: createIndex,
  CreateSequence: (operation, { version }) => createSequence(operation, version),
  CreateTable: createTable,
  DeleteData: deleteData,
  DropCheckConstraint: dropConstraint,
  DropColumn: dropColumn,
  DropForeignKey: dropConstraint,
  DropIndex: dropIndex,
  DropPrimaryKey: dropConstraint,
  DropSchema: ({ given }) => [`DROP SCHEMA ${quote(given.text('name'))}`],
  DropSequence: dropSequence,
  DropTable: ({ given }) => [`DROP TABLE ${qualified(given.text('name'), given.maybe('schema'))}`],
  DropUniqueConstraint: dropConstraint,
  EnsureSchema: ({ given }) => ensureSchema(given.text('name')),
  InsertData: insertData,
  RenameColumn: renameColumn,
  RenameIndex: renameIndex,
  RenameSequence: (operation) => rename(operation, 'SEQUENCE'),
  RenameTable: (operation) => rename(operation, 'TABLE'),
  RestartSequence: restartSequence,
  UpdateData: updateData,
};

/** Throws `Unreadable`. */
export const statementsOf = (operation: Operation, project: Project): string[] =>
  works[operation.kind]?.(operation, project) ?? [];
