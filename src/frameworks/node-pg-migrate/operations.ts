// The operations of node-pg-migrate's `pgm` and the statements that each sends in one string. src/operations
// https://salsita.github.io/node-pg-migrate/migrations/
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  type PlainObject,
  stringOf,
  Unreadable,
} from '../javascript/plain.ts';
import { columnsOf, constraintsOf, identity, names, sequenceClauses } from './columns.ts';
import {
  adapted,
  bareName,
  comment,
  lines,
  listed,
  nameSql,
  rawOf,
  type Shorthands,
  typed,
  valueSql,
} from './literals.ts';

type Args = readonly Plain[];
/** Statements of one string; what follows the first are comments. */
export type Operation = (args: Args, shorthands: Shorthands) => readonly string[];

export interface Reversible {
  readonly send: Operation;
  /** What the way back sends where the migration has none of its own. */
  readonly reverse?: Operation;
}

const one = (sql: string): string[] => [sql];

/** `DROP TABLE IF EXISTS "t" CASCADE`, whose options are the last argument. */
const drop =
  (kind: string): Operation =>
  ([name, given]) => {
    const options = objectOf(given, 'the options');
    return one(
      `DROP ${kind}${options.ifExists ? ' IF EXISTS' : ''} ${nameSql(name)}${options.cascade ? ' CASCADE' : ''}`,
    );
  };

const rename = (kind: string): Reversible => ({
  send: ([from, to]) => one(`ALTER ${kind} ${nameSql(from)} RENAME TO ${nameSql(to)}`),
  reverse: ([from, to]) => one(`ALTER ${kind} ${nameSql(to)} RENAME TO ${nameSql(from)}`),
});

const renamePart = (head: string, part: string): Reversible => ({
  send: ([of, from, to]) => one(`${head} ${nameSql(of)} RENAME ${part}${nameSql(from)} TO ${nameSql(to)}`),
  reverse: ([of, from, to]) => one(`${head} ${nameSql(of)} RENAME ${part}${nameSql(to)} TO ${nameSql(from)}`),
});

const tableOptions = [
  'temporary',
  'ifNotExists',
  'inherits',
  'like',
  'constraints',
  'comment',
  'partition',
  'unlogged',
  'ifExists',
  'cascade',
];

const createTable: Operation = ([table, given, rest], shorthands) => {
  const options = objectOf(rest, 'the options');
  onlyKnown(options, tableOptions, 'the options');
  const { temporary, unlogged, ifNotExists, inherits, like } = options;
  const columns = columnsOf(table, objectOf(given, 'the columns'), shorthands);
  const key = columns.primaryKey ? { primaryKey: columns.primaryKey } : {};
  const constraints = constraintsOf(table, { ...objectOf(options.constraints, 'constraints'), ...key }, '');
  const definitions = [...columns.lines, ...constraints.lines, ...(like === undefined ? [] : [likeSql(like)])];
  const head = `CREATE${temporary ? ' TEMPORARY' : ''}${unlogged ? ' UNLOGGED' : ''} TABLE${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(table)}`;
  const tail = `${inherits ? ` INHERITS (${nameSql(inherits)})` : ''}${isObject(options.partition) ? partitionSql(options.partition) : ''}`;
  const own = options.comment === undefined ? [] : [comment('TABLE', nameSql(table), options.comment)];
  return [`${head} (\n${lines(definitions, '  ')}\n)${tail}`, ...columns.comments, ...constraints.comments, ...own];
};

function likeSql(like: Plain): string {
  if (!isObject(like) || !('table' in like)) return `LIKE ${nameSql(like)}`;
  const { including, excluding } = objectOf(like.options, 'the options of like');
  const all = (word: string, value: Plain): string =>
    value === undefined
      ? ''
      : listed(value)
          .map((each) => ` ${word} ${each}`)
          .join('');
  return `LIKE ${nameSql(like.table)}${all('INCLUDING', including)}${all('EXCLUDING', excluding)}`;
}

function partitionSql({ strategy, columns }: PlainObject): string {
  const list = listed(columns).map((column) => {
    if (!isObject(column)) return nameSql(column);
    return `${nameSql(column.name)}${column.collate ? ` COLLATE ${column.collate}` : ''}${column.opclass ? ` ${column.opclass}` : ''}`;
  });
  return ` PARTITION BY ${strategy} (${list.join(', ')})`;
}

const addColumns: Operation = ([table, given, rest], shorthands) => {
  const { ifNotExists } = objectOf(rest, 'the options');
  const columns = columnsOf(table, objectOf(given, 'the columns'), shorthands);
  return [
    `ALTER TABLE ${nameSql(table)}\n${lines(columns.lines, `  ADD ${ifNotExists ? 'IF NOT EXISTS ' : ''}`)}`,
    ...columns.comments,
  ];
};

const dropColumns: Operation = ([table, given, rest]) => {
  const { ifExists, cascade } = objectOf(rest, 'the options');
  const columns = isObject(given) ? Object.keys(given) : listed(given);
  const all = columns.map(
    (column) => `DROP ${ifExists ? 'IF EXISTS ' : ''}${nameSql(column)}${cascade ? ' CASCADE' : ''}`,
  );
  return one(`ALTER TABLE ${nameSql(table)}\n${lines(all, '  ')}`);
};

const alterOptions = [
  'default',
  'type',
  'collation',
  'using',
  'notNull',
  'allowNull',
  'comment',
  'expressionGenerated',
  'sequenceGenerated',
];

const alterColumn: Operation = ([table, column, given], shorthands) => {
  const options = objectOf(given, 'the options');
  onlyKnown(options, alterOptions, 'the options');
  const { type, collation, using, notNull, sequenceGenerated: sequence, expressionGenerated: expression } = options;
  const actions: string[] = [];
  if (options.default !== undefined)
    actions.push(options.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${valueSql(options.default)}`);
  if (type) {
    const clauses = `${collation ? ` COLLATE ${collation}` : ''}${using ? ` USING ${using}` : ''}`;
    actions.push(`SET DATA TYPE ${adapted(stringOf(type, 'the type'))}${clauses}`);
  }
  if (notNull) actions.push('SET NOT NULL');
  else if (notNull === false || options.allowNull) actions.push('DROP NOT NULL');
  if (sequence !== undefined)
    actions.push(isObject(sequence) ? `ADD GENERATED ${identity(sequence, shorthands)}` : 'DROP IDENTITY');
  if (expression !== undefined)
    actions.push(expression === null ? 'DROP EXPRESSION' : `SET EXPRESSION AS (${expression})`);
  const altered =
    actions.length > 0 ? [`ALTER TABLE ${nameSql(table)}\n${lines(actions, `  ALTER ${nameSql(column)} `)}`] : [];
  if (options.comment === undefined) return altered;
  return [...altered, comment('COLUMN', `${nameSql(table)}.${nameSql(column)}`, options.comment)];
};

const addConstraint: Operation = ([table, name, given]) => {
  const own = name === null || name === undefined ? '' : stringOf(name, 'its name');
  if (typeof given === 'string') {
    return one(
      `ALTER TABLE ${nameSql(table)}\n${lines([`${own ? `CONSTRAINT ${nameSql(own)} ` : ''}${given}`], '  ADD ')}`,
    );
  }
  const constraints = constraintsOf(table, objectOf(given, 'the constraint'), own);
  if (constraints.lines.length === 0) throw new Unreadable('it has no constraint that is known here');
  return [`ALTER TABLE ${nameSql(table)}\n${lines(constraints.lines, '  ADD ')}`, ...constraints.comments];
};

const dropConstraint: Operation = ([table, name, rest]) => {
  const { ifExists, ifTableExists, cascade } = isObject(rest) ? rest : {};
  const head = `ALTER TABLE${ifTableExists ? ' IF EXISTS' : ''} ${nameSql(table)}`;
  return one(`${head} DROP CONSTRAINT${ifExists ? ' IF EXISTS' : ''} ${nameSql(name)}${cascade ? ' CASCADE' : ''}`);
};

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
  return text.endsWith(')') ? text : `(${text})`;
}

const createIndex: Operation = ([table, columns, rest]) => {
  const options = objectOf(rest, 'the options');
  onlyKnown(options, indexOptions, 'the options');
  const { unique, concurrently, ifNotExists, method, where, include, nulls } = options;
  const head = `CREATE${unique ? ' UNIQUE' : ''} INDEX${concurrently ? ' CONCURRENTLY' : ''}${ifNotExists ? ' IF NOT EXISTS' : ''}`;
  const on = `${nameSql(indexName(table, columns, options))} ON ${nameSql(table)}${method ? ` USING ${method}` : ''}`;
  const tail = `${include ? ` INCLUDE (${names(include)})` : ''}${nulls ? ` NULLS ${String(nulls).toUpperCase()}` : ''}${where ? ` WHERE ${where}` : ''}`;
  return one(`${head} ${on} (${listed(columns).map(indexColumn).join(', ')})${tail}`);
};

const dropIndex: Operation = ([table, columns, rest]) => {
  const options = objectOf(rest, 'the options');
  const { concurrently, ifExists, cascade } = options;
  const own = indexName(table, columns, options);
  const name = isObject(table) && table.schema ? nameSql({ schema: table.schema, name: own }) : nameSql(own);
  return one(
    `DROP INDEX${concurrently ? ' CONCURRENTLY' : ''}${ifExists ? ' IF EXISTS' : ''} ${name}${cascade ? ' CASCADE' : ''}`,
  );
};

const createType: Operation = ([name, given], shorthands) => {
  if (Array.isArray(given)) return one(`CREATE TYPE ${nameSql(name)} AS ENUM (${given.map(valueSql).join(', ')})`);
  const attributes = Object.entries(objectOf(given, 'the type')).map(
    ([key, type]) => `${nameSql(key)} ${typed(type, shorthands).type}`,
  );
  return one(`CREATE TYPE ${nameSql(name)} AS (\n${attributes.join(',\n')}\n)`);
};

const addTypeValue: Operation = ([name, value, rest]) => {
  const { before, after, ifNotExists } = objectOf(rest, 'the options');
  const place = `${before ? ` BEFORE ${valueSql(before)}` : ''}${after ? ` AFTER ${valueSql(after)}` : ''}`;
  return one(`ALTER TYPE ${nameSql(name)} ADD VALUE${ifNotExists ? ' IF NOT EXISTS' : ''} ${valueSql(value)}${place}`);
};

const createExtension: Operation = ([given, rest]) => {
  const { ifNotExists, schema } = objectOf(rest, 'the options');
  return listed(given).map(
    (name) =>
      `CREATE EXTENSION${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(name)}${schema ? ` SCHEMA ${nameSql(schema)}` : ''}`,
  );
};

const dropExtension: Operation = ([given, rest]) =>
  listed(given).flatMap((name) => drop('EXTENSION')([name, rest], {}));

const createSchema: Operation = ([name, rest]) => {
  const { ifNotExists, authorization } = objectOf(rest, 'the options');
  return one(
    `CREATE SCHEMA${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(name)}${authorization ? ` AUTHORIZATION ${authorization}` : ''}`,
  );
};

const createSequence: Operation = ([name, rest], shorthands) => {
  const options = objectOf(rest, 'the options');
  const head = `CREATE${options.temporary ? ' TEMPORARY' : ''} SEQUENCE${options.ifNotExists ? ' IF NOT EXISTS' : ''}`;
  return one(`${head} ${nameSql(name)} ${sequenceClauses(options, shorthands).join(' ')}`);
};

const alterSequence: Operation = ([name, rest], shorthands) => {
  const options = objectOf(rest, 'the options');
  const { restart } = options;
  const clauses = sequenceClauses(options, shorthands);
  if (restart) clauses.push(restart === true ? 'RESTART' : `RESTART WITH ${restart}`);
  return one(`ALTER SEQUENCE ${nameSql(name)} ${clauses.join(' ')}`);
};

const alterTable: Operation = ([table, rest]) => {
  const options = objectOf(rest, 'the options');
  onlyKnown(options, ['levelSecurity', 'unlogged'], 'the options');
  const actions: string[] = options.levelSecurity ? [`${options.levelSecurity} ROW LEVEL SECURITY`] : [];
  if (typeof options.unlogged === 'boolean') actions.push(options.unlogged ? 'SET UNLOGGED' : 'SET LOGGED');
  return one(`ALTER TABLE ${nameSql(table)}\n${lines(actions, '  ')}`);
};

const settings = (value: Plain): string =>
  Object.entries(objectOf(value, 'the options'))
    .map(([key, each]) => (each === true ? key : `${key} = ${each}`))
    .join(', ');

const createView: Operation = ([name, given, definition]) => {
  const { temporary, replace, recursive, columns, options, checkOption } = objectOf(given, 'the options');
  const head = `CREATE${replace ? ' OR REPLACE' : ''}${temporary ? ' TEMPORARY' : ''}${recursive ? ' RECURSIVE' : ''} VIEW ${nameSql(name)}`;
  const list = columns === undefined ? '' : `(${names(columns)})`;
  const set = settings(options);
  return one(
    `${head}${list}${set ? ` WITH (${set})` : ''} AS ${definition}${checkOption ? ` WITH ${checkOption} CHECK OPTION` : ''}`,
  );
};

const data = (value: Plain): string => (value === undefined ? '' : ` WITH${value ? '' : ' NO'} DATA`);

const createMaterializedView: Operation = ([name, given, definition]) => {
  const { ifNotExists, columns, tablespace, storageParameters, data: isFilled } = objectOf(given, 'the options');
  const set = settings(storageParameters);
  const head = `CREATE MATERIALIZED VIEW${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(name)}${columns === undefined ? '' : `(${names(columns)})`}`;
  return one(
    `${head}${set ? ` WITH (${set})` : ''}${tablespace ? ` TABLESPACE ${nameSql(tablespace)}` : ''} AS ${definition}${data(isFilled)}`,
  );
};

const refreshMaterializedView: Operation = ([name, given]) => {
  const { concurrently, data: isFilled } = objectOf(given, 'the options');
  return one(`REFRESH MATERIALIZED VIEW${concurrently ? ' CONCURRENTLY' : ''} ${nameSql(name)}${data(isFilled)}`);
};

/** `{name}` in the text is replaced by a quoted name or a value. src/utils/createTransformer.ts */
export function filled(text: string, given: Plain): string {
  return Object.entries(objectOf(given, 'the arguments')).reduce((sql, [key, value]) => {
    const isName = typeof value === 'string' || (isObject(value) && 'name' in value);
    return sql.replaceAll(`{${key}}`, () => (value === undefined ? '' : isName ? nameSql(value) : valueSql(value)));
  }, text);
}

const onTable =
  (kind: string): Operation =>
  ([table, name, rest]) => {
    const { ifExists, cascade } = isObject(rest) ? rest : {};
    return one(
      `DROP ${kind}${ifExists ? ' IF EXISTS' : ''} ${nameSql(name)} ON ${nameSql(table)}${cascade ? ' CASCADE' : ''}`,
    );
  };

const reversed = (send: Operation, reverse: Operation): Reversible => ({ send, reverse });

const table = reversed(createTable, ([name, , options]) => drop('TABLE')([name, options], {}));
const columns = reversed(addColumns, dropColumns);
const index = reversed(createIndex, dropIndex);
const uniqueIndex = reversed(
  ([of, on, options], all) => createIndex([of, on, { ...objectOf(options, 'the options'), unique: true }], all),
  dropIndex,
);
const constraint = reversed(addConstraint, dropConstraint);
const type = reversed(createType, ([name, options]) =>
  drop('TYPE')([name, isObject(options) ? {} : options].slice(0, 1), {}),
);

/** By the names of `pgm`'s methods, the older ones included. */
export const operations: Readonly<Record<string, Reversible>> = {
  createTable: table,
  dropTable: { send: drop('TABLE') },
  renameTable: rename('TABLE'),
  alterTable: { send: alterTable },
  addColumns: columns,
  addColumn: columns,
  dropColumns: { send: dropColumns },
  dropColumn: { send: dropColumns },
  renameColumn: renamePart('ALTER TABLE', ''),
  alterColumn: { send: alterColumn },
  addConstraint: constraint,
  createConstraint: constraint,
  dropConstraint: { send: dropConstraint },
  renameConstraint: renamePart('ALTER TABLE', 'CONSTRAINT '),
  createIndex: index,
  addIndex: index,
  createUniqueIndex: uniqueIndex,
  dropIndex: { send: dropIndex },
  renameIndex: rename('INDEX'),
  createType: type,
  addType: type,
  dropType: { send: drop('TYPE') },
  renameType: rename('TYPE'),
  addTypeValue: { send: addTypeValue },
  renameTypeValue: {
    send: ([name, from, to]) => one(`ALTER TYPE ${nameSql(name)} RENAME VALUE ${valueSql(from)} TO ${valueSql(to)}`),
    reverse: ([name, from, to]) => one(`ALTER TYPE ${nameSql(name)} RENAME VALUE ${valueSql(to)} TO ${valueSql(from)}`),
  },
  addTypeAttribute: {
    send: ([name, key, of], all) =>
      one(`ALTER TYPE ${nameSql(name)} ADD ATTRIBUTE ${nameSql(key)} ${typed(of, all).type}`),
    reverse: ([name, key]) => one(`ALTER TYPE ${nameSql(name)} DROP ATTRIBUTE ${nameSql(key)}`),
  },
  renameTypeAttribute: renamePart('ALTER TYPE', 'ATTRIBUTE '),
  createExtension: reversed(createExtension, dropExtension),
  addExtension: reversed(createExtension, dropExtension),
  dropExtension: { send: dropExtension },
  createSchema: reversed(createSchema, ([name, options]) => drop('SCHEMA')([name, options], {})),
  dropSchema: { send: drop('SCHEMA') },
  renameSchema: rename('SCHEMA'),
  createSequence: reversed(createSequence, ([name, options]) => drop('SEQUENCE')([name, options], {})),
  alterSequence: { send: alterSequence },
  dropSequence: { send: drop('SEQUENCE') },
  renameSequence: rename('SEQUENCE'),
  createView: reversed(createView, ([name, options]) => drop('VIEW')([name, options], {})),
  dropView: { send: drop('VIEW') },
  renameView: rename('VIEW'),
  createMaterializedView: reversed(createMaterializedView, ([name, options]) =>
    drop('MATERIALIZED VIEW')([name, options], {}),
  ),
  dropMaterializedView: { send: drop('MATERIALIZED VIEW') },
  refreshMaterializedView: reversed(refreshMaterializedView, refreshMaterializedView),
  renameMaterializedView: rename('MATERIALIZED VIEW'),
  dropTrigger: { send: onTable('TRIGGER') },
  dropPolicy: { send: onTable('POLICY') },
  dropDomain: { send: drop('DOMAIN') },
};
