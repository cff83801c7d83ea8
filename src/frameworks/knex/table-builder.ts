// What the callback of Knex's createTable and alterTable is given: a builder of the table, and one of each column.
import { type Plain, Unreadable } from '../javascript/plain.ts';
import { type Native, native, type Value } from '../javascript/value.ts';
import { alterOptionsOf, type Column, checks, types } from './columns.ts';
import { foreignBuilder, newForeign } from './foreign-keys.ts';
import { addColumn, set, step, type Table } from './table.ts';
import { works } from './table-works.ts';

/** What the callback of createTable or alterTable is given. */
export function tableBuilder(table: Table): Native {
  const self: Native = native('the table builder', {
    get(key) {
      if (Object.hasOwn(types, key))
        return step(table, `table.${key}`, (args) => columnBuilder(table, addColumn(table, key, args)));
      const work = Object.hasOwn(works, key) ? works[key] : undefined;
      return step(table, `table.${key}`, (args) => {
        if (!work) throw new Unreadable('it is not known here');
        return work(table, args) ?? self;
      });
    },
  });
  return self;
}

/** `goesOn` is what a call gives that changes the column, where that is another builder around it. */
function columnBuilder(table: Table, column: Column, goesOn?: Native): Native {
  const self: Native = native('the column builder', {
    get(key) {
      const work = Object.hasOwn(columnWorks, key) ? columnWorks[key] : undefined;
      return step(table, `${column.name}.${key}`, (args) => {
        if (table.at) table.sites.set(column, table.at);
        if (!work) throw new Unreadable('it is not known here');
        return work(table, column, args) ?? goesOn ?? self;
      });
    },
  });
  return self;
}

type ColumnWork = (table: Table, column: Column, args: readonly Plain[]) => Value | undefined;

const columnWorks: Readonly<Record<string, ColumnWork>> = {
  notNullable: (_, column) => set(column, { nullable: false }),
  notNull: (_, column) => set(column, { nullable: false }),
  nullable: (_, column, [value]) => set(column, { nullable: value !== false }),
  null: (_, column) => set(column, { nullable: true }),
  defaultTo: (_, column, [value]) => set(column, { default: value === undefined ? undefined : { value } }),
  default: (_, column, [value]) => set(column, { default: value === undefined ? undefined : { value } }),
  unsigned: () => undefined,
  collate: () => undefined,
  first: () => undefined,
  after: () => undefined,
  comment: (_, column, [text]) => set(column, { comment: text ?? null }),
  alter: (_, column, [options]) => set(column, { isAlter: true, alterOptions: alterOptionsOf(options) }),
  primary: (table, column, [name]) => works.primary?.(table, [[column.name], name]),
  unique: (table, column, [options]) => works.unique?.(table, [[column.name], options]),
  index: (table, column, args) => works.index?.(table, [[column.name], ...args]),
  references: (table, column, [target]) =>
    foreignBuilder(table, newForeign(table, [column.name], undefined, target), (self) =>
      columnBuilder(table, column, self),
    ),
  ...Object.fromEntries(
    Object.entries(checks).map(([key, make]): [string, ColumnWork] => [
      key,
      (_, column, args) => {
        column.checks.push(make(column, args));
        return undefined;
      },
    ]),
  ),
};
