import { alter, tableIn } from './alterations.ts';
import type { Command } from './command.ts';
import { type Constraint, checkOf, exclusionOf, foreignKeyOf, notValid, uniqueOf } from './constraints.ts';
import { foreignKeyFor, rememberForeignKey } from './known.ts';
import { checkName, exclusionName, quoteName, uniqueName } from './names.ts';
import { nameIn, namesIn, textIn, Unreadable } from './options.ts';
import type { Session } from './session.ts';

type Work = (session: Session, command: Command) => void;

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

export const onConstraints: Readonly<Record<string, Work>> = {
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
