// Tables and columns. EFCore.PG/Migrations/NpgsqlMigrationsSqlGenerator.cs
import type { Value } from '../csharp/value.ts';
import { columnOf, definition, isSystemColumn } from './columns.ts';
import { checkConstraint, foreignKey, primaryKey, uniqueConstraint } from './constraints.ts';
import type { Project } from './model.ts';
import { qualified, quote, quotedText } from './names.ts';
import { noteFlag, type Operation, Unreadable } from './operation.ts';

const commentOn = (what: string, comment: string | undefined): string[] =>
  comment === undefined ? [] : [`COMMENT ON ${what} IS ${quotedText(comment)}`];

const tableName = ({ given }: Operation, table = 'name'): string => qualified(given.text(table), given.maybe('schema'));

const constraintParts: Readonly<Record<string, (operation: Operation) => string>> = {
  PrimaryKey: primaryKey,
  UniqueConstraint: uniqueConstraint,
  CheckConstraint: checkConstraint,
  ForeignKey: foreignKey,
};

export function createTable(operation: Operation, project: Project): string[] {
  const { annotations, columns, constraints, given } = operation;
  const name = tableName(operation);
  const own = columns.filter((column) => !isSystemColumn(nameOf(column)));
  const defined = own.map((column) => ({ name: nameOf(column), column: columnOf(column, { table: name, project }) }));
  const order = Object.keys(constraintParts);
  const parts = [
    ...defined.map((each) => definition(each.name, each.column)),
    ...[...constraints]
      .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
      .map((constraint) => constraintParts[constraint.kind]?.(constraint) ?? ''),
  ];
  const unlogged = noteFlag(annotations, 'Npgsql:UnloggedTable') ? 'UNLOGGED ' : '';
  return [
    `CREATE ${unlogged}TABLE ${name} (${parts.join(', ')})${storage(annotations)}`,
    ...commentOn(`TABLE ${name}`, given.maybe('comment')),
    ...defined.flatMap((each) => commentOn(`COLUMN ${name}.${quote(each.name)}`, each.column.comment)),
  ];
}

const nameOf = ({ given }: Operation): string => given.text('name');

const prefix = 'Npgsql:StorageParameter:';

function parametersIn(annotations: ReadonlyMap<string, Value>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of annotations) {
    if (!name.startsWith(prefix)) continue;
    if (value.kind === 'plain') found.set(name.slice(prefix.length), value.value ? 'true' : 'false');
    else if (value.kind === 'number') found.set(name.slice(prefix.length), value.text);
    else if (value.kind === 'text' && value.holes.length === 0) found.set(name.slice(prefix.length), `'${value.text}'`);
    else throw new Unreadable(`\`${name}\` is known only at run time`);
  }
  return found;
}

/** ` WITH (fillfactor=70)` */
export function storage(annotations: ReadonlyMap<string, Value>): string {
  const parameters = [...parametersIn(annotations)].map(([name, value]) => `${name}=${value}`);
  return parameters.length === 0 ? '' : ` WITH (${parameters.join(', ')})`;
}

export function alterTable(operation: Operation): string[] {
  const { annotations, oldAnnotations, given } = operation;
  const name = tableName(operation);
  const [is, was] = [parametersIn(annotations), parametersIn(oldAnnotations)];
  const set = [...is].filter(([key, value]) => was.get(key) !== value).map(([key, value]) => `${key}=${value}`);
  const reset = [...was.keys()].filter((key) => !is.has(key));
  const [comment, oldComment] = [given.maybe('comment'), given.maybe('oldComment')];
  const unlogged = [annotations, oldAnnotations].map((notes) => noteFlag(notes, 'Npgsql:UnloggedTable') ?? false);
  return [
    ...(set.length > 0 ? [`ALTER TABLE ${name} SET (${set.join(', ')})`] : []),
    ...(reset.length > 0 ? [`ALTER TABLE ${name} RESET (${reset.join(', ')})`] : []),
    ...(comment === oldComment
      ? []
      : [`COMMENT ON TABLE ${name} IS ${comment === undefined ? 'NULL' : quotedText(comment)}`]),
    ...(unlogged[0] === unlogged[1] ? [] : [`ALTER TABLE ${name} SET ${unlogged[0] ? 'UNLOGGED' : 'LOGGED'}`]),
  ];
}

export function addColumn(operation: Operation, project: Project): string[] {
  const name = nameOf(operation);
  if (isSystemColumn(name)) return [];
  const table = tableName(operation, 'table');
  const column = columnOf(operation, { table, project });
  return [
    `ALTER TABLE ${table} ADD ${definition(name, column)}`,
    ...commentOn(`COLUMN ${table}.${quote(name)}`, column.comment),
  ];
}

export function dropColumn(operation: Operation): string[] {
  const name = nameOf(operation);
  return isSystemColumn(name) ? [] : [`ALTER TABLE ${tableName(operation, 'table')} DROP COLUMN ${quote(name)}`];
}

export const renameColumn = (operation: Operation): string[] => [
  `ALTER TABLE ${tableName(operation, 'table')} RENAME COLUMN ${quote(nameOf(operation))} TO ${quote(operation.given.text('newName'))}`,
];

/** A new name, a new schema, or both. */
export function rename({ given }: Operation, what: 'TABLE' | 'SEQUENCE'): string[] {
  const [name, schema] = [given.text('name'), given.maybe('schema')];
  const [newName, newSchema] = [given.maybe('newName'), given.maybe('newSchema')];
  const isRenamed = newName !== undefined && newName !== name;
  const now = isRenamed ? newName : name;
  return [
    ...(isRenamed ? [`ALTER ${what} ${qualified(name, schema)} RENAME TO ${quote(newName)}`] : []),
    ...(newSchema !== undefined && newSchema !== schema
      ? [`ALTER ${what} ${qualified(now, schema)} SET SCHEMA ${quote(newSchema)}`]
      : []),
  ];
}
