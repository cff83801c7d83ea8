// The `t` of change_table: each call is a command on the table.
import { ownOf } from '../ruby/lookup.ts';
import { type Call, native, nil, unknown, type Value } from '../ruby/value.ts';
import { argumentsOf } from './arguments.ts';
import type { Command } from './command.ts';
import { isRecorded, takesHash } from './commands.ts';
import { expand } from './helpers.ts';
import { asObject, nameIn, type Plain, type PlainObject, Unreadable, without } from './options.ts';
import { perform } from './perform.ts';
import { runningVersion } from './running.ts';
import { carryOut, recorded, type Session, unread } from './session.ts';
import { changeTogether } from './table-changes.ts';
import { respondsTo } from './table-definition.ts';
import { columnTypes } from './types.ts';

const commandOf: Readonly<Record<string, string>> = {
  index: 'add_index',
  rename_index: 'rename_index',
  timestamps: 'add_timestamps',
  change: 'change_column',
  change_default: 'change_column_default',
  change_null: 'change_column_null',
  remove: 'remove_columns',
  remove_index: 'remove_index',
  remove_timestamps: 'remove_timestamps',
  rename: 'rename_column',
  foreign_key: 'add_foreign_key',
  remove_foreign_key: 'remove_foreign_key',
  check_constraint: 'add_check_constraint',
  remove_check_constraint: 'remove_check_constraint',
  exclusion_constraint: 'add_exclusion_constraint',
  remove_exclusion_constraint: 'remove_exclusion_constraint',
  unique_constraint: 'add_unique_constraint',
  remove_unique_constraint: 'remove_unique_constraint',
  validate_constraint: 'validate_constraint',
  validate_check_constraint: 'validate_check_constraint',
  validate_foreign_key: 'validate_foreign_key',
};

/** `references` and its like take several names. */
const severalOf: Readonly<Record<string, string>> = {
  references: 'add_reference',
  belongs_to: 'add_reference',
  remove_references: 'remove_reference',
  remove_belongs_to: 'remove_reference',
};

/** Of paperclip. */
const attachments: Readonly<Record<string, string>> = {
  attachment: 'add_attachment',
  has_attached_file: 'add_attachment',
  remove_attachment: 'remove_attachment',
  drop_attached_file: 'remove_attachment',
};

export function changeTableBlock(session: Session, table: Plain, options: PlainObject, call: Call): void {
  const name = nameIn(table, 'the table');
  const { block, site } = call;
  if (!block) return;
  const work = (): void => {
    session.machine.yield(block, [tableNamed(session, name)], site);
  };
  if (!options.bulk) return work();
  const commands = recorded(session, work);
  // Until 8.0 their inverses stand in the order in which they were written.
  if (session.isReverting && runningVersion(session) >= 801) commands.reverse();
  const together: Command = { name: 'bulk_change_table', args: [name], options: {}, site };
  const run = (): void => changeTogether(session, name, commands, together);
  const command = { ...together, run };
  if (session.recording) session.recording.push(command);
  else carryOut(session, command);
}

function tableNamed(session: Session, table: string): Value {
  return native('t', (method, call) => {
    if (method === 'respond_to?') return respondsTo(call);
    if (method.endsWith('_exists?') || method.endsWith('_exist?'))
      return unknown(`what ${method} says`, { asks: 'schema' });
    try {
      return commandsOf(session, table, method, call) ? nil : undefined;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      unread(session, `t.${method}`, table, call.site, error);
      return nil;
    }
  });
}

function commandsOf(session: Session, table: string, method: string, call: Call): boolean {
  const { site } = call;
  const own = ownOf(commandOf, method);
  const several = ownOf(severalOf, method);
  const { args, options } = argumentsOf(session.machine, call, own !== undefined && takesHash(own));
  const ask = (name: string, given: readonly Plain[], rest: PlainObject): void =>
    perform(session, { name, args: [table, ...given], options: rest, site }, isRecorded(name));
  const addColumn = (name: Plain, type: Plain): void => {
    ask('add_column', [name, type], without(options, 'index'));
    if (options.index) ask('add_index', [name], asObject(options.index));
  };
  if (own) ask(own, args, options);
  else if (ownOf(attachments, method) !== undefined)
    expand(session, { name: ownOf(attachments, method) ?? '', args: [table, ...args], options, site });
  else if (several) for (const name of args) ask(several, [name], options);
  else if (method === 'column') addColumn(args[0], args[1]);
  else if (columnTypes.has(method)) for (const name of args) addColumn(name, method);
  else return false;
  return true;
}
