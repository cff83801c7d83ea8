// What TypeORM sends to change a column that it does not drop and add: the second half of PostgresQueryRunner.changeColumn.
import { type Plain, stringsOf, Unreadable } from '../javascript/plain.ts';
import { generatedName, quotePath, sequencePath } from './names.ts';
import {
  addConstraint,
  addPrimaryKey,
  commentOn,
  dropConstraint,
  enumName,
  enumTypes,
  isEnum,
  keyName,
} from './statements.ts';
import { type Column, fullType, isOn, keysOf, type Table } from './table.ts';

type Make = (alter: Alter) => string[];

interface Alter {
  readonly table: Table;
  readonly path: string;
  /** `ALTER TABLE "users" ALTER COLUMN "age"`. */
  readonly head: string;
  readonly old: Column;
  readonly column: Column;
}

/**
 * TypeORM goes on to hold most of the column as it was, so that a later change is compared with the first state again; what it is in
 * the database is kept beside.
 */
export function altered(table: Table, old: Column, column: Column): string[] {
  const path = quotePath(table.name);
  const alter = { table, path, head: `ALTER TABLE ${path} ALTER COLUMN "${column.name}"`, old, column };
  if (!same(old, column, 'generatedType', 'spatialFeatureType', 'srid'))
    throw new Unreadable('a change of how it is generated is not known here');
  const statements = parts.flatMap((make) => make(alter));
  table.columns = table.columns.map((each) =>
    each.name === column.name ? { ...each, isPrimary: column.isPrimary, actual: column } : each,
  );
  return statements;
}

const isGiven = (value: Plain): boolean => value !== undefined && value !== null;

const same = (a: Column, b: Column, ...keys: readonly string[]): boolean =>
  keys.every((key) => JSON.stringify(a.options[key] ?? null) === JSON.stringify(b.options[key] ?? null));

const isOtherEnum = ({ old, column }: Alter): boolean =>
  isEnum(old) && isEnum(column) && !same(old, column, 'enum', 'enumName');

/** New values are added to a type; for any other change it is made anew. */
function enumValues(alter: Alter): string[] {
  const { table, head, old, column } = alter;
  if (!isOtherEnum(alter)) return [];
  const [before, after] = [stringsOf(old.options.enum, 'enum'), stringsOf(column.options.enum, 'enum')];
  const added = after.filter((value) => !before.includes(value));
  const own = enumName(table.name, old);
  if (before.every((value) => after.includes(value)) && added.length > 0)
    return added.map((value) => `ALTER TYPE ${own} ADD VALUE '${value.replaceAll("'", "''")}'`);
  const type = `${enumName(table.name, column)}${column.isArray ? '[]' : ''}`;
  const outdated = own.replace(/"$/, '_old"');
  return [
    `ALTER TYPE ${own} RENAME TO ${outdated.slice(outdated.indexOf('.') + 1)}`,
    ...enumTypes(table.name, [column]),
    ...(isGiven(old.options.default) ? [`${head} DROP DEFAULT`] : []),
    `${head} TYPE ${type} USING "${column.name}"::"text"::${type}`,
    ...(isGiven(column.options.default) ? [`${head} SET DEFAULT ${column.options.default}`] : []),
    `DROP TYPE ${outdated}`,
  ];
}

function primary({ table, path, old, column }: Alter): string[] {
  if (old.isPrimary === column.isPrimary) return [];
  if (!table.isWhole) throw new Unreadable('the present primary key is not known');
  const keys = keysOf(table);
  const others = keys.filter(({ name }) => name !== column.name);
  const next = column.isPrimary ? [...others, column] : others;
  return [
    ...(keys.length > 0 ? [`ALTER TABLE ${path} DROP CONSTRAINT "${keyName(table.name, keys)}"`] : []),
    ...(next.length > 0 ? [addPrimaryKey(table.name, next)] : []),
  ];
}

function unique({ table, old, column }: Alter): string[] {
  if (old.isUnique === column.isUnique) return [];
  const name = generatedName('UQ', table.name, [column.name]);
  if (column.isUnique) {
    const made = { name, columnNames: [column.name], options: {} };
    table.uniques.push(made);
    return [addConstraint('UQ', table.name, made)];
  }
  const dropped = table.uniques.find(isOn(column.name));
  table.uniques = table.uniques.filter((each) => each !== dropped);
  return [dropConstraint(table.name, dropped?.name ?? name)];
}

function generated({ table, path, head, old, column }: Alter): string[] {
  if (old.isGenerated === column.isGenerated) return [];
  const sequence = quotePath(sequencePath(table.name, column.name));
  const without: Readonly<Record<string, string[]>> = {
    uuid: [`${head} DROP DEFAULT`],
    increment: [`${head} DROP DEFAULT`, `DROP SEQUENCE ${sequence}`],
  };
  const withIt: Readonly<Record<string, string[]>> = {
    uuid: [`${head} SET DEFAULT uuid_generate_v4()`],
    increment: [
      `CREATE SEQUENCE IF NOT EXISTS ${sequence} OWNED BY ${path}."${column.name}"`,
      `${head} SET DEFAULT nextval('${sequence}')`,
    ],
  };
  const how = ({ options }: Column): string => String(options.generationStrategy ?? '');
  return [
    ...(old.isGenerated ? (without[how(old)] ?? []) : []),
    ...((column.isGenerated ? withIt : without)[how(column)] ?? []),
  ];
}

function defaults(alter: Alter): string[] {
  const { head, old, column } = alter;
  const isDone = isOtherEnum(alter) && enumValues(alter).length > 1 && isGiven(old.options.default);
  if (same(old, column, 'default') || isDone) return [];
  const { default: value } = column.options;
  return [isGiven(value) ? `${head} SET DEFAULT ${value}` : `${head} DROP DEFAULT`];
}

/** In TypeORM's order. */
const parts: readonly Make[] = [
  ({ head, old, column }) => (same(old, column, 'precision', 'scale') ? [] : [`${head} TYPE ${fullType(column)}`]),
  enumValues,
  ({ head, old, column }) =>
    old.isNullable === column.isNullable ? [] : [`${head} ${column.isNullable ? 'DROP' : 'SET'} NOT NULL`],
  ({ path, old, column }) => (same(old, column, 'comment') ? [] : [commentOn(path, column)]),
  primary,
  unique,
  generated,
  defaults,
  ({ head, old, column }) =>
    same(old, column, 'collation') ? [] : [`${head} TYPE ${column.type} COLLATE "${column.options.collation}"`],
];
