// CREATE TABLE: what the block of create_table says of the table, then the statement and those that follow it.
import { singularize } from '../ruby/inflections.ts';
import { columnSql } from './columns.ts';
import type { Command } from './command.ts';
import { note } from './history.ts';
import { indexOf } from './indexes.ts';
import { bareName, joinTableName, quoteName, quoteTable, quoteText } from './names.ts';
import {
  asObject,
  isList,
  isObject,
  nameIn,
  namesIn,
  type Plain,
  type PlainObject,
  sqlOf,
  textIn,
  without,
} from './options.ts';
import { addedIndex, type KnownKey, madeTable, touchedTable } from './schema.ts';
import { type Session, send } from './session.ts';
import { addPrimaryKey, addReference, definition, type NewTable } from './table-definition.ts';

const tableOptions = ['temporary', 'if_not_exists', 'options', 'as', 'comment', 'charset', 'collation', 'unlogged'];

export function createTable(session: Session, command: Command, before?: (table: NewTable) => void): void {
  const name = nameIn(command.args[0], 'the table');
  const { id = 'primary_key', primary_key: key, force, ...options } = command.options;
  const keyOptions = keyOptionsOf(session, id, without(options, ...tableOptions));
  const table: NewTable = { name, columns: [], indexes: [], foreignKeys: [], checks: [], exclusions: [], uniques: [] };
  const as = textIn(options.as, 'as');
  if (keyOptions.id && as === undefined && !isList(key)) addKey(session, table, keyOptions, key);
  before?.(table);
  if (command.block) session.machine.yield(command.block, [definition(session, table)], command.site);
  if (force) send(session, `DROP TABLE IF EXISTS ${quoteTable(name)}${force === 'cascade' ? ' CASCADE' : ''}`, command);
  send(
    session,
    tableSql(table, options, isList(key) && keyOptions.id ? namesIn(key, 'primary_key') : undefined),
    command,
  );
  remember(session, table, options);
  sendRest(session, table, options, command);
}

/** Until 5.0 the key was an integer, and one that is asked for had no sequence. */
function keyOptionsOf({ version }: Session, id: Plain, options: PlainObject): { id: Plain; options: PlainObject } {
  const own = isObject(id)
    ? { id: id.type ?? 'primary_key', options: { ...options, ...without(id, 'type') } }
    : { id, options };
  if (version >= 501) return own;
  const isNamed = own.id === 'integer' || own.id === 'bigint';
  if (isNamed && !('default' in own.options)) return { id: own.id, options: { ...own.options, default: null } };
  if (own.id === 'uuid' && !('default' in own.options)) {
    return { id: own.id, options: { ...own.options, default: 'uuid_generate_v4()' } };
  }
  return { id: own.id === 'primary_key' ? 'integer' : own.id, options: own.options };
}

function addKey(
  session: Session,
  table: NewTable,
  { id, options }: { id: Plain; options: PlainObject },
  key: Plain,
): void {
  const name = key === undefined || key === null ? 'id' : nameIn(key, 'primary_key');
  addPrimaryKey(session, table, name, id === true ? 'primary_key' : nameIn(id, 'id'), options);
}

function tableSql(table: NewTable, options: PlainObject, key: readonly string[] | undefined): string {
  const parts = [
    ...table.columns.map(columnSql),
    ...(key ? [`PRIMARY KEY (${key.map(quoteName).join(', ')})`] : []),
    ...[table.foreignKeys, table.checks, table.exclusions, table.uniques].flat().map(({ sql }) => sql),
  ];
  const kind = options.temporary ? ' TEMPORARY' : options.unlogged ? ' UNLOGGED' : '';
  const guard = options.if_not_exists ? 'IF NOT EXISTS ' : '';
  const own = textIn(options.options, 'options');
  const as = textIn(options.as, 'as');
  return [
    `CREATE${kind} TABLE ${guard}${quoteTable(table.name)}`,
    ...(parts.length > 0 || as === undefined ? [`(${parts.join(', ')})`] : []),
    ...(own ? [own] : []),
    ...(as === undefined ? [] : [`AS ${as}`]),
  ].join(' ');
}

/** One that is made from a query has columns that are not known. */
function remember(session: Session, table: NewTable, { if_not_exists: guard, as }: PlainObject): void {
  const { name, columns, foreignKeys, checks, uniques, exclusions } = table;
  const made = {
    columns: new Map(columns.map((column) => [column.name, column.type])),
    indexes: [],
    constraints: [...foreignKeys, ...checks, ...exclusions, ...uniques],
    key: keyOf(table),
  };
  note(session, name, madeTable(name, made, Boolean(guard)));
  if (as !== undefined) note(session, name, touchedTable(name));
}

/** As ActiveRecord finds it in the database. */
function keyOf({ name, columns }: NewTable): KnownKey | undefined {
  const column = columns.find(({ type, options }) => options.primary_key || type === 'primary_key');
  if (!column) return undefined;
  if (/serial$|^primary_key$/.test(column.type))
    return { column: column.name, sequence: ownedSequence(bareName(name), column.name) };
  const standard = textIn(sqlOf(column.options.default) ?? column.options.default, 'default') ?? '';
  return /nextval|uuid_generate|gen_random_uuid/i.test(standard) ? { column: column.name } : undefined;
}

/** makeObjectName of src/backend/commands/indexcmds.c shortens the longer of the two. */
function ownedSequence(table: string, column: string): string {
  let [first, second] = [table, column];
  while (first.length + second.length + '__seq'.length > 63) {
    if (first.length > second.length) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return `${first}_${second}_seq`;
}

function sendRest(session: Session, table: NewTable, options: PlainObject, command: Command): void {
  const isColumn = (name: string): boolean => table.columns.some((column) => column.name === name);
  const guard = options.if_not_exists ? { if_not_exists: true } : {};
  for (const { columns, options: own } of table.indexes) {
    const index = indexOf(table.name, columns, { ...own, ...guard }, { version: session.version, isColumn });
    note(session, table.name, addedIndex(table.name, index));
    for (const sql of index.statements) send(session, sql, command);
  }
  const comment = textIn(options.comment, 'comment');
  if (comment) send(session, `COMMENT ON TABLE ${quoteTable(table.name)} IS ${quoteText(comment)}`, command);
  for (const column of table.columns) {
    const own = textIn(column.options.comment, 'comment');
    if (own)
      send(
        session,
        `COMMENT ON COLUMN ${quoteTable(table.name)}.${quoteName(column.name)} IS ${quoteText(own)}`,
        command,
      );
  }
}

export const joinName = ([first, second]: readonly Plain[], { table_name: name }: PlainObject): string =>
  textIn(name, 'table_name') ?? joinTableName(nameIn(first, 'the table'), nameIn(second, 'the table'));

/** A table of nothing but two references. */
export function createJoinTable(session: Session, command: Command): void {
  const [first, second] = command.args.map((each) => singularize(nameIn(each, 'the table')));
  const columnOptions = { null: false, index: false, ...asObject(command.options.column_options) };
  const own = without(command.options, 'table_name', 'column_options');
  const id = own.primary_key ? 'primary_key' : false;
  const before = (table: NewTable): void => {
    for (const ref of [first, second]) addReference(session, table, ref, columnOptions);
  };
  createTable(
    session,
    { ...command, args: [joinName(command.args, command.options)], options: { id, ...own } },
    before,
  );
}
