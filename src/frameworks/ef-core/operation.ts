// What a migration asks of its MigrationBuilder, and what can be asked of that. EFCore.Relational/Migrations/MigrationBuilder.cs
import {
  type Call,
  isNull,
  knownNumber,
  knownText,
  type List,
  type Text,
  truth,
  type Value,
  whatOf,
} from '../csharp/value.ts';
import type { Site } from '../text.ts';

/** Thrown where an argument is not known; the message completes "This is not read: ". */
export class Unreadable extends Error {}

export interface Operation {
  /** `CreateIndex` */
  readonly kind: string;
  readonly given: Given;
  /** `int` in `AddColumn<int>`. */
  readonly type: string | undefined;
  readonly annotations: Map<string, Value>;
  readonly oldAnnotations: Map<string, Value>;
  site: Site;
  /** Of a table that is made. */
  readonly columns: Operation[];
  readonly constraints: Operation[];
}

export interface Given {
  /** Undefined where it is not given, or null. */
  readonly value: (name: string) => Value | undefined;
  /** Throws where it is missing, as the next ones do where it is not known. */
  readonly text: (name: string) => string;
  readonly maybe: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
  readonly number: (name: string) => string | undefined;
  /** `column` stands for `columns` of one. */
  readonly names: (name: string) => string[];
  /** The text with its places. */
  readonly sql: (name: string) => Text;
}

/** Parameters in their order; the singular of a name stands for it, as `column` does for `columns`. */
export function givenIn(call: Call, parameters: readonly string[], kind: string): Given {
  const values = new Map(call.named);
  call.args.forEach((value, at) => {
    const name = parameters[at];
    if (name !== undefined) values.set(name, value);
  });
  const strange = [...call.named.keys()].find((name) => !parameters.includes(name) && !parameters.includes(`${name}s`));
  if (strange !== undefined) throw new Unreadable(`the argument \`${strange}\` of ${kind} is not known`);
  const value = (name: string): Value | undefined => {
    const found = values.get(name) ?? values.get(name.replace(/s$/, ''));
    return isNull(found) ? undefined : found;
  };
  const maybe = (name: string): string | undefined => {
    const found = value(name);
    return found && textIn(found, name);
  };
  const required = (name: string): Value => {
    const found = value(name);
    if (!found) throw new Unreadable(`\`${name}\` is missing`);
    return found;
  };
  return {
    value,
    maybe,
    text: (name) => textIn(required(name), name),
    flag: (name) => flagIn(value(name), name),
    number: (name) => numberIn(value(name), name),
    names: (name) => namesIn(required(name), name),
    sql: (name) => {
      const found = required(name);
      return found.kind === 'text'
        ? found
        : { kind: 'text', text: '', origins: [], holes: [{ at: 0, what: whatOf(found) }] };
    },
  };
}

function textIn(value: Value, name: string): string {
  const text = knownText(value);
  if (text === undefined) throw new Unreadable(`\`${name}\` is ${whatOf(value)}, which is known only at run time`);
  return text;
}

export function flagIn(value: Value | undefined, name: string): boolean {
  if (value === undefined) return false;
  const flag = truth(value);
  if (flag === undefined) throw new Unreadable(`\`${name}\` is ${whatOf(value)}, which is known only at run time`);
  return flag;
}

function numberIn(value: Value | undefined, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (knownNumber(value) === undefined || value.kind !== 'number') {
    throw new Unreadable(`\`${name}\` is ${whatOf(value)}, which is known only at run time`);
  }
  return value.text;
}

export function namesIn(value: Value, name: string): string[] {
  if (value.kind !== 'list') return [textIn(value, name)];
  return value.items.map((item) => textIn(item, name));
}

/** The last word of an enumeration's value: `Cascade`. */
export function choiceIn(value: Value | undefined, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== 'name') throw new Unreadable(`\`${name}\` is ${whatOf(value)}, which is known only at run time`);
  return value.path.replace(/^.*\./, '');
}

/** What an annotation says, as text; undefined where there is none. */
export function noteOf(annotations: ReadonlyMap<string, Value>, name: string): string | undefined {
  const found = annotations.get(name);
  return isNull(found) || !found ? undefined : textIn(found, name);
}

export const noteFlag = (annotations: ReadonlyMap<string, Value>, name: string): boolean | undefined => {
  const found = annotations.get(name);
  return isNull(found) ? undefined : flagIn(found, name);
};

/** An annotation that is an array, as `Npgsql:IndexInclude`. */
export const noteList = (annotations: ReadonlyMap<string, Value>, name: string): List | undefined => {
  const found = annotations.get(name);
  if (isNull(found) || !found) return undefined;
  if (found.kind !== 'list') throw new Unreadable(`\`${name}\` is ${whatOf(found)}, which is known only at run time`);
  return found;
};
