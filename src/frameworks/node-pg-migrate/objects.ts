// node-pg-migrate's operations on types, extensions, schemas, sequences and views. src/operations
import { objectOf, type Plain, Unreadable } from '../javascript/plain.ts';
import { names, sequenceClauses } from './columns.ts';
import { listed, nameSql, typed, valueSql } from './literals.ts';
import { drop, type Operation, one } from './operation.ts';

export const createType: Operation = ([name, given], shorthands) => {
  if (Array.isArray(given)) return one(`CREATE TYPE ${nameSql(name)} AS ENUM (${given.map(valueSql).join(', ')})`);
  const attributes = Object.entries(objectOf(given, 'the type')).map(
    ([key, type]) => `${nameSql(key)} ${typed(type, shorthands).type}`,
  );
  return one(`CREATE TYPE ${nameSql(name)} AS (\n${attributes.join(',\n')}\n)`);
};

export const addTypeValue: Operation = ([name, value, rest]) => {
  const { before, after, ifNotExists } = objectOf(rest, 'the options');
  const place = `${before ? ` BEFORE ${valueSql(before)}` : ''}${after ? ` AFTER ${valueSql(after)}` : ''}`;
  return one(`ALTER TYPE ${nameSql(name)} ADD VALUE${ifNotExists ? ' IF NOT EXISTS' : ''} ${valueSql(value)}${place}`);
};

export const createExtension: Operation = ([given, rest]) => {
  const { ifNotExists, schema } = objectOf(rest, 'the options');
  return listed(given).map(
    (name) =>
      `CREATE EXTENSION${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(name)}${schema ? ` SCHEMA ${nameSql(schema)}` : ''}`,
  );
};

export const dropExtension: Operation = ([given, rest]) =>
  listed(given).flatMap((name) => drop('EXTENSION')([name, rest], {}));

export const createSchema: Operation = ([name, rest]) => {
  const { ifNotExists, authorization } = objectOf(rest, 'the options');
  return one(
    `CREATE SCHEMA${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(name)}${authorization ? ` AUTHORIZATION ${authorization}` : ''}`,
  );
};

export const createSequence: Operation = ([name, rest], shorthands) => {
  const options = objectOf(rest, 'the options');
  const head = `CREATE${options.temporary ? ' TEMPORARY' : ''} SEQUENCE${options.ifNotExists ? ' IF NOT EXISTS' : ''}`;
  return one(`${head} ${nameSql(name)} ${sequenceClauses(options, shorthands).join(' ')}`);
};

export const alterSequence: Operation = ([name, rest], shorthands) => {
  const options = objectOf(rest, 'the options');
  const { restart } = options;
  const clauses = sequenceClauses(options, shorthands);
  if (restart) clauses.push(restart === true ? 'RESTART' : `RESTART WITH ${restart}`);
  return one(`ALTER SEQUENCE ${nameSql(name)} ${clauses.join(' ')}`);
};

const settings = (value: Plain): string =>
  Object.entries(objectOf(value, 'the options'))
    .map(([key, each]) => (each === true ? key : `${key} = ${each}`))
    .join(', ');

export const createView: Operation = ([name, given, definition]) => {
  const { temporary, replace, recursive, columns, options, checkOption } = objectOf(given, 'the options');
  const head = `CREATE${replace ? ' OR REPLACE' : ''}${temporary ? ' TEMPORARY' : ''}${recursive ? ' RECURSIVE' : ''} VIEW ${nameSql(name)}`;
  const list = columns === undefined ? '' : `(${names(columns)})`;
  const set = settings(options);
  return one(
    `${head}${list}${set ? ` WITH (${set})` : ''} AS ${definition}${checkOption ? ` WITH ${checkOption} CHECK OPTION` : ''}`,
  );
};

const data = (value: Plain): string => (value === undefined ? '' : ` WITH${value ? '' : ' NO'} DATA`);

export const createMaterializedView: Operation = ([name, given, definition]) => {
  const { ifNotExists, columns, tablespace, storageParameters, data: isFilled } = objectOf(given, 'the options');
  const set = settings(storageParameters);
  const head = `CREATE MATERIALIZED VIEW${ifNotExists ? ' IF NOT EXISTS' : ''} ${nameSql(name)}${columns === undefined ? '' : `(${names(columns)})`}`;
  return one(
    `${head}${set ? ` WITH (${set})` : ''}${tablespace ? ` TABLESPACE ${nameSql(tablespace)}` : ''} AS ${definition}${data(isFilled)}`,
  );
};

export const refreshMaterializedView: Operation = ([name, given]) => {
  const { concurrently, data: isFilled } = objectOf(given, 'the options');
  return one(`REFRESH MATERIALIZED VIEW${concurrently ? ' CONCURRENTLY' : ''} ${nameSql(name)}${data(isFilled)}`);
};

export const alterView: Operation = ([name, given]) => {
  const { checkOption, options } = objectOf(given, 'the options');
  const entries = Object.entries({
    ...objectOf(options, 'the options'),
    ...(checkOption ? { check_option: checkOption } : {}),
  });
  const part = (isReset: boolean): string[] =>
    entries
      .filter(([, value]) => (value === null) === isReset)
      .map(([key, value]) => (isReset ? key : `${key} = ${value}`));
  const [set, reset] = [part(false), part(true)];
  const head = `ALTER VIEW ${nameSql(name)}`;
  return [
    [
      set.length > 0 ? `${head} SET (${set.join(', ')})` : '',
      reset.length > 0 ? `${head} RESET (${reset.join(', ')})` : '',
    ]
      .filter((sql) => sql !== '')
      .join(';\n'),
  ];
};

export const alterViewColumn: Operation = ([name, column, given]) => {
  const { default: value } = objectOf(given, 'the options');
  if (value === undefined) return [];
  const action = value === null ? 'DROP DEFAULT' : `SET DEFAULT ${valueSql(value)}`;
  return one(`ALTER VIEW ${nameSql(name)} ALTER COLUMN ${nameSql(column)} ${action}`);
};

export const alterMaterializedView: Operation = ([name, given]) => {
  const { cluster, extension, storageParameters } = objectOf(given, 'the options');
  if (storageParameters) throw new Unreadable('storage parameters of a view that is there are not known here');
  const clauses: string[] = [];
  if (cluster !== undefined) clauses.push(cluster ? `CLUSTER ON ${nameSql(cluster)}` : 'SET WITHOUT CLUSTER');
  if (extension) clauses.push(`DEPENDS ON EXTENSION ${nameSql(extension)}`);
  return clauses.length === 0 ? [] : one(`ALTER MATERIALIZED VIEW ${nameSql(name)} ${clauses.join(', ')}`);
};
