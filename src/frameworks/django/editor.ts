// Django's schema editor for PostgreSQL: what it sends to make, change and drop tables and columns.
// django/db/backends/base/schema.py, django/db/backends/postgresql/schema.py
import { knownText, type Site, text, type Value } from '../python/value.ts';
import {
  concerns,
  concernsColumn,
  type Deferred,
  listedOf,
  nameIn,
  renameColumn,
  renameTable,
  sqlOf,
} from './deferred.ts';
import { expressionSql } from './expressions.ts';
import {
  checkOf,
  columnOf,
  defaultOf,
  type Field,
  isAuto,
  isConstrained,
  isIndexed,
  isMany,
  isNullable,
  isPrimary,
  isUnique,
  literalOf,
} from './fields.ts';
import { constraintOf, indexOf } from './indexes.ts';
import { bare, generatedName, literal, nameByServer, quote } from './names.ts';
import {
  columnsNamed,
  columnsOf,
  columnType,
  isManaged,
  isManager,
  type Listed,
  type Model,
  type State,
  tableOf,
  targetOf,
} from './state.ts';
import { throughOf } from './through.ts';
import { togetherIn } from './together.ts';
import { Unreadable } from './unreadable.ts';

/** One migration's work. */
export interface Editor {
  readonly state: State;
  deferred: Deferred[];
  readonly send: (sql: string, site: Site) => void;
  /** What can't be read of a statement that is otherwise sent. */
  readonly gap: (reason: string, site: Site) => void;
  /** The operation at work. */
  site: Site;
}

const send = (editor: Editor, sql: string): void => editor.send(sql, editor.site);
const defer = (editor: Editor, deferred: Omit<Deferred, 'site'>): void =>
  void editor.deferred.push({ ...deferred, site: editor.site });

export const listedIn = (editor: Editor, table: string): readonly Listed[] => editor.state.listed.get(table) ?? [];
export const enlist = (editor: Editor, table: string, listed: Listed): void =>
  void editor.state.listed.set(table, [...listedIn(editor, table), listed]);
export const strike = (editor: Editor, table: string, name: string): void =>
  void editor.state.listed.set(
    table,
    listedIn(editor, table).filter((each) => each.name !== name),
  );

/** Statements that waited for the end of the migration. */
export function flush(editor: Editor): void {
  for (const deferred of editor.deferred) {
    editor.send(sqlOf(deferred), deferred.site);
    const listed = listedOf(deferred);
    if (listed) enlist(editor, deferred.table, listed);
  }
  editor.deferred = [];
}

export function createModel(editor: Editor, model: Model): void {
  if (!isManaged(model)) return;
  const table = tableOf(model);
  for (const fields of togetherIn(model, 'unique_together')) {
    defer(editor, { kind: 'unique', table, columns: columnsNamed(model, fields), suffix: '_uniq', name: undefined });
  }
  const fields = columnsOf(model);
  const columns = fields.flatMap((field) => attempt(editor, model, () => createdColumn(editor, model, field)) ?? []);
  const constraints = itemsOf(model.options.get('constraints')).flatMap(
    (item) => attempt(editor, model, () => inlineConstraint(editor, model, item)) ?? [],
  );
  send(editor, `CREATE TABLE ${quote(table)} (${[...columns, ...constraints].join(', ')})`);
  comments(editor, model, fields);
  for (const field of fields) attempt(editor, model, () => deferIndexes(editor, model, field));
  for (const names of togetherIn(model, 'index_together')) {
    defer(editor, { kind: 'index', table, columns: columnsNamed(model, names), suffix: '_idx', name: undefined });
  }
  for (const item of itemsOf(model.options.get('indexes'))) {
    attempt(editor, model, () => {
      const { name, columns: over, create } = indexOf(editor.state, model, item);
      defer(editor, { kind: 'other', table, columns: [...over], suffix: '', name, sql: create() });
      enlist(editor, table, { name, kind: 'index', columns: over, isMeta: true });
    });
  }
  for (const field of model.fields.values()) {
    const through = isMany(field) ? attempt(editor, model, () => throughOf(editor.state, model, field)) : undefined;
    if (through) createModel(editor, through);
  }
}

const itemsOf = (value: Value | undefined): readonly Value[] => (value?.kind === 'list' ? value.items : []);

/** What can't be read of a part is a gap, and the rest goes on. */
function attempt<T>(editor: Editor, model: Model, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    editor.gap(`A part of the table ${tableOf(model)} is not read: ${error.message}.`, editor.site);
    return undefined;
  }
}

function createdColumn(editor: Editor, model: Model, field: Field): string {
  const table = tableOf(model);
  const column = columnOf(field);
  const sql = `${quote(column)} ${definition(editor, model, field, false)}`;
  enlistColumn(editor, table, field);
  if (isConstrained(field)) deferForeignKey(editor, model, field, '_fk_*');
  return sql;
}

function enlistColumn(editor: Editor, table: string, field: Field): void {
  const columns = [columnOf(field)];
  const [column = ''] = columns;
  if (isPrimary(field))
    enlist(editor, table, { name: nameByServer(table, column, 'pkey'), kind: 'primary key', columns });
  else if (isUnique(field))
    enlist(editor, table, { name: nameByServer(table, column, 'key'), kind: 'unique', columns });
  if (checkOf(field, column))
    enlist(editor, table, { name: nameByServer(table, column, 'check'), kind: 'check', columns });
}

function inlineConstraint(editor: Editor, model: Model, item: Value): string[] {
  const { name, kind, columns, inline, create } = constraintOf(editor.state, model, item);
  const table = tableOf(model);
  enlist(editor, table, { name, kind, columns, isMeta: true });
  if (inline) return [`CONSTRAINT ${quote(name)} ${inline}`];
  defer(editor, { kind: 'other', table, columns: [...columns], suffix: '', name, sql: create() });
  return [];
}

/** Type, default, nullability and inline constraints of a column, in Django's order. */
function definition(editor: Editor, model: Model, field: Field, isAdded: boolean): string {
  const type = columnType(editor.state, model, field);
  const collation = knownText(field.options.get('db_collation'));
  const parts = [type];
  if (collation) parts.push(`COLLATE ${quote(collation)}`);
  const isGenerated = field.type === 'GeneratedField';
  const inDatabase = databaseDefault(editor, field, type);
  const inPython = isAdded && !isGenerated ? defaultOf(field, type) : undefined;
  if (inDatabase !== undefined) parts.push(`DEFAULT ${inDatabase}`);
  else if (inPython !== undefined) parts.push(`DEFAULT ${inPython}`);
  if (isGenerated) parts.push(`GENERATED ALWAYS AS (${generated(editor, model, field)}) STORED`);
  else parts.push(isNullable(field) ? 'NULL' : 'NOT NULL');
  if (isPrimary(field)) parts.push('PRIMARY KEY');
  else if (isUnique(field)) parts.push('UNIQUE');
  if (isAuto(field)) parts.push('GENERATED BY DEFAULT AS IDENTITY');
  const check = checkOf(field, columnOf(field));
  if (check) parts.push(`CHECK (${check})`);
  return parts.join(' ');
}

const generated = (editor: Editor, model: Model, { options }: Field): string =>
  expressionSql(options.get('expression') ?? text(''), { state: editor.state, model });

/** `db_default=`, which stays in the database. */
export function databaseDefault(editor: Editor, { options }: Field, type: string): string | undefined {
  const value = options.get('db_default');
  if (value === undefined || value.kind === 'reference') return undefined;
  const plain = literalOf(value, type);
  return plain ?? `(${expressionSql(value, { state: editor.state })})`;
}

function comments(editor: Editor, model: Model, fields: readonly Field[]): void {
  const table = quote(tableOf(model));
  const own = knownText(model.options.get('db_table_comment'));
  if (own) send(editor, `COMMENT ON TABLE ${table} IS ${literal(own)}`);
  for (const field of fields) {
    const comment = knownText(field.options.get('db_comment'));
    if (comment) send(editor, `COMMENT ON COLUMN ${table}.${quote(columnOf(field))} IS ${literal(comment)}`);
  }
}

function deferForeignKey(editor: Editor, model: Model, field: Field, suffix: string): void {
  defer(editor, foreignKey(editor, model, field, suffix));
}

export function foreignKey(editor: Editor, model: Model, field: Field, suffix: string): Omit<Deferred, 'site'> {
  const { table, column } = targetOf(editor.state, model, field);
  return {
    kind: 'foreign key',
    table: tableOf(model),
    columns: [columnOf(field)],
    suffix,
    name: undefined,
    target: { table, column },
  };
}

/** The index of a column, and that for LIKE on text. */
function indexesOf(editor: Editor, model: Model, field: Field): Omit<Deferred, 'site'>[] {
  const own = { kind: 'index', table: tableOf(model), columns: [columnOf(field)], name: undefined } as const;
  const like = likeIndex(editor, model, field);
  return [
    ...(isIndexed(field) && !isUnique(field) ? [{ ...own, columns: [...own.columns], suffix: '' }] : []),
    ...(like ? [like] : []),
  ];
}

export function likeIndex(editor: Editor, model: Model, field: Field): Omit<Deferred, 'site'> | undefined {
  const type = columnType(editor.state, model, field);
  const operatorClass = /\[/.test(type)
    ? undefined
    : /^varchar/.test(type)
      ? 'varchar_pattern_ops'
      : /^text/.test(type)
        ? 'text_pattern_ops'
        : undefined;
  if (!operatorClass || !(isIndexed(field) || isUnique(field))) return undefined;
  return {
    kind: 'index',
    table: tableOf(model),
    columns: [columnOf(field)],
    name: undefined,
    suffix: '_like',
    operatorClass,
  };
}

function deferIndexes(editor: Editor, model: Model, field: Field): void {
  for (const index of indexesOf(editor, model, field)) defer(editor, index);
}

/** Sends now what is deferred elsewhere. */
export function sendNow(editor: Editor, made: Omit<Deferred, 'site'>): void {
  const deferred = { ...made, site: editor.site };
  send(editor, sqlOf(deferred));
  const listed = listedOf(deferred);
  if (listed) enlist(editor, deferred.table, listed);
}

export function deleteModel(editor: Editor, model: Model): void {
  if (!isManaged(model)) return;
  for (const field of [...model.fields.values()].filter(isMany)) {
    const through = throughOf(editor.state, model, field);
    if (through) deleteModel(editor, through);
  }
  const table = tableOf(model);
  send(editor, `DROP TABLE ${quote(table)} CASCADE`);
  editor.deferred = editor.deferred.filter((deferred) => !concerns(deferred, table));
  editor.state.listed.delete(table);
}

export function addField(editor: Editor, model: Model, field: Field): void {
  if (isManager(field)) return;
  if (isMany(field)) {
    const through = throughOf(editor.state, model, field);
    if (through) createModel(editor, through);
    return;
  }
  const table = tableOf(model);
  const column = columnOf(field);
  let sql = `ALTER TABLE ${quote(table)} ADD COLUMN ${quote(column)} ${definition(editor, model, field, true)}`;
  if (isConstrained(field)) {
    const key = { ...foreignKey(editor, model, field, '_fk_*'), site: editor.site };
    const name = quote(nameIn(key));
    sql += ` CONSTRAINT ${name} REFERENCES ${quote(key.target?.table ?? '')}(${quote(key.target?.column ?? '')}) DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS ${name} IMMEDIATE`;
    enlist(editor, table, { name: nameIn(key), kind: 'foreign key', columns: [column] });
  }
  send(editor, sql);
  enlistColumn(editor, table, field);
  const type = columnType(editor.state, model, field);
  const isDropped =
    field.type !== 'GeneratedField' &&
    databaseDefault(editor, field, type) === undefined &&
    defaultOf(field, type) !== undefined;
  if (isDropped) send(editor, `ALTER TABLE ${quote(table)} ALTER COLUMN ${quote(column)} DROP DEFAULT`);
  comments(editor, { ...model, options: new Map([...model.options].filter(([name]) => name === 'db_table')) }, [field]);
  deferIndexes(editor, model, field);
}

export function removeField(editor: Editor, model: Model, field: Field): void {
  if (isManager(field)) return;
  if (isMany(field)) {
    const through = throughOf(editor.state, model, field);
    if (through) deleteModel(editor, through);
    return;
  }
  const table = tableOf(model);
  const column = columnOf(field);
  for (const { name } of listedOn(editor, table, column, 'foreign key')) dropForeignKey(editor, table, name);
  send(editor, `ALTER TABLE ${quote(table)} DROP COLUMN ${quote(column)} CASCADE`);
  editor.deferred = editor.deferred.filter((deferred) => !concernsColumn(deferred, table, column));
  editor.state.listed.set(
    table,
    listedIn(editor, table).filter(({ columns }) => !columns.includes(column)),
  );
}

/** Of that column alone, and made by Django for the field. */
export const listedOn = (editor: Editor, table: string, column: string, kind: Listed['kind']): Listed[] =>
  listedIn(editor, table).filter(
    (each) => each.kind === kind && !each.isMeta && each.columns.length === 1 && each.columns[0] === column,
  );

export function dropForeignKey(editor: Editor, table: string, name: string): void {
  send(editor, `SET CONSTRAINTS ${quote(name)} IMMEDIATE; ALTER TABLE ${quote(table)} DROP CONSTRAINT ${quote(name)}`);
  strike(editor, table, name);
}

export function dropConstraint(editor: Editor, table: string, name: string): void {
  send(editor, `ALTER TABLE ${quote(table)} DROP CONSTRAINT ${quote(name)}`);
  strike(editor, table, name);
}

/** Names of waiting indexes are settled when one of the table goes, as Django then compares them. */
export function dropIndex(editor: Editor, table: string, name: string, concurrently = false): void {
  for (const deferred of editor.deferred) {
    if (deferred.kind === 'index' && deferred.table === table) deferred.name = nameIn(deferred);
  }
  editor.deferred = editor.deferred.filter((deferred) => !(deferred.table === table && deferred.name === name));
  send(editor, `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${quote(name)}`);
  strike(editor, table, name);
}

export function alterTable(editor: Editor, from: string, to: string): void {
  if (from === to || from.toLowerCase() === to.toLowerCase()) return;
  send(editor, `ALTER TABLE ${quote(from)} RENAME TO ${quote(bare(to))}`);
  for (const deferred of editor.deferred) renameTable(deferred, from, to);
  editor.state.listed.set(to, listedIn(editor, from));
  editor.state.listed.delete(from);
}

export function renameColumnTo(editor: Editor, table: string, from: string, to: string): void {
  send(editor, `ALTER TABLE ${quote(table)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`);
  for (const deferred of editor.deferred) renameColumn(deferred, table, from, to);
  const renamed = listedIn(editor, table).map((each) => ({
    ...each,
    columns: each.columns.map((column) => (column === from ? to : column)),
  }));
  editor.state.listed.set(table, renamed);
}

export const likeName = (table: string, column: string): string => generatedName(table, [column], '_like');
