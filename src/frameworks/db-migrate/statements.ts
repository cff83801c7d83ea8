// The statements of db-migrate's `db`. db-migrate-base/index.js, db-migrate-pg/index.js
import { isObject, objectOf, type Plain, stringOf, stringsOf, Unreadable } from '../javascript/plain.ts';
import { addForeignKey, columnOf, defaultSql, lengthSql, quoted, typeSql, words } from './columns.ts';

type Make = (args: readonly Plain[]) => readonly string[];

const named = (value: Plain, what: string): string => quoted(stringOf(value, what));
const alter = (table: Plain, rest: string): string => `ALTER TABLE ${named(table, 'the table')} ${rest}`;

/** What follows is sent from the last to the first. */
const createTable: Make = ([table, given]) => {
  const name = stringOf(table, 'the table');
  const options = objectOf(given, 'the columns');
  const isNested = options.columns !== undefined;
  const specs = Object.entries(isNested ? objectOf(options.columns, 'the columns') : options);
  const keys = specs.filter(([, spec]) => isObject(spec) && spec.primaryKey);
  const columns = specs.map(([column, spec]) => columnOf(name, column, spec, keys.length === 1));
  const primary = keys.length > 1 ? `, PRIMARY KEY (${keys.map(([column]) => quoted(column)).join(', ')})` : '';
  const ifNotExists = isNested && options.ifNotExists ? 'IF NOT EXISTS' : '';
  const list = columns.map(({ sql }) => sql).join(', ');
  return [
    words('CREATE TABLE', ifNotExists, quoted(name), `(${list}${primary})`),
    ...columns.flatMap(({ after }) => after).reverse(),
  ];
};

const dropTable: Make = ([table, options]) => [
  words('DROP TABLE', objectOf(options, 'the options').ifExists ? 'IF EXISTS' : '', named(table, 'the table')),
];

const addColumn: Make = ([table, name, spec]) => {
  const column = columnOf(stringOf(table, 'the table'), stringOf(name, 'the column'), spec);
  return [alter(table, `ADD COLUMN ${column.sql}`), ...column.after];
};

/** A statement for each aspect, also for those that nothing is said of. */
const changeColumn: Make = ([table, column, given]) => {
  const spec = typeof given === 'string' ? {} : objectOf(given, 'the column');
  const own = named(column, 'the column');
  const name = quoted(`${table}_${column}_key`);
  const change = (rest: string): string => alter(table, `ALTER COLUMN ${own} ${rest}`);
  const statements = [change(`${spec.notNull === true ? 'SET' : 'DROP'} NOT NULL`)];
  if (spec.unique === true) statements.push(alter(table, `ADD CONSTRAINT ${name} UNIQUE (${own})`));
  if (spec.unique === false) statements.push(alter(table, `DROP CONSTRAINT ${name}`));
  const isDefault = spec.defaultValue !== undefined;
  statements.push(change(isDefault ? `SET DEFAULT ${changedDefault(spec.defaultValue)}` : 'DROP DEFAULT'));
  if (spec.type !== undefined) {
    const type = typeSql(stringOf(spec.type, 'the type'));
    const using = spec.using === undefined ? `USING ${own}::${type}` : stringOf(spec.using, 'using');
    statements.push(change(words('TYPE', type, lengthSql(spec), using)));
  }
  return statements;
};

/** `{ raw }` is for new columns alone. */
function changedDefault(value: Plain): string {
  if (isObject(value)) throw new Unreadable('the default is not known here');
  return defaultSql(value);
}

const addIndex: Make = ([table, name, columns, unique]) => [
  words(
    `CREATE${unique ? ' UNIQUE' : ''} INDEX ${named(name, 'its name')} ON ${named(table, 'the table')}`,
    `(${stringsOf(columns, 'its columns').map(quoted).join(', ')})`,
  ),
];

const removeIndex: Make = ([table, name]) => [`DROP INDEX ${named(name ?? table, 'its name')}`];

/** Rows as a list of values beside a list of their columns; what is no string is sent as its JSON. */
const insert: Make = ([table, columns, values]) => {
  if (!Array.isArray(values)) throw new Unreadable('its rows are not known here');
  const list = values.map((value) => {
    if (typeof value === 'object' && value !== null) throw new Unreadable('a value is not known here');
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
    return `'${text.replaceAll("'", "''")}'`;
  });
  const names = stringsOf(columns, 'the columns').map(quoted);
  return [`INSERT INTO ${named(table, 'the table')} (${names.join(',')}) VALUES (${list.join(',')});`];
};

export const statements: Readonly<Record<string, Make>> = {
  ...{ createTable, dropTable, addColumn, changeColumn, addIndex, removeIndex, insert },
  renameTable: ([table, name]) => [alter(table, `RENAME TO ${named(name, 'the new name')}`)],
  removeColumn: ([table, name]) => [alter(table, `DROP COLUMN ${named(name, 'the column')}`)],
  renameColumn: ([table, from, to]) => [
    alter(table, `RENAME COLUMN ${named(from, 'the column')} TO ${named(to, 'the new name')}`),
  ],
  addForeignKey: (args) => [addForeignKey(args)],
  removeForeignKey: ([table, name]) => [alter(table, `DROP CONSTRAINT ${named(name, 'its name')}`)],
  switchDatabase: ([given]) => {
    const name = isObject(given) ? (given.database ?? given.schema) : given;
    return [`SET search_path TO ${stringOf(name, 'the schema')}`];
  },
};
