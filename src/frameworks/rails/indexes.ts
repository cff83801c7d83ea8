// CREATE INDEX and DROP INDEX as ActiveRecord sends them.
import { indexName, isExpression, quoteName, quoteTable, quoteText, schemaOf } from './names.ts';
import { isList, isObject, namesIn, onlyKnown, type Plain, type PlainObject, textIn, Unreadable } from './options.ts';
import { hasLegacyIndexNames, type Version } from './version.ts';

export interface Index {
  readonly table: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly statements: readonly string[];
}

const known = [
  ...['unique', 'length', 'order', 'opclass', 'where', 'type', 'using', 'comment', 'algorithm', 'include'],
  ...['nulls_not_distinct', 'name', 'if_not_exists', 'if_exists', 'internal'],
];

interface Around {
  readonly version: Version;
  /** Whether the table is known to have a column of that name: a condition that is one is quoted. */
  readonly isColumn: (name: string) => boolean;
}

export function indexOf(table: string, column: Plain, options: PlainObject, { version, isColumn }: Around): Index {
  onlyKnown(options, known);
  const columns = namesIn(column, 'the column');
  const name = textIn(options.name, 'name') ?? indexName(table, columns, hasLegacyIndexNames(version));
  const parts = ['CREATE'];
  if (options.unique) parts.push('UNIQUE');
  parts.push('INDEX', ...algorithmOf(options));
  if (options.if_not_exists) parts.push('IF NOT EXISTS');
  const type = textIn(options.type, 'type');
  if (type) parts.push(type);
  parts.push(quoteName(name), 'ON', quoteTable(table), ...clauses(columns, options, isColumn));
  const comment = textIn(options.comment, 'comment');
  const statements = [parts.join(' ')];
  if (comment) statements.push(`COMMENT ON INDEX ${quoteName(name)} IS ${quoteText(comment)}`);
  return { table, name, columns, statements };
}

function clauses(columns: readonly string[], options: PlainObject, isColumn: Around['isColumn']): string[] {
  const parts: string[] = [];
  const using = textIn(options.using, 'using');
  if (using) parts.push(`USING ${using}`);
  parts.push(`(${columnsSql(columns, options)})`);
  const include = options.include;
  if (include !== undefined && include !== null)
    parts.push(`INCLUDE (${namesIn(include, 'include').map(quoteName).join(', ')})`);
  if (options.nulls_not_distinct) parts.push('NULLS NOT DISTINCT');
  const where = textIn(options.where, 'where');
  if (where) parts.push(`WHERE ${isColumn(where) ? quoteName(where) : where}`);
  return parts;
}

/** Where one of them is an expression, all are written as they are. */
function columnsSql(columns: readonly string[], options: PlainObject): string {
  if (columns.some(isExpression)) return columns.join(', ');
  return columns
    .map((column) => {
      const opclass = ofColumn(options.opclass, column);
      const order = ofColumn(options.order, column);
      return [quoteName(column), ...(opclass ? [opclass] : []), ...(order ? [order.toUpperCase()] : [])].join(' ');
    })
    .join(', ');
}

function ofColumn(value: Plain, column: string): string | undefined {
  if (isList(value)) throw new Unreadable('order and opclass are no lists');
  return textIn(isObject(value) ? value[column] : value, 'order');
}

function algorithmOf(options: PlainObject): string[] {
  const algorithm = options.algorithm ?? null;
  if (algorithm === null) return [];
  if (algorithm !== 'concurrently') throw new Unreadable(`the algorithm ${String(algorithm)} is not known here`);
  return ['CONCURRENTLY'];
}

/** `name` is what the columns stand for where none is given. */
export function dropIndexSql(table: string, name: string, options: PlainObject): string {
  onlyKnown(options, [...known, 'column']);
  const schema = schemaOf(name) === undefined ? schemaOf(table) : undefined;
  const own = schema === undefined ? quoteTable(name) : `${quoteName(schema)}.${quoteName(name)}`;
  return ['DROP INDEX', ...algorithmOf(options), ...(options.if_exists ? ['IF EXISTS'] : []), own].join(' ');
}
