// Composite types: CREATE TYPE … AS (…), and ALTER TYPE … ATTRIBUTE, which with CASCADE reaches the tables OF the type.
// src/backend/commands/tablecmds.c (ATTypedTableRecursion, find_composite_type_dependencies)
import type { AlterTableCmd, AlterTableStmt, ColumnDef, CompositeTypeStmt } from '@pgsql/types';
import { depend, dependentsOf, getAs, put, relationBy } from '../catalog/catalog.ts';
import type { Column, Oid, Relation, Type } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { columnNamed } from './column-lookup.ts';
import { deleteObjects } from './deletion.ts';
import { change, changed, current, type Execution, fails, lock, rewrite } from './execution.ts';
import { nameOfList, nameOfRange, newRelation } from './names.ts';
import { descendants } from './tree.ts';
import { typeChange } from './type-change.ts';
import { dependOnType, moveTypeEdge, resolveType } from './types.ts';
import { createType, findTypeNamed } from './types-statements.ts';

export function createComposite(x: Execution, node: CompositeTypeStmt): void {
  const type = createType(x, nameOfRange(node.typevar ?? {}), { kind: 'composite' });
  if (!type) return;
  const relation = newRelation(x, { schema: type.schema, name: type.name, kind: 'composite-type' });
  x.catalog = put(x.catalog, { ...type, relation: relation.oid });
  x.catalog = depend(x.catalog, { from: relation.oid, on: type.oid, kind: 'internal' });
  for (const item of node.coldeflist ?? []) if ('ColumnDef' in item) addAttribute(x, relation, item.ColumnDef);
}

function addAttribute(x: Execution, relation: Relation, def: ColumnDef): void {
  const now = current(x, relation);
  const type = resolveType(x, def.typeName);
  const collation = def.collClause ? nameOfList(def.collClause.collname).name : undefined;
  const column: Column = {
    number: now.nextColumn,
    name: def.colname ?? '',
    type,
    notNull: false,
    ...(collation === undefined ? {} : { collation }),
    local: true,
    inherited: 0,
  };
  if (columnNamed(now, column.name)) {
    fails(x, `column "${column.name}" of relation "${now.name}" already exists`, '42701');
    return;
  }
  change(x, now.oid, { columns: [...now.columns, column], nextColumn: now.nextColumn + 1 });
  dependOnType(x, now.oid, column.number, type);
}

/** ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE; parsed as an AlterTableStmt of OBJECT_TYPE. */
export function alterCompositeType(x: Execution, node: AlterTableStmt): void {
  const type = findTypeNamed(x, nameOfRange(node.relation ?? {}));
  const composite = getAs(x.catalog, type?.relation, 'relation');
  if (!type || !composite) return;
  for (const item of node.cmds ?? []) {
    if ('AlterTableCmd' in item && !x.failed) alterAttribute(x, type, composite, item.AlterTableCmd);
  }
  changed(x, 'alter', { kind: 'type', name: qualifiedName(type), oid: type.oid });
}

function alterAttribute(x: Execution, type: Type, composite: Relation, command: AlterTableCmd): void {
  const tables = typedTables(x, type);
  if (tables.length > 0 && command.behavior !== 'DROP_CASCADE') {
    fails(x, `cannot alter type "${type.name}" because it is the type of a typed table`, '2BP01');
    return;
  }
  for (const table of tables) lock(x, table, 'AccessExclusiveLock');
  const def = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
  for (const relation of [composite, ...tables]) {
    if (command.subtype === 'AT_AddColumn' && def) addAttribute(x, relation, def);
    else if (command.subtype === 'AT_DropColumn') dropAttribute(x, relation, command);
    else if (command.subtype === 'AT_AlterColumnType' && def)
      retypeAttribute(x, type, relation, { ...def, colname: command.name });
  }
}

/** The tables made with OF the type, and what is below them. */
function typedTables(x: Execution, type: Type): Relation[] {
  const tables = dependentsOf(x.catalog, type.oid).flatMap(({ from }) => relationBy(x.catalog, from) ?? []);
  const typed = tables.filter(({ ofType }) => ofType === type.oid);
  return typed.flatMap((table) => [table, ...descendants(x, table)]);
}

function dropAttribute(x: Execution, relation: Relation, command: AlterTableCmd): void {
  const now = current(x, relation);
  const column = columnNamed(now, command.name);
  if (column) deleteObjects(x, [{ oid: now.oid, column: column.number }], 'cascade');
  else if (!command.missing_ok) fails(x, `column "${command.name}" of relation "${now.name}" does not exist`, '42703');
}

function retypeAttribute(x: Execution, type: Type, relation: Relation, def: ColumnDef): void {
  const now = current(x, relation);
  const column = columnNamed(now, def.colname);
  if (!column) {
    fails(x, `column "${def.colname}" of relation "${now.name}" does not exist`, '42703');
    return;
  }
  if (now.kind === 'composite-type' && refuseInUse(x, type)) return;
  const to = resolveType(x, def.typeName);
  const { rewrite: rewrites, why, certain, unless, refused } = typeChange(x, { relation: now, column, to });
  if (refused && now.kind !== 'composite-type') fails(x, refused.message, refused.code, { certain, unless });
  else if (rewrites && now.kind === 'table')
    rewrite(x, now, { cause: 'type-change', why, column: column.name }, { certain, unless });
  const collation = def.collClause ? nameOfList(def.collClause.collname).name : undefined;
  const retyped: Column = { ...column, type: to, collation };
  change(x, now.oid, { columns: now.columns.map((other) => (other === column ? retyped : other)) });
  moveTypeEdge(x, now, column.number, column.type);
}

/** find_composite_type_dependencies: an attribute of a type that a table stores cannot change its type. */
function refuseInUse(x: Execution, type: Type): boolean {
  const user = columnStoring(x, type.oid);
  if (!user) return false;
  const [table, column] = user;
  fails(x, `cannot alter type "${type.name}" because column "${table.name}.${column.name}" uses it`, '0A000');
  return true;
}

/** A table's column that holds values of the type, be it in an array, a domain or another composite type. */
export function columnStoring(x: Execution, oid: Oid): readonly [Relation, Column] | undefined {
  for (const { from, fromColumn } of dependentsOf(x.catalog, oid)) {
    const relation = relationBy(x.catalog, from);
    const column = relation?.columns.find(({ number }) => number === fromColumn);
    if (relation && column && storing.has(relation.kind)) return [relation, column];
    const outer =
      relation?.kind === 'composite-type' && column ? typeOfRow(x, relation) : getAs(x.catalog, from, 'type')?.oid;
    const found = outer === undefined ? undefined : columnStoring(x, outer);
    if (found) return found;
  }
  return undefined;
}

const storing = new Set(['table', 'partitioned-table', 'materialized-view']);

/** The type that a composite type's relation belongs to. */
const typeOfRow = (x: Execution, { schema, name }: Relation): Oid | undefined =>
  findTypeNamed(x, { schema, name })?.oid;
