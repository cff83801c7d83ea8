// A table that Alembic makes, and what a column brings with it. alembic/ddl/impl.py create_table, sqlalchemy/sql/ddl.py
import { type Called, isNone, knownText, text, type Value, whatOf } from '../python/value.ts';
import { isCall, isTrue } from './arguments.ts';
import { columnKeySql, constraintSql, enumCheckSql } from './constraints.ts';
import { indexSql } from './indexes.ts';
import { nameIn, quote, quoteAll, Unreadable } from './names.ts';
import { type Column, columnOf, columnSql, commentSql, enumsOf, isIdentity, tableIn } from './tables.ts';

/** The arguments of an operation by name. In a batch the table is that of the batch. */
export interface Given {
  readonly get: (name: string) => Value | undefined;
  /** Those after the named ones. */
  readonly rest: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
  /** Types that the migration has already made. */
  readonly made: Set<string>;
}

/** The table that an operation is on, as SQL. */
export const tableOf = ({ get }: Given): string =>
  tableIn(get('table_name') ?? get('source_table') ?? get('source'), get('schema') ?? get('source_schema'));

const tableOptions =
  /^(?:table_name|schema|comment|if_not_exists|info|prefixes|postgresql_(?:partition_by|tablespace|with|inherits|on_commit|using)|(?:mysql|mariadb|sqlite|mssql|oracle)_\w+|sqlite_autoincrement|keep_existing|extend_existing)$/;

const constraintNames = [
  'PrimaryKeyConstraint',
  'UniqueConstraint',
  'CheckConstraint',
  'ForeignKeyConstraint',
  'ExcludeConstraint',
];

/** `op.create_table(…)`, with the types that it needs, its indexes and comments. */
export function createTable(given: Given): string[] {
  for (const option of given.options.keys()) {
    if (!tableOptions.test(option)) throw new Unreadable(`the option ${option} of a table is not known`);
  }
  const items = given.rest.filter((item) => !isNone(item));
  const columns = items.filter((item) => isCall(item, 'Column')).map(columnOf);
  const constraints = items.filter((item) => isCall(item, ...constraintNames));
  const indexes = items.filter((item) => isCall(item, 'Index'));
  const other = items.find((item) => !isCall(item, 'Column') && !isCall(item, 'Index', ...constraintNames));
  if (other) throw new Unreadable(`a part of the table is ${whatOf(other)}`);
  const table = tableOf(given);
  const prefixes = given.get('prefixes');
  const prefix = prefixes?.kind === 'list' ? prefixes.items.map((each) => `${nameIn(each, 'a prefix')} `).join('') : '';
  const body = bodyOf(columns, constraints);
  const head = `CREATE ${prefix}TABLE ${isTrue(given.get('if_not_exists')) ? 'IF NOT EXISTS ' : ''}${table}`;
  return [
    ...newTypes(columns, given.made),
    `${head} (${body.join(', ')})${endOf(given)}`,
    ...columns
      .filter(({ keywords }) => isTrue(keywords.get('index')))
      .map((column) => columnIndex(given, table, column)),
    ...indexes.map(({ args, keywords }) =>
      indexSql({ name: args[0], table, columns: args.slice(1), options: keywords }),
    ),
    ...commentsOf(given, table, columns),
  ];
}

function newTypes(columns: readonly Column[], made: Set<string>): string[] {
  return enumsOf(columns).flatMap(({ name, create }) => {
    if (made.has(name)) return [];
    made.add(name);
    return [create()];
  });
}

function bodyOf(columns: readonly Column[], constraints: readonly Called[]): string[] {
  const stated = constraints.find((item) => isCall(item, 'PrimaryKeyConstraint'));
  const named = stated?.args.flatMap((arg) => knownText(arg) ?? []);
  const keyed =
    named && named.length > 0
      ? named
      : columns.filter(({ keywords }) => isTrue(keywords.get('primary_key'))).map(({ name }) => name);
  const lines = columns.map((column) => {
    const isKey = keyed.length === 1 && keyed[0] === column.name;
    const isCounting = keyed.includes(column.name) && isTrue(column.keywords.get('autoincrement'));
    const sql = columnSql(column, isKey || isCounting);
    const isMissing = keyed.includes(column.name) && !/ NOT NULL$/.test(sql) && !isIdentity(column);
    const whole = isMissing ? `${sql} NOT NULL` : sql;
    return whole + ownChecks(column);
  });
  const primary =
    stated && named && named.length > 0
      ? [constraintSql(stated)]
      : keyed.length > 0
        ? [`PRIMARY KEY (${quoteAll(keyed)})`]
        : [];
  const others = constraints.filter((item) => item !== stated).map(constraintSql);
  return [...lines, ...primary, ...others, ...columns.flatMap(ownConstraints)];
}

/** The checks that stand behind a column's type. */
export const ownChecks = ({ checks }: Column): string => checks.map((check) => ` ${constraintSql(check)}`).join('');

/** What a column states of itself that becomes a constraint of the table. */
export function ownConstraints(column: Column): string[] {
  const { name, keywords, keys } = column;
  const isUnique = isTrue(keywords.get('unique')) && !isTrue(keywords.get('index'));
  return [
    ...(isUnique ? [`UNIQUE (${quote(name)})`] : []),
    ...enumCheckSql(column),
    ...keys.map((key) => columnKeySql(column, key)),
  ];
}

export function columnIndex(given: Given, table: string, { name, keywords }: Column): string {
  const schema = knownText(given.get('schema'));
  const own = nameIn(given.get('table_name'), 'the table');
  const index = `ix_${schema === undefined ? '' : `${schema}_`}${own}_${name}`;
  const unique = keywords.get('unique');
  const options = new Map(unique ? [['unique', unique]] : []);
  return indexSql({ name: text(index), table, columns: [text(name)], options });
}

function endOf({ get }: Given): string {
  const partition = knownText(get('postgresql_partition_by'));
  const inherits = knownText(get('postgresql_inherits'));
  const space = knownText(get('postgresql_tablespace'));
  return `${inherits ? ` INHERITS ( ${quote(inherits)} )` : ''}${partition ? ` PARTITION BY ${partition}` : ''}${space ? ` TABLESPACE ${quote(space)}` : ''}`;
}

function commentsOf(given: Given, table: string, columns: readonly Column[]): string[] {
  const comment = given.get('comment');
  const own = comment && !isNone(comment) ? [commentSql(`TABLE ${table}`, comment)] : [];
  return [...own, ...columns.flatMap(({ name, keywords }) => columnComment(table, name, keywords.get('comment')))];
}

export const columnComment = (table: string, column: string, comment: Value | undefined): string[] =>
  comment && !isNone(comment) ? [commentSql(`COLUMN ${table}.${quote(column)}`, comment)] : [];
