// Columns, constraints and indexes of SQLAlchemy as SQL. sqlalchemy/sql/compiler.py DDLCompiler, dialects/postgresql/base.py PGDDLCompiler
import { type Called, isNone, knownText, type Value, whatOf } from '../python/value.ts';
import { clauseSql, defaultSql, literalSql } from './clauses.ts';
import { conditionSql } from './conditions.ts';
import { literal, nameIn, namesIn, qualified, quote, quoteAll, Unreadable } from './names.ts';
import { enumOf, isCall, serialOf, typeSql } from './types.ts';

export interface Column {
  readonly name: string;
  /** Undefined where the type is that of the column it refers to. */
  readonly type: Value | undefined;
  readonly keywords: ReadonlyMap<string, Value>;
  readonly keys: readonly Called[];
  readonly generated: Called | undefined;
  readonly checks: readonly Called[];
}

export const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;

export function columnOf(value: Value | undefined): Column {
  if (!isCall(value, 'Column')) throw new Unreadable(`a column is ${value ? whatOf(value) : 'missing'}`);
  if (value.isOpen) throw new Unreadable('a column has arguments that are known only at run time');
  const [first, ...rest] = value.args;
  const name = knownText(first) ?? nameIn(value.keywords.get('name'), 'the name of a column');
  const others = first?.kind === 'text' ? rest : value.args;
  const isPart = (arg: Value): arg is Called =>
    isCall(arg, 'ForeignKey', 'Identity', 'Computed', 'CheckConstraint', 'Sequence', 'FetchedValue');
  const parts = others.filter(isPart);
  return {
    name,
    type: value.keywords.get('type_') ?? others.find((arg) => !isPart(arg)),
    keywords: value.keywords,
    keys: parts.filter((part) => isCall(part, 'ForeignKey')),
    generated: parts.find((part) => isCall(part, 'Identity', 'Computed')),
    checks: parts.filter((part) => isCall(part, 'CheckConstraint')),
  };
}

/** `name TYPE DEFAULT … NOT NULL`. `isKey`: it is the only column of the primary key, which counts up by itself. */
export function columnSql(column: Column, isKey: boolean): string {
  const { name, keywords, keys, generated } = column;
  const type = typeSql(column.type);
  const isPrimary = isTrue(keywords.get('primary_key'));
  const counts = keywords.get('autoincrement');
  const mayCount = counts === undefined || isTrue(counts) || knownText(counts) === 'auto';
  const serial =
    isKey && mayCount && !keywords.has('server_default') && !generated && (keys.length === 0 || isTrue(counts))
      ? serialOf(type)
      : undefined;
  const parts = [quote(name), serial ?? type];
  const given = keywords.get('server_default');
  const isObject = given && isCall(given, 'Identity', 'Computed');
  const value = given && !isNone(given) && !isObject ? defaultSql(given) : undefined;
  if (value !== undefined) parts.push(`DEFAULT ${value}`);
  const made = isObject ? given : generated;
  if (made) parts.push(generatedSql(made as Called));
  const nullable = keywords.get('nullable');
  const isRequired =
    nullable === undefined ? isPrimary || isKey : nullable.kind === 'constant' && nullable.value === false;
  if (isRequired || isPrimary) parts.push('NOT NULL');
  return parts.join(' ');
}

function generatedSql(value: Called): string {
  if (isCall(value, 'Computed')) {
    const persisted = value.keywords.get('persisted');
    return `GENERATED ALWAYS AS (${clauseSql(value.args[0] ?? value)})${persisted && !isTrue(persisted) && !isNone(persisted) ? '' : ' STORED'}`;
  }
  const always = isTrue(value.keywords.get('always') ?? value.args[1]);
  const options = identityOptions.flatMap(([option, sql]) => {
    const number = value.keywords.get(option);
    return number?.kind === 'number' ? [`${sql} ${number.written}`] : [];
  });
  if (isTrue(value.keywords.get('cycle'))) options.push('CYCLE');
  return `GENERATED ${always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${options.length > 0 ? ` (${options.join(' ')})` : ''}`;
}

const identityOptions = [
  ['increment', 'INCREMENT BY'],
  ['start', 'START WITH'],
  ['minvalue', 'MINVALUE'],
  ['maxvalue', 'MAXVALUE'],
  ['cache', 'CACHE'],
] as const;

const named = (name: Value | undefined): string => {
  if (name === undefined || isNone(name)) return '';
  return `CONSTRAINT ${quote(nameIn(name, 'the name of a constraint'))} `;
};

export function foreignKeySql({
  name,
  columns,
  target,
  targetColumns,
  options,
}: {
  name: Value | undefined;
  columns: readonly string[];
  target: string;
  targetColumns: readonly string[];
  options: ReadonlyMap<string, Value>;
}): string {
  const action = (option: string, sql: string): string => {
    const value = options.get(option);
    return value === undefined || isNone(value) ? '' : ` ${sql} ${nameIn(value, option)}`;
  };
  const actions = `${action('match', 'MATCH')}${action('ondelete', 'ON DELETE')}${action('onupdate', 'ON UPDATE')}`;
  return `${named(name)}FOREIGN KEY(${quoteAll(columns)}) REFERENCES ${target} (${quoteAll(targetColumns)})${actions}${deferrable(options)}${notValid(options)}`;
}

const notValid = (options: ReadonlyMap<string, Value>): string =>
  isTrue(options.get('postgresql_not_valid')) ? ' NOT VALID' : '';

function deferrable(options: ReadonlyMap<string, Value>): string {
  const value = options.get('deferrable');
  const initially = knownText(options.get('initially'));
  const first = value === undefined || isNone(value) ? '' : isTrue(value) ? ' DEFERRABLE' : ' NOT DEFERRABLE';
  return first + (initially ? ` INITIALLY ${initially.toUpperCase()}` : '');
}

/** `schema.table.column`, as ForeignKey has it. */
function reference(value: Value | undefined): { table: string; column: string } {
  const path = nameIn(value, 'what a foreign key refers to').split('.');
  const column = path.pop() ?? '';
  return { table: path.map(quote).join('.'), column };
}

/** The key that a column states of itself. */
export function columnKeySql(column: Column, key: Called): string {
  const { table, column: to } = reference(key.args[0] ?? key.keywords.get('column'));
  const name = key.keywords.get('name');
  return foreignKeySql({ name, columns: [column.name], target: table, targetColumns: [to], options: key.keywords });
}

/** A constraint object in the arguments of create_table. */
export function constraintSql(value: Called): string {
  const { args, keywords } = value;
  const name = keywords.get('name');
  if (value.isOpen) throw new Unreadable('a constraint has arguments that are known only at run time');
  if (isCall(value, 'PrimaryKeyConstraint'))
    return `${named(name)}PRIMARY KEY (${quoteAll(args.map((arg) => nameIn(arg, 'a column')))})${included(keywords)}`;
  if (isCall(value, 'UniqueConstraint'))
    return uniqueSql(
      name,
      args.map((arg) => nameIn(arg, 'a column')),
      keywords,
    );
  if (isCall(value, 'CheckConstraint'))
    return checkSql(keywords.get('name') ?? args[1], args[0] ?? keywords.get('sqltext'), keywords);
  if (isCall(value, 'ExcludeConstraint')) return excludeSql(name, args, keywords);
  const columns = namesIn(args[0] ?? keywords.get('columns'), 'the columns of a foreign key');
  const targets = (args[1] ?? keywords.get('refcolumns')) as Value | undefined;
  const to = targets?.kind === 'list' ? targets.items.map(reference) : [];
  return foreignKeySql({
    name: name ?? args[2],
    columns,
    target: to[0]?.table ?? '',
    targetColumns: to.map(({ column }) => column),
    options: keywords,
  });
}

export function uniqueSql(
  name: Value | undefined,
  columns: readonly string[],
  options: ReadonlyMap<string, Value>,
): string {
  const nulls = isTrue(options.get('postgresql_nulls_not_distinct')) ? 'NULLS NOT DISTINCT ' : '';
  return `${named(name)}UNIQUE ${nulls}(${quoteAll(columns)})${included(options)}${deferrable(options)}`;
}

export function checkSql(
  name: Value | undefined,
  condition: Value | undefined,
  options: ReadonlyMap<string, Value>,
): string {
  if (!condition) throw new Unreadable('the condition of a check constraint is missing');
  return `${named(name)}CHECK (${conditionSql(condition)})${deferrable(options)}${notValid(options)}`;
}

export function excludeSql(
  name: Value | undefined,
  elements: readonly Value[],
  options: ReadonlyMap<string, Value>,
): string {
  const parts = elements.map((element) => {
    const [expression, operator] = element.kind === 'list' ? element.items : [];
    if (!expression) throw new Unreadable('an element of an exclusion constraint is not known');
    const known = knownText(expression);
    return `${known === undefined ? clauseSql(expression) : quote(known)} WITH ${nameIn(operator, 'an operator')}`;
  });
  const where = options.get('where');
  const using = knownText(options.get('using')) ?? 'gist';
  return `${named(name)}EXCLUDE USING ${using} (${parts.join(', ')})${where && !isNone(where) ? ` WHERE (${conditionSql(where)})` : ''}${deferrable(options)}`;
}

const included = (options: ReadonlyMap<string, Value>): string => {
  const value = options.get('postgresql_include');
  return value && !isNone(value) ? ` INCLUDE (${quoteAll(namesIn(value, 'the included columns'))})` : '';
};

interface IndexParts {
  /** None where the project's naming convention gives one, which only a run knows. */
  readonly name: Value | undefined;
  readonly table: string;
  readonly columns: readonly Value[];
  readonly options: ReadonlyMap<string, Value>;
}

const indexOptions =
  /^(?:unique|schema|quote|if_not_exists|postgresql_(?:concurrently|where|using|include|ops|with|tablespace|nulls_not_distinct)|(?:mysql|mariadb|sqlite|mssql|oracle)_\w+|table_name|index_name|columns|info)$/;

export function indexSql({ name, table, columns, options }: IndexParts): string {
  for (const option of options.keys()) {
    if (!indexOptions.test(option)) throw new Unreadable(`the option ${option} of an index is not known`);
  }
  const ops = options.get('postgresql_ops');
  const operatorOf = (column: string): string => {
    const found =
      ops?.kind === 'dict' ? knownText(ops.entries.find(([key]) => knownText(key) === column)?.[1]) : undefined;
    return found ? ` ${found}` : '';
  };
  const parts = columns.map((column) => {
    const known = knownText(column);
    return known === undefined ? clauseSql(column) : quote(known) + operatorOf(known);
  });
  const unique = isTrue(options.get('unique')) ? 'UNIQUE ' : '';
  const concurrently = isTrue(options.get('postgresql_concurrently')) ? 'CONCURRENTLY ' : '';
  const ifNot = isTrue(options.get('if_not_exists')) ? 'IF NOT EXISTS ' : '';
  const using = knownText(options.get('postgresql_using'));
  const nulls = isTrue(options.get('postgresql_nulls_not_distinct')) ? ' NULLS NOT DISTINCT' : '';
  const where = options.get('postgresql_where');
  const space = knownText(options.get('postgresql_tablespace'));
  return `CREATE ${unique}INDEX ${concurrently}${ifNot}${name && !isNone(name) ? `${quote(nameIn(name, 'the name of an index'))} ` : ''}ON ${table}${using ? ` USING ${using}` : ''} (${parts.join(', ')})${included(options)}${nulls}${withOptions(options)}${space ? ` TABLESPACE ${quote(space)}` : ''}${where && !isNone(where) ? ` WHERE ${conditionSql(where)}` : ''}`;
}

function withOptions(options: ReadonlyMap<string, Value>): string {
  const value = options.get('postgresql_with');
  if (value?.kind !== 'dict' || value.entries.length === 0) return '';
  return ` WITH (${value.entries.map(([name, set]) => `${nameIn(name, 'an option')} = ${knownText(set) ?? literalSql(set)}`).join(', ')})`;
}

/** What a table of new columns needs before it: types of its Enums that are not yet there. */
export function enumsOf(columns: readonly Column[]): { name: string; create: () => string }[] {
  return columns.flatMap(({ type }) => {
    const own = enumOf(type);
    return own?.isMade ? [own] : [];
  });
}

export const commentSql = (what: string, comment: Value | undefined): string =>
  `COMMENT ON ${what} IS ${comment === undefined || isNone(comment) ? 'NULL' : literal(nameIn(comment, 'a comment'))}`;

export const tableIn = (name: Value | undefined, schema: Value | undefined): string =>
  qualified(nameIn(name, 'the name of a table'), knownText(schema));
