// Alembic's operations, `op.add_column(…)` and so on, as the statements that they send. alembic/operations/toimpl.py, ddl/impl.py,
// ddl/postgresql.py
import { isNone, knownText, type Value, whatOf } from '../python/value.ts';
import { isCall, isTrue } from './arguments.ts';
import { defaultSql } from './clauses.ts';
import { valueSql } from './conditions.ts';
import { checkSql, columnKeySql, enumCheckSql, excludeSql, foreignKeySql, uniqueSql } from './constraints.ts';
import {
  columnComment,
  columnIndex,
  createTable,
  type Given,
  ownChecks,
  ownConstraints,
  tableOf,
} from './create-table.ts';
import { enumCheck } from './enums.ts';
import { indexSql } from './indexes.ts';
import { nameIn, namesIn, quote, quoteAll, Unreadable } from './names.ts';
import { columnOf, columnSql, commentSql, generatedSql, tableIn } from './tables.ts';
import { typeSql } from './types.ts';

export interface Operation {
  readonly parameters: readonly string[];
  readonly run: (given: Given) => string[];
}

const operation = (parameters: string, run: Operation['run']): Operation => ({
  parameters: parameters.split(' '),
  run,
});

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
  create_index: operation('index_name table_name columns', createIndex),
  drop_index: operation('index_name table_name', dropIndex),
  // geoalchemy2/alembic_helpers.py
  create_geospatial_index: operation('index_name table_name columns', createIndex),
  drop_geospatial_index: operation('index_name table_name', dropIndex),
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
  create_geospatial_index: 'index_name columns',
  drop_geospatial_index: 'index_name',
  create_primary_key: 'constraint_name columns',
  create_unique_constraint: 'constraint_name columns',
  create_check_constraint: 'constraint_name condition',
  create_exclude_constraint: 'constraint_name',
  create_foreign_key: 'constraint_name referent_table local_cols remote_cols',
  drop_constraint: 'constraint_name type_',
  create_table_comment: 'comment',
  drop_table_comment: '',
};

function createIndex(given: Given): string[] {
  const columns = given.get('columns');
  if (columns?.kind !== 'list' || columns.isOpen)
    throw new Unreadable(`the columns of an index are ${columns ? whatOf(columns) : 'missing'}`);
  const name = given.get('index_name');
  return [indexSql({ name, table: tableOf(given), columns: columns.items, options: given.options })];
}

function dropIndex({ get }: Given): string[] {
  const concurrently = isTrue(get('postgresql_concurrently')) ? 'CONCURRENTLY ' : '';
  const ifExists = isTrue(get('if_exists')) ? 'IF EXISTS ' : '';
  return [`DROP INDEX ${concurrently}${ifExists}${tableIn(get('index_name'), get('schema'))}`];
}

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
    `ALTER TABLE ${table} ADD COLUMN ${ifNot}${columnSql(column, isTrue(column.keywords.get('primary_key')))}${ownChecks(column)}${ending}`,
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
  const [before, after] = [get('existing_type'), type].map((each) => enumCheck(each));
  return [
    ...(type && !isNone(type) && before?.name
      ? [alter(given, `DROP CONSTRAINT ${quote(nameIn(before.name, 'the name of a check'))}`)]
      : []),
    ...(type && !isNone(type) ? [`${column} TYPE ${typeSql(type)}${using ? ` USING ${using}` : ''}`] : []),
    ...nullness(column, get('nullable')),
    ...(identitySql(column, get('server_default'), get('existing_server_default')) ??
      defaults(column, get('server_default'))),
    ...(comment === undefined || (comment.kind === 'constant' && comment.value === false)
      ? []
      : [commentSql(`COLUMN ${table}.${quote(name)}`, comment)]),
    ...(renamed && !isNone(renamed)
      ? [`ALTER TABLE ${table} RENAME ${quote(name)} TO ${quote(nameIn(renamed, 'the new name'))}`]
      : []),
    ...(after ? enumCheckSql({ name, type }).map((check) => alter(given, `ADD ${check}`)) : []),
  ];
}

function nullness(column: string, nullable: Value | undefined): string[] {
  if (nullable === undefined || isNone(nullable)) return [];
  if (nullable.kind !== 'constant') throw new Unreadable(`nullable is ${whatOf(nullable)}`);
  return [`${column} ${nullable.value ? 'DROP' : 'SET'} NOT NULL`];
}

/** What makes a column an identity or takes that from it; undefined where it is neither. alembic/ddl/postgresql.py */
function identitySql(column: string, value: Value | undefined, existing: Value | undefined): string[] | undefined {
  if (isCall(value, 'Identity') && existing && isNone(existing)) return [`${column} ADD ${generatedSql(value)}`];
  return value && isNone(value) && isCall(existing, 'Identity') ? [`${column} DROP IDENTITY`] : undefined;
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
