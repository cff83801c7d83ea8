// Foreign keys, checks, exclusions and unique constraints as parts of CREATE TABLE and ALTER TABLE.
import { ownOf } from '../ruby/lookup.ts';
import {
  checkName,
  exclusionName,
  foreignKeyName,
  quoteName,
  quoteTable,
  referenceColumn,
  uniqueName,
} from './names.ts';
import { namesIn, onlyKnown, type Plain, type PlainObject, textIn, Unreadable } from './options.ts';
import type { Version } from './version.ts';

export interface Constraint {
  readonly name: string;
  readonly columns: readonly string[];
  /** The table that a foreign key refers to. */
  readonly to?: string;
  /** `CONSTRAINT … FOREIGN KEY …`. */
  readonly sql: string;
}

const foreignKeyOptions = [
  ...[
    'column',
    'primary_key',
    'name',
    'on_delete',
    'on_update',
    'if_not_exists',
    'if_exists',
    'validate',
    'deferrable',
  ],
  // Not looked at.
  ...['to_table', 'enforced', 'null', 'index', 'type'],
];

export function foreignKeyOf(table: string, to: string, options: PlainObject, version: Version): Constraint {
  onlyKnown(options, foreignKeyOptions);
  const keys = namesIn(options.primary_key ?? 'id', 'primary_key');
  const columns =
    options.column === undefined ? keys.map((key) => referenceColumn(to, key)) : namesIn(options.column, 'column');
  const own = options.column === undefined && keys.length === 1 ? [referenceColumn(to)] : columns;
  const name = textIn(options.name, 'name') ?? foreignKeyName(table, own);
  const parts = [
    `CONSTRAINT ${quoteName(name)} FOREIGN KEY (${own.map(quoteName).join(', ')})`,
    `REFERENCES ${quoteTable(to)} (${keys.map(quoteName).join(', ')})`,
    ...actionSql('DELETE', options.on_delete),
    ...actionSql('UPDATE', options.on_update),
    ...deferrableOf(options, version),
    ...(options.enforced === false ? ['NOT ENFORCED'] : []),
  ];
  return { name, columns: own, to, sql: parts.join(' ') };
}

function actionSql(on: string, value: Plain): string[] {
  const action = textIn(value, `on_${on.toLowerCase()}`);
  if (action === undefined) return [];
  const sql = ownOf({ nullify: 'SET NULL', cascade: 'CASCADE', restrict: 'RESTRICT' }, action);
  if (!sql) throw new Unreadable(`on_${on.toLowerCase()} ${action} is not known here`);
  return [`ON ${on} ${sql}`];
}

/** Of a foreign key. */
export const deferrableOf = ({ deferrable }: PlainObject, version: Version): string[] =>
  deferrableSql(deferrable === true && version < 701 ? 'immediate' : deferrable);

function deferrableSql(value: Plain): string[] {
  const when = value === false ? undefined : textIn(value, 'deferrable');
  if (when === undefined) return [];
  if (when !== 'immediate' && when !== 'deferred') throw new Unreadable(`deferrable ${when} is not known here`);
  return [`DEFERRABLE INITIALLY ${when.toUpperCase()}`];
}

export function checkOf(table: string, expression: Plain, options: PlainObject): Constraint {
  onlyKnown(options, ['name', 'validate', 'if_not_exists', 'if_exists']);
  const sql = textIn(expression, 'the expression') ?? '';
  const name = textIn(options.name, 'name') ?? checkName(table, sql);
  return { name, columns: [], sql: `CONSTRAINT ${name} CHECK (${sql})` };
}

export function exclusionOf(table: string, expression: Plain, options: PlainObject): Constraint {
  onlyKnown(options, ['name', 'using', 'where', 'deferrable']);
  const sql = textIn(expression, 'the expression') ?? '';
  const name = textIn(options.name, 'name') ?? exclusionName(table, sql);
  const using = textIn(options.using, 'using');
  const where = textIn(options.where, 'where');
  const parts = [
    `CONSTRAINT ${quoteName(name)} EXCLUDE`,
    ...(using ? [`USING ${using}`] : []),
    `(${sql})`,
    ...(where ? [`WHERE (${where})`] : []),
    ...deferrableSql(options.deferrable),
  ];
  return { name, columns: [], sql: parts.join(' ') };
}

export function uniqueOf(table: string, column: Plain, options: PlainObject): Constraint {
  onlyKnown(options, ['name', 'deferrable', 'using_index', 'nulls_not_distinct']);
  const columns = column === undefined || column === null ? [] : namesIn(column, 'the column');
  const index = textIn(options.using_index, 'using_index');
  const name = textIn(options.name, 'name') ?? uniqueName(table, index === undefined ? columns : [index]);
  const parts = [
    `CONSTRAINT ${quoteName(name)} UNIQUE`,
    ...(options.nulls_not_distinct ? ['NULLS NOT DISTINCT'] : []),
    index === undefined ? `(${columns.map(quoteName).join(', ')})` : `USING INDEX ${quoteName(index)}`,
    ...deferrableSql(options.deferrable),
  ];
  return { name, columns, sql: parts.join(' ') };
}

export const notValid = (options: PlainObject): string => (options.validate === false ? ' NOT VALID' : '');
