// The SQL that a function in language SQL consists of: a string, RETURN or BEGIN ATOMIC, and what it locks when it is checked.
// src/backend/catalog/pg_proc.c (fmgr_sql_validator)
import type { CreateFunctionStmt, Node } from '@pgsql/types';
import { depend } from '../catalog/catalog.ts';
import type { Oid, Routine } from '../catalog/objects.ts';
import { parseSql } from '../libpg-query.ts';
import { rawStatements } from '../trees.ts';
import { defElems, stringsOf } from './column-definition.ts';
import type { Execution } from './execution.ts';
import { lockQuery, readRelations } from './query-locks.ts';

/** The statements of the body as trees; none where it is not SQL or cannot be parsed. */
export function bodyStatements(node: CreateFunctionStmt): Node[] {
  if (node.sql_body) return atomicStatements(node.sql_body);
  const as = defElems(node.options).find(({ defname }) => defname === 'as')?.arg;
  const [text] = stringsOf(as && 'List' in as ? as.List.items : undefined);
  if (text === undefined || text.includes('\0')) return [];
  const answer = parseSql(text);
  return 'json' in answer ? rawStatements(answer.json).flatMap(({ stmt }) => (stmt as Node | undefined) ?? []) : [];
}

/** RETURN stands for a SELECT of its expression. */
function atomicStatements(body: Node): Node[] {
  if ('List' in body) return (body.List.items ?? []).flatMap(atomicStatements);
  if (!('ReturnStmt' in body)) return [body];
  return [{ SelectStmt: { targetList: [{ ResTarget: { val: body.ReturnStmt.returnval } }] } }];
}

const queryKinds = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'] as const;

const isQuery = (node: Node): boolean => queryKinds.some((kind) => kind in node);

/**
 * The expression that the planner puts in the place of a call of a function in SQL, with the arguments in it; undefined
 * where it calls the function. inline_function, src/backend/optimizer/util/clauses.c
 */
export function inlinedCall({ definition, arguments: { length } }: Routine, args: readonly Node[]): Node | undefined {
  const node = definition && 'CreateFunctionStmt' in definition ? definition.CreateFunctionStmt : undefined;
  if (!node || node.returnType?.setof || args.length < length || hindersInlining(node)) return undefined;
  const expression = onlyExpression(node);
  const names = (node.parameters ?? []).map((item) =>
    'FunctionParameter' in item ? item.FunctionParameter.name : undefined,
  );
  return expression && (substitute(expression, names, args) as Node);
}

/** SECURITY DEFINER, SET and STRICT; of STRICT the planner would inline some. */
const hindersInlining = (node: CreateFunctionStmt): boolean =>
  defElems(node.options).some(({ defname, arg }) => {
    const on = !(arg && 'Boolean' in arg) || arg.Boolean.boolval === true;
    return defname === 'set' || ((defname === 'security' || defname === 'strict') && on);
  });

/** The value, where the body is one SELECT of one value and nothing else. */
function onlyExpression(node: CreateFunctionStmt): Node | undefined {
  const [only, ...more] = bodyStatements(node);
  if (!only || more.length > 0 || !('SelectStmt' in only)) return undefined;
  const { targetList = [], ...rest } = only.SelectStmt;
  const plain = Object.keys(rest).every((key) => key === 'limitOption' || key === 'op');
  const [target] = targetList;
  if (!plain || targetList.length !== 1 || !target || !('ResTarget' in target)) return undefined;
  return target.ResTarget.val;
}

/** Puts arguments in the place of `$1` and of parameters' names. */
function substitute(tree: unknown, names: readonly (string | undefined)[], args: readonly Node[]): unknown {
  if (Array.isArray(tree)) return tree.map((item) => substitute(item, names, args));
  if (tree === null || typeof tree !== 'object') return tree;
  const node = tree as Partial<Record<string, { number?: number; fields?: Node[] }>>;
  if (node.ParamRef) return args[(node.ParamRef.number ?? 0) - 1] ?? tree;
  const name = node.ColumnRef ? stringsOf(node.ColumnRef.fields).at(-1) : undefined;
  const at = name === undefined ? -1 : names.indexOf(name);
  if (at >= 0) return args[at] ?? tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, substitute(value, names, args)]));
}

/** Checking a body analyses and rewrites its queries: locks through views, but not down to partitions. */
export function lockBody(x: Execution, node: Node): void {
  if (isQuery(node)) lockQuery(x, node, 'rewrite');
}

export function recordBodyDependencies(x: Execution, from: Oid, node: Node): void {
  if (!isQuery(node)) return;
  for (const { relation, columns } of readRelations(x, node)) {
    const numbers = columns === 'all' ? relation.columns.map(({ number }) => number) : columns;
    x.catalog = depend(x.catalog, { from, on: relation.oid, kind: 'normal' });
    for (const onColumn of numbers) x.catalog = depend(x.catalog, { from, on: relation.oid, onColumn, kind: 'normal' });
  }
}
