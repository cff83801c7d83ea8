// The `t` of create_table: what its block says of the new table.
import { type Call, knownName, native, nil, primitive, unknown, type Value } from '../ruby/value.ts';
import { type Arguments, argumentsOf } from './arguments.ts';
import { type Column, columnOf } from './columns.ts';
import { type Constraint, checkOf, exclusionOf, foreignKeyOf, notValid, uniqueOf } from './constraints.ts';
import { textLimitName } from './gitlab.ts';
import { attachmentColumns } from './helpers.ts';
import { quoteName } from './names.ts';
import { asObject, nameIn, type Plain, type PlainObject, Unreadable, without } from './options.ts';
import { referenceOf } from './references.ts';
import { type Session, unread } from './session.ts';
import { columnTypes } from './types.ts';
import { timestampOptions } from './version.ts';

export interface NewTable {
  readonly name: string;
  readonly columns: Column[];
  readonly indexes: { readonly columns: Plain; readonly options: PlainObject }[];
  readonly foreignKeys: Constraint[];
  readonly checks: Constraint[];
  readonly exclusions: Constraint[];
  readonly uniques: Constraint[];
}

export function addPrimaryKey(
  session: Session,
  table: NewTable,
  name: string,
  type: string,
  options: PlainObject,
): void {
  const standard = type === 'uuid' && !('default' in options) ? { default: 'gen_random_uuid()' } : {};
  table.columns.push(columnOf(name, type, { ...standard, ...options, primary_key: true }, session.version));
}

/** The `t` of create_table. */
export function definition(session: Session, table: NewTable): Value {
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
    case 'attachment':
    case 'has_attached_file':
      for (const name of args) {
        for (const [own, type] of attachmentColumns(nameIn(name, 'the attachment')))
          addColumn(session, table, own, type, options);
      }
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
      table.checks.push(withValidity(checkOf(table.name, first, options), options));
      return true;
    case 'exclusion_constraint':
      table.exclusions.push(exclusionOf(table.name, first, options));
      return true;
    case 'unique_constraint':
      table.uniques.push(uniqueOf(table.name, first, options));
      return true;
    default:
      return false;
  }
}

const withValidity = (constraint: Constraint, options: PlainObject): Constraint => ({
  ...constraint,
  sql: constraint.sql + notValid(options),
});

function addColumn(session: Session, table: NewTable, name: string, type: string, options: PlainObject): void {
  const isLimited = session.isGitlab && type === 'text' && options.limit !== undefined;
  if (isLimited) limitText(table, name, options.limit);
  const own = without(options, 'index', ...(isLimited ? ['limit'] : []));
  table.columns.push(columnOf(name, type, own, session.version));
  if (options.index) table.indexes.push({ columns: [name], options: asObject(options.index) });
}

const limitText = (table: NewTable, column: string, limit: Plain): void => {
  const name = textLimitName(table.name, column);
  const sql = `CONSTRAINT ${name} CHECK (char_length(${quoteName(column)}) <= ${String(limit)})`;
  table.checks.push({ name, columns: [], sql });
};

export function addReference(session: Session, table: NewTable, name: Plain, options: PlainObject): void {
  const { columns, index, foreignKey } = referenceOf(table.name, name, options, session.version);
  for (const [column, type, own] of columns) addColumn(session, table, column, type, own);
  if (index) table.indexes.push(index);
  if (foreignKey) table.foreignKeys.push(foreignKeyOf(table.name, foreignKey.to, foreignKey.options, session.version));
}
