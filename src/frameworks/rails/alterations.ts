// ALTER TABLE as Rails puts it together: the parts that change columns, alone or in bulk. postgresql/schema_statements.rb
import { changeColumnSql, changeDefaultSql, columnOf, columnSql, newValue } from './columns.ts';
import type { Command } from './command.ts';
import { note } from './history.ts';
import { hasColumn, typeOf } from './known.ts';
import { quoteName, quoteTable, quoteText } from './names.ts';
import { nameIn, onlyKnown, type Plain, type PlainObject, Unreadable, without } from './options.ts';
import { addedColumn, droppedColumns } from './schema.ts';
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
  remove_column: (session, table, { args: [, name] }) => dropColumns(session, table, [name]),
  remove_columns: (session, table, { args: [, ...names] }) => dropColumns(session, table, names),
  change_column: (session, table, { args: [, name, type], options }) => {
    const column = columnOf(nameIn(name, 'the column'), type, options, session.version);
    note(session, table, addedColumn(table, column.name, column.type));
    const after = 'comment' in options ? [commentSql(table, column.name, options.comment)] : [];
    return { parts: changeColumnSql(column), after };
  },
  change_column_default: (session, table, { args: [, name, value], options }) => {
    const column = nameIn(name, 'the column');
    const made = newValue(value, options);
    const type = made === null ? undefined : typeOf(session, table, column);
    return { parts: [changeDefaultSql(column, made, type)] };
  },
  add_timestamps: (session, table, { options }) => {
    const own = timestampOptions(options, session.version);
    const both = ['created_at', 'updated_at'].map((name) => addColumn(session, table, name, 'datetime', own));
    return { parts: both.flatMap(({ parts }) => parts) };
  },
  remove_timestamps: (session, table) => dropColumns(session, table, ['updated_at', 'created_at']),
  change_column_null: (_session, _table, { args: [, name, isNull] }) => ({
    parts: [`ALTER COLUMN ${quoteName(nameIn(name, 'the column'))} ${isNull ? 'DROP' : 'SET'} NOT NULL`],
  }),
};

function addColumn(session: Session, table: string, name: Plain, type: Plain, options: PlainObject): Alteration {
  const column = columnOf(nameIn(name, 'the column'), type, without(options, 'index'), session.version);
  note(session, table, addedColumn(table, column.name, column.type));
  const after = 'comment' in options ? [commentSql(table, column.name, options.comment)] : [];
  return { parts: [`ADD ${columnSql(column)}`], after };
}

function dropColumns(session: Session, table: string, given: readonly Plain[]): Alteration {
  const names = given.map((name) => nameIn(name, 'the column'));
  note(session, table, droppedColumns(table, names));
  return { parts: names.map((name) => `DROP COLUMN ${quoteName(name)}`) };
}

/** ActiveRecord asks whether the column is there. Where we can't tell, PostgreSQL is asked to; undefined where nothing is sent. */
export function guarded(session: Session, table: string, command: Command): Alteration | undefined {
  const { name, args, options } = command;
  const isAdding = name === 'add_column' && options.if_not_exists === true;
  const isDropping = name === 'remove_column' && options.if_exists === true;
  const known = isAdding || isDropping ? hasColumn(session, table, nameIn(args[1], 'the column')) : undefined;
  if (known !== undefined && known === isAdding) return undefined;
  const { parts, after } = alteration(session, table, command);
  if (known !== undefined || !(isAdding || isDropping)) return { parts, after };
  const [plain, asking] = isAdding ? ['ADD ', 'ADD COLUMN IF NOT EXISTS '] : ['DROP COLUMN ', 'DROP COLUMN IF EXISTS '];
  return { parts: parts.map((part) => part.replace(plain, asking)), after };
}

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
