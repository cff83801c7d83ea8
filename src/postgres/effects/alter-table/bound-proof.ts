// Whether CHECK constraints prove a partition bound, so that ATTACH PARTITION needs no scan.
// src/backend/commands/tablecmds.c (PartConstraintImpliedByRelConstraint), src/backend/optimizer/util/predtest.c
import type { A_Expr, Node, PartitionBoundSpec } from '@pgsql/types';
import type { Column, Relation } from '../../catalog/objects.ts';
import { columnNamed, columnNumbered } from '../columns.ts';
import { constraintsOf } from '../constraints.ts';
import type { Execution } from '../execution.ts';
import { type Constant, compareConstants, constantOf } from './constants.ts';
import { provesNotNull } from './not-null-proof.ts';

/** `column operator constant`, normalised so that the column stands left. */
interface Comparison {
  readonly operator: string;
  readonly values: readonly Constant[];
}

/** The rows' own constraints prove that every row fits the bound. */
export function boundImplied(x: Execution, parent: Relation, partition: Relation, bound: PartitionBoundSpec): boolean {
  const column = keyColumn(parent, partition);
  if (!column || bound.is_default) return false;
  if (bound.strategy === 'h') return validConjuncts(x, partition).some((node) => isHashCheck(x, node, parent, bound));
  const facts = comparisons(x, partition, column.name);
  const notNull = column.notNull || provesNotNull(x, partition, column);
  if (bound.strategy === 'l') return listImplied(facts, bound, notNull);
  return bound.strategy === 'r' && notNull && rangeImplied(facts, bound);
}

/** `satisfies_hash_partition('parent'::regclass, modulus, remainder, column)`: the very condition that the bound makes. */
function isHashCheck(x: Execution, node: Node, parent: Relation, bound: PartitionBoundSpec): boolean {
  if (!('FuncCall' in node)) return false;
  const { funcname = [], args = [] } = node.FuncCall;
  const name = funcname.at(-1);
  const [of, modulus, remainder, key, ...more] = args;
  if (!name || !('String' in name) || name.String.sval !== 'satisfies_hash_partition' || more.length > 0) return false;
  const column = keyColumn(parent, parent)?.name;
  const isParent = of !== undefined && regclassNames(x, of, parent);
  return (
    isParent &&
    column !== undefined &&
    isColumn(key, column) &&
    isInteger(modulus, bound.modulus) &&
    isInteger(remainder, bound.remainder)
  );
}

const isInteger = (node: Node | undefined, value = 0): boolean =>
  node !== undefined && 'A_Const' in node && 'ival' in node.A_Const && (node.A_Const.ival?.ival ?? 0) === value;

/** `'parent'::regclass` */
function regclassNames(x: Execution, node: Node, { schema, name }: Relation): boolean {
  const text =
    'TypeCast' in node && node.TypeCast.arg && 'A_Const' in node.TypeCast.arg ? node.TypeCast.arg.A_Const : undefined;
  const written = text && 'sval' in text ? text.sval?.sval : undefined;
  const plain = (word: string) => (/^[a-z_][a-z0-9_]*$/.test(word) ? [word, `"${word}"`] : [`"${word}"`]);
  const own = x.searchPath[0] === schema ? plain(name) : [];
  return [...own, ...plain(schema).flatMap((s) => plain(name).map((n) => `${s}.${n}`))].includes(written ?? '');
}

/** The default partition's constraints prove that none of its rows belongs to the new partition. */
export function outsideBoundImplied(
  x: Execution,
  parent: Relation,
  partition: Relation,
  bound: PartitionBoundSpec,
): boolean {
  const column = keyColumn(parent, partition);
  if (!column) return false;
  const nodes = validConjuncts(x, partition);
  const facts = nodes.flatMap((node) => comparison(node, column.name) ?? []);
  if (excluded(facts, bound)) return true;
  return nodes.some((node) => excludedBy(node, { bound, column: column.name }));
}

const excluded = (facts: readonly Comparison[], bound: PartitionBoundSpec): boolean =>
  bound.strategy === 'l' ? listExcluded(facts, bound) : bound.strategy === 'r' && rangeExcluded(facts, bound);

interface Question {
  readonly bound: PartitionBoundSpec;
  readonly column: string;
}

/** `c IS NULL OR c < low OR c >= high`, and the same as NOT (…): each alternative keeps out of the bound. */
function excludedBy(node: Node, asked: Question, negated = false): boolean {
  if ('NullTest' in node) {
    const isNull = (node.NullTest.nulltesttype === 'IS_NULL') !== negated;
    return isNull && isColumn(node.NullTest.arg, asked.column) && !takesNull(asked.bound);
  }
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr;
    if (boolop === 'NOT_EXPR') return args.every((arg) => excludedBy(arg, asked, !negated));
    const each = (arg: Node) => excludedBy(arg, asked, negated);
    return (boolop === 'OR_EXPR') !== negated ? args.every(each) : args.some(each);
  }
  const fact = comparison(node, asked.column);
  const operator = fact && (negated ? negators[fact.operator] : fact.operator);
  return Boolean(fact && operator && excluded([{ ...fact, operator }], asked.bound));
}

const negators: Record<string, string> = { '<': '>=', '>': '<=', '<=': '>', '>=': '<', '=': '<>', '<>': '=' };

const takesNull = ({ listdatums }: PartitionBoundSpec): boolean =>
  (listdatums ?? []).some((node) => 'A_Const' in node && node.A_Const.isnull);

/** The partition's column for a one-column key. */
function keyColumn(parent: Relation, partition: Relation): Column | undefined {
  const columns = parent.partitionKey?.columns ?? [];
  const name = columns.length === 1 ? columnNumbered(parent, columns[0])?.name : undefined;
  return name === undefined ? undefined : columnNamed(partition, name);
}

const datums = (nodes: readonly Node[] | undefined): (Constant | undefined)[] => (nodes ?? []).map(constantOf);

/** A bound of MINVALUE or MAXVALUE is open. */
const isOpen = (nodes: readonly Node[] | undefined): boolean => {
  const field = (nodes?.[0] as { ColumnRef?: { fields?: Node[] } } | undefined)?.ColumnRef?.fields?.[0];
  const word = (field as { String?: { sval?: string } } | undefined)?.String?.sval;
  return word === 'minvalue' || word === 'maxvalue';
};

function rangeImplied(facts: readonly Comparison[], bound: PartitionBoundSpec): boolean {
  const [low] = datums(bound.lowerdatums);
  const [high] = datums(bound.upperdatums);
  const above = isOpen(bound.lowerdatums) || (low !== undefined && facts.some((fact) => atLeast(fact, low)));
  const below = isOpen(bound.upperdatums) || (high !== undefined && facts.some((fact) => lessThan(fact, high)));
  return above && below;
}

function rangeExcluded(facts: readonly Comparison[], bound: PartitionBoundSpec): boolean {
  const [low] = datums(bound.lowerdatums);
  const [high] = datums(bound.upperdatums);
  const below = low !== undefined && !isOpen(bound.lowerdatums) && facts.some((fact) => lessThan(fact, low));
  const above = high !== undefined && !isOpen(bound.upperdatums) && facts.some((fact) => atLeast(fact, high));
  return below || above;
}

const every = (fact: Comparison, test: (order: number) => boolean, limit: Constant): boolean =>
  fact.values.length > 0 &&
  fact.values.every((value) => {
    const order = compareConstants(value, limit);
    return order !== undefined && test(order);
  });

const atLeast = (fact: Comparison, limit: Constant): boolean =>
  ['>=', '>', '='].includes(fact.operator) && every(fact, (order) => order >= 0, limit);

const lessThan = (fact: Comparison, limit: Constant): boolean =>
  (fact.operator === '<' && every(fact, (order) => order <= 0, limit)) ||
  (['<=', '='].includes(fact.operator) && every(fact, (order) => order < 0, limit));

function listImplied(facts: readonly Comparison[], bound: PartitionBoundSpec, notNull: boolean): boolean {
  const nodes = bound.listdatums ?? [];
  if (!notNull && !takesNull(bound)) return false;
  const allowed = datums(nodes);
  return facts.some(
    (fact) => fact.operator === '=' && fact.values.length > 0 && fact.values.every((value) => among(value, allowed)),
  );
}

const among = (value: Constant, list: readonly (Constant | undefined)[]): boolean =>
  list.some((other) => other !== undefined && compareConstants(value, other) === 0);

function listExcluded(facts: readonly Comparison[], bound: PartitionBoundSpec): boolean {
  const wanted = datums(bound.listdatums);
  const isOut = (value: Constant | undefined) =>
    value !== undefined &&
    facts.some(
      (fact) =>
        (fact.operator === '<>' && among(value, fact.values)) ||
        (fact.operator === '=' && fact.values.length > 0 && !among(value, fact.values)),
    );
  return wanted.length > 0 && wanted.every(isOut);
}

/** What the table's valid CHECK constraints say: the conjuncts of each. */
const validConjuncts = (x: Execution, relation: Relation): Node[] =>
  constraintsOf(x, relation)
    .filter(({ kind, validated, enforced }) => kind === 'check' && validated && enforced)
    .flatMap(({ expression }) => conjuncts(expression));

const comparisons = (x: Execution, relation: Relation, column: string): Comparison[] =>
  validConjuncts(x, relation).flatMap((node) => comparison(node, column) ?? []);

function conjuncts(node: Node | undefined): Node[] {
  if (!node) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_BETWEEN') return between(node.A_Expr);
  return [node];
}

/** `c BETWEEN a AND b` is `c >= a AND c <= b`. */
function between(node: A_Expr): Node[] {
  const [low, high] = (node.rexpr as { List?: { items?: Node[] } } | undefined)?.List?.items ?? [];
  const compare = (operator: string, rexpr: Node | undefined): Node => ({
    A_Expr: {
      kind: 'AEXPR_OP',
      name: [{ String: { sval: operator } }],
      ...(node.lexpr ? { lexpr: node.lexpr } : {}),
      ...(rexpr ? { rexpr } : {}),
    },
  });
  return [compare('>=', low), compare('<=', high)];
}

const mirrored: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=', '=': '=', '<>': '<>' };

function comparison(node: Node, column: string): Comparison | undefined {
  if (!('A_Expr' in node)) return undefined;
  const { kind, lexpr, rexpr, name } = node.A_Expr;
  const operator = (name?.at(-1) as { String?: { sval?: string } } | undefined)?.String?.sval ?? '';
  if (isColumn(lexpr, column)) return compared(kind, operator, rexpr);
  return isColumn(rexpr, column) && kind === 'AEXPR_OP' ? compared(kind, mirrored[operator] ?? '', lexpr) : undefined;
}

function compared(kind: A_Expr['kind'], operator: string, node: Node | undefined): Comparison | undefined {
  const list = kind === 'AEXPR_IN' ? (node as { List?: { items?: Node[] } }).List?.items : arrayItems(kind, node);
  const values = (list ?? (node ? [node] : [])).map(constantOf);
  return values.every((value) => value !== undefined) ? { operator, values: values as Constant[] } : undefined;
}

/** `= ANY (ARRAY[…])`. */
const arrayItems = (kind: A_Expr['kind'], node: Node | undefined): readonly Node[] | undefined =>
  kind === 'AEXPR_OP_ANY' ? (node as { A_ArrayExpr?: { elements?: Node[] } }).A_ArrayExpr?.elements : undefined;

const isColumn = (node: Node | undefined, column: string): boolean => {
  const inner = node && 'TypeCast' in node ? node.TypeCast.arg : node;
  const last = (inner as { ColumnRef?: { fields?: Node[] } } | undefined)?.ColumnRef?.fields?.at(-1);
  return (last as { String?: { sval?: string } } | undefined)?.String?.sval === column;
};
