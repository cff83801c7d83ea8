// node-pg-migrate's operations on tables, their columns and constraints. src/operations/tables
import {
  isObject,
  objectOf,
  onlyKnown,
  type Plain,
  type PlainObject,
  stringOf,
  Unreadable,
} from '../javascript/plain.ts';
import { columnsOf, constraintsOf, identity } from './columns.ts';
import { adapted, comment, lines, listed, nameSql, valueSql } from './literals.ts';
import { type Operation, one } from './operation.ts';

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

export const createTable: Operation = ([table, given, rest], shorthands) => {
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

export const addColumns: Operation = ([table, given, rest], shorthands) => {
  const { ifNotExists } = objectOf(rest, 'the options');
  const columns = columnsOf(table, objectOf(given, 'the columns'), shorthands);
  return [
    `ALTER TABLE ${nameSql(table)}\n${lines(columns.lines, `  ADD ${ifNotExists ? 'IF NOT EXISTS ' : ''}`)}`,
    ...columns.comments,
  ];
};

export const dropColumns: Operation = ([table, given, rest]) => {
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

export const alterColumn: Operation = ([table, column, given], shorthands) => {
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

export const addConstraint: Operation = ([table, name, given]) => {
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

export const dropConstraint: Operation = ([table, name, rest]) => {
  const { ifExists, ifTableExists, cascade } = isObject(rest) ? rest : {};
  const head = `ALTER TABLE${ifTableExists ? ' IF EXISTS' : ''} ${nameSql(table)}`;
  return one(`${head} DROP CONSTRAINT${ifExists ? ' IF EXISTS' : ''} ${nameSql(name)}${cascade ? ' CASCADE' : ''}`);
};

export const alterTable: Operation = ([table, rest]) => {
  const options = objectOf(rest, 'the options');
  onlyKnown(options, ['levelSecurity', 'unlogged'], 'the options');
  const actions: string[] = options.levelSecurity ? [`${options.levelSecurity} ROW LEVEL SECURITY`] : [];
  if (typeof options.unlogged === 'boolean') actions.push(options.unlogged ? 'SET UNLOGGED' : 'SET LOGGED');
  return one(`ALTER TABLE ${nameSql(table)}\n${lines(actions, '  ')}`);
};
