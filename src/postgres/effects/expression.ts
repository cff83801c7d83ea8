// What an expression reads and how volatile it is: for defaults, generation expressions, CHECKs, index keys, WHEN and USING.
// src/backend/optimizer/util/clauses.c (contain_volatile_functions), src/backend/catalog/dependency.c (find_expr_references)
import type { FuncCall, Node, SubLink, TypeCast } from '@pgsql/types';
import { depend, findRoutines } from '../catalog/catalog.ts';
import type { Dependency, Oid, Relation, Routine } from '../catalog/objects.ts';
import { builtinVolatility, contribFunction, hasBuiltin, moreVolatile, type Volatility } from '../volatility.ts';
import type { Execution } from './execution.ts';
import { extensionRoutine } from './extensions.ts';
import { findRelationNamed, lookupPath, type Name, nameOfList } from './names.ts';
import { readRelations } from './query-locks.ts';
import { inlinedCall } from './routine-body.ts';
import { resolveType } from './types.ts';

export interface ExpressionFacts {
  /** Numbers of the relation's own columns, each once. */
  readonly columns: number[];
  readonly routines: Routine[];
  readonly volatility: Volatility;
  /** Relations read in subqueries, and those named by `'…'::regclass` constants that are not sequences. */
  readonly relations: Relation[];
  /** The project's own types that the expression mentions. */
  readonly types: Oid[];
  readonly sequences: Relation[];
  /** False where the volatility depends on a function that history does not tell. */
  readonly certain: boolean;
}

interface Walk {
  readonly x: Execution;
  relation: Relation | undefined;
  /** Functions whose bodies are being read, against endless recursion. */
  readonly inlined: ReadonlySet<Oid>;
  readonly columns: Set<number>;
  readonly routines: Map<Oid, Routine>;
  readonly relations: Map<Oid, Relation>;
  readonly types: Set<Oid>;
  readonly sequences: Map<Oid, Relation>;
  volatility: Volatility;
  certain: boolean;
}

/** Reads an expression; `relation` is the one whose columns it names. */
export function expressionFacts(x: Execution, node: Node | undefined, relation?: Relation): ExpressionFacts {
  const walk = newWalk(x, relation, new Set());
  visit(walk, node);
  return {
    columns: [...walk.columns].sort((a, b) => a - b),
    routines: [...walk.routines.values()],
    volatility: walk.volatility,
    relations: [...walk.relations.values()],
    types: [...walk.types],
    sequences: [...walk.sequences.values()],
    certain: walk.certain,
  };
}

const newWalk = (x: Execution, relation: Relation | undefined, inlined: ReadonlySet<Oid>): Walk => ({
  x,
  relation,
  inlined,
  columns: new Set(),
  routines: new Map(),
  relations: new Map(),
  types: new Set(),
  sequences: new Map(),
  volatility: 'immutable',
  certain: true,
});

/** Makes `from` depend on what the expression mentions; on the relation's own columns with `kindForColumns`. */
export function recordExpressionDependencies(
  x: Execution,
  from: Oid,
  facts: ExpressionFacts,
  kindForColumns: Dependency['kind'],
  relation?: Relation,
): void {
  const edges: Dependency[] = facts.columns.flatMap((onColumn) =>
    relation ? [{ from, on: relation.oid, onColumn, kind: kindForColumns }] : [],
  );
  const others = [...facts.routines, ...facts.sequences, ...facts.relations].map(({ oid }) => oid);
  for (const on of [...others, ...facts.types]) edges.push({ from, on, kind: 'normal' });
  for (const edge of edges) x.catalog = depend(x.catalog, edge);
}

function visit(walk: Walk, node: unknown): void {
  if (Array.isArray(node)) for (const item of node) visit(walk, item);
  else if (node !== null && typeof node === 'object') {
    for (const [kind, value] of Object.entries(node)) visitKind(walk, kind, value);
  }
}

function visitKind(walk: Walk, kind: string, value: unknown): void {
  if (kind === 'ColumnRef') visitColumn(walk, (value as { fields?: Node[] }).fields ?? []);
  else if (kind === 'SubLink') visitSubquery(walk, value as SubLink);
  else {
    if (kind === 'SQLValueFunction') note(walk, 'stable');
    else if (kind === 'TypeCast') visitCast(walk, value as TypeCast);
    else if (kind === 'FuncCall') visitCall(walk, value as FuncCall);
    visit(walk, value);
  }
}

const note = (walk: Walk, volatility: Volatility): void => {
  walk.volatility = moreVolatile(walk.volatility, volatility);
};

/** `column`, `relation.column`, `NEW.column`; a whole row counts as every column. */
function visitColumn({ relation, columns }: Walk, fields: readonly Node[]): void {
  const last = fields.at(-1) as { String?: { sval?: string }; A_Star?: unknown } | undefined;
  const name = last?.String?.sval;
  const column = relation?.columns.find((candidate) => candidate.name === name);
  if (column) columns.add(column.number);
  else if (last?.A_Star || name === relation?.name)
    for (const { number } of relation?.columns ?? []) columns.add(number);
}

function visitSubquery(walk: Walk, link: SubLink): void {
  visit(walk, link.testexpr);
  if (!link.subselect) return;
  for (const { relation } of readRelations(walk.x, link.subselect)) walk.relations.set(relation.oid, relation);
  visitOuterColumns(walk, link.subselect);
  const { relation } = walk;
  walk.relation = undefined;
  visit(walk, link.subselect);
  walk.relation = relation;
}

/** Columns of the relation that a subquery names with its qualifier. */
function visitOuterColumns(walk: Walk, node: unknown): void {
  if (Array.isArray(node)) for (const item of node) visitOuterColumns(walk, item);
  else if (node !== null && typeof node === 'object') {
    for (const [kind, value] of Object.entries(node)) {
      if (kind !== 'ColumnRef') visitOuterColumns(walk, value);
      else if (qualifiedBy((value as { fields?: Node[] }).fields ?? [], walk.relation)) {
        visitColumn(walk, (value as { fields?: Node[] }).fields ?? []);
      }
    }
  }
}

const qualifiedBy = (fields: readonly Node[], relation: Relation | undefined): boolean => {
  const qualifier = (fields.at(-2) as { String?: { sval?: string } } | undefined)?.String?.sval;
  return qualifier !== undefined && (qualifier === relation?.name || qualifier === 'new' || qualifier === 'old');
};

/** Types that are read from text according to the session's settings; a constant is read once, when it is parsed. */
const settingsDependent = new Set([
  'timestamptz',
  'timestamp',
  'date',
  'time',
  'timetz',
  'interval',
  'money',
  'regclass',
]);

function visitCast(walk: Walk, cast: TypeCast): void {
  const type = resolveType(walk.x, cast.typeName);
  if (type.oid !== undefined) walk.types.add(type.oid);
  const text = constantText(cast.arg);
  if (text === undefined) {
    if (settingsDependent.has(type.name) && !(cast.arg && 'A_Const' in cast.arg)) note(walk, 'stable');
  } else if (type.name === 'regclass') noteRegclass(walk, text);
}

const constantText = (node: Node | undefined): string | undefined =>
  (node as { A_Const?: { sval?: { sval?: string } } } | undefined)?.A_Const?.sval?.sval;

/** The text of a constant as regclass reads it: folded unless quoted. */
function nameOfText(text: string): Name {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|[^.\s"]+/g)].map(([whole, quoted]) =>
    quoted === undefined ? whole.toLowerCase() : quoted.replaceAll('""', '"'),
  );
  const schema = parts.at(-2);
  return { ...(schema === undefined ? {} : { schema }), name: parts.at(-1) ?? '' };
}

function noteRegclass({ x, relations, sequences }: Walk, text: string | undefined): void {
  if (text === undefined) return;
  const relation = findRelationNamed(x, nameOfText(text));
  if (relation) (relation.kind === 'sequence' ? sequences : relations).set(relation.oid, relation);
}

const sequenceFunctions = new Set(['nextval', 'currval', 'setval']);

function visitCall(walk: Walk, call: FuncCall): void {
  const { version } = walk.x;
  const name = nameOfList(call.funcname);
  const count = call.args?.length ?? 0;
  const builtin = (name.schema ?? 'pg_catalog') === 'pg_catalog' ? name.name : '';
  if (sequenceFunctions.has(builtin)) noteRegclass(walk, constantText(call.args?.[0]));
  const routines = hasBuiltin(builtin, count, version) ? [] : routinesNamed(walk.x, name, count);
  const volatility = builtinVolatility(builtin, count, version);
  if (routines.length > 0) noteRoutines(walk, routines, call.args ?? []);
  else if (volatility) note(walk, volatility);
  else noteUnknown(walk, name, count);
}

/** The functions that a call with so many arguments can mean: those of the first schema of the path that has any. */
export function routinesNamed(x: Execution, { schema, name }: Name, count: number): Routine[] {
  for (const path of lookupPath(x, schema)) {
    const fitting = findRoutines(x.catalog, path, name).filter((routine) => takes(routine, count));
    if (fitting.length > 0) return fitting;
  }
  return [];
}

const takes = ({ arguments: { length }, defaults, variadic }: Routine, count: number): boolean =>
  count >= length - defaults - (variadic ? 1 : 0) && (variadic || count <= length);

function noteRoutines(walk: Walk, routines: readonly Routine[], args: readonly Node[]): void {
  for (const routine of routines) {
    walk.routines.set(routine.oid, routine);
    const body = routine.volatility === 'volatile' && !walk.inlined.has(routine.oid) && inlinedCall(routine, args);
    if (body) noteInlined(walk, routine, body);
    else note(walk, routine.volatility);
  }
  if (new Set(routines.map(({ volatility }) => volatility)).size > 1) walk.certain = false;
}

/** A function in SQL that the planner inlines is as volatile as its body. */
function noteInlined(walk: Walk, { oid }: Routine, body: Node): void {
  const inner = newWalk(walk.x, walk.relation, new Set([...walk.inlined, oid]));
  visit(inner, body);
  note(walk, inner.volatility);
  if (!inner.certain) walk.certain = false;
}

/** A function that history did not create: of a contrib extension, or anything. VOLATILE is what CREATE FUNCTION defaults to. */
function noteUnknown(walk: Walk, name: Name, count: number): void {
  const member = extensionRoutine(walk.x, name, count);
  if (member) walk.routines.set(member.oid, member);
  const contrib = contribFunction(name.name, count, walk.x.version);
  note(walk, contrib?.volatility ?? 'volatile');
  if (!contrib) walk.certain = false;
}
