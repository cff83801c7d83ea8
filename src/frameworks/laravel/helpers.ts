// Laravel's helper functions, as far as migrations use them.
import {
  type Call,
  data,
  knownText,
  list,
  type Native,
  native,
  plain,
  textOf,
  unknown,
  type Value,
} from '../php/value.ts';
import { pluralize } from '../ruby/inflections.ts';
import { collectionValue } from './collection.ts';
import { connectionValue } from './connection.ts';
import { fileText, pathValue } from './files.ts';
import { snake } from './models.ts';
import { schemaValue } from './schema.ts';
import type { Session } from './session.ts';
import { configValue } from './settings.ts';

/** The time of the run, which PostgreSQL's 'now' is as well where it is the default of a column. */
export const now: Native = { ...native('now()', () => now), sql: textOf("'now'") };

type Helper = (session: Session, call: Call, first: Value | undefined, name: string) => Value | undefined;

const path: Helper = (_session, _call, first, name) => pathValue(name, first);
const without: Helper = (_session, _call, _first, name) => unknown(`the result of ${name}()`);

const helpers: Readonly<Record<string, Helper>> = {
  config: (session, call, first) =>
    first?.kind === 'text' ? configValue(session, call) : unknown('the configuration'),
  collect: ({ machine }, _call, first) => collectionValue(machine, first ?? list([])),
  database_path: path,
  base_path: path,
  app_path: path,
  file_get_contents: (session, _call, first) => fileText(session, first),
  class_basename: (_session, _call, first) => {
    const word = knownText(first);
    return word === undefined ? undefined : textOf(word.replace(/^.*\\/, ''));
  },
  tap: given,
  with: given,
  value: ({ machine }, call, first) => (first?.kind === 'closure' ? machine.call(first, { ...call, args: [] }) : first),
  app: (session, _call, first) => service(session, knownText(first)),
  resolve: (session, _call, first) => service(session, knownText(first)),
  now: () => now,
  today: () => now,
  ...Object.fromEntries(
    ['throw_if', 'throw_unless', 'report', 'logger', 'info', 'dump', 'event', 'cache', 'env', 'dispatch'].map(
      (name) => [name, without],
    ),
  ),
};

/** Undefined where it is none of them. */
export function helper(session: Session, name: string, call: Call): Value | undefined {
  return Object.hasOwn(helpers, name) ? helpers[name]?.(session, call, call.args[0], name) : undefined;
}

function given({ machine }: Session, call: Call, first: Value | undefined): Value | undefined {
  if (call.args[1]) machine.call(call.args[1], { ...call, args: first ? [first] : [] });
  return first;
}

function service(session: Session, name: string | undefined): Value | undefined {
  if (name === 'db') return connectionValue(session);
  if (name === 'db.schema') return schemaValue(session);
  return name === undefined
    ? { kind: 'native', name: 'app()', send: (method, call) => appCall(method.toLowerCase(), call) }
    : data(`an object of ${name}`);
}

const appCall = (name: string, call: Call): Value =>
  /^(?:environment|runningunittests|isproduction|islocal)$/.test(name)
    ? environment(name, call)
    : unknown(`the result of app()->${name}()`);

/** Migrations are judged as they run in production. */
export function environment(name: string, { args }: Call): Value {
  if (name === 'isproduction') return plain(true);
  if (name !== 'environment') return plain(false);
  if (args.length === 0) return textOf('production');
  const all = args.flatMap((value) => (value.kind === 'list' ? [...value.entries.values()] : [value]));
  return plain(all.some((value) => /^prod/.test(knownText(value) ?? '')));
}

/** The Str class's methods, of what is known. */
export function ofText(name: string, { args: [first] }: Call): Value | undefined {
  const word = knownText(first);
  if (word === undefined) return undefined;
  if (name === 'plural') return textOf(pluralize(word));
  if (name === 'snake') return textOf(snake(word));
  if (name === 'lower') return textOf(word.toLowerCase());
  return name === 'upper' ? textOf(word.toUpperCase()) : undefined;
}
