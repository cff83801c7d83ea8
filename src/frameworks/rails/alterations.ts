import { changeColumnSql, changeDefaultSql, columnOf, columnSql, newValue } from './columns.ts';
import type { Command } from './command.ts';
import { rememberColumn, typeOf } from './known.ts';
import { quoteName, quoteTable, quoteText } from './names.ts';
import { nameIn, onlyKnown, type Plain, type PlainObject, Unreadable, without } from './options.ts';
import { type Session, send } from './session.ts';
import { timestampOptions } from './version.ts';

/** The parts of one ALTER TABLE, and what follows it. */
export interface Alteration {
  readonly parts: readonly string[];
  readonly after?: readonly string[];
}

type Alter = (session: Session, table: string, command: Command) => Alteration;

export const tableIn = ({ args: [table] }: Command): string => nameIn(table, 'the table');

const alterSql = (table: string, parts: readonly string[]): string =>
  `ALTER TABLE ${quoteTable(table)} ${parts.join(', ')}`;

export const commentSql = (table: string, column: string, comment: Plain): string =>
  `COMMENT ON COLUMN ${quoteTable(table)}.${quoteName(column)} IS ${commentText(comment)}`;

export const commentText = (comment: Plain): string =>
  comment === null || comment === undefined ? 'NULL' : quoteText(String(comment));

/** Those that are one part of an ALTER TABLE among others where several are sent together. */
const alterations: Readonly<Record<string, Alter>> = {
  add_column: (session, table, { args: [, name, type], options }) => addColumn(session, table, name, type, options),
  remove_column: (_session, _table, { args: [, name], options }) => ({ parts: [dropSql(name, options)] }),
  remove_columns: (_session, _table, { args: [, ...names], options }) => ({
    parts: names.map((name) => dropSql(name, options)),
  }),
  change_column: (session, table, { args: [, name, type], options }) => {
    const column = columnOf(nameIn(name, 'the column'), type, options, session.version);
    rememberColumn(session, table, column);
    const after = 'comment' in options ? [commentSql(table, column.name, options.comment)] : [];
    return { parts: changeColumnSql(column), after };
  },
  change_column_default: (session, table, { args: [, name, value], options }) => {
    const column = nameIn(name, 'the column');
    return { parts: [changeDefaultSql(column, newValue(value, options), typeOf(session, table, column))] };
  },
  add_timestamps: (session, table, { options }) => {
    const own = timestampOptions(options, session.version);
    const both = ['created_at', 'updated_at'].map((name) => addColumn(session, table, name, 'datetime', own));
    return { parts: both.flatMap(({ parts }) => parts) };
  },
  remove_timestamps: (_session, _table, { options }) => ({
    parts: ['updated_at', 'created_at'].map((name) => dropSql(name, options)),
  }),
  change_column_null: (_session, _table, { args: [, name, isNull] }) => ({
    parts: [`ALTER COLUMN ${quoteName(nameIn(name, 'the column'))} ${isNull ? 'DROP' : 'SET'} NOT NULL`],
  }),
};

/** ActiveRecord asks whether the column is there; PostgreSQL is asked to. */
function addColumn(session: Session, table: string, name: Plain, type: Plain, options: PlainObject): Alteration {
  const column = columnOf(nameIn(name, 'the column'), type, without(options, 'index'), session.version);
  rememberColumn(session, table, column);
  const guard = options.if_not_exists === true ? 'IF NOT EXISTS ' : '';
  const after = 'comment' in options ? [commentSql(table, column.name, options.comment)] : [];
  return { parts: [`ADD ${guard ? `COLUMN ${guard}` : ''}${columnSql(column)}`], after };
}

const dropSql = (name: Plain, options: PlainObject): string =>
  `DROP COLUMN ${options.if_exists === true ? 'IF EXISTS ' : ''}${quoteName(nameIn(name, 'the column'))}`;

export function alter(session: Session, table: string, parts: readonly string[], command: Command): void {
  send(session, alterSql(table, parts), command);
}

export const isAlteration = (name: string): boolean => Object.hasOwn(alterations, name);

export function alteration(session: Session, table: string, command: Command): Alteration {
  const made = alterations[command.name];
  if (!made) throw new Unreadable('it is no change of a table');
  if (command.name === 'remove_columns') onlyKnown(command.options, ['type', 'if_exists', ...columnKeys]);
  return made(session, table, command);
}

const columnKeys = [
  'limit',
  'precision',
  'scale',
  'default',
  'null',
  'collation',
  'comment',
  'array',
  'polymorphic',
  'foreign_key',
  'index',
];
