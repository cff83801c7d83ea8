// A blueprint as data: the table that it is of, its columns, and the commands on it in order.
import type { Machine } from '../php/machine.ts';
import { type Call, isNull, type Native, type Site, type Value } from '../php/value.ts';
import { type Attributes, type Fluent, fluentValue } from './fluent.ts';
import type { Model } from './models.ts';
import { Unreadable, word } from './naming.ts';

export interface Command extends Fluent {
  readonly name: string;
  /** Of `add` and `change`, and of what is said of a column. */
  readonly column?: Fluent;
  /** Of what is sent together. */
  readonly columns?: readonly Fluent[];
}

export interface Blueprint {
  readonly table: string;
  readonly isNew: boolean;
  isTemporary: boolean;
  readonly columns: Fluent[];
  /** A column's own command is `column` before it is told whether it changes. */
  readonly commands: Command[];
}

/** What a blueprint asks for beside itself. */
export interface Surroundings {
  readonly machine: Machine;
  readonly modelOf: (name: string) => Model | undefined;
}

export const newBlueprint = (table: string, isNew: boolean): Blueprint => ({
  table,
  isNew,
  isTemporary: false,
  columns: [],
  commands: [],
});

export function argument({ args, named }: Call, at: number, name: string): Value | undefined {
  const value = args[at] ?? named.get(name);
  return value && isNull(value) ? undefined : value;
}

export function addCommand(
  { commands }: Blueprint,
  name: string,
  site: Site,
  attributes: Attributes = new Map(),
): Command {
  const command = { name, attributes, site };
  commands.push(command);
  return command;
}

export const indexValue = (command: Command): Native => fluentValue('an index', command);

/** Of the model that a call names. */
export function modelFor({ modelOf }: Surroundings, call: Call): Model {
  const name = word(argument(call, 0, 'model'), 'model');
  const model = modelOf(name);
  if (!model) throw new Unreadable(`what ${name} says of its table and key is not in this project`);
  return model;
}
