// Kysely's query builders, as far as migrations mostly use them; the rest is data work that is not read.
import type { Machine } from '../javascript/machine.ts';
import {
  isFunction,
  isNative,
  isObject,
  type Plain,
  type PlainObject,
  stringOf,
  stringsOf,
  Unreadable,
} from '../javascript/plain.ts';
import { isFragment } from '../javascript/sql-tag.ts';
import { knownString, type Native, native } from '../javascript/value.ts';
import { builder, type Kind, type Step } from './builder.ts';
import { fragmentSql, quoted, reference } from './fragments.ts';
import { condition } from './statement.ts';

interface Query {
  readonly head: string;
  readonly body: readonly string[];
  readonly where: readonly string[];
  /** How many values are sent beside the statement. */
  readonly parameters: number;
}

type Write = (value: Plain) => string;

/** Runs a step that writes values, each of which becomes the next parameter. */
const writing =
  (work: (state: Query, args: readonly Plain[], write: Write) => Query): Step<Query> =>
  (state, args) => {
    let { parameters } = state;
    const write: Write = (value) => {
      if (isFragment(value)) return fragmentSql(value);
      if (isFunction(value) || isNative(value)) throw new Unreadable('a value is built by code');
      parameters += 1;
      return `$${parameters}`;
    };
    return { ...work(state, args, write), parameters };
  };

const where = writing((state, args, write) => ({ ...state, where: [...state.where, condition(args, write)] }));

const values = writing((state, [given], write) => {
  const rows = (Array.isArray(given) ? given : [given]).map((row): PlainObject => {
    if (!isObject(row)) throw new Unreadable('a row is built by code');
    return row;
  });
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lists = rows.map(
    (row) => `(${columns.map((key) => (row[key] === undefined ? 'default' : write(row[key]))).join(', ')})`,
  );
  return { ...state, body: [`(${columns.map(quoted).join(', ')}) values ${lists.join(', ')}`] };
});

const set = writing((state, args, write) => {
  const [given, value] = args;
  const pairs: [string, Plain][] = isObject(given) ? Object.entries(given) : [[stringOf(given, 'the column'), value]];
  const sql = pairs.map(([key, each]) => `${quoted(key)} = ${write(each)}`).join(', ');
  return {
    ...state,
    body: state.body.length > 0 ? [...state.body.slice(0, -1), `${state.body.at(-1)}, ${sql}`] : [`set ${sql}`],
  };
});

const same: Step<Query> = (state) => state;

const sql = ({ head, body, where: conditions }: Query): string =>
  [head, ...body, ...(conditions.length > 0 ? [`where ${conditions.join(' and ')}`] : [])].join(' ');

const kinds: Readonly<Record<string, { readonly head: (table: string) => string; readonly kind: Kind<Query> }>> = {
  insertInto: {
    head: (table) => `insert into ${table}`,
    kind: {
      name: 'insertInto',
      steps: { values, returningAll: same, returning: same },
      sql,
    },
  },
  updateTable: {
    head: (table) => `update ${table}`,
    kind: { name: 'updateTable', steps: { set, where, returningAll: same, returning: same }, sql },
  },
  deleteFrom: {
    head: (table) => `delete from ${table}`,
    kind: { name: 'deleteFrom', steps: { where, returningAll: same, returning: same }, sql },
  },
  selectFrom: {
    head: (table) => table,
    kind: {
      name: 'selectFrom',
      steps: {
        where,
        selectAll: (state) => ({ ...state, body: ['*'] }),
        select: (state, [names]) => ({
          ...state,
          body: [...state.body, ...stringsOf(names, 'the columns').map(aliased)],
        }),
      },
      sql: ({ head, body, where: conditions }) =>
        `select ${body.join(', ')} from ${head}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`,
    },
  },
};

const aliased = (name: string): string =>
  name
    .split(/\s+as\s+/i)
    .map(reference)
    .join(' as ');

/** `db.updateTable('users')` and the like; undefined where Kysely has no such builder. */
export function queryMember(machine: Machine, key: string): Native | undefined {
  const found = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  return (
    found &&
    native(`db.${key}`, {
      canSend: true,
      call({ args: [table] }) {
        const name = knownString(table);
        const failure = name === undefined ? 'its table is computed' : undefined;
        const state: Query = {
          head: found.head(name === undefined ? '' : aliased(name)),
          body: [],
          where: [],
          parameters: 0,
        };
        return builder(machine, found.kind, state, failure);
      },
    })
  );
}
