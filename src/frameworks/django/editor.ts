// Django's schema editor for PostgreSQL: one migration's work, what waits for its end, and the indexes and constraints that are there.
// django/db/backends/base/schema.py, django/db/backends/postgresql/schema.py
import type { Site } from '../python/value.ts';
import { type Deferred, listedOf, nameIn, renameColumn, renameTable, sqlOf } from './deferred.ts';
import { bare, generatedName, quote } from './names.ts';
import type { Listed, State } from './state.ts';

/** One migration's work. */
export interface Editor {
  /** As the operation at work leaves it. */
  state: State;
  deferred: Deferred[];
  readonly send: (sql: string, site: Site) => void;
  /** What can't be read of a statement that is otherwise sent. */
  readonly gap: (reason: string, site: Site) => void;
  /** The operation at work. */
  site: Site;
}

export const send = (editor: Editor, sql: string): void => editor.send(sql, editor.site);
export const defer = (editor: Editor, deferred: Omit<Deferred, 'site'>): void =>
  void editor.deferred.push({ ...deferred, site: editor.site });

export const listedIn = (editor: Editor, table: string): readonly Listed[] => editor.state.listed.get(table) ?? [];
export const enlist = (editor: Editor, table: string, listed: Listed): void =>
  void editor.state.listed.set(table, [...listedIn(editor, table), listed]);
export const strike = (editor: Editor, table: string, name: string): void =>
  void editor.state.listed.set(
    table,
    listedIn(editor, table).filter((each) => each.name !== name),
  );

/** Statements that waited for the end of the migration. */
export function flush(editor: Editor): void {
  for (const deferred of editor.deferred) {
    editor.send(sqlOf(deferred), deferred.site);
    const listed = listedOf(deferred);
    if (listed) enlist(editor, deferred.table, listed);
  }
  editor.deferred = [];
}

/** Sends now what is deferred elsewhere. */
export function sendNow(editor: Editor, made: Omit<Deferred, 'site'>): void {
  const deferred = { ...made, site: editor.site };
  send(editor, sqlOf(deferred));
  const listed = listedOf(deferred);
  if (listed) enlist(editor, deferred.table, listed);
}

/** Of that column alone, and made by Django for the field. */
export const listedOn = (editor: Editor, table: string, column: string, kind: Listed['kind']): Listed[] =>
  listedIn(editor, table).filter(
    (each) => each.kind === kind && !each.isMeta && each.columns.length === 1 && each.columns[0] === column,
  );

export function dropForeignKey(editor: Editor, table: string, name: string): void {
  send(editor, `SET CONSTRAINTS ${quote(name)} IMMEDIATE; ALTER TABLE ${quote(table)} DROP CONSTRAINT ${quote(name)}`);
  strike(editor, table, name);
}

export function dropConstraint(editor: Editor, table: string, name: string): void {
  send(editor, `ALTER TABLE ${quote(table)} DROP CONSTRAINT ${quote(name)}`);
  strike(editor, table, name);
}

/** Names of waiting indexes are settled when one of the table goes, as Django then compares them. */
export function dropIndex(editor: Editor, table: string, name: string, concurrently = false): void {
  for (const deferred of editor.deferred) {
    if (deferred.kind === 'index' && deferred.table === table) deferred.name = nameIn(deferred);
  }
  editor.deferred = editor.deferred.filter((deferred) => !(deferred.table === table && deferred.name === name));
  send(editor, `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${quote(name)}`);
  strike(editor, table, name);
}

export function alterTable(editor: Editor, from: string, to: string): void {
  if (from === to || from.toLowerCase() === to.toLowerCase()) return;
  send(editor, `ALTER TABLE ${quote(from)} RENAME TO ${quote(bare(to))}`);
  for (const deferred of editor.deferred) renameTable(deferred, from, to);
  editor.state.listed.set(to, listedIn(editor, from));
  editor.state.listed.delete(from);
}

export function renameColumnTo(editor: Editor, table: string, from: string, to: string): void {
  send(editor, `ALTER TABLE ${quote(table)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`);
  for (const deferred of editor.deferred) renameColumn(deferred, table, from, to);
  const renamed = listedIn(editor, table).map((each) => ({
    ...each,
    columns: each.columns.map((column) => (column === from ? to : column)),
  }));
  editor.state.listed.set(table, renamed);
}

export const likeName = (table: string, column: string): string => generatedName(table, [column], '_like');
