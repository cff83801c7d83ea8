// The methods of promises, and of what can be awaited.
import type { Site } from '../text.ts';
import type { Machine } from './machine.ts';
import { isNullish, nullValue, type Value } from './value.ts';

export const isPromiseMethod = (key: string): boolean => /^(?:then|catch|finally|tap|nodeify|asCallback)$/.test(key);

/** Promises are the values that they hold: all is run in the order in which it is written. */
export function promiseMethod(
  machine: Machine,
  object: Value,
  key: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  if (object.kind === 'record' && object.fields.has(key)) return undefined;
  const [callback] = args;
  if (key === 'then' || key === 'tap') {
    const value = machine.settle(object);
    const result = callback && !isNullish(callback) ? machine.settle(machine.call(callback, [value], site)) : value;
    return key === 'tap' ? value : result;
  }
  if (key === 'catch') return machine.settle(object);
  const isTold = key === 'asCallback' || key === 'nodeify';
  if (key !== 'finally' && !isTold) return undefined;
  const value = machine.settle(object);
  if (callback) machine.settle(machine.call(callback, isTold ? [nullValue, value] : [], site));
  return value;
}
