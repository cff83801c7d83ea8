// The commands that change a table, and the SQL of each.

import { pluralize } from '../ruby/inflections.ts';
import { changeColumnSql, changeDefaultSql, columnOf, columnSql, newValue } from './columns.ts';
import type { Command } from './command.ts';
import { type Constraint, checkOf, exclusionOf, foreignKeyOf, notValid, uniqueOf } from './constraints.ts';
import { dropIndexSql, indexOf } from './indexes.ts';
import {
  foreignKeyFor,
  indexesOfRenamed,
  indexFor,
  rememberColumn,
  rememberForeignKey,
  renamedIndexes,
  typeOf,
} from './known.ts';
import { checkName, exclusionName, quoteName, quoteTable, quoteText, schemaOf, uniqueName } from './names.ts';
import {
  asObject,
  nameIn,
  namesIn,
  onlyKnown,
  type Plain,
  type PlainObject,
  textIn,
  Unreadable,
  without,
} from './options.ts';
import { referenceOf } from './references.ts';
import { type Session, send } from './session.ts';
import { defaultSql } from './types.ts';
import { timestampOptions } from './version.ts';

type Work = (session: Session, command: Command) => void;

/** The parts of one ALTER TABLE, and what follows it. */
interface Alteration {
  readonly parts: readonly string[];
  readonly after?: readonly string[];
}

type Alter = (session: Session, table: string, command: Command) => Alteration;

const tableIn = ({ args: [table] }: Command): string => nameIn(table, 'the table');

const alterSql = (table: string, parts: readonly string[]): string =>
  `ALTER TABLE ${quoteTable(table)} ${parts.join(', ')}`;

const commentSql = (table: string, column: string, comment: Plain): string =>
  `COMMENT ON COLUMN ${quoteTable(table)}.${quoteName(column)} IS ${commentText(comment)}`;

const commentText = (comment: Plain): string =>
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

function alter(session: Session, table: string, parts: readonly string[], command: Command): void {
  send(session, alterSql(table, parts), command);
}

const addConstraint =
  (made: (table: string, command: Command, session: Session) => Constraint): Work =>
  (session, command) => {
    const table = tableIn(command);
    alter(session, table, [`ADD ${made(table, command, session).sql}${notValid(command.options)}`], command);
  };

const dropConstraint =
  (nameOf: (table: string, command: Command, session: Session) => string): Work =>
  (session, command) => {
    const table = tableIn(command);
    const guard = command.options.if_exists === true ? 'IF EXISTS ' : '';
    alter(session, table, [`DROP CONSTRAINT ${guard}${quoteName(nameOf(table, command, session))}`], command);
  };

const validate =
  (nameOf: (table: string, command: Command, session: Session) => string): Work =>
  (session, command) => {
    const table = tableIn(command);
    alter(session, table, [`VALIDATE CONSTRAINT ${quoteName(nameOf(table, command, session))}`], command);
  };

const checkFor = (table: string, { args: [, expression], options }: Command): string => {
  const name = textIn(options.name, 'name');
  if (name !== undefined) return name;
  const sql = textIn(expression ?? options.expression, 'the expression');
  if (sql === undefined) throw new Unreadable('the constraint is not named');
  return checkName(table, sql);
};

const foreignKey = (table: string, { args: [, to], options }: Command, session: Session): string =>
  foreignKeyFor(session, table, to ?? options.to_table, options);

const onTable: Readonly<Record<string, Work>> = {
  add_columns(session, { args: [table, ...names], options, site }) {
    const own = without(options, 'type');
    for (const name of names) {
      changeTable(session, { name: 'add_column', args: [table, name, options.type], options: own, site });
    }
  },
  rename_column(session, command) {
    const table = tableIn(command);
    const [from, to] = namesIn(command.args.slice(1), 'the column');
    if (from === undefined || to === undefined) throw new Unreadable('a name is left out');
    alter(session, table, [`RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`], command);
    for (const sql of renamedIndexes(session, table, from, to)) send(session, sql, command);
  },
  rename_table(session, command) {
    const [from, to] = namesIn(command.args, 'the table');
    if (from === undefined || to === undefined) throw new Unreadable('a name is left out');
    alter(session, from, [`RENAME TO ${quoteTable(to)}`], command);
    const known = session.tables.get(from);
    if (known) session.tables.set(to, known);
    if (known?.hasKey)
      send(session, `ALTER INDEX ${quoteTable(`${from}_pkey`)} RENAME TO ${quoteTable(`${to}_pkey`)}`, command);
    for (const sql of indexesOfRenamed(session, from, to)) send(session, sql, command);
  },
  change_column_null(session, command) {
    const table = tableIn(command);
    const [, name, isNull, value] = command.args;
    const column = nameIn(name, 'the column');
    if (typeof isNull !== 'boolean') throw new Unreadable('whether it may be null is no boolean');
    if (!isNull && value !== undefined && value !== null) {
      const own = defaultSql(value, typeOf(session, table, column));
      send(
        session,
        `UPDATE ${quoteTable(table)} SET ${quoteName(column)}=${own} WHERE ${quoteName(column)} IS NULL`,
        command,
      );
    }
    alter(session, table, alteration(session, table, command).parts, command);
  },
  change_column(session, command) {
    const table = tableIn(command);
    if (session.version >= 502) return alterNow(session, table, command);
    changeColumnApart(session, command);
  },
  change_column_comment(session, command) {
    const [, column, comment] = command.args;
    send(
      session,
      commentSql(tableIn(command), nameIn(column, 'the column'), newValue(comment, command.options)),
      command,
    );
  },
  change_table_comment(session, command) {
    const comment = commentText(newValue(command.args[1], command.options));
    send(session, `COMMENT ON TABLE ${quoteTable(tableIn(command))} IS ${comment}`, command);
  },
  add_index(session, command) {
    const table = tableIn(command);
    const tableColumns = new Set(session.tables.get(table)?.columns.keys());
    const index = indexOf(table, command.args[1], command.options, { version: session.version, tableColumns });
    session.indexes.push(index);
    for (const sql of index.statements) send(session, sql, command);
  },
  remove_index(session, command) {
    const table = tableIn(command);
    const name = indexFor(session, table, command.args[1], command.options);
    const at = session.indexes.findIndex((index) => index.name === name);
    if (at >= 0) session.indexes.splice(at, 1);
    send(session, dropIndexSql(table, name, command.options), command);
  },
  rename_index(session, command) {
    const [table, from, to] = namesIn(command.args, 'the index');
    if (table === undefined || from === undefined || to === undefined) throw new Unreadable('a name is left out');
    const schema = schemaOf(table);
    const own = schema === undefined ? '' : `${quoteName(schema)}.`;
    send(session, `ALTER INDEX ${own}${quoteName(from)} RENAME TO ${quoteTable(to)}`, command);
  },
  add_reference(session, command) {
    const { site } = command;
    const table = tableIn(command);
    const { columns, index, foreignKey: key } = referenceOf(table, command.args[1], command.options, session.version);
    for (const [name, type, options] of columns)
      changeTable(session, { name: 'add_column', args: [table, name, type], options, site });
    if (index) changeTable(session, { name: 'add_index', args: [table, index.columns], options: index.options, site });
    if (key) changeTable(session, { name: 'add_foreign_key', args: [table, key.to], options: key.options, site });
  },
  remove_reference(session, command) {
    const { site, options: given } = command;
    const table = tableIn(command);
    const ref = nameIn(command.args[1], 'the reference');
    const options = given.if_exists === undefined ? {} : { if_exists: given.if_exists };
    if (given.foreign_key) {
      const own = { to_table: pluralize(ref), column: `${ref}_id`, ...asObject(given.foreign_key), ...options };
      changeTable(session, { name: 'remove_foreign_key', args: [table], options: own, site });
    }
    changeTable(session, { name: 'remove_column', args: [table, `${ref}_id`], options, site });
    if (given.polymorphic) changeTable(session, { name: 'remove_column', args: [table, `${ref}_type`], options, site });
  },
  add_foreign_key: addConstraint((table, { args: [, to], options }, session) => {
    const made = foreignKeyOf(table, nameIn(to, 'the table'), options, session.version);
    rememberForeignKey(session, table, made.columns, made.name);
    return made;
  }),
  remove_foreign_key: dropConstraint(foreignKey),
  validate_foreign_key: validate(foreignKey),
  add_check_constraint: addConstraint((table, { args: [, expression], options }) =>
    checkOf(table, expression, options),
  ),
  remove_check_constraint: dropConstraint(checkFor),
  validate_check_constraint: validate(checkFor),
  validate_constraint: validate((_table, { args: [, name] }) => nameIn(name, 'the constraint')),
  remove_constraint: dropConstraint((_table, { args: [, name] }) => nameIn(name, 'the constraint')),
  add_exclusion_constraint: addConstraint((table, { args: [, expression], options }) =>
    exclusionOf(table, expression, options),
  ),
  remove_exclusion_constraint: dropConstraint(
    (table, { args: [, expression], options }) =>
      textIn(options.name, 'name') ?? exclusionName(table, textIn(expression, 'the expression') ?? ''),
  ),
  add_unique_constraint: addConstraint((table, { args: [, column], options }) => uniqueOf(table, column, options)),
  remove_unique_constraint: dropConstraint(
    (table, { args: [, column], options }) =>
      textIn(options.name, 'name') ?? uniqueName(table, namesIn(column, 'the column')),
  ),
};

/** Until 5.1 the type was changed by itself. */
function changeColumnApart(session: Session, { args, options, site }: Command): void {
  const [table, name] = args;
  alterNow(session, nameIn(table, 'the table'), {
    name: 'change_column',
    args,
    options: without(options, 'default', 'null', 'comment'),
    site,
  });
  const own = { options: {}, site };
  if ('default' in options)
    changeTable(session, { name: 'change_column_default', args: [table, name, options.default], ...own });
  if ('null' in options) {
    changeTable(session, {
      name: 'change_column_null',
      args: [table, name, Boolean(options.null), options.default],
      ...own,
    });
  }
  if ('comment' in options)
    changeTable(session, { name: 'change_column_comment', args: [table, name, options.comment], ...own });
}

function alteration(session: Session, table: string, command: Command): Alteration {
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

function alterNow(session: Session, table: string, command: Command): void {
  const { parts, after = [] } = alteration(session, table, command);
  if (parts.length > 0) alter(session, table, parts, command);
  for (const sql of after) send(session, sql, command);
}

/** Undefined in the answer: it is none of these commands. */
export function changeTable(session: Session, command: Command): boolean {
  const work = Object.hasOwn(onTable, command.name) ? onTable[command.name] : undefined;
  if (work) work(session, command);
  else if (Object.hasOwn(alterations, command.name)) alterNow(session, tableIn(command), command);
  else return false;
  return true;
}

export const isTableChange = (name: string): boolean =>
  Object.hasOwn(onTable, name) || Object.hasOwn(alterations, name);

/** `change_table bulk: true`: changes that stand beside one another become one ALTER TABLE. */
export function changeTogether(session: Session, table: string, commands: readonly Command[], site: Command): void {
  let parts: string[] = [];
  let after: string[] = [];
  const flush = (): void => {
    if (parts.length > 0) alter(session, table, parts, site);
    for (const sql of after) send(session, sql, site);
    [parts, after] = [[], []];
  };
  for (const command of commands) {
    const hasDefault = command.name === 'change_column_null' && (command.args[3] ?? null) !== null;
    if (Object.hasOwn(alterations, command.name) && !hasDefault) {
      const made = alteration(session, table, command);
      parts.push(...made.parts);
      after.push(...(made.after ?? []));
    } else {
      flush();
      session.execute(session, command);
    }
  }
  flush();
}
