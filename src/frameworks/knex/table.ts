// A table as Knex's table builder gathers it, and the statements that come of it in Knex's order.
// lib/schema/tablecompiler.js, lib/dialects/postgres/schema/pg-tablecompiler.js

import { wrap } from '../javascript/knex-values.ts';
import { addGap, type Machine } from '../javascript/machine.ts';
import { isObject, type Plain, plain, stringsOf, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, native, undefinedValue, type Value } from '../javascript/value.ts';
import type { Site } from '../text.ts';
import { alterations, type Column, definition, nativeEnum, newColumn } from './columns.ts';

export interface Table {
  readonly machine: Machine;
  /** As written, with its schema. */
  readonly name: string;
  readonly schema: string | undefined;
  readonly isNew: boolean;
  readonly columns: Column[];
  /** What follows the columns, in the order in which it was said. */
  readonly later: Later[];
  readonly checks: string[];
  primaryKey: string | undefined;
  comment: string | undefined;
  inherits: string | undefined;
  /** The table whose columns it has. */
  like: string | undefined;
  /** The call that is being read. */
  at: Site | undefined;
  /** Where each column was last spoken of. */
  readonly sites: Map<Column, Site>;
}

interface Later {
  readonly make: () => string[];
  readonly site: Site | undefined;
}

/** A statement and the call within the table's that it comes from; undefined where that is the whole. */
export interface TableStatement {
  readonly sql: string;
  readonly site?: Site;
}

export const newTable = (machine: Machine, name: string, schema: string | undefined, isNew: boolean): Table => ({
  ...{ machine, name, schema, isNew, columns: [], later: [], checks: [], sites: new Map() },
  ...{ primaryKey: undefined, comment: undefined, inherits: undefined, like: undefined, at: undefined },
});

export const pathOf = ({ name, schema }: Table): string => wrap(schema === undefined ? name : `${schema}.${name}`);

export function statementsOf(table: Table, isIfNot: boolean): TableStatement[] {
  const path = pathOf(table);
  const added = table.columns.filter(({ isAlter }) => !isAlter);
  const isKeyed = table.primaryKey !== undefined;
  const definitions = added.map((column) => definition(column, isKeyed));
  const comments = table.columns.flatMap((column) => commentOf(table, column));
  const own = table.comment === undefined ? [] : [{ sql: `comment on table ${path} is '${table.comment}'` }];
  const enums = table.columns.flatMap((column) => placed(nativeTypes(column), table.sites.get(column)));
  const later = table.later.flatMap(({ make, site }) => placed(make(), site));
  if (table.isNew) {
    const like = table.like === undefined ? [] : [`like ${wrap(table.like)} including all`];
    const all = [...like, ...definitions, ...(isKeyed ? [table.primaryKey] : []), ...table.checks].join(', ');
    const inherits = table.inherits === undefined ? '' : ` inherits (${wrap(table.inherits)})`;
    const create = { sql: `create table ${isIfNot ? 'if not exists ' : ''}${path} (${all})${inherits}` };
    return [...enums, create, ...own, ...comments, ...later];
  }
  const adds = definitions.map((each) => `add column ${each}`).join(', ');
  const [only] = added;
  const site = added.length === 1 && only ? table.sites.get(only) : undefined;
  const alters = table.columns
    .filter(({ isAlter }) => isAlter)
    .flatMap((column) => placed(alterations(path, column), table.sites.get(column)));
  return [
    ...enums,
    ...placed(adds === '' ? [] : [`alter table ${path} ${adds}`], site),
    ...alters,
    ...comments,
    ...later,
    ...own,
  ];
}

const placed = (statements: readonly string[], site: Site | undefined): TableStatement[] =>
  statements.map((sql) => (site ? { sql, site } : { sql }));

function commentOf(table: Table, column: Column): TableStatement[] {
  const { name, comment } = column;
  if (comment === undefined) return [];
  const text = comment ? `'${String(comment).replaceAll("'", "''")}'` : 'NULL';
  return placed([`comment on column ${pathOf(table)}.${wrap(name)} is ${text}`], table.sites.get(column));
}

function nativeTypes({ method, args: [, values, options] }: Column): string[] {
  const isNative =
    (method === 'enu' || method === 'enum') && isObject(options) && options.useNative && !options.existingType;
  if (!isNative) return [];
  return [`create type ${nativeEnum(options)} as enum ('${stringsOf(values, 'the values').join("', '")}')`];
}

export function addColumn(table: Table, method: string, args: readonly Plain[]): Column {
  const column = newColumn(method, args);
  table.columns.push(column);
  if (table.at) table.sites.set(column, table.at);
  return column;
}

export function set(column: Column, change: Partial<Column>): undefined {
  Object.assign(column, change);
}

/** What follows the columns, from the call that is being read. */
export function sendLater(table: Table, make: () => string[]): void {
  table.later.push({ make, site: table.at });
}

export const indexName = ({ name }: Table, columns: readonly string[], kind: string): string =>
  wrap(`${name.replace(/[.-]/g, '_')}_${columns.join('_')}_${kind}`.toLowerCase());

/** A method whose arguments must be known; what is not is a gap at its call, and the rest of the table is read. */
export function step(table: Table, name: string, work: (args: readonly Plain[], call: Call) => Value): Native {
  return native(name, {
    call(call) {
      table.at = call.site;
      try {
        return work(
          call.args.map((arg, at) => plain(arg, `argument ${at + 1}`)),
          call,
        );
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        addGap(table.machine, call.site, `${name} of ${table.name} is not read: ${error.message}.`);
        return native(name, { get: () => native(name, { call: () => undefinedValue }) });
      }
    },
  });
}
