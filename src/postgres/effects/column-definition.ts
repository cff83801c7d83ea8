// A column as CREATE TABLE and ADD COLUMN write it, taken apart into what the catalog needs and constraints in table form.
// src/backend/parser/parse_utilcmd.c (transformColumnDefinition)
import type { ColumnDef, Constraint as ConstraintNode, DefElem, Node } from '@pgsql/types';
import type { TypeRef } from '../catalog/objects.ts';
import { type Execution, fails, since } from './execution.ts';
import { nameOfList } from './names.ts';
import { resolveType } from './types.ts';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeRef;
  readonly collation?: string;
  readonly notNull: boolean;
  readonly notNullName?: string;
  readonly default?: Node;
  readonly serial: boolean;
  readonly identity?: { readonly always: boolean; readonly options: readonly DefElem[] };
  readonly generated?: { readonly stored: boolean; readonly expression: Node };
  /** CHECK, PRIMARY KEY, UNIQUE and REFERENCES, each as if written as a table constraint on this column. */
  readonly constraints: readonly ConstraintNode[];
}

const serialTypes: Record<string, string> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
};

export function columnDefinition(x: Execution, def: ColumnDef): ColumnDefinition {
  const name = def.colname ?? '';
  const nodes = foldAttributes((def.constraints ?? []).flatMap((node) => constraintOf(node) ?? []));
  const of = (kind: ConstraintNode['contype']) => nodes.find((node) => node.contype === kind);
  const written = resolveType(x, def.typeName);
  if (of('CONSTR_GENERATED')?.generated_kind === 'v' && !since(x, 18))
    fails(x, 'syntax error at or near "VIRTUAL"', '42601');
  const integer = written.schema === undefined && !written.array ? serialTypes[written.name] : undefined;
  const identity = of('CONSTR_IDENTITY');
  const generated = of('CONSTR_GENERATED');
  const notNull = of('CONSTR_NOTNULL');
  const value = of('CONSTR_DEFAULT')?.raw_expr;
  const collation = def.collClause ? nameOfList(def.collClause.collname).name : undefined;
  return {
    name,
    type: integer ? { ...written, name: integer, known: true } : written,
    ...(collation === undefined ? {} : { collation }),
    notNull: Boolean(notNull || identity || integer || of('CONSTR_PRIMARY')),
    ...(notNull?.conname ? { notNullName: notNull.conname } : {}),
    ...(value === undefined ? {} : { default: value }),
    serial: integer !== undefined,
    ...(identity ? { identity: { always: identity.generated_when === 'a', options: defElems(identity.options) } } : {}),
    ...(generated?.raw_expr
      ? { generated: { stored: generated.generated_kind !== 'v', expression: generated.raw_expr } }
      : {}),
    constraints: nodes.filter((node) => tableKinds.has(node.contype)).map((node) => asTableConstraint(node, name)),
  };
}

const tableKinds = new Set<ConstraintNode['contype']>([
  'CONSTR_CHECK',
  'CONSTR_PRIMARY',
  'CONSTR_UNIQUE',
  'CONSTR_EXCLUSION',
  'CONSTR_FOREIGN',
]);

export const constraintOf = (node: Node): ConstraintNode | undefined =>
  (node as { Constraint?: ConstraintNode }).Constraint;

export const defElems = (nodes: readonly Node[] | undefined): DefElem[] =>
  (nodes ?? []).flatMap((node) => (node as { DefElem?: DefElem }).DefElem ?? []);

const string = (sval: string): Node => ({ String: { sval } });

function asTableConstraint(node: ConstraintNode, column: string): ConstraintNode {
  if (node.contype === 'CONSTR_CHECK') return node;
  return node.contype === 'CONSTR_FOREIGN'
    ? { ...node, fk_attrs: [string(column)] }
    : { ...node, keys: [string(column)] };
}

/** DEFERRABLE, NOT ENFORCED and the like follow the constraint that they modify as nodes of their own. */
function foldAttributes(nodes: readonly ConstraintNode[]): ConstraintNode[] {
  const folded: ConstraintNode[] = [];
  for (const node of nodes) {
    const change = attributes[node.contype ?? ''];
    const last = folded.pop();
    if (change && last) folded.push({ ...last, ...change });
    else {
      if (last) folded.push(last);
      if (!change) folded.push(node);
    }
  }
  return folded;
}

const attributes: Record<string, Partial<ConstraintNode>> = {
  CONSTR_ATTR_DEFERRABLE: { deferrable: true },
  CONSTR_ATTR_NOT_DEFERRABLE: { deferrable: false },
  CONSTR_ATTR_DEFERRED: { deferrable: true, initdeferred: true },
  CONSTR_ATTR_IMMEDIATE: { initdeferred: false },
  CONSTR_ATTR_ENFORCED: { is_enforced: true },
  CONSTR_ATTR_NOT_ENFORCED: { is_enforced: false },
};

/** The sval of each String node, e.g. a constraint's keys. */
export const stringsOf = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => (node as { String?: { sval?: string } }).String?.sval ?? []);
