// Changes of rows: insert, update, delete, and the tables that are loaded from CSV files.
import { childrenIn, columnNames, type Given, isTrue, nameIn, needed, qualifiedIn, textIn, wordIn } from './context.ts';
import { readCsv } from './csv.ts';
import { literal, quote } from './names.ts';
import { Unreadable } from './unreadable.ts';
import { valueIn } from './values.ts';

export function insert(change: Given): string[] {
  const columns = columnNames(change).map((column) => ({
    name: nameIn(column, 'name'),
    value: valueIn(column) ?? 'NULL',
  }));
  const names = columns.map(({ name }) => name).join(', ');
  const values = columns.map(({ value }) => value).join(', ');
  return [`INSERT INTO ${qualifiedIn(change, 'tableName')} (${names}) VALUES (${values})`];
}

export function update(change: Given): string[] {
  const set = columnNames(change).map((column) => `${nameIn(column, 'name')} = ${valueIn(column) ?? 'NULL'}`);
  return [`UPDATE ${qualifiedIn(change, 'tableName')} SET ${set.join(', ')}${whereOf(change)}`];
}

export const remove = (change: Given): string[] => [
  `DELETE FROM ${qualifiedIn(change, 'tableName')}${whereOf(change)}`,
];

/** `:name` and `:value` stand for the parameters, one after the other. */
function whereOf(change: Given): string {
  const where = textIn(change, 'where');
  const written = where?.text.trim();
  if (!written) return '';
  if (where && where.holes.length > 0)
    throw new Unreadable(`Its condition is known only when Liquibase runs: it holds ${where.holes[0]?.what}.`);
  const parameters = childrenIn(change, 'param', 'whereParams').concat(
    childrenIn(change, 'whereParams').flatMap((list) => childrenIn(list, 'param')),
  );
  const [names, values] = [[...parameters], [...parameters]];
  const filled = written.replace(/:(name|value)\b/g, (found, kind) => {
    const parameter = (kind === 'name' ? names : values).shift();
    if (!parameter) return found;
    return kind === 'name' ? nameIn(parameter, 'name') : (valueIn(parameter) ?? 'NULL');
  });
  return ` WHERE ${filled}`;
}

/** So many rows are enough to know what is written. */
const mostRows = 500;

/** `updates`: rows that are there already are changed (loadUpdateData). */
export function loadData(change: Given, { updates = false } = {}): string[] {
  const table = qualifiedIn(change, 'tableName');
  const path = needed(change, 'file');
  const file = change.context.file(path, isTrue(change, 'relativeToChangelogFile'));
  if (!file) throw new Unreadable(`The rows that it puts into ${table} stand in ${path}, which can't be read.`);
  const [separator = ',', quotes = '"'] = [wordIn(change, 'separator'), wordIn(change, 'quotchar')];
  const [header = [], ...rows] = readCsv(file.text, {
    separator: separator === '\\t' ? '\t' : separator,
    quotes,
    most: mostRows,
  });
  const columns = columnsOf(change, header);
  if (columns.length === 0 || rows.length === 0) return [];
  const values = rows.map((row) => `(${columns.map(({ at, type }) => cellOf(row[at], type)).join(', ')})`).join(', ');
  const sql = `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES ${values}`;
  return [
    updates
      ? `${sql}${onConflict(
          change,
          columns.map(({ name }) => name),
        )}`
      : sql,
  ];
}

function onConflict(change: Given, columns: readonly string[]): string {
  const keys = needed(change, 'primaryKey')
    .split(',')
    .map((key) => quote(key, change.context.quoting));
  const set = columns.filter((name) => !keys.includes(name)).map((name) => `${name} = EXCLUDED.${name}`);
  return ` ON CONFLICT (${keys.join(', ')}) DO ${set.length > 0 ? `UPDATE SET ${set.join(', ')}` : 'NOTHING'}`;
}

interface Loaded {
  readonly at: number;
  readonly name: string;
  readonly type: string;
}

function columnsOf(change: Given, header: readonly string[]): Loaded[] {
  const told = columnNames(change);
  return header.flatMap((written, at) => {
    const name = written.trim();
    const own =
      told.find((column) => wordIn(column, 'header') === name || wordIn(column, 'name') === name) ??
      told.find((column) => wordIn(column, 'index') === String(at));
    const type = (own && wordIn(own, 'type'))?.toLowerCase() ?? '';
    const named = (own && wordIn(own, 'name')) ?? name;
    return type === 'skip' || named === '' ? [] : [{ at, name: quote(named, change.context.quoting), type }];
  });
}

function cellOf(cell: string | undefined, type: string): string {
  if (cell === undefined || /^null$/i.test(cell) || (cell === '' && type !== 'string')) return 'NULL';
  if (type === 'computed') return cell;
  const isNumber = /^-?\d+(?:\.\d+)?$/.test(cell) && type !== 'string';
  return isNumber ? cell : literal(cell);
}
