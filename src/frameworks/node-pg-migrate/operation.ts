// What an operation of node-pg-migrate's `pgm` is, and the forms that many of them share.
import { isObject, objectOf, type Plain } from '../javascript/plain.ts';
import { nameSql, type Shorthands } from './literals.ts';

type Args = readonly Plain[];
/** Statements of one string; what follows the first are comments. */
export type Operation = (args: Args, shorthands: Shorthands) => readonly string[];

export interface Reversible {
  readonly send: Operation;
  /** What the way back sends where the migration has none of its own. */
  readonly reverse?: Operation;
  /** Each statement is a string of its own. */
  readonly isApart?: true;
}

export const one = (sql: string): string[] => [sql];

/** `DROP TABLE IF EXISTS "t" CASCADE`, whose options are the last argument. */
export const drop =
  (kind: string): Operation =>
  ([name, given]) => {
    const options = objectOf(given, 'the options');
    return one(
      `DROP ${kind}${options.ifExists ? ' IF EXISTS' : ''} ${nameSql(name)}${options.cascade ? ' CASCADE' : ''}`,
    );
  };

export const rename = (kind: string): Reversible => ({
  send: ([from, to]) => one(`ALTER ${kind} ${nameSql(from)} RENAME TO ${nameSql(to)}`),
  reverse: ([from, to]) => one(`ALTER ${kind} ${nameSql(to)} RENAME TO ${nameSql(from)}`),
});

export const renamePart = (head: string, part: string): Reversible => ({
  send: ([of, from, to]) => one(`${head} ${nameSql(of)} RENAME ${part}${nameSql(from)} TO ${nameSql(to)}`),
  reverse: ([of, from, to]) => one(`${head} ${nameSql(of)} RENAME ${part}${nameSql(to)} TO ${nameSql(from)}`),
});

export const onTable =
  (kind: string): Operation =>
  ([table, name, rest]) => {
    const { ifExists, cascade } = isObject(rest) ? rest : {};
    return one(
      `DROP ${kind}${ifExists ? ' IF EXISTS' : ''} ${nameSql(name)} ON ${nameSql(table)}${cascade ? ' CASCADE' : ''}`,
    );
  };
