// What CREATE OR REPLACE FUNCTION may not change. ProcedureCreate, src/backend/catalog/pg_proc.c
import type { CreateFunctionStmt, FunctionParameter } from '@pgsql/types';
import type { Routine, RoutineSignature, TypeRef } from '../catalog/objects.ts';
import { type Execution, fails } from './execution.ts';
import { sameType } from './type-change.ts';
import { resolveType } from './types.ts';

/** `passed` are the parameters that a call gives. */
export function signatureOf(
  x: Execution,
  { returnType, is_procedure: isProcedure }: CreateFunctionStmt,
  parameters: readonly FunctionParameter[],
  passed: readonly FunctionParameter[],
): RoutineSignature {
  const outputs = parameters
    .filter(({ mode }) => mode && /_(?:OUT|INOUT|TABLE)$/.test(mode))
    .map(({ name = '', argType }) => ({ name, type: resolveType(x, argType) }));
  return {
    inputs: passed.map(({ name = '' }) => name),
    ...(isProcedure ? {} : { set: returnType?.setof ?? false }),
    outputs,
  };
}

/** False where PostgreSQL refuses to replace the old one. */
export function refuseReplacement(x: Execution, old: Routine, given: Omit<Routine, 'class' | 'oid' | 'born'>): boolean {
  const refuse = (message: string, code = '42P13'): false => {
    fails(x, message, code, x.obscured ? { certain: false, unless: 'what was not read changes that' } : {});
    return false;
  };
  if (old.kind !== given.kind) return refuse('cannot change routine kind', '42809');
  const [before, after] = [old.signature, given.signature];
  if (!before || !after) return true;
  if (given.kind === 'function' && !sameResult(old, given)) {
    return refuse('cannot change return type of existing function');
  }
  const renamed = before.inputs.find((name, at) => name !== '' && name !== after.inputs[at]);
  if (renamed !== undefined) return refuse(`cannot change name of input parameter "${renamed}"`);
  if (given.defaults < old.defaults) return refuse('cannot remove parameter defaults from existing function');
  return true;
}

type Returning = Pick<Routine, 'returns' | 'signature'>;

/** Whatever history does not know is taken to be the same. */
function sameResult(a: Returning, b: Returning): boolean {
  const [one, other] = [resultOf(a), resultOf(b)];
  if (one.length > 0 && other.length > 0 && a.signature?.set !== b.signature?.set) return false;
  if (one.length === 0 || other.length === 0) return true;
  const types = one.length === other.length && one.every(({ type }, at) => same(type, other[at]?.type));
  return types && (one.length === 1 || one.every(({ name }, at) => name === other[at]?.name));
}

/** One column, or several of a record. */
function resultOf({ returns, signature }: Returning): { name: string; type: TypeRef }[] {
  const outputs = signature?.outputs ?? [];
  if (outputs.length > 0) return [...outputs];
  return returns ? [{ name: '', type: returns }] : [];
}

const same = (a: TypeRef, b: TypeRef | undefined): boolean => !b || !a.known || !b.known || sameType(a, b);
