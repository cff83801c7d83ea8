// TypeORM's Table, TableColumn and the like, as a migration gives them. src/schema-builder/table, src/schema-builder/options
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  type PlainObject,
  stringOf,
  stringsOf,
  Unreadable,
} from '../javascript/plain.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly options: PlainObject;
  readonly isArray: boolean;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
  readonly isUnique: boolean;
  readonly isGenerated: boolean;
  /** As it is in the database, where TypeORM has something else in memory. */
  readonly actual?: Column;
}

export interface Constraint {
  readonly name: string | undefined;
  readonly columnNames: readonly string[];
  readonly options: PlainObject;
  /** The database has dropped it with one of its columns, of which TypeORM knows nothing before it loads the table anew. */
  readonly isGone?: true;
}

/** What a migration has said of a table; `isWhole` where it made the table itself. */
export interface Table {
  name: string;
  readonly isWhole: boolean;
  columns: Column[];
  indices: Constraint[];
  uniques: Constraint[];
  foreignKeys: Constraint[];
  checks: Constraint[];
  exclusions: Constraint[];
  readonly comment?: string;
}

const columnOptions = [
  ...['name', 'type', 'default', 'length', 'precision', 'scale', 'isNullable', 'isPrimary', 'isUnique', 'isArray'],
  ...['isGenerated', 'generationStrategy', 'generatedIdentity', 'enum', 'enumName', 'comment', 'collation', 'charset'],
  ...['asExpression', 'generatedType', 'primaryKeyConstraintName', 'spatialFeatureType', 'srid', 'width', 'unsigned'],
  ...['zerofill', 'onUpdate', 'foreignKeyConstraintName'],
];

export function columnOf(value: Plain): Column {
  const options = objectOf(value, 'the column');
  onlyKnown(options, columnOptions, 'the column');
  return {
    name: stringOf(options.name, "the column's name"),
    type: stringOf(options.type ?? '', "the column's type"),
    options,
    isArray: options.isArray === true,
    isNullable: options.isNullable === true,
    isPrimary: options.isPrimary === true,
    isUnique: options.isUnique === true,
    isGenerated: options.isGenerated === true,
  };
}

const constraintOptions = [
  ...['name', 'columnNames', 'deferrable', 'expression', 'database', 'isUnique', 'isSpatial', 'isConcurrent', 'where'],
  ...['isFulltext', 'isNullFiltered', 'parser', 'type', 'referencedTableName', 'referencedColumnNames', 'onDelete'],
  ...['onUpdate', 'referencedDatabase', 'referencedSchema'],
];

export function constraintOf(value: Plain): Constraint {
  const options = objectOf(value, 'the constraint');
  onlyKnown(options, constraintOptions, 'the constraint');
  const { name, columnNames = [] } = options;
  return {
    name: name === undefined || name === null ? undefined : stringOf(name, 'its name'),
    columnNames: stringsOf(columnNames, 'columnNames'),
    options,
  };
}

const tableOptions = [
  ...['name', 'columns', 'indices', 'foreignKeys', 'uniques', 'checks', 'exclusions', 'comment', 'engine', 'database'],
  ...['schema', 'justCreated', 'withoutRowid'],
];

export function tableOf(value: Plain): Table {
  const options = objectOf(value, 'the table');
  onlyKnown(options, tableOptions, 'the table');
  return {
    name: stringOf(options.name, "the table's name"),
    isWhole: true,
    columns: listOf(options.columns).map(columnOf),
    indices: listOf(options.indices).map(constraintOf),
    uniques: listOf(options.uniques).map(constraintOf),
    foreignKeys: listOf(options.foreignKeys).map(constraintOf),
    checks: listOf(options.checks).map(constraintOf),
    exclusions: listOf(options.exclusions).map(constraintOf),
    ...(typeof options.comment === 'string' ? { comment: options.comment } : {}),
  };
}

/** A constraint or index on that column alone. */
export const isOn =
  (name: string) =>
  ({ columnNames }: Constraint): boolean =>
    columnNames.length === 1 && columnNames[0] === name;

/** Of which the lists are its own. */
export const copyOf = (table: Table): Table => ({
  ...table,
  columns: [...table.columns],
  indices: [...table.indices],
  uniques: [...table.uniques],
  foreignKeys: [...table.foreignKeys],
  checks: [...table.checks],
  exclusions: [...table.exclusions],
});

export const keysOf = ({ columns }: Table): readonly Column[] => columns.filter(({ isPrimary }) => isPrimary);

export const emptyTable = (name: string): Table => ({
  ...{ name, isWhole: false, columns: [], indices: [], uniques: [] },
  ...{ foreignKeys: [], checks: [], exclusions: [] },
});

export function listOf(value: Plain): Plain[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Unreadable('a list is no list');
  return value;
}

/** A name, or an object that has one. */
export const nameOrOwn = (value: Plain): string =>
  isObject(value) ? stringOf(value.name, 'its name') : stringOf(value, 'its name');

/** A column's type as it is written. PostgresDriver.createFullType */
export function fullType({ type, options, isArray }: Column): string {
  const { length, precision, scale } = options;
  const isGiven = (value: Plain): boolean => value !== undefined && value !== null;
  const digits = isGiven(precision) ? `(${precision}${isGiven(scale) ? `,${scale}` : ''})` : '';
  const timed = /^(time|timestamp) (with|without) time zone$/.exec(type);
  let full = length ? `${type}(${length})` : `${type}${digits}`;
  if (timed) {
    const only = isGiven(precision) ? `(${precision})` : '';
    full = `${timed[1]?.toUpperCase()}${only}${timed[2] === 'with' ? ' WITH TIME ZONE' : ''}`;
  } else if (type === 'geometry' || type === 'geography') {
    const { spatialFeatureType: feature, srid } = options;
    full = isGiven(feature) ? `${type}(${feature}${isGiven(srid) ? `,${srid}` : ''})` : type;
  }
  return isArray ? `${full} array` : full;
}
