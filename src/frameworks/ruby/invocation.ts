// Runs methods of the file, blocks and lambdas: with their arguments, until they return.

import { step } from '../followed.ts';
import type { Site } from '../text.ts';
import { addGap, enter, Jump, type Machine } from './machine.ts';
import { bindParameters, nameOf } from './patterns.ts';
import { blockScope, lookUp, methodScope } from './scope.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import {
  type Block,
  type Call,
  type Frame,
  type Hash,
  hash,
  type MethodValue,
  nil,
  type Proc,
  type Scope,
  setEntry,
  symbol,
  unknown,
  type Value,
} from './value.ts';

/** Runs a method of the file. */
export function invoke(machine: Machine, method: MethodValue, { args, block }: Call, self: Value): Value {
  const frame: Frame = { self, block, name: method.name, method, mayHaveReturned: false };
  const scope = methodScope(method.scope, frame);
  const body = childOf(method.node, 'body');
  return enter(machine, () => {
    bindParameters(machine, childOf(method.node, 'parameters'), { args, block, isBlock: false }, scope);
    const before = machine.pending.length;
    const value = returning(frame, () => (body ? machine.evaluate(body, scope) : nil));
    machine.pending.length = Math.min(machine.pending.length, before);
    return frame.mayHaveReturned ? unknown(`the result of ${method.name}`) : value;
  });
}

function returning(frame: Frame, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof Jump && error.frame === frame && error.type !== 'break') return error.value;
    throw error;
  }
}

/** Runs a block. */
export function yieldTo(machine: Machine, block: Block, args: readonly Value[], site: Site, self?: Value): Value {
  step(machine);
  if (block.kind === 'symbol') {
    const [object = nil, ...rest] = args;
    return machine.callMethod(object, block.name, { args: rest, block: undefined, site });
  }
  if (block.kind === 'native') return block.send?.('call', { args, block: undefined, site }) ?? nil;
  if (block.kind === 'unknown') {
    addGap(machine, site, `${block.what} runs here, and is known only at run time.`, 'unsupported');
    return unknown(block.what);
  }
  return runProc(machine, block, args, self);
}

function runProc(
  machine: Machine,
  { scope: outer, parameters, body, isLambda }: Proc,
  args: readonly Value[],
  self?: Value,
): Value {
  const own: Frame = { ...outer.frame, self: self ?? outer.frame.self };
  const frame = isLambda || self ? own : outer.frame;
  const scope = blockScope(outer, frame);
  return enter(machine, () => {
    bindParameters(machine, parameters, { args, isBlock: !isLambda }, scope);
    const before = machine.pending.length;
    try {
      return body ? machine.evaluate(body, scope) : nil;
    } catch (error) {
      if (!(error instanceof Jump) || error.frame !== frame) throw error;
      if (error.type === 'next' || (isLambda && error.type === 'return')) return error.value;
      if (frame !== outer.frame) throw new Jump(error.type, error.value, outer.frame);
      throw error;
    } finally {
      const kept = machine.pending.splice(before).filter(({ leaves }) => leaves === 'method');
      machine.pending.push(...kept);
    }
  });
}

/** The call with the arguments of the method itself, as `super` alone passes them on. */
export function passedOn(call: Call, scope: Scope): Call {
  const { method, block } = scope.frame;
  const params = method && childOf(method.node, 'parameters');
  const args: Value[] = [];
  const named = hash(true);
  for (const param of params ? partsOf(params) : []) addPassed(param, scope, args, named);
  if (named.entries.size > 0 || named.isOpen) args.push(named);
  return { ...call, args, block };
}

function addPassed(param: RubyNode, scope: Scope, args: Value[], named: Hash): void {
  const name = nameOf(childOf(param, 'name') ?? param, scope);
  const value = lookUp(scope, name) ?? nil;
  if (param.type === 'keyword_parameter') setEntry(named, symbol(name), value);
  else if (param.type === 'hash_splat_parameter') {
    if (value.kind !== 'hash') return;
    for (const [key, entry] of value.entries) named.entries.set(key, entry);
    named.isOpen ||= value.isOpen;
  } else if (param.type === 'splat_parameter') args.push(...(value.kind === 'list' ? value.items : [value]));
  else if (param.type !== 'block_parameter') args.push(value);
}
