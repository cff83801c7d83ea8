// SQLAlchemy's own statements on rows, `users.update().where(…).values(…)`, as SQL. sqlalchemy/sql/compiler.py SQLCompiler
import { type Called, knownText, pathOf, type Value, whatOf } from '../python/value.ts';
import { isCall } from './arguments.ts';
import { columnIn, conditionSql, valueSql } from './conditions.ts';
import { nameIn, quote, quoteAll, Unreadable } from './names.ts';
import { tableIn } from './tables.ts';

/** A statement taken apart: what it starts from, and the calls chained to it in order. */
interface Chain {
  readonly kind: string;
  readonly table: Value | undefined;
  readonly calls: readonly Called[];
}

const started = /(?:^|\.)(update|insert|delete|select)$/;

export function chainOf(value: Value): Chain | undefined {
  const calls: Called[] = [];
  for (let at: Value = value, depth = 0; at.kind === 'called' && depth < 100; depth += 1) {
    const { callee, args }: Called = at;
    const path = pathOf(callee) ?? '';
    const isOfPackage = /^sqlalchemy\.(?:\w+\.)*\w+$/.test(path);
    const name = callee.kind === 'member' ? callee.name : path.replace(/^.*\./, '');
    if (started.test(name)) {
      const table = isOfPackage || callee.kind !== 'member' ? args[0] : callee.of;
      return { kind: name, table, calls: calls.reverse() };
    }
    if (callee.kind !== 'member') return undefined;
    calls.push(at);
    at = callee.of;
  }
  return undefined;
}

/** The table's name as SQL, where it is known. */
export function tableNameOf(value: Value | undefined): string | undefined {
  if (isCall(value, 'table', 'Table', 'create_table') && knownText(value.args[0]) !== undefined)
    return tableIn(value.args[0], value.keywords.get('schema'));
  if (value?.kind === 'class') {
    const name = knownText(value.scope.variables.get('__tablename__'));
    if (name !== undefined) return quote(name);
    return tableNameOf(value.scope.variables.get('__table__'));
  }
  return value?.kind === 'member' && value.name === '__table__' ? tableNameOf(value.of) : undefined;
}

/** The statement, '' for one that only asks; throws `Unreadable` where a part decides which rows it is about and is not known. */
export function rowsSql({ kind, table, calls }: Chain): string {
  if (kind === 'select') return '';
  const name = tableNameOf(table);
  if (name === undefined) throw new Unreadable(`the table is ${table ? whatOf(table) : 'missing'}`);
  const filters = calls.filter(({ callee }) => callee.kind === 'member' && /^(?:where|filter)$/.test(callee.name));
  const given = filters.flatMap(({ args }) => args);
  const conditions = given.map((arg) => conditionSql(arg, name, given.length > 1 ? 1 : 0));
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  if (kind === 'delete') return `DELETE FROM ${name}${where}`;
  const values = calls.flatMap((call) => (nameOf(call) === 'values' ? valuesIn(call) : []));
  if (kind === 'insert') return insertSql(name, inOrder(values, table), calls);
  if (values.length === 0) throw new Unreadable('what it sets is known only at run time');
  return `UPDATE ${name} SET ${inOrder(values, table)
    .map(([column, value]) => `${quote(column)}=${valueSql(value, name)}`)
    .join(', ')}${where}`;
}

/** Columns are set in the order that their table has them in. sqlalchemy/sql/crud.py */
function inOrder(values: readonly [string, Value][], table: Value | undefined): readonly [string, Value][] {
  const names = isCall(table, 'table', 'Table', 'create_table') ? table.args.map(columnIn) : [];
  const placeOf = (name: string): number => (names.indexOf(name) < 0 ? names.length : names.indexOf(name));
  return [...values].sort(([a], [b]) => placeOf(a) - placeOf(b));
}

const nameOf = ({ callee }: Called): string => (callee.kind === 'member' ? callee.name : '');

function insertSql(table: string, values: readonly [string, Value][], calls: readonly Called[]): string {
  if (values.length === 0) throw new Unreadable('its rows are known only at run time');
  const conflict = calls.some((call) => nameOf(call) === 'on_conflict_do_nothing') ? ' ON CONFLICT DO NOTHING' : '';
  if (calls.some((call) => nameOf(call) === 'on_conflict_do_update'))
    throw new Unreadable('what it does on a conflict is not followed');
  const names = quoteAll(values.map(([name]) => name));
  return `INSERT INTO ${table} (${names}) VALUES (${values.map(([, value]) => valueSql(value)).join(', ')})${conflict}`;
}

function valuesIn({ args, keywords, isOpen }: Called): [string, Value][] {
  const [first] = args;
  if (isOpen) throw new Unreadable('what it sets is known only at run time');
  if (first === undefined) return [...keywords];
  if (first.kind !== 'dict' || first.isOpen) throw new Unreadable(`what it sets is ${whatOf(first)}`);
  return first.entries.map(([name, value]) => [columnIn(name) ?? nameIn(name, 'a column'), value]);
}
