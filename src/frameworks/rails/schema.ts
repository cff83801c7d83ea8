// The tables that migrations have made, as far as they say: what ActiveRecord would ask the database for.
import {
  emptyMap,
  mapDelete,
  mapGet,
  mapSet,
  mapWith,
  type PersistentMap,
} from '../../postgres/catalog/persistent-map.ts';

export interface KnownIndex {
  readonly name: string;
  /** Their names, or expressions. */
  readonly columns: readonly string[];
}

export interface KnownConstraint {
  readonly name: string;
  readonly columns: readonly string[];
  /** Of a foreign key. */
  readonly to?: string;
}

/** A key that ActiveRecord finds: it is counted or made up by the database. */
export interface KnownKey {
  readonly column: string;
  readonly sequence?: string;
}

export interface KnownTable {
  /** Whether it was made by what has been read, and changed by nothing else. */
  readonly isWhole: boolean;
  /** Types by name; undefined where that is not known. */
  readonly columns: ReadonlyMap<string, string | undefined>;
  readonly indexes: readonly KnownIndex[];
  readonly constraints: readonly KnownConstraint[];
  readonly key?: KnownKey;
}

export type Schema = PersistentMap<string, KnownTable>;
export type Change = (schema: Schema) => Schema;

export const emptySchema: Schema = emptyMap();

const unseen: KnownTable = { isWhole: false, columns: new Map(), indexes: [], constraints: [] };

export const tableOf = (schema: Schema, name: string): KnownTable | undefined => mapGet(schema, name);

const onTable =
  (name: string, change: (table: KnownTable) => KnownTable): Change =>
  (schema) =>
    mapSet(schema, name, change(mapGet(schema, name) ?? unseen));

/** `isGuarded`: one that is there is left as it is. */
export const madeTable =
  (name: string, table: Omit<KnownTable, 'isWhole'>, isGuarded: boolean): Change =>
  (schema) =>
    isGuarded && mapGet(schema, name) ? schema : mapSet(schema, name, { ...table, isWhole: true });

export const droppedTable =
  (name: string): Change =>
  (schema) =>
    mapDelete(schema, name);

/** `change` is what is renamed with it. */
export const renamedTable =
  (from: string, to: string, change: (table: KnownTable) => KnownTable): Change =>
  (schema) => {
    const table = mapGet(schema, from);
    const moved = mapWith(mapDelete(schema, from), (other) => withTarget(other, from, to));
    return table ? mapSet(moved, to, withTarget(change(table), from, to)) : mapDelete(moved, to);
  };

function withTarget(table: KnownTable, from: string, to: string): KnownTable {
  if (!table.constraints.some((each) => each.to === from)) return table;
  return { ...table, constraints: table.constraints.map((each) => (each.to === from ? { ...each, to } : each)) };
}

export const addedColumn = (table: string, column: string, type: string | undefined): Change =>
  onTable(table, (known) => ({ ...known, columns: new Map(known.columns).set(column, type) }));

/** With what is made of it. */
export const droppedColumns = (table: string, names: readonly string[]): Change =>
  onTable(table, ({ key, ...known }) => {
    const stays = (each: { readonly columns: readonly string[] }): boolean =>
      !each.columns.some((column) => names.includes(column));
    return {
      ...known,
      columns: new Map([...known.columns].filter(([name]) => !names.includes(name))),
      indexes: known.indexes.filter(stays),
      constraints: known.constraints.filter(stays),
      ...(key && !names.includes(key.column) ? { key } : {}),
    };
  });

export const renamedColumn = (table: string, from: string, to: string): Change =>
  onTable(table, ({ key, ...known }) => {
    const renamed = <T extends { readonly columns: readonly string[] }>(each: T): T => ({
      ...each,
      columns: each.columns.map((column) => (column === from ? to : column)),
    });
    return {
      ...known,
      columns: new Map([...known.columns].map(([name, type]) => [name === from ? to : name, type])),
      indexes: known.indexes.map(renamed),
      constraints: known.constraints.map(renamed),
      ...(key ? { key: { ...key, column: key.column === from ? to : key.column } } : {}),
    };
  });

export const addedIndex = (table: string, index: KnownIndex): Change =>
  onTable(table, (known) => ({
    ...known,
    indexes: [...known.indexes.filter(({ name }) => name !== index.name), index],
  }));

export const droppedIndex = (table: string, name: string): Change =>
  onTable(table, (known) => ({ ...known, indexes: known.indexes.filter((index) => index.name !== name) }));

export const renamedIndex = (table: string, from: string, to: string): Change =>
  onTable(table, (known) => ({
    ...known,
    indexes: known.indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
  }));

export const addedConstraint = (table: string, { name, columns, to }: KnownConstraint): Change =>
  onTable(table, (known) => ({
    ...known,
    constraints: [...known.constraints.filter((other) => other.name !== name), { name, columns, to }],
  }));

export const droppedConstraint = (table: string, name: string): Change =>
  onTable(table, (known) => ({ ...known, constraints: known.constraints.filter((each) => each.name !== name) }));

/** Something that is not followed may have changed it. */
export const touchedTable =
  (name: string): Change =>
  (schema) => {
    const table = mapGet(schema, name);
    return table?.isWhole ? mapSet(schema, name, { ...table, isWhole: false }) : schema;
  };

export const touchedAll: Change = (schema) => mapWith(schema, (table) => ({ ...table, isWhole: false }));

/** SQL that is written out may change the tables that it names; what it makes of them is not followed. */
export function touchedBy(sql: string): Change {
  if (!/\b(?:alter|create|drop|rename)\b/i.test(sql)) return (schema) => schema;
  const words = [...new Set(sql.match(/[\w.]+/g))];
  return (schema) => words.reduce((known, word) => touchedTable(word)(known), schema);
}
