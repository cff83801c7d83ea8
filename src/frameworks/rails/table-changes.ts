// The commands that change a table, and the SQL of each.

import { pluralize } from '../ruby/inflections.ts';
import { alter, alteration, commentSql, commentText, guarded, isAlteration, tableIn } from './alterations.ts';
import { newValue } from './columns.ts';
import type { Command } from './command.ts';
import { onConstraints } from './constraint-changes.ts';
import { note } from './history.ts';
import { dropIndexSql, indexOf } from './indexes.ts';
import { hasColumn, indexFor, indexIn, renameColumn, renameIndex, renameTable, typeOf } from './known.ts';
import { bareName, quoteName, quoteTable } from './names.ts';
import { asObject, nameIn, namesIn, Unreadable, without } from './options.ts';
import { referenceOf } from './references.ts';
import { addedIndex, droppedIndex } from './schema.ts';
import { type Session, send } from './session.ts';
import { defaultSql } from './types.ts';

type Work = (session: Session, command: Command) => void;

const onTable: Readonly<Record<string, Work>> = {
  ...onConstraints,
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
    for (const sql of renameColumn(session, table, from, to)) send(session, sql, command);
  },
  rename_table(session, command) {
    const [from, to] = namesIn(command.args, 'the table');
    if (from === undefined || to === undefined) throw new Unreadable('a name is left out');
    alter(session, from, [`RENAME TO ${quoteTable(to)}`], command);
    for (const sql of renameTable(session, from, to)) send(session, sql, command);
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
    const isColumn = (name: string): boolean => hasColumn(session, table, name) === true;
    const index = indexOf(table, command.args[1], command.options, { version: session.version, isColumn });
    note(session, table, addedIndex(table, index));
    for (const sql of index.statements) send(session, sql, command);
  },
  remove_index(session, command) {
    const table = tableIn(command);
    const { options } = command;
    const known = options.if_exists ? indexIn(session, table, command.args[1], options) : undefined;
    if (known === null) return;
    const name = known?.name ?? indexFor(session, table, command.args[1], options);
    note(session, table, droppedIndex(table, bareName(name)));
    send(session, dropIndexSql(table, name, known ? without(options, 'if_exists') : options), command);
  },
  rename_index(session, command) {
    const [table, from, to] = namesIn(command.args, 'the index');
    if (table === undefined || from === undefined || to === undefined) throw new Unreadable('a name is left out');
    send(session, renameIndex(session, table, from, to), command);
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

function alterNow(session: Session, table: string, command: Command): void {
  const { parts = [], after = [] } = guarded(session, table, command) ?? {};
  if (parts.length > 0) alter(session, table, parts, command);
  for (const sql of after) send(session, sql, command);
}

/** Undefined in the answer: it is none of these commands. */
export function changeTable(session: Session, command: Command): boolean {
  const work = Object.hasOwn(onTable, command.name) ? onTable[command.name] : undefined;
  if (work) work(session, command);
  else if (isAlteration(command.name)) alterNow(session, tableIn(command), command);
  else return false;
  return true;
}

export const isTableChange = (name: string): boolean => Object.hasOwn(onTable, name) || isAlteration(name);

/** `change_table bulk: true`: changes that stand beside one another become one ALTER TABLE. */
export function changeTogether(session: Session, table: string, commands: readonly Command[], site: Command): void {
  let parts: string[] = [];
  let after: (() => void)[] = [];
  const flush = (): void => {
    if (parts.length > 0) alter(session, table, parts, site);
    for (const work of after) work();
    [parts, after] = [[], []];
  };
  for (const command of commands) {
    const hasDefault = command.name === 'change_column_null' && (command.args[3] ?? null) !== null;
    if (hasDefault) after.push(() => session.execute(session, command));
    else if (isAlteration(command.name)) {
      const made = alteration(session, table, command);
      parts.push(...made.parts);
      for (const sql of made.after ?? []) after.push(() => send(session, sql, site));
    } else {
      flush();
      session.execute(session, command);
    }
  }
  flush();
}
