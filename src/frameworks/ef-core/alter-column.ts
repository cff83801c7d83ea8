// What AlterColumn sends for the difference between what a column was and what it is to be.
// EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs, Generate(AlterColumnOperation)
import {
  type Column,
  columnOf,
  definition,
  identity,
  isIdentity,
  isSystemColumn,
  type SequenceOptions,
} from './columns.ts';
import type { Project } from './model.ts';
import { qualified, quote, quotedText } from './names.ts';
import { type Operation, Unreadable } from './operation.ts';

interface Change {
  readonly table: string;
  readonly name: string;
  readonly schema: string | undefined;
  /** `ALTER TABLE … ALTER COLUMN … ` */
  readonly base: string;
  readonly was: Column;
  readonly is: Column;
}

/** Empty where nothing of it is the database's business. */
export function alterColumn(operation: Operation, project: Project): string[] {
  const { given } = operation;
  const [table, name, schema] = [given.text('table'), given.text('name'), given.maybe('schema')];
  if (isSystemColumn(name)) return [];
  const place = { table: qualified(table, schema), project };
  const [is, was] = [columnOf(operation, place), columnOf(operation, place, true)];
  const alter = `ALTER TABLE ${qualified(table, schema)}`;
  if (is.computed !== was.computed || is.isStored !== was.isStored) {
    return [`${alter} DROP COLUMN ${quote(name)}`, `${alter} ADD ${definition(name, is)}`, ...commented(operation, is)];
  }
  const change: Change = { table, name, schema, base: `${alter} ALTER COLUMN ${quote(name)} `, was, is };
  return [
    ...typeChange(change),
    ...nullChange(change),
    ...compressionChange(change),
    ...generation(change),
    ...identityOptions(change),
    ...defaultChange(change),
    ...ownership(change),
    ...(is.comment === was.comment ? [] : commented(operation, is, true)),
  ];
}

function commented({ given }: Operation, { comment }: Column, isChange = false): string[] {
  if (comment === undefined && !isChange) return [];
  const column = `${qualified(given.text('table'), given.maybe('schema'))}.${quote(given.text('name'))}`;
  return [`COMMENT ON COLUMN ${column} IS ${comment === undefined ? 'NULL' : quotedText(comment)}`];
}

function typeChange({ base, was, is }: Change): string[] {
  if (is.type === was.type && is.collation === was.collation) return [];
  const collation = is.collation ?? (is.type === was.type ? 'default' : undefined);
  return [`${base}TYPE ${is.type}${collation === undefined ? '' : ` COLLATE ${quote(collation)}`}`];
}

function nullChange({ base, table, schema, name, was, is }: Change): string[] {
  if (is.isNullable === was.isNullable) return [];
  if (is.isNullable) return [`${base}DROP NOT NULL`];
  const value = is.default?.replace(/^\((.*)\)$/s, '$1');
  const fill = `UPDATE ${qualified(table, schema)} SET ${quote(name)} = ${value} WHERE ${quote(name)} IS NULL`;
  return [...(value === undefined ? [] : [fill]), `${base}SET NOT NULL`];
}

function compressionChange({ base, was, is }: Change): string[] {
  return is.compression === was.compression ? [] : [`${base}SET COMPRESSION ${is.compression ?? 'default'}`];
}

const generated = (strategy: Column['strategy']): string => (strategy === 'always' ? 'ALWAYS' : 'BY DEFAULT');

function generation({ base, table, schema, name, was, is }: Change): string[] {
  if (was.strategy === is.strategy) return [];
  const sequence = (suffix: string): string => qualified(`${table}_${name}_${suffix}`, schema);
  if (was.strategy === 'serial') {
    if (!isIdentity(is.strategy)) return [`DROP SEQUENCE ${sequence('seq')} CASCADE`];
    return [
      `ALTER SEQUENCE ${sequence('seq')} RENAME TO ${quote(`${table}_${name}_old_seq`)}`,
      `${base}DROP DEFAULT`,
      `${base}ADD GENERATED ${generated(is.strategy)} AS IDENTITY`,
      `SELECT * FROM setval('${sequence('seq')}', nextval('${sequence('old_seq')}'), false)`,
      `DROP SEQUENCE ${sequence('old_seq')}`,
    ];
  }
  if (isIdentity(was.strategy)) {
    if (is.strategy === 'serial') throw new Unreadable('Npgsql refuses to make a serial column of an identity');
    return [is.strategy === undefined ? `${base}DROP IDENTITY` : `${base}SET GENERATED ${generated(is.strategy)}`];
  }
  if (isIdentity(is.strategy)) return [`${base}DROP DEFAULT`, `${base}ADD${identity(is)}`];
  if (!isInteger(is.type)) return [];
  return [
    `CREATE SEQUENCE ${sequence('seq')}${asType(is.type)} START WITH 1 INCREMENT BY 1 NO CYCLE`,
    `${base}SET DEFAULT (nextval('${sequence('seq')}'))`,
  ];
}

const isInteger = (type: string): boolean => /^(?:integer|int|int4|bigint|int8|smallint|int2)$/.test(type);
const asType = (type: string): string => (/^(?:bigint|int8)$/.test(type) ? '' : ` AS ${type}`);

/** That of a sequence which `generation` has made. */
function ownership({ table, schema, name, was, is }: Change): string[] {
  if (was.strategy !== undefined || is.strategy !== 'serial' || !isInteger(is.type)) return [];
  return [
    `ALTER SEQUENCE ${qualified(`${table}_${name}_seq`, schema)} OWNED BY ${qualified(table, schema)}.${quote(name)}`,
  ];
}

function identityOptions({ base, was, is }: Change): string[] {
  if (!isIdentity(was.strategy) || !isIdentity(is.strategy)) return [];
  const [old, now] = [was.sequence, is.sequence];
  const differs = (key: keyof SequenceOptions): boolean => old[key] !== now[key];
  return [
    ...(differs('start') ? [`${base}RESTART WITH ${now.start ?? '1'}`] : []),
    ...(differs('increment') ? [`${base}SET INCREMENT BY ${now.increment ?? '1'}`] : []),
    ...(differs('min') ? [`${base}SET ${now.min === undefined ? 'NO MINVALUE' : `MINVALUE ${now.min}`}`] : []),
    ...(differs('max') ? [`${base}SET ${now.max === undefined ? 'NO MAXVALUE' : `MAXVALUE ${now.max}`}`] : []),
    ...(differs('isCyclic') ? [`${base}SET ${now.isCyclic ? 'CYCLE' : 'NO CYCLE'}`] : []),
    ...(differs('cache') ? [`${base}SET CACHE ${now.cache ?? '1'}`] : []),
  ];
}

/** That of a column with a sequence goes with the sequence. */
function defaultChange({ base, was, is }: Change): string[] {
  if (is.strategy !== undefined || is.default === was.default) return [];
  return [is.default === undefined ? `${base}DROP DEFAULT` : `${base}SET DEFAULT ${is.default}`];
}
