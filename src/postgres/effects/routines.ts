// CREATE and ALTER FUNCTION, PROCEDURE and AGGREGATE. src/backend/commands/functioncmds.c, src/backend/catalog/pg_proc.c
import type {
  AlterFunctionStmt,
  CreateFunctionStmt,
  DefElem,
  DefineStmt,
  FunctionParameter,
  Node,
  ObjectWithArgs,
} from '@pgsql/types';
import { add, depend, findRoutines, put, undepend } from '../catalog/catalog.ts';
import type { Oid, Routine, TypeRef } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import type { Volatility } from '../volatility.ts';
import { defElems } from './column-definition.ts';
import { changed, type Execution, fails } from './execution.ts';
import { expressionFacts, recordExpressionDependencies } from './expression.ts';
import type { Family } from './family.ts';
import { creationSchema, lookupPath, nameOfList } from './names.ts';
import { bodyStatements, lockBody, recordBodyDependencies } from './routine-body.ts';
import { refuseReplacement, signatureOf } from './routine-replacement.ts';
import { sameType } from './type-change.ts';
import { resolveType } from './types.ts';

type NewRoutine = Omit<Routine, 'class' | 'oid' | 'born'>;

const optionOf = (options: readonly DefElem[], name: string): Node | undefined =>
  options.find(({ defname }) => defname === name)?.arg;

const textOf = (node: Node | undefined): string | undefined =>
  node && 'String' in node ? node.String.sval : undefined;

const parametersOf = (nodes: readonly Node[] | undefined): FunctionParameter[] =>
  (nodes ?? []).flatMap((node) => ('FunctionParameter' in node ? node.FunctionParameter : []));

/** What a call passes: OUT and TABLE parameters belong to the result, but for OUT of procedures since 14. */
const isArgument = (x: Execution, procedure: boolean, { mode }: FunctionParameter): boolean =>
  mode !== 'FUNC_PARAM_TABLE' && (mode !== 'FUNC_PARAM_OUT' || (procedure && x.version.major >= 14));

function createFunction(x: Execution, node: CreateFunctionStmt): void {
  const name = nameOfList(node.funcname);
  const options = defElems(node.options);
  const parameters = parametersOf(node.parameters);
  const passed = parameters.filter((parameter) => isArgument(x, node.is_procedure ?? false, parameter));
  const language = textOf(optionOf(options, 'language'))?.toLowerCase() ?? 'sql';
  const routine = addRoutine(x, node.replace ?? false, {
    kind: node.is_procedure ? 'procedure' : 'function',
    schema: creationSchema(x, name),
    name: name.name,
    arguments: passed.map(({ argType }) => resolveType(x, argType)),
    ...(node.returnType ? { returns: resolveType(x, node.returnType) } : {}),
    signature: signatureOf(x, node, parameters, passed),
    volatility: (textOf(optionOf(options, 'volatility')) as Volatility | undefined) ?? 'volatile',
    language,
    defaults: passed.filter(({ defexpr }) => defexpr).length,
    variadic: passed.some(({ mode }) => mode === 'FUNC_PARAM_VARIADIC'),
    ...(language === 'sql' ? { definition: { CreateFunctionStmt: node } } : {}),
  });
  if (!routine) return;
  recordTypes(
    x,
    routine,
    parameters.map(({ argType }) => resolveType(x, argType)),
  );
  for (const { defexpr } of parameters) dependOnExpression(x, routine.oid, defexpr);
  if (language === 'sql') readBody(x, routine, node);
}

const dependOnExpression = (x: Execution, from: Oid, expression: Node | undefined): void =>
  recordExpressionDependencies(x, from, expressionFacts(x, expression), 'normal');

/** A body in SQL is analysed at once, unless its types are only known at the call. fmgr_sql_validator, pg_proc.c */
function readBody(x: Execution, routine: Routine, node: CreateFunctionStmt): void {
  if (routine.arguments.some(({ name }) => name.startsWith('any'))) return;
  for (const statement of bodyStatements(node)) {
    if (node.sql_body || x.checkFunctionBodies !== false) lockBody(x, statement);
    if (node.sql_body) recordBodyDependencies(x, routine.oid, statement);
  }
}

/** Adds the routine or, with `replace`, changes the one of the same argument types; dependents keep their hold on it. */
function addRoutine(x: Execution, replace: boolean, given: NewRoutine): Routine | undefined {
  const old = findRoutines(x.catalog, given.schema, given.name).find((other) =>
    sameArguments(other.arguments, given.arguments),
  );
  if (old && !replace) {
    fails(x, `function "${given.name}" already exists with same argument types`, '42723');
    return undefined;
  }
  if (old && !refuseReplacement(x, old, given)) return undefined;
  if (old) forgetTypes(x, old);
  const make = (oid: Oid): Routine => ({ class: 'function', oid, born: x.step, ...given });
  const [catalog, routine] = old
    ? [put(x.catalog, { ...make(old.oid), born: old.born }), make(old.oid)]
    : add(x.catalog, make);
  x.catalog = catalog;
  changed(x, old ? 'alter' : 'create', { kind: given.kind, name: qualifiedName(routine), oid: routine.oid });
  return routine;
}

const sameArguments = (a: readonly TypeRef[], b: readonly TypeRef[]): boolean =>
  a.length === b.length && a.every((type, at) => sameType(type, b[at] as TypeRef));

const typesOf = ({ arguments: passed, returns }: Routine): Oid[] =>
  [...passed, ...(returns ? [returns] : [])].flatMap(({ oid }) => oid ?? []);

function recordTypes(x: Execution, routine: Routine, parameters: readonly TypeRef[]): void {
  const oids = [...typesOf(routine), ...parameters.flatMap(({ oid }) => oid ?? [])];
  for (const on of oids) x.catalog = depend(x.catalog, { from: routine.oid, on, kind: 'normal' });
}

function forgetTypes(x: Execution, routine: Routine): void {
  for (const on of typesOf(routine)) x.catalog = undepend(x.catalog, on, routine.oid);
}

/** CREATE AGGREGATE: as a routine that depends on the functions of its definition. aggregatecmds.c */
export function createAggregate(x: Execution, node: DefineStmt): void {
  const name = nameOfList(node.defnames);
  const [list] = node.args ?? [];
  const parameters = parametersOf(list && 'List' in list ? list.List.items : undefined);
  const definition = defElems(node.definition);
  const routine = addRoutine(x, node.replace ?? false, {
    kind: 'aggregate',
    schema: creationSchema(x, name),
    name: name.name,
    arguments: parameters.map(({ argType }) => resolveType(x, argType)),
    volatility: 'immutable',
    language: 'internal',
    defaults: 0,
    variadic: parameters.some(({ mode }) => mode === 'FUNC_PARAM_VARIADIC'),
  });
  if (!routine) return;
  recordTypes(x, routine, []);
  for (const { defname = '', arg } of definition) {
    if (!arg || !('TypeName' in arg)) continue;
    if (/func$/.test(defname)) dependOnNamed(x, routine.oid, arg.TypeName.names);
    else if (/type$/.test(defname)) recordTypes(x, routine, [resolveType(x, arg.TypeName)]);
  }
}

function dependOnNamed(x: Execution, from: Oid, names: Node[] | undefined): void {
  const name = nameOfList(names);
  const path = lookupPath(x, name.schema).find((schema) => findRoutines(x.catalog, schema, name.name).length > 0);
  if (path === undefined) return;
  for (const { oid } of findRoutines(x.catalog, path, name.name))
    x.catalog = depend(x.catalog, { from, on: oid, kind: 'normal' });
}

/** The routine that ALTER FUNCTION and its like name; by its only namesake where arguments are not given. */
function routineNamed(x: Execution, named: ObjectWithArgs | undefined): Routine | undefined {
  const name = nameOfList(named?.objname);
  const types = (named?.objargs ?? []).map((arg) => resolveType(x, 'TypeName' in arg ? arg.TypeName : undefined));
  const found = lookupPath(x, name.schema).flatMap((schema) => findRoutines(x.catalog, schema, name.name));
  if (named?.args_unspecified) return found[0];
  return found.find((routine) => sameArguments(routine.arguments, types));
}

function alterFunction(x: Execution, node: AlterFunctionStmt): void {
  const routine = routineNamed(x, node.func);
  const volatility = textOf(optionOf(defElems(node.actions), 'volatility')) as Volatility | undefined;
  if (!routine) return;
  if (volatility) x.catalog = put(x.catalog, { ...routine, volatility });
  changed(x, 'alter', { kind: routine.kind, name: qualifiedName(routine), oid: routine.oid });
}

export const routinesFamily: Family = {
  CreateFunctionStmt: { source: 'sql-createfunction', run: createFunction },
  AlterFunctionStmt: { source: 'sql-alterfunction', run: alterFunction },
};
