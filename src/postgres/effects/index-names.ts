// The names PostgreSQL gives to objects that a statement leaves unnamed: indexes, their constraints and extended statistics.
// ChooseIndexName in src/backend/commands/indexcmds.c, FigureColname in src/backend/parser/parse_target.c
import type { Node } from '@pgsql/types';
import { findRelation, getAs } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';

/** A key or an INCLUDE column: a column by name, or an expression. */
export interface NamedKey {
  readonly name?: string;
  readonly expression?: Node;
}

/** NAMEDATALEN - 1. */
const MAX_NAME = 63;

const bytes = (text: string): number => Buffer.byteLength(text);

/** pg_mbcliplen: the longest prefix of whole characters within `limit` bytes. */
function clip(text: string, limit: number): string {
  if (bytes(text) <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (bytes(kept) + bytes(character) > limit) break;
    kept += character;
  }
  return kept;
}

/** `first_second_label`, the longer of the two parts cut so that it fits. src/backend/commands/indexcmds.c, makeObjectName */
export function objectName(first: string, second: string, label: string): string {
  const room = MAX_NAME - (second ? 1 : 0) - (label ? bytes(label) + 1 : 0);
  let [a, b] = [bytes(first), bytes(second)];
  while (a + b > room) {
    if (a > b) a--;
    else b--;
  }
  return [clip(first, a), ...(second ? [clip(second, b)] : []), ...(label ? [label] : [])].join('_');
}

/** ChooseRelationName: numbered until no relation, and for constraints none of the table's constraints, has it. */
function freeName(x: Execution, table: Relation, parts: { second: string; label: string; constraint: boolean }) {
  const taken = new Set(
    parts.constraint ? table.constraints.map((oid) => getAs(x.catalog, oid, 'constraint')?.name) : [],
  );
  for (let pass = 0; ; pass++) {
    const name = objectName(table.name, parts.second, parts.label + (pass || ''));
    if (!findRelation(x.catalog, table.schema, name) && !taken.has(name)) return name;
  }
}

/** ChooseIndexNameAddition. */
export function nameAddition(columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    text += (text ? '_' : '') + column;
    if (bytes(text) > MAX_NAME) break;
  }
  return text;
}

/** ChooseIndexColumnNames: what the index's own columns are called, made unique. */
export function columnNames(keys: readonly NamedKey[]): string[] {
  const names: string[] = [];
  for (const key of keys) {
    const wanted = key.name ?? expressionName(key.expression) ?? 'expr';
    let name = wanted;
    for (let i = 1; names.includes(name); i++) name = clip(wanted, MAX_NAME - String(i).length) + i;
    names.push(name);
  }
  return names;
}

interface NamedIndex {
  readonly name?: string;
  readonly keys: readonly NamedKey[];
  readonly include: readonly string[];
  readonly primary?: boolean;
  readonly exclusion?: boolean;
  readonly isConstraint?: boolean;
  /** Where it is a copy of another index: the names of that one's columns. */
  readonly columnNames?: readonly string[];
}

/** The name the index gets: its own, or the one PostgreSQL chooses in the table's schema. */
export function indexName(x: Execution, table: Relation, index: NamedIndex): string {
  if (index.name !== undefined) return clip(index.name, MAX_NAME);
  if (index.primary) return freeName(x, table, { second: '', label: 'pkey', constraint: true });
  const own = index.columnNames ?? columnNames([...index.keys, ...index.include.map((name) => ({ name }))]);
  const second = nameAddition(own);
  if (index.exclusion) return freeName(x, table, { second, label: 'excl', constraint: true });
  if (index.isConstraint) return freeName(x, table, { second, label: 'key', constraint: true });
  return freeName(x, table, { second, label: 'idx', constraint: false });
}

const constantNames: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  SubLink: 'exists',
  GroupingFunc: 'grouping',
  A_ArrayExpr: 'array',
  RowExpr: 'row',
  XmlSerialize: 'xmlserialize',
};

const lastString = (list: readonly Node[] | undefined): string | undefined =>
  (list ?? []).flatMap((node) => ('String' in node ? (node.String.sval ?? '') : [])).at(-1);

/** FigureIndexColname: what a SELECT list would call the expression; undefined where it would be `?column?`. */
const expressionName = (node: Node | undefined): string | undefined => figureName(node)?.name;

type Figured = { readonly name: string; readonly strong: boolean } | undefined;

const strong = (name: string | undefined): Figured => (name === undefined ? undefined : { name, strong: true });

/** FigureColnameInternal: names from types and CASE are weak, and give way to what stands inside. */
function figureName(node: Node | undefined): Figured {
  if (!node) return undefined;
  const [kind, inner] = Object.entries(node)[0] as [string, never];
  if ('ColumnRef' in node) return strong(lastString(node.ColumnRef.fields));
  if ('FuncCall' in node) return strong(lastString(node.FuncCall.funcname));
  if ('A_Indirection' in node)
    return strong(lastString(node.A_Indirection.indirection)) ?? figureName(node.A_Indirection.arg);
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? strong('nullif') : undefined;
  if ('TypeCast' in node) {
    const below = figureName(node.TypeCast.arg);
    return below?.strong ? below : weak(lastString(node.TypeCast.typeName?.names));
  }
  if ('CollateClause' in node) return figureName(node.CollateClause.arg);
  if ('CaseExpr' in node)
    return figureName(node.CaseExpr.defresult as Node | undefined)?.strong
      ? figureName(node.CaseExpr.defresult as Node)
      : weak('case');
  if ('MinMaxExpr' in node) return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('SQLValueFunction' in node) return strong(valueFunctionName((inner as { op?: string }).op));
  if ('XmlExpr' in node) return strong((inner as { op?: string }).op?.replace(/^IS_/, '').toLowerCase());
  return strong(constantNames[kind]);
}

const weak = (name: string | undefined): Figured => (name === undefined ? undefined : { name, strong: false });

const valueFunctionName = (op: string | undefined): string | undefined =>
  op
    ?.replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase();
