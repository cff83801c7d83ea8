// The columns of db-migrate's tables. db-migrate-pg/index.js createColumnDef, createColumnConstraint; db-migrate-base/index.js
import {
  isNative,
  isObject,
  objectOf,
  type Plain,
  type PlainObject,
  stringOf,
  Unreadable,
} from '../javascript/plain.ts';

const types: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  datetime: 'TIMESTAMP',
  blob: 'BYTEA',
};

/** What is no type of db-migrate's own is sent as it is written, in capitals. */
export const typeSql = (type: string): string => types[type] ?? type.toUpperCase();

export const quoted = (name: string): string => `"${name}"`;

export const words = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

export const lengthSql = ({ length }: PlainObject): string => (length ? `(${String(length)})` : '');

/** The column, and what follows the statement that makes it. */
export interface Column {
  readonly sql: string;
  readonly after: readonly string[];
}

/** `isOnlyKey`: it alone is the primary key of a table that is being created. */
export function columnOf(table: string, name: string, given: Plain, isOnlyKey = false): Column {
  const spec = typeof given === 'string' ? { type: given } : objectOf(given, `the column ${name}`);
  const written = stringOf(spec.type, `the type of ${name}`);
  const type = written.replace(/^(time|timestamp)tz$/, '$1');
  const isSerial = Boolean(spec.primaryKey && spec.autoIncrement);
  const definition = words(
    name.startsWith('"') ? name : quoted(name),
    isSerial ? '' : typeSql(type),
    lengthSql(spec),
    spec.timezone || type !== written ? 'WITH TIME ZONE' : '',
    isSerial ? (type === 'bigint' ? 'BIGSERIAL' : 'SERIAL') : '',
    spec.primaryKey && isOnlyKey ? 'PRIMARY KEY' : '',
    spec.notNull === true ? 'NOT NULL' : '',
    spec.unique ? 'UNIQUE' : '',
    spec.defaultValue === undefined ? '' : `DEFAULT ${defaultSql(spec.defaultValue)}`,
  );
  return { sql: definition, after: [...foreignKeyOf(table, name, spec), ...commentOf(table, name, spec)] };
}

const commentOf = (table: string, name: string, { comment }: PlainObject): string[] =>
  comment ? [`COMMENT on COLUMN ${table}.${name} IS '${stringOf(comment, 'the comment')}'`] : [];

function foreignKeyOf(table: string, name: string, { foreignKey }: PlainObject): string[] {
  if (!foreignKey) return [];
  const key = objectOf(foreignKey, 'foreignKey');
  const mapping = typeof key.mapping === 'string' ? { [name]: key.mapping } : key.mapping;
  return [addForeignKey([table, key.table, key.name, mapping, key.rules])];
}

/** Strings are quoted and not escaped; `new String('now()')` and `{ raw }` stand as they are. */
export function defaultSql(value: Plain): string {
  if (typeof value === 'string') return `'${value}'`;
  const raw = isNative(value) ? (value.data as { boxed?: string } | undefined)?.boxed : rawOf(value);
  if (raw !== undefined) return raw;
  if (isNative(value) || typeof value === 'object') throw new Unreadable('the default is not known here');
  return String(value);
}

function rawOf(value: Plain): string | undefined {
  if (!isObject(value)) return undefined;
  if (value.special === 'CURRENT_TIMESTAMP') return 'CURRENT_TIMESTAMP';
  return value.raw === undefined && value.prep === undefined
    ? undefined
    : stringOf(value.raw ?? value.prep, 'the default');
}

export function addForeignKey([table, target, name, mapping, given]: readonly Plain[]): string {
  const pairs = Object.entries(objectOf(mapping, 'the columns'));
  const rules = objectOf(given, 'the rules');
  const own = pairs.map(([column]) => quoted(column)).join(', ');
  const theirs = pairs.map(([, column]) => quoted(stringOf(column, 'a column'))).join(', ');
  return words(
    `ALTER TABLE ${quoted(stringOf(table, 'the table'))} ADD CONSTRAINT ${quoted(stringOf(name, 'its name'))}`,
    `FOREIGN KEY (${own}) REFERENCES ${quoted(stringOf(target, 'the other table'))} (${theirs})`,
    `ON DELETE ${rule(rules.onDelete)} ON UPDATE ${rule(rules.onUpdate)}`,
  );
}

const rule = (value: Plain): string => (value ? stringOf(value, 'a rule') : 'NO ACTION');
