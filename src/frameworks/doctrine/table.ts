// A table of Doctrine's Schema API: what a migration says of it, and the statements that DBAL makes of that. src/Schema/Table.php,
// src/Platforms/AbstractPlatform.php getCreateTablesSQL(), getAlterTableSQL()
import type { Site } from '../php/value.ts';
import { isSince, type Version } from '../php/version.ts';
import { type Column, columnSql, commentOf } from './column-sql.ts';
import { bare, generatedName, literal, quoted } from './names.ts';

export interface Statement {
  readonly sql: string;
  readonly site: Site;
}

interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  readonly where: string | undefined;
  readonly site: Site;
  /** For a foreign key: another one that does the same takes its place. */
  readonly isImplicit?: boolean;
}

export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly references: readonly string[];
  /** `onDelete`, `deferrable`. */
  readonly options: ReadonlyMap<string, string | boolean>;
  readonly site: Site;
}

export interface Table {
  readonly name: string;
  /** Whether the migration makes it. */
  readonly isNew: boolean;
  readonly site: Site;
  readonly columns: (Column & { readonly site: Site })[];
  readonly keys: ForeignKey[];
  readonly indexes: Index[];
  /** What goes first of a table that is there: constraints and indexes; then columns and names. */
  readonly dropped: Statement[];
  readonly altered: Statement[];
  primary: readonly string[];
  comment: Statement | undefined;
}

export const tableOf = (name: string, isNew: boolean, site: Site): Table => ({
  ...{ name, isNew, site, columns: [], keys: [], indexes: [], dropped: [], altered: [], primary: [] },
  comment: undefined,
});

const isOf = (columns: readonly string[], { columns: others }: { readonly columns: readonly string[] }): boolean =>
  columns.length === others.length && columns.every((column, at) => bare(column) === bare(others[at] ?? ''));

/** Table::_addIndex() */
export function addIndex(table: Table, index: Index): void {
  const replaced = table.indexes.findIndex((each) => each.isImplicit && isOf(index.columns, each));
  if (replaced >= 0) table.indexes.splice(replaced, 1);
  table.indexes.push(index);
}

/** Table::setPrimaryKey() */
export function setPrimary(table: Table, columns: readonly string[]): void {
  const replaced = table.indexes.findIndex((each) => each.isImplicit && isOf(columns, each));
  if (replaced >= 0) table.indexes.splice(replaced, 1);
  table.primary = columns;
}

/** Table::_addForeignKeyConstraint(): whether it is known if an index comes with it. */
export function addForeignKey(table: Table, key: ForeignKey): boolean {
  table.keys.push(key);
  const { columns, site } = key;
  const isIndexed = isOf(columns, { columns: table.primary }) || table.indexes.some((each) => isOf(columns, each));
  if (isIndexed) return true;
  const isAdded = columns.some((column) => table.columns.some(({ name }) => bare(name) === bare(column)));
  if (!table.isNew && !isAdded) return false;
  const name = generatedName('IDX', table.name, columns);
  table.indexes.push({ name, columns, isUnique: false, where: undefined, site, isImplicit: true });
  return true;
}

const listed = (columns: readonly string[]): string => columns.map(quoted).join(', ');

function indexSql(table: string, { name, columns, isUnique, where, site }: Index): Statement {
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  const kind = isUnique ? 'UNIQUE INDEX' : 'INDEX';
  return { sql: `CREATE ${kind} ${quoted(name)} ON ${quoted(table)} (${listed(columns)})${condition}`, site };
}

function keySql(
  table: string,
  { name, columns, to, references, options, site }: ForeignKey,
  version: Version,
): Statement {
  const action = (when: string, option: string): string => {
    const given = options.get(option);
    return typeof given === 'string' ? ` ON ${when} ${given.toUpperCase()}` : '';
  };
  const isOn = (name: string): boolean => options.get(name) === true;
  const isSaid = !isSince(version, 4, 3) || isOn('deferrable') || isOn('deferred');
  const when = `${isOn('deferrable') ? '' : 'NOT '}DEFERRABLE INITIALLY ${isOn('deferred') ? 'DEFERRED' : 'IMMEDIATE'}`;
  const sql = [
    `ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} FOREIGN KEY (${listed(columns)})`,
    `REFERENCES ${quoted(to)} (${listed(references)})${action('UPDATE', 'onUpdate')}${action('DELETE', 'onDelete')}`,
    ...(isSaid ? [when] : []),
  ];
  return { sql: sql.join(' '), site };
}

/** Before DBAL 4 the columns of the key and of foreign keys come first. */
function ordered(table: Table, version: Version): Table['columns'] {
  if (isSince(version, 4)) return table.columns;
  const first = [...table.primary, ...table.keys.flatMap(({ columns }) => columns)].map(bare);
  const rank = ({ name }: Column): number => (first.includes(bare(name)) ? first.indexOf(bare(name)) : first.length);
  return [...table.columns].sort((a, b) => rank(a) - rank(b));
}

function comments(table: Table, version: Version): Statement[] {
  return ordered(table, version).flatMap((column) => {
    const comment = commentOf(column, version);
    const at = `${quoted(table.name)}.${quoted(column.name)}`;
    return comment === '' ? [] : [{ sql: `COMMENT ON COLUMN ${at} IS ${literal(comment)}`, site: column.site }];
  });
}

/** Without its foreign keys, which come when all tables are there. */
export function creationOf(table: Table, version: Version): Statement[] {
  const columns = ordered(table, version).map((column) => columnSql(column, version));
  const primary = table.primary.length > 0 ? [`PRIMARY KEY (${listed(table.primary)})`] : [];
  return [
    { sql: `CREATE TABLE ${quoted(table.name)} (${[...columns, ...primary].join(', ')})`, site: table.site },
    ...table.indexes.map((index) => indexSql(table.name, index)),
    ...(table.comment ? [table.comment] : []),
    ...comments(table, version),
  ];
}

export const foreignKeysOf = ({ name, keys }: Table, version: Version): Statement[] =>
  keys.map((key) => keySql(name, key, version));

/** Of a table that is there. */
export function changesOf(table: Table, version: Version): Statement[] {
  return [
    ...table.dropped,
    ...ordered(table, version).map((column) => ({
      sql: `ALTER TABLE ${quoted(table.name)} ADD ${columnSql(column, version)}`,
      site: column.site,
    })),
    ...table.altered,
    ...(table.comment ? [table.comment] : []),
    ...comments(table, version),
    ...foreignKeysOf(table, version),
    ...table.indexes.map((index) => indexSql(table.name, index)),
  ];
}
