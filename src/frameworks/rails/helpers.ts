// Helpers of gems for migrations, as the commands and SQL that they stand for: online_migrations and strong_migrations.
// https://github.com/fatkodima/online_migrations (lib/online_migrations/schema_statements.rb)
import { ownOf } from '../ruby/lookup.ts';
import { addGap } from '../ruby/machine.ts';
import type { Command } from './command.ts';
import { checkName, quoteName } from './names.ts';
import { asObject, nameIn, type Plain, type PlainObject, without } from './options.ts';
import { referenceOf } from './references.ts';
import { carryOut, type Session } from './session.ts';

type Expand = (command: Command, session: Session) => readonly Pick<Command, 'name' | 'args' | 'options'>[];

const column = ({ args: [, name] }: Command): string => nameIn(name, 'the column');

const nameOf = ({ args: [table], options }: Command, suffix: string): Plain =>
  options.name ?? checkName(nameIn(table, 'the table'), suffix);

const addCheck =
  (suffix: string, expressionOf: (command: Command) => string): Expand =>
  (command) => {
    const [table] = command.args;
    const name = nameOf(command, `${column(command)}_${suffix}`);
    const added = {
      name: 'add_check_constraint',
      args: [table, expressionOf(command)],
      options: { name, validate: false },
    };
    const validated = { name: 'validate_check_constraint', args: [table], options: { name } };
    return command.options.validate === false ? [added] : [added, validated];
  };

const onCheck =
  (name: string, suffix: string): Expand =>
  (command) => [{ name, args: [command.args[0]], options: { name: nameOf(command, `${column(command)}_${suffix}`) } }];

/** https://github.com/kreeti/kt-paperclip (lib/paperclip/schema.rb) */
export const attachmentColumns = (name: string): (readonly [name: string, type: string])[] => [
  [`${name}_file_name`, 'string'],
  [`${name}_content_type`, 'string'],
  [`${name}_file_size`, 'bigint'],
  [`${name}_updated_at`, 'datetime'],
];

const removeAttachment: Expand = ({ args: [table, ...names] }) =>
  names.flatMap((name) =>
    attachmentColumns(nameIn(name, 'the attachment')).map(([own]) => ({
      name: 'remove_column',
      args: [table, own],
      options: {},
    })),
  );

/** The names of constraints: `__not_null_constraint_name`, `__text_limit_constraint_name`. */
const expansions: Readonly<Record<string, Expand>> = {
  add_not_null_constraint: addCheck('not_null', (command) => `${quoteName(column(command))} IS NOT NULL`),
  validate_not_null_constraint: onCheck('validate_check_constraint', 'not_null'),
  remove_not_null_constraint: onCheck('remove_check_constraint', 'not_null'),
  add_text_limit_constraint: addCheck(
    'max_length',
    (command) => `char_length(${column(command)}) <= ${String(command.args[2])}`,
  ),
  validate_text_limit_constraint: onCheck('validate_check_constraint', 'max_length'),
  remove_text_limit_constraint: onCheck('remove_check_constraint', 'max_length'),
  add_attachment: ({ args: [table, ...names], options }) =>
    names.flatMap((name) =>
      attachmentColumns(nameIn(name, 'the attachment')).map(([own, type]) => ({
        name: 'add_column',
        args: [table, own, type],
        options,
      })),
    ),
  remove_attachment: removeAttachment,
  drop_attached_file: removeAttachment,
  add_reference_concurrently(command, { version }) {
    const [table, ref] = command.args;
    const { foreign_key: key, index = true, ...rest } = command.options;
    const own = without(rest, 'validate');
    const { foreignKey } = referenceOf(nameIn(table, 'the table'), ref, { ...own, foreign_key: key }, version);
    const concurrent = { algorithm: 'concurrently', ...asObject(index) };
    const added = { name: 'add_reference', args: [table, ref], options: { ...own, index: index ? concurrent : false } };
    return foreignKey ? [added, ...foreignKeyApart(table, foreignKey.to, foreignKey.options)] : [added];
  },
};

function foreignKeyApart(table: Plain, to: string, options: PlainObject): Pick<Command, 'name' | 'args' | 'options'>[] {
  const added = { name: 'add_foreign_key', args: [table, to], options: { ...options, validate: false } };
  const validated = { name: 'validate_foreign_key', args: [table, to], options: { column: options.column } };
  return options.validate === false ? [added] : [added, validated];
}

export const isHelper = (name: string): boolean => Object.hasOwn(expansions, name);

/** Sends what a helper stands for. Where a migration that uses one is reverted is not followed. */
export function expand(session: Session, command: Command): void {
  const work = ownOf(expansions, command.name);
  if (session.recording || !work) {
    addGap(session.machine, command.site, `${command.name} is not read where it is reverted.`, 'unsupported');
    return;
  }
  for (const part of work(command, session)) carryOut(session, { ...part, site: command.site });
}
