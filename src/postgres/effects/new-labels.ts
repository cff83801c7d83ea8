// Enum labels that the open transaction added: PostgreSQL refuses to use them before the commit.
// src/backend/utils/adt/enum.c (check_safe_enum_use); since 17 those of a type made in the same transaction are free to use.
import type { AlterEnumStmt, ColumnDef, InsertStmt, Node, TypeName } from '@pgsql/types';
import type { NewLabel } from '../catalog/catalog.ts';
import { getAs } from '../catalog/catalog.ts';
import type { Relation, Type } from '../catalog/objects.ts';
import { stringsOf } from './column-definition.ts';
import { columnNamed } from './column-lookup.ts';
import { type Execution, fails, since } from './execution.ts';
import { findRelationNamed, nameOfList } from './names.ts';

/** Remembers what ALTER TYPE … ADD VALUE added; `type` is undefined where history does not tell it. */
export function rememberLabel(x: Execution, { typeName, newVal = '' }: AlterEnumStmt, type: Type | undefined): void {
  const start = x.transactionStart;
  if (start === undefined || (type && since(x, 17) && type.born >= start)) return;
  const current = (x.catalog.newLabels ?? []).filter(({ step }) => step >= start);
  const added = { type: type?.oid, typeName: nameOfList(typeName).name, label: newVal, step: x.step };
  x.catalog = { ...x.catalog, newLabels: [...current, added] };
}

/** Statements in which PostgreSQL turns a string into a label at once; that of a comment or a function body stays a string. */
const reading = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'SelectStmt',
  'AlterTableStmt',
  'CreateStmt',
  'IndexStmt',
  'ViewStmt',
  'CreateTableAsStmt',
]);

/** Fails where the statement uses one of the labels. */
export function refuseNewLabels(x: Execution, node: Node): void {
  const [kind = '', content] = Object.entries(node)[0] ?? [];
  const labels = (x.catalog.newLabels ?? []).filter(({ step }) => step >= (x.transactionStart ?? x.step));
  if (labels.length === 0 || !reading.has(kind)) return;
  for (const label of labels) {
    const use = useOf(x, label, content);
    if (use === 'none') continue;
    const unless = use === 'certain' ? {} : { certain: false, unless: `this '${label.label}' is of another type` };
    fails(x, `unsafe use of new value "${label.label}" of enum type ${label.typeName}`, '55P04', unless);
    return;
  }
}

type Use = 'none' | 'possible' | 'certain';

function useOf(x: Execution, label: NewLabel, node: unknown, table?: Relation): Use {
  if (Array.isArray(node)) return strongest(node.map((item) => useOf(x, label, item, table)));
  if (typeof node !== 'object' || node === null) return 'none';
  if (isLabel(node, label)) return 'possible';
  const inner = (node as { relation?: { relname?: string; schemaname?: string } }).relation;
  const name = inner?.relname;
  const within = name
    ? findRelationNamed(x, { name, ...(inner.schemaname ? { schema: inner.schemaname } : {}) })
    : table;
  if (isCertain(x, label, node, within)) return 'certain';
  return strongest(Object.values(node).map((item) => useOf(x, label, item, within)));
}

const strongest = (uses: readonly Use[]): Use =>
  uses.includes('certain') ? 'certain' : uses.includes('possible') ? 'possible' : 'none';

const isLabel = (node: object | undefined, { label }: NewLabel): boolean =>
  (node as { A_Const?: { sval?: { sval?: string } } } | undefined)?.A_Const?.sval?.sval === label;

interface Certain {
  TypeCast?: { arg?: Node; typeName?: TypeName };
  ColumnDef?: ColumnDef;
  ResTarget?: { name?: string; val?: Node };
  AlterTableCmd?: { name?: string; def?: Node };
}

/** A cast to the type, a default of a column of the type, or a value for such a column. */
function isCertain(x: Execution, label: NewLabel, node: object, table: Relation | undefined): boolean {
  const { TypeCast, ColumnDef, ResTarget, AlterTableCmd } = node as Certain;
  const typed = (column: string | undefined) =>
    label.type !== undefined && table !== undefined && columnNamed(table, column)?.type.oid === label.type;
  if (TypeCast) return isLabel(TypeCast.arg, label) && namesType(TypeCast.typeName, label);
  if (ColumnDef)
    return namesType(ColumnDef.typeName, label) && (ColumnDef.constraints ?? []).some((one) => defaultsTo(one, label));
  if (ResTarget) return isLabel(ResTarget.val, label) && typed(ResTarget.name);
  if (AlterTableCmd) return isLabel(AlterTableCmd.def, label) && typed(AlterTableCmd.name);
  return 'selectStmt' in node && table !== undefined && insertsLabel(x, label, node as InsertStmt, table);
}

const namesType = (type: TypeName | undefined, { typeName }: NewLabel): boolean =>
  stringsOf(type?.names).at(-1) === typeName;

const defaultsTo = (node: Node, label: NewLabel): boolean =>
  'Constraint' in node && node.Constraint.contype === 'CONSTR_DEFAULT' && isLabel(node.Constraint.raw_expr, label);

/** `INSERT … VALUES`: by the place in the row. */
function insertsLabel(x: Execution, label: NewLabel, { cols, selectStmt }: InsertStmt, table: Relation): boolean {
  if (!getAs(x.catalog, label.type, 'type') || !selectStmt || !('SelectStmt' in selectStmt)) return false;
  const named = (cols ?? []).flatMap((col) => ('ResTarget' in col ? (col.ResTarget.name ?? '') : []));
  const columns = named.length > 0 ? named : table.columns.map(({ name }) => name);
  return (selectStmt.SelectStmt.valuesLists ?? []).some((row) =>
    ('List' in row ? (row.List.items ?? []) : []).some(
      (item, index) => isLabel(item, label) && columnNamed(table, columns[index])?.type.oid === label.type,
    ),
  );
}
