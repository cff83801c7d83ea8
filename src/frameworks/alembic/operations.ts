// Alembic's operations, `op.add_column(…)` and so on, as the statements that they send. alembic/operations/toimpl.py, ddl/impl.py,
// ddl/postgresql.py
import { type Called, isNone, knownText, text, type Value, whatOf } from '../python/value.ts';
import { defaultSql } from './clauses.ts';
import { valueSql } from './conditions.ts';
import { nameIn, namesIn, quote, quoteAll, Unreadable } from './names.ts';
import {
  type Column,
  checkSql,
  columnKeySql,
  columnOf,
  columnSql,
  commentSql,
  constraintSql,
  enumsOf,
  excludeSql,
  foreignKeySql,
  indexSql,
  isTrue,
  tableIn,
  uniqueSql,
} from './tables.ts';
import { isCall, typeSql } from './types.ts';

/** The arguments of an operation by name. In a batch the table is that of the batch. */
export interface Given {
  readonly get: (name: string) => Value | undefined;
  /** Those after the named ones. */
  readonly rest: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
  /** Types that the migration has already made. */
  readonly made: Set<string>;
}

export interface Operation {
  readonly parameters: readonly string[];
  readonly run: (given: Given) => string[];
}

const operation = (parameters: string, run: Operation['run']): Operation => ({
  parameters: parameters.split(' '),
  run,
});

const tableOf = ({ get }: Given): string =>
  tableIn(get('table_name') ?? get('source_table') ?? get('source'), get('schema') ?? get('source_schema'));

const alter = (given: Given, action: string): string => `ALTER TABLE ${tableOf(given)} ${action}`;

export const operations: Readonly<Record<string, Operation>> = {
  create_table: operation('table_name', createTable),
  drop_table: operation('table_name', (given) => [
    `DROP TABLE ${isTrue(given.get('if_exists')) ? 'IF EXISTS ' : ''}${tableOf(given)}`,
  ]),
  rename_table: operation('old_table_name new_table_name', ({ get }) => [
    `ALTER TABLE ${tableIn(get('old_table_name'), get('schema'))} RENAME TO ${quote(nameIn(get('new_table_name'), 'the new name'))}`,
  ]),
  add_column: operation('table_name column', addColumn),
  drop_column: operation('table_name column_name', (given) => [
    alter(
      given,
      `DROP COLUMN ${isTrue(given.get('if_exists')) ? 'IF EXISTS ' : ''}${quote(nameIn(given.get('column_name'), 'the column'))}`,
    ),
  ]),
  alter_column: operation('table_name column_name', alterColumn),
  create_index: operation('index_name table_name columns', (given) => {
    const columns = given.get('columns');
    if (columns?.kind !== 'list' || columns.isOpen)
      throw new Unreadable(`the columns of an index are ${columns ? whatOf(columns) : 'missing'}`);
    return [
      indexSql({
        name: given.get('index_name'),
        table: tableOf(given),
        columns: columns.items,
        options: given.options,
      }),
    ];
  }),
  drop_index: operation('index_name table_name', ({ get }) => {
    const concurrently = isTrue(get('postgresql_concurrently')) ? 'CONCURRENTLY ' : '';
    return [
      `DROP INDEX ${concurrently}${isTrue(get('if_exists')) ? 'IF EXISTS ' : ''}${tableIn(get('index_name'), get('schema'))}`,
    ];
  }),
  create_primary_key: operation('constraint_name table_name columns', (given) => {
    const name = given.get('constraint_name');
    const columns = quoteAll(namesIn(given.get('columns'), 'the columns of a primary key'));
    return [
      alter(
        given,
        `ADD ${name && !isNone(name) ? `CONSTRAINT ${quote(nameIn(name, 'the name'))} ` : ''}PRIMARY KEY (${columns})`,
      ),
    ];
  }),
  create_unique_constraint: operation('constraint_name table_name columns', (given) => [
    alter(
      given,
      `ADD ${uniqueSql(given.get('constraint_name'), namesIn(given.get('columns'), 'the columns of a constraint'), given.options)}`,
    ),
  ]),
  create_check_constraint: operation('constraint_name table_name condition', (given) => [
    alter(given, `ADD ${checkSql(given.get('constraint_name'), given.get('condition'), given.options)}`),
  ]),
  create_exclude_constraint: operation('constraint_name table_name', (given) => [
    alter(given, `ADD ${excludeSql(given.get('constraint_name'), given.rest, given.options)}`),
  ]),
  create_foreign_key: operation('constraint_name source_table referent_table local_cols remote_cols', foreignKey),
  drop_constraint: operation('constraint_name table_name type_', (given) => {
    const ifExists = isTrue(given.get('if_exists')) ? 'IF EXISTS ' : '';
    return [
      alter(
        given,
        `DROP CONSTRAINT ${ifExists}${quote(nameIn(given.get('constraint_name'), 'the name of a constraint'))}`,
      ),
    ];
  }),
  create_table_comment: operation('table_name comment', (given) => [
    commentSql(`TABLE ${tableOf(given)}`, given.get('comment')),
  ]),
  drop_table_comment: operation('table_name', (given) => [commentSql(`TABLE ${tableOf(given)}`, undefined)]),
  bulk_insert: operation('table rows', bulkInsert),
};

/** Operations whose first parameters differ on `batch_op`, whose table is known. */
export const inBatch: Readonly<Record<string, string>> = {
  add_column: 'column',
  drop_column: 'column_name',
  alter_column: 'column_name',
  create_index: 'index_name columns',
  drop_index: 'index_name',
  create_primary_key: 'constraint_name columns',
  create_unique_constraint: 'constraint_name columns',
  create_check_constraint: 'constraint_name condition',
  create_exclude_constraint: 'constraint_name',
  create_foreign_key: 'constraint_name referent_table local_cols remote_cols',
  drop_constraint: 'constraint_name type_',
  create_table_comment: 'comment',
  drop_table_comment: '',
};

const tableOptions =
  /^(?:table_name|schema|comment|if_not_exists|info|prefixes|postgresql_(?:partition_by|tablespace|with|inherits|on_commit|using)|(?:mysql|mariadb|sqlite|mssql|oracle)_\w+|sqlite_autoincrement|keep_existing|extend_existing)$/;

const constraintNames = [
  'PrimaryKeyConstraint',
  'UniqueConstraint',
  'CheckConstraint',
  'ForeignKeyConstraint',
  'ExcludeConstraint',
];

function createTable(given: Given): string[] {
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
    return keyed.includes(column.name) && !/ NOT NULL$/.test(sql) ? `${sql} NOT NULL` : sql;
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

/** What a column states of itself that becomes a constraint of the table. */
function ownConstraints(column: Column): string[] {
  const { name, keywords, keys, checks } = column;
  const isUnique = isTrue(keywords.get('unique')) && !isTrue(keywords.get('index'));
  return [
    ...checks.map(constraintSql),
    ...(isUnique ? [`UNIQUE (${quote(name)})`] : []),
    ...keys.map((key) => columnKeySql(column, key)),
  ];
}

function columnIndex(given: Given, table: string, { name, keywords }: Column): string {
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

const columnComment = (table: string, column: string, comment: Value | undefined): string[] =>
  comment && !isNone(comment) ? [commentSql(`COLUMN ${table}.${quote(column)}`, comment)] : [];

function addColumn(given: Given): string[] {
  const column = columnOf(given.get('column'));
  const table = tableOf(given);
  const ifNot = isTrue(given.get('if_not_exists')) ? 'IF NOT EXISTS ' : '';
  const inline = isTrue(given.get('inline_references')) && column.keys.length === 1;
  const [key] = column.keys;
  const ending =
    inline && key
      ? columnKeySql(column, key)
          .replace(/^(CONSTRAINT \S+ )?FOREIGN KEY\([^)]*\)/, ' $1')
          .replace(/\s+/g, ' ')
      : '';
  return [
    `ALTER TABLE ${table} ADD COLUMN ${ifNot}${columnSql(column, isTrue(column.keywords.get('primary_key')))}${ending}`,
    ...ownConstraints(inline ? { ...column, keys: [] } : column).map(
      (constraint) => `ALTER TABLE ${table} ADD ${constraint}`,
    ),
    ...(isTrue(column.keywords.get('index')) ? [columnIndex(given, table, column)] : []),
    ...columnComment(table, column.name, column.keywords.get('comment')),
  ];
}

function alterColumn(given: Given): string[] {
  // Other options, such as `default`, are taken and make no SQL. alembic/ddl/impl.py DefaultImpl.alter_column
  const { get } = given;
  const table = tableOf(given);
  const name = nameIn(get('column_name'), 'the column');
  const column = `ALTER TABLE ${table} ALTER COLUMN ${quote(name)}`;
  const type = get('type_');
  const using = knownText(get('postgresql_using'));
  const renamed = get('new_column_name');
  const comment = get('comment');
  return [
    ...(type && !isNone(type) ? [`${column} TYPE ${typeSql(type)}${using ? ` USING ${using}` : ''}`] : []),
    ...nullness(column, get('nullable')),
    ...defaults(column, get('server_default')),
    ...(comment === undefined || (comment.kind === 'constant' && comment.value === false)
      ? []
      : [commentSql(`COLUMN ${table}.${quote(name)}`, comment)]),
    ...(renamed && !isNone(renamed)
      ? [`ALTER TABLE ${table} RENAME ${quote(name)} TO ${quote(nameIn(renamed, 'the new name'))}`]
      : []),
  ];
}

function nullness(column: string, nullable: Value | undefined): string[] {
  if (nullable === undefined || isNone(nullable)) return [];
  if (nullable.kind !== 'constant') throw new Unreadable(`nullable is ${whatOf(nullable)}`);
  return [`${column} ${nullable.value ? 'DROP' : 'SET'} NOT NULL`];
}

function defaults(column: string, value: Value | undefined): string[] {
  if (value === undefined || (value.kind === 'constant' && value.value === false)) return [];
  if (isNone(value)) return [`${column} DROP DEFAULT`];
  if (isCall(value, 'Identity', 'Computed'))
    throw new Unreadable('a change of what a column is generated from is not followed');
  const sql = defaultSql(value);
  return sql === undefined ? [] : [`${column} SET DEFAULT ${sql}`];
}

function foreignKey(given: Given): string[] {
  const { get, options } = given;
  const sql = foreignKeySql({
    name: get('constraint_name'),
    columns: namesIn(get('local_cols'), 'the columns of a foreign key'),
    target: tableIn(get('referent_table'), get('referent_schema')),
    targetColumns: namesIn(get('remote_cols'), 'the columns that a foreign key refers to'),
    options,
  });
  return [alter(given, `ADD ${sql}`)];
}

/** One statement for all rows; a value that is computed stands as NULL among data. */
function bulkInsert({ get }: Given): string[] {
  const [table, rows] = [get('table'), get('rows')];
  if (!isCall(table, 'table', 'Table', 'create_table'))
    throw new Unreadable(`the table is ${table ? whatOf(table) : 'missing'}`);
  if (rows?.kind !== 'list' || rows.isOpen) throw new Unreadable(`the rows are ${rows ? whatOf(rows) : 'missing'}`);
  const [first] = rows.items;
  if (first === undefined) return [];
  if (first.kind !== 'dict') throw new Unreadable(`a row is ${whatOf(first)}`);
  const names = first.entries.map(([name]) => nameIn(name, 'a column'));
  const tuples = rows.items.map((row) => {
    const entries = row.kind === 'dict' ? row.entries : [];
    return `(${names.map((name) => valueSql(entries.find(([key]) => knownText(key) === name)?.[1])).join(', ')})`;
  });
  return [
    `INSERT INTO ${tableIn(table.args[0], table.keywords.get('schema'))} (${quoteAll(names)}) VALUES ${tuples.join(', ')}`,
  ];
}
