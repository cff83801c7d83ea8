// Columns and constraints of node-pg-migrate. src/operations/tables/shared.ts
import { isObject, onlyKnown, type Plain, type PlainObject, stringOf, Unreadable } from '../javascript/plain.ts';
import { bareName, comment, listed, nameSql, type Shorthands, typed, valueSql } from './literals.ts';

export interface Parts {
  readonly lines: string[];
  /** COMMENT statements that follow. */
  readonly comments: string[];
}

const columnOptions = [
  ...[
    'type',
    'array',
    'collation',
    'default',
    'unique',
    'primaryKey',
    'notNull',
    'check',
    'references',
    'match',
    'onDelete',
  ],
  ...['onUpdate', 'referencesConstraintName', 'referencesConstraintComment', 'deferrable', 'deferred', 'comment'],
  ...['expressionGenerated', 'sequenceGenerated'],
];

export function columnsOf(
  table: Plain,
  columns: PlainObject,
  shorthands: Shorthands,
): Parts & { primaryKey?: string[] } {
  const all = Object.entries(columns).map(([name, given]) => [name, typed(given, shorthands)] as const);
  for (const [name, options] of all) onlyKnown(options, columnOptions, `the column ${name}`);
  const keys = all.filter(([, { primaryKey }]) => primaryKey).map(([name]) => name);
  const isAlone = keys.length < 2;
  const comments = all.flatMap(([name, options]) =>
    options.comment === undefined ? [] : [comment('COLUMN', `${nameSql(table)}.${nameSql(name)}`, options.comment)],
  );
  for (const [name, options] of all) comments.push(...referenceComment(table, name, options));
  return {
    lines: all.map(([name, options]) =>
      columnLine(name, { ...options, primaryKey: isAlone && options.primaryKey }, table, shorthands),
    ),
    comments,
    ...(isAlone ? {} : { primaryKey: keys }),
  };
}

const referenceName = (table: Plain, column: string, options: PlainObject): string =>
  stringOf(
    options.referencesConstraintName || (options.referencesConstraintComment ? `${String(table)}_fk_${column}` : ''),
    'its name',
  );

function referenceComment(table: Plain, column: string, options: PlainObject): string[] {
  const text = options.referencesConstraintComment;
  if (!options.references || !text) return [];
  return [comment(`CONSTRAINT ${nameSql(referenceName(table, column, options))} ON`, nameSql(table), text)];
}

function columnLine(name: string, options: PlainObject, table: Plain, shorthands: Shorthands): string {
  const { type, array, collation, unique, primaryKey, notNull, check, references, deferrable } = options;
  const base = isObject(type) ? nameSql(type) : stringOf(type, `the type of ${name}`);
  const parts = [
    nameSql(name),
    array === true ? `${base} ARRAY` : typeof array === 'number' ? `${base} ARRAY[${array}]` : base,
  ];
  if (collation) parts.push(`COLLATE ${collation}`);
  if (options.default !== undefined) parts.push(`DEFAULT ${valueSql(options.default)}`);
  if (unique) parts.push('UNIQUE');
  if (primaryKey) parts.push('PRIMARY KEY');
  if (notNull) parts.push('NOT NULL');
  if (check) parts.push(`CHECK (${check})`);
  if (references) {
    const own = referenceName(table, name, options);
    parts.push(`${own ? `CONSTRAINT ${nameSql(own)} ` : ''}${referencesSql(options)}`);
  }
  if (deferrable) parts.push(deferrableSql(options));
  if (isObject(options.sequenceGenerated)) parts.push(`GENERATED ${identity(options.sequenceGenerated, shorthands)}`);
  if (options.expressionGenerated) parts.push(`GENERATED ALWAYS AS (${options.expressionGenerated}) STORED`);
  return parts.join(' ');
}

export function identity(options: PlainObject, shorthands: Shorthands): string {
  const clauses = sequenceClauses(options, shorthands).join(' ');
  return `${options.precedence} AS IDENTITY${clauses ? ` (${clauses})` : ''}`;
}

export function sequenceClauses(options: PlainObject, shorthands: Shorthands): string[] {
  const { type, increment, minvalue, maxvalue, start, cache, cycle, owner } = options;
  const isNone = (value: Plain): boolean => value === null || value === false;
  const clauses: string[] = [];
  if (type) clauses.push(`AS ${typed(type, shorthands).type}`);
  if (increment) clauses.push(`INCREMENT BY ${increment}`);
  if (minvalue || isNone(minvalue)) clauses.push(minvalue ? `MINVALUE ${minvalue}` : 'NO MINVALUE');
  if (maxvalue || isNone(maxvalue)) clauses.push(maxvalue ? `MAXVALUE ${maxvalue}` : 'NO MAXVALUE');
  if (start) clauses.push(`START WITH ${start}`);
  if (cache) clauses.push(`CACHE ${cache}`);
  if (cycle || cycle === false) clauses.push(cycle ? 'CYCLE' : 'NO CYCLE');
  if (owner || isNone(owner)) clauses.push(`OWNED BY ${owner || 'NONE'}`);
  return clauses;
}

function referencesSql({ references, match, onDelete, onUpdate }: PlainObject): string {
  const isSql = typeof references === 'string' && (references.startsWith('"') || references.endsWith(')'));
  const parts = [`REFERENCES ${isSql ? references : nameSql(references)}`];
  if (match) parts.push(`MATCH ${match}`);
  if (onDelete) parts.push(`ON DELETE ${onDelete}`);
  if (onUpdate) parts.push(`ON UPDATE ${onUpdate}`);
  return parts.join(' ');
}

const deferrableSql = ({ deferred }: PlainObject): string =>
  `DEFERRABLE INITIALLY ${deferred ? 'DEFERRED' : 'IMMEDIATE'}`;

const constraintOptions = [
  'check',
  'unique',
  'primaryKey',
  'foreignKeys',
  'exclude',
  'deferrable',
  'deferred',
  'comment',
  'ifExists',
  'cascade',
];

/** `name` is '' where the table's constraints are named by what they are. */
export function constraintsOf(table: Plain, options: PlainObject, name: string): Parts {
  onlyKnown(options, constraintOptions, 'the constraint');
  const own = bareName(table);
  const found: string[] = [];
  const comments: string[] = [];
  const add = (standard: string, definition: string): number =>
    found.push(`CONSTRAINT ${nameSql(name || standard)} ${definition}`);
  const { check, unique, primaryKey, foreignKeys, exclude } = options;
  if (Array.isArray(check)) for (const [at, each] of check.entries()) add(`${own}_chck_${at + 1}`, `CHECK (${each})`);
  else if (check) add(`${own}_chck`, `CHECK (${check})`);
  if (unique) {
    const sets = listed(unique).some(Array.isArray) ? listed(unique) : [listed(unique)];
    for (const set of sets) add(`${own}_uniq_${listed(set).join('_')}`, `UNIQUE (${names(set)})`);
  }
  if (primaryKey) add(`${own}_pkey`, `PRIMARY KEY (${names(primaryKey)})`);
  for (const key of foreignKeys ? listed(foreignKeys) : []) {
    if (!isObject(key)) throw new Unreadable('a foreign key is no object');
    const constraint = stringOf(
      key.referencesConstraintName || name || `${own}_fk_${listed(key.columns).join('_')}`,
      'its name',
    );
    found.push(`CONSTRAINT ${nameSql(constraint)} FOREIGN KEY (${names(key.columns)}) ${referencesSql(key)}`);
    const text = key.referencesConstraintComment;
    if (text) comments.push(comment(`CONSTRAINT ${nameSql(constraint)} ON`, nameSql(table), text));
  }
  if (exclude) add(`${own}_excl`, `EXCLUDE ${exclude}`);
  if (options.comment) comments.push(comment(`CONSTRAINT ${nameSql(name)} ON`, nameSql(table), options.comment));
  return { lines: options.deferrable ? found.map((each) => `${each} ${deferrableSql(options)}`) : found, comments };
}

export const names = (value: Plain): string => listed(value).map(nameSql).join(', ');
