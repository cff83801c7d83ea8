// What undoes a command. activerecord/lib/active_record/migration/command_recorder.rb

import type { Command } from './command.ts';
import { only, type PlainObject, without } from './options.ts';
import { inverseOfView, isViewCommand } from './views.ts';

const pairs: readonly (readonly [string, string])[] = [
  ['create_table', 'drop_table'],
  ['create_join_table', 'drop_join_table'],
  ['add_column', 'remove_column'],
  ['add_index', 'remove_index'],
  ['add_timestamps', 'remove_timestamps'],
  ['add_reference', 'remove_reference'],
  ['add_foreign_key', 'remove_foreign_key'],
  ['add_check_constraint', 'remove_check_constraint'],
  ['add_exclusion_constraint', 'remove_exclusion_constraint'],
  ['add_unique_constraint', 'remove_unique_constraint'],
  ['enable_extension', 'disable_extension'],
  ['create_enum', 'drop_enum'],
  ['create_schema', 'drop_schema'],
];

const opposite = new Map(pairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]));

const isEmpty = (options: PlainObject): boolean => Object.keys(options).length === 0;

/** Undefined where the command cannot be undone. */
export function inverseOf(command: Command): Command | undefined {
  const { name, args, options, block } = command;
  if (isViewCommand(name)) return inverseOfView(command);
  switch (name) {
    case 'execute_block':
    case 'transaction':
    case 'bulk_change_table':
      return command;
    case 'create_function':
    case 'create_trigger':
      return { ...command, name: name.replace('create', 'drop') };
    case 'drop_function':
    case 'drop_trigger':
    case 'update_function':
    case 'update_trigger':
      return undefined;
    case 'rename_table':
      return { ...command, args: [args[1], args[0]] };
    case 'rename_column':
    case 'rename_index':
      return { ...command, args: [args[0], args[2], args[1]] };
    case 'change_column_null':
      return { ...command, args: [args[0], args[1], !args[2], args[3]] };
    case 'change_column_default':
    case 'change_column_comment':
    case 'change_table_comment':
    case 'rename_enum_value':
      if (!('from' in options && 'to' in options)) return undefined;
      return { ...command, options: { from: options.to, to: options.from } };
    case 'rename_enum':
      return { ...command, args: [args[1] ?? options.to, args[0]], options: {} };
    case 'remove_columns':
      return 'type' in options ? { ...command, name: 'add_columns' } : undefined;
    case 'drop_table':
      return args.length > 1 || (isEmpty(without(options, 'if_exists')) && !block)
        ? undefined
        : straight(command, ['if_exists']);
    case 'create_table':
      return straight(command, ['if_not_exists']);
    default:
      return straightIfAble(command);
  }
}

function straight(command: Command, dropped: readonly string[]): Command | undefined {
  const name = opposite.get(command.name);
  return name === undefined ? undefined : { ...command, name, options: without(command.options, ...dropped) };
}

function straightIfAble(command: Command): Command | undefined {
  const { name, args, options } = command;
  const guarded = { ...command, options: otherGuard(options) };
  switch (name) {
    case 'remove_column':
      return args.length < 3 ? undefined : straight(guarded, []);
    case 'remove_index': {
      const columns = args[1] ?? options.column;
      return columns === undefined ? undefined : straight({ ...guarded, args: [args[0], columns] }, ['column']);
    }
    case 'remove_foreign_key': {
      const to = args[1] ?? options.to_table;
      return to === undefined ? undefined : straight({ ...guarded, args: [args[0], to] }, ['to_table']);
    }
    case 'remove_check_constraint':
    case 'remove_exclusion_constraint':
    case 'remove_unique_constraint':
    case 'drop_enum':
      return args.length < 2 ? undefined : straight(guarded, []);
    case 'add_foreign_key':
    case 'add_check_constraint':
      return straight(guarded, ['validate']);
    case 'add_unique_constraint':
      return options.using_index ? undefined : straight(guarded, []);
    default:
      return straight(guarded, []);
  }
}

/** `if_exists` undoes `if_not_exists`. */
function otherGuard(options: PlainObject): PlainObject {
  const rest = without(options, 'if_exists', 'if_not_exists');
  const guards = only(options, 'if_exists', 'if_not_exists');
  return {
    ...rest,
    ...('if_not_exists' in guards ? { if_exists: guards.if_not_exists } : {}),
    ...('if_exists' in guards ? { if_not_exists: guards.if_exists } : {}),
  };
}
