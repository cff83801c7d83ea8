// CREATE TABLE: what the block of create_table says of the table, then the statement and those that follow it.
import { singularize } from '../ruby/inflections.ts';
import { type Call, knownName, native, nil, primitive, unknown, type Value } from '../ruby/value.ts';
import { type Arguments, argumentsOf } from './arguments.ts';
import { type Column, columnOf, columnSql } from './columns.ts';
import type { Command } from './command.ts';
import { type Constraint, checkOf, exclusionOf, foreignKeyOf, notValid, uniqueOf } from './constraints.ts';
import { textLimitName } from './gitlab.ts';
import { indexOf } from './indexes.ts';
import { rememberForeignKey } from './known.ts';
import { joinTableName, quoteName, quoteTable, quoteText } from './names.ts';
import {
  asObject,
  isList,
  isObject,
  nameIn,
  namesIn,
  type Plain,
  type PlainObject,
  textIn,
  Unreadable,
  without,
} from './options.ts';
import { referenceOf } from './references.ts';
import { type Session, send, unread } from './session.ts';
import { columnTypes } from './types.ts';
import { timestampOptions } from './version.ts';

interface NewTable {
  readonly name: string;
  readonly columns: Column[];
  readonly indexes: { readonly columns: Plain; readonly options: PlainObject }[];
  readonly foreignKeys: Constraint[];
  readonly checks: string[];
  readonly others: string[];
}

const tableOptions = ['temporary', 'if_not_exists', 'options', 'as', 'comment', 'charset', 'collation', 'unlogged'];

export function createTable(session: Session, command: Command, before?: (table: NewTable) => void): void {
  const name = nameIn(command.args[0], 'the table');
  const { id = 'primary_key', primary_key: key, force, ...options } = command.options;
  const keyOptions = keyOptionsOf(session, id, without(options, ...tableOptions));
  const table: NewTable = { name, columns: [], indexes: [], foreignKeys: [], checks: [], others: [] };
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
  remember(session, table, Boolean(keyOptions.id));
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

function addPrimaryKey(session: Session, table: NewTable, name: string, type: string, options: PlainObject): void {
  const standard = type === 'uuid' && !('default' in options) ? { default: 'gen_random_uuid()' } : {};
  table.columns.push(columnOf(name, type, { ...standard, ...options, primary_key: true }, session.version));
}

function tableSql(table: NewTable, options: PlainObject, key: readonly string[] | undefined): string {
  const parts = [
    ...table.columns.map(columnSql),
    ...(key ? [`PRIMARY KEY (${key.map(quoteName).join(', ')})`] : []),
    ...table.foreignKeys.map(({ sql }) => sql),
    ...table.checks,
    ...table.others,
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

function remember(session: Session, { name, columns, foreignKeys }: NewTable, hasKey: boolean): void {
  session.tables.set(name, { columns: new Map(columns.map((column) => [column.name, column.type])), hasKey });
  for (const key of foreignKeys) rememberForeignKey(session, name, key.columns, key.name);
}

function sendRest(session: Session, table: NewTable, options: PlainObject, command: Command): void {
  const tableColumns = new Set(table.columns.map(({ name }) => name));
  const guard = options.if_not_exists ? { if_not_exists: true } : {};
  for (const { columns, options: own } of table.indexes) {
    const index = indexOf(table.name, columns, { ...own, ...guard }, { version: session.version, tableColumns });
    session.indexes.push(index);
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

/** The `t` of create_table. */
function definition(session: Session, table: NewTable): Value {
  const self = native('t', (method, call) => {
    if (method === 'respond_to?') return respondsTo(call);
    try {
      return defineBy(session, table, method, call) ? nil : undefined;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      unread(session, `t.${method}`, table.name, call.site, error);
      return nil;
    }
  });
  return self;
}

/** Of a table: whether there is such a type. */
export function respondsTo({ args: [name] }: Call): Value {
  const own = knownName(name);
  return own === undefined ? unknown('a method') : primitive(columnTypes.has(own));
}

function defineBy(session: Session, table: NewTable, method: string, call: Call): boolean {
  const given = argumentsOf(session.machine, call);
  const { args, options } = given;
  const [first, second] = args;
  if (columnTypes.has(method)) {
    for (const name of args) addColumn(session, table, nameIn(name, 'the column'), method, options);
    return true;
  }
  switch (method) {
    case 'column':
      addColumn(session, table, nameIn(first, 'the column'), nameIn(second, 'the type'), options);
      return true;
    case 'primary_key':
      addPrimaryKey(session, table, nameIn(first, 'the column'), typeOfKey(session, second), options);
      return true;
    case 'timestamps':
      for (const name of ['created_at', 'updated_at']) {
        addColumn(session, table, name, 'datetime', timestampOptions(options, session.version));
      }
      return true;
    case 'timestamps_with_timezone':
      for (const name of ['created_at', 'updated_at']) {
        addColumn(session, table, name, 'datetime_with_timezone', { null: false, ...options });
      }
      return true;
    case 'text_limit':
      limitText(table, nameIn(first, 'the column'), second);
      return true;
    case 'references':
    case 'belongs_to':
      for (const name of args) addReference(session, table, name, options);
      return true;
    case 'index':
      table.indexes.push({ columns: first, options });
      return true;
    case 'remove':
      return remove(table, args);
    default:
      return addConstraint(session, table, method, given);
  }
}

const typeOfKey = ({ version }: Session, type: Plain): string =>
  type === undefined ? (version < 501 ? 'integer' : 'primary_key') : nameIn(type, 'the type');

function remove(table: NewTable, names: readonly Plain[]): boolean {
  const kept = table.columns.filter(({ name }) => !names.includes(name));
  table.columns.splice(0, table.columns.length, ...kept);
  return true;
}

function addConstraint(session: Session, table: NewTable, method: string, { args, options }: Arguments): boolean {
  const [first] = args;
  switch (method) {
    case 'foreign_key':
      table.foreignKeys.push(foreignKeyOf(table.name, nameIn(first, 'the table'), options, session.version));
      return true;
    case 'check_constraint':
      table.checks.push(checkOf(table.name, first, options).sql + notValid(options));
      return true;
    case 'exclusion_constraint':
      table.others.push(exclusionOf(table.name, first, options).sql);
      return true;
    case 'unique_constraint':
      table.others.push(uniqueOf(table.name, first, options).sql);
      return true;
    default:
      return false;
  }
}

function addColumn(session: Session, table: NewTable, name: string, type: string, options: PlainObject): void {
  const isLimited = session.isGitlab && type === 'text' && options.limit !== undefined;
  if (isLimited) limitText(table, name, options.limit);
  const own = without(options, 'index', ...(isLimited ? ['limit'] : []));
  table.columns.push(columnOf(name, type, own, session.version));
  if (options.index) table.indexes.push({ columns: [name], options: asObject(options.index) });
}

const limitText = (table: NewTable, column: string, limit: Plain): void => {
  const name = textLimitName(table.name, column);
  table.checks.push(`CONSTRAINT ${name} CHECK (char_length(${quoteName(column)}) <= ${String(limit)})`);
};

function addReference(session: Session, table: NewTable, name: Plain, options: PlainObject): void {
  const { columns, index, foreignKey } = referenceOf(table.name, name, options, session.version);
  for (const [column, type, own] of columns) addColumn(session, table, column, type, own);
  if (index) table.indexes.push(index);
  if (foreignKey) table.foreignKeys.push(foreignKeyOf(table.name, foreignKey.to, foreignKey.options, session.version));
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
