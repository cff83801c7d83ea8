// Foreign keys, checks, exclusion and unique constraints that are added to tables, taken away and validated.
import { alter, tableIn } from './alterations.ts';
import type { Command } from './command.ts';
import {
  type Constraint,
  checkOf,
  deferrableOf,
  exclusionOf,
  foreignKeyOf,
  notValid,
  uniqueOf,
} from './constraints.ts';
import { note } from './history.ts';
import { constraintIn, foreignKeyFor, foreignKeyIn } from './known.ts';
import { checkName, exclusionName, quoteName, uniqueName } from './names.ts';
import { nameIn, namesIn, only, textIn, Unreadable } from './options.ts';
import { runningVersion } from './running.ts';
import { addedConstraint, droppedConstraint, type KnownConstraint } from './schema.ts';
import type { Session } from './session.ts';

type Work = (session: Session, command: Command) => void;

/** `known` is one that is there already, as far as that is known. */
const addConstraint =
  (
    made: (table: string, command: Command, session: Session) => Constraint,
    known: (table: string, command: Command, session: Session) => unknown = () => undefined,
  ): Work =>
  (session, command) => {
    const table = tableIn(command);
    const constraint = made(table, command, session);
    if (command.options.if_not_exists && known(table, command, session)) return;
    note(session, table, addedConstraint(table, constraint));
    const again = repeated(session, command);
    alter(session, table, [`ADD ${constraint.sql}${again}${notValid(command.options)}`], command);
  };

/** Until 7.2 Rails said twice what may be deferred. */
function repeated(session: Session, { name, options }: Command): string {
  if (name !== 'add_foreign_key' || !options.deferrable || runningVersion(session) >= 800) return '';
  return ` ${deferrableOf(options, session.version).join(' ')}`;
}

/** ActiveRecord asks whether it is there. Where we can't tell, PostgreSQL is asked to. */
const dropConstraint =
  (
    nameOf: (table: string, command: Command, session: Session) => string,
    knownOf = (table: string, command: Command, session: Session): KnownConstraint | null | undefined =>
      constraintIn(session, table, nameOf(table, command, session)),
  ): Work =>
  (session, command) => {
    const table = tableIn(command);
    const isGuarded = command.options.if_exists === true;
    const known = isGuarded ? knownOf(table, command, session) : undefined;
    if (known === null) return;
    const name = known?.name ?? nameOf(table, command, session);
    note(session, table, droppedConstraint(table, name));
    alter(session, table, [`DROP CONSTRAINT ${isGuarded && !known ? 'IF EXISTS ' : ''}${quoteName(name)}`], command);
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
  add_foreign_key: addConstraint(
    (table, { args: [, to], options }, session) =>
      foreignKeyOf(table, nameIn(to, 'the table'), options, session.version),
    (table, { args: [, to], options }, session) => foreignKeyIn(session, table, to, only(options, 'column')),
  ),
  remove_foreign_key: dropConstraint(foreignKey, (table, { args: [, to], options }, session) =>
    foreignKeyIn(session, table, to ?? options.to_table, only(options, 'name', 'column')),
  ),
  validate_foreign_key: validate(foreignKey),
  add_check_constraint: addConstraint(
    (table, { args: [, expression], options }) => checkOf(table, expression, options),
    (table, command, session) => constraintIn(session, table, checkFor(table, command)),
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
