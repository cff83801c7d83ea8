// node-pg-migrate's operations on indexes. src/operations/indexes
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  type PlainObject,
  stringOf,
  Unreadable,
} from '../javascript/plain.ts';
import { names } from './columns.ts';
import { bareName, listed, nameSql, rawOf } from './literals.ts';
import { type Operation, one } from './operation.ts';

const indexOptions = [
  'name',
  'unique',
  'concurrently',
  'ifNotExists',
  'method',
  'where',
  'include',
  'nulls',
  'ifExists',
  'cascade',
];

function indexName(table: Plain, columns: Plain, { name, unique }: PlainObject): string {
  if (name) return stringOf(name, 'its name');
  const parts = listed(columns).map((column) => {
    if (rawOf(column) !== undefined) throw new Unreadable('an index on an expression has no name');
    return bareName(column);
  });
  return `${bareName(table)}_${parts.join('_')}${unique ? '_unique' : ''}_index`;
}

/** A name is quoted, an expression stands in brackets. */
function indexColumn(column: Plain): string {
  if (rawOf(column) !== undefined) return rawOf(column) ?? '';
  if (isObject(column)) {
    const { name, opclass, sort } = column;
    return [indexColumn(name), opclass ? nameSql(opclass) : '', sort ?? ''].filter((part) => part !== '').join(' ');
  }
  const text = stringOf(column, 'a column');
  if (!/[^\w".]/.test(text)) return nameSql(text);
  return `(${text})`;
}

export const createIndex: Operation = ([table, columns, rest]) => {
  const options = objectOf(rest, 'the options');
  onlyKnown(options, indexOptions, 'the options');
  const { unique, concurrently, ifNotExists, method, where, include, nulls } = options;
  const head = `CREATE${unique ? ' UNIQUE' : ''} INDEX${concurrently ? ' CONCURRENTLY' : ''}${ifNotExists ? ' IF NOT EXISTS' : ''}`;
  const on = `${nameSql(indexName(table, columns, options))} ON ${nameSql(table)}${method ? ` USING ${method}` : ''}`;
  const tail = `${include ? ` INCLUDE (${names(include)})` : ''}${nulls ? ` NULLS ${String(nulls).toUpperCase()}` : ''}${where ? ` WHERE ${where}` : ''}`;
  return one(`${head} ${on} (${listed(columns).map(indexColumn).join(', ')})${tail}`);
};

export const dropIndex: Operation = ([table, columns, rest]) => {
  const options = objectOf(rest, 'the options');
  const { concurrently, ifExists, cascade } = options;
  const own = indexName(table, columns, options);
  const name = isObject(table) && table.schema ? nameSql({ schema: table.schema, name: own }) : nameSql(own);
  return one(
    `DROP INDEX${concurrently ? ' CONCURRENTLY' : ''}${ifExists ? ' IF EXISTS' : ''} ${name}${cascade ? ' CASCADE' : ''}`,
  );
};
