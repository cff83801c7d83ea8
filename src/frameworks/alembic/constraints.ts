// Constraints of SQLAlchemy as SQL: keys, checks, exclusions. sqlalchemy/sql/compiler.py DDLCompiler
import { type Called, isNone, knownText, type Value } from '../python/value.ts';
import { isCall, isTrue } from './arguments.ts';
import { clauseSql } from './clauses.ts';
import { conditionSql } from './conditions.ts';
import { enumCheck } from './enums.ts';
import { literal, nameIn, namesIn, quote, quoteAll, Unreadable } from './names.ts';
import type { Column } from './tables.ts';

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

/** The check of a column whose Enum is no type of PostgreSQL's. */
export function enumCheckSql({ name, type }: Pick<Column, 'name' | 'type'>): string[] {
  const check = enumCheck(type);
  return check ? [`${named(check.name)}CHECK (${quote(name)} IN (${check.labels.map(literal).join(', ')}))`] : [];
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

export const included = (options: ReadonlyMap<string, Value>): string => {
  const value = options.get('postgresql_include');
  return value && !isNone(value) ? ` INCLUDE (${quoteAll(namesIn(value, 'the included columns'))})` : '';
};
