// Every command of a migration that becomes SQL: those on tables, and on what is no table.
import { ownOf } from '../ruby/lookup.ts';
import { sendText } from '../ruby/machine.ts';
import { type Call, truth } from '../ruby/value.ts';
import type { Command } from './command.ts';
import { functionCommands } from './functions.ts';
import { forgetTable } from './known.ts';
import { quoteName, quoteTable, quoteText } from './names.ts';
import { createJoinTable, createTable, joinName } from './new-table.ts';
import { isList, nameIn, onlyKnown, type Plain, textIn, Unreadable, without } from './options.ts';
import { runningVersion } from './running.ts';
import { touchedBy } from './schema.ts';
import { type Session, send } from './session.ts';
import { changeTable, isTableChange } from './table-changes.ts';
import { changeView, isViewCommand } from './views.ts';

type Work = (session: Session, command: Command) => void;

const text = (value: Plain, what: string): string => textIn(value, what) ?? missing(what);

function missing(what: string): never {
  throw new Unreadable(`${what} is left out`);
}

const commands: Readonly<Record<string, Work>> = {
  ...functionCommands,
  create_table: createTable,
  create_join_table: createJoinTable,
  drop_table(session, command) {
    const { args, options } = command;
    if (args.length === 0) missing('the table');
    for (const table of args) forgetTable(session, nameIn(table, 'the table'));
    const names = args.map((table) => quoteTable(nameIn(table, 'the table')));
    const before = options.if_exists ? 'IF EXISTS ' : '';
    const after = options.force === 'cascade' ? ' CASCADE' : '';
    send(session, `DROP TABLE ${before}${names.join(', ')}${after}`, command);
  },
  drop_join_table(session, command) {
    const args = [joinName(command.args, command.options)];
    commands.drop_table?.(session, { ...command, args, options: without(command.options, 'table_name') });
  },
  execute(session, { text: sql, site }) {
    if (!sql) return;
    session.history.changes.push(touchedBy(sql.text));
    sendText(session.machine, sql, site);
  },
  execute_block: (_session, { run }) => run?.(),
  transaction: (_session, { run }) => run?.(),
  bulk_change_table: (_session, { run }) => run?.(),
  enable_extension(session, command) {
    const parts = text(command.args[0], 'the extension').split('.');
    const schema = parts.length > 1 ? ` SCHEMA ${parts.at(-2)}` : '';
    send(session, `CREATE EXTENSION IF NOT EXISTS "${parts.at(-1)}"${schema}`, command);
  },
  disable_extension(session, command) {
    const name = text(command.args[0], 'the extension').split('.').at(-1);
    const isForced = command.options.force === 'cascade' || session.version < 701;
    send(session, `DROP EXTENSION IF EXISTS "${name}"${isForced ? ' CASCADE' : ''}`, command);
  },
  create_enum(session, command) {
    const name = text(command.args[0], 'the type');
    const values = command.args[1];
    if (!isList(values)) throw new Unreadable('the values are not known');
    send(
      session,
      createEnumSql(
        name,
        values.map((value) => quoteText(String(value))),
      ),
      command,
    );
  },
  drop_enum(session, command) {
    const guard = command.options.if_exists ? ' IF EXISTS' : '';
    send(session, `DROP TYPE${guard} ${quoteTable(text(command.args[0], 'the type'))}`, command);
  },
  rename_enum(session, { args: [name, to], options, site }) {
    const own = text(to ?? options.to, 'to');
    const target = runningVersion(session) < 800 ? own : quoteTable(own);
    send(session, `ALTER TYPE ${quoteTable(text(name, 'the type'))} RENAME TO ${target}`, { site });
  },
  add_enum_value(session, { args: [name, value], options, site }) {
    onlyKnown(options, ['before', 'after', 'if_not_exists']);
    const { before, after } = options;
    const parts = [
      `ALTER TYPE ${quoteTable(text(name, 'the type'))} ADD VALUE`,
      ...(options.if_not_exists && runningVersion(session) >= 800 ? ['IF NOT EXISTS'] : []),
      quoteText(text(value, 'the value')),
      ...(before === undefined ? [] : [`BEFORE ${quoteText(text(before, 'before'))}`]),
      ...(after === undefined ? [] : [`AFTER ${quoteText(text(after, 'after'))}`]),
    ];
    send(session, parts.join(' '), { site });
  },
  rename_enum_value(session, { args: [name], options: { from, to }, site }) {
    const type = quoteTable(text(name, 'the type'));
    const [old, made] = [quoteText(text(from, 'from')), quoteText(text(to, 'to'))];
    send(session, `ALTER TYPE ${type} RENAME VALUE ${old} TO ${made}`, { site });
  },
  create_schema(session, { args: [name], options, site }) {
    const schema = quoteName(text(name, 'the schema'));
    if (options.force) send(session, `DROP SCHEMA IF EXISTS ${schema} CASCADE`, { site });
    send(session, `CREATE SCHEMA${options.if_not_exists ? ' IF NOT EXISTS' : ''} ${schema}`, { site });
  },
  drop_schema(session, { args: [name], options, site }) {
    const schema = quoteName(text(name, 'the schema'));
    send(session, `DROP SCHEMA${options.if_exists ? ' IF EXISTS' : ''} ${schema} CASCADE`, { site });
  },
};

function createEnumSql(name: string, values: readonly string[]): string {
  const parts = name.split('.');
  const schema = parts.length > 1 ? quoteText(parts[0] ?? '') : 'ANY (current_schemas(false))';
  return `DO $$
BEGIN
    IF NOT EXISTS (
      SELECT 1
      FROM pg_type t
      JOIN pg_namespace n ON t.typnamespace = n.oid
      WHERE t.typname = ${quoteText(parts.at(-1) ?? name)}
        AND n.nspname = ${schema}
    ) THEN
        CREATE TYPE ${quoteTable(name)} AS ENUM (${values.join(', ')});
    END IF;
END
$$;`;
}

/** Other names of the same commands. */
const aliases: Readonly<Record<string, string>> = {
  add_belongs_to: 'add_reference',
  remove_belongs_to: 'remove_reference',
};

/** Those that ActiveRecord runs at once even where they are being reverted. */
const unrecorded = new Set([
  ...['validate_foreign_key', 'validate_check_constraint', 'validate_constraint', 'remove_constraint', 'add_columns'],
]);

export const commandNamed = (name: string): string | undefined => {
  const own = ownOf(aliases, name) ?? name;
  return Object.hasOwn(commands, own) || isTableChange(own) || isViewCommand(own) ? own : undefined;
};

export const isRecorded = (name: string): boolean => !unrecorded.has(name);

export function executeCommand(session: Session, command: Command): void {
  const work = Object.hasOwn(commands, command.name) ? commands[command.name] : undefined;
  if (work) work(session, command);
  else if (isViewCommand(command.name)) changeView(session, command);
  else changeTable(session, command);
}

/** Which of its arguments does not matter: the value for rows without one where there may be such rows. */
export const ignoredAt = (name: string, { args }: Call): number | undefined =>
  name === 'change_column_null' && args[2] && truth(args[2]) ? 3 : undefined;

/** Whether a hash as its last argument may be a value: `change_column_default :users, :settings, {}`. */
export const takesHash = (name: string): boolean => name === 'change_column_default';
