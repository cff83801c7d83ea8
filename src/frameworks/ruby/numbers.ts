// Methods of numbers, booleans and nil.

import { step } from '../followed.ts';
import { ownOf } from './lookup.ts';
import type { Machine } from './machine.ts';
import { type Call, list, primitive, textValue, unknown, type Value } from './value.ts';

/** Undefined where it is none of them. */
export function onPrimitive(
  machine: Machine,
  value: number | boolean | null,
  name: string,
  call: Call,
): Value | undefined {
  if (name === 'to_s' || name === 'inspect') return textValue(value === null ? '' : String(value));
  if (name === 'blank?' || name === 'present?') {
    return primitive((value === null || value === false) === (name === 'blank?'));
  }
  if (value === null) return name === 'to_a' ? list([]) : undefined;
  if (typeof value !== 'number') return undefined;
  if (name === 'to_i' || name === 'to_f' || name === 'to_d') return primitive(value);
  const unit = ownOf(units, name.replace(/s$/, ''));
  if (unit !== undefined) return primitive(value * unit);
  if (name === 'ago' || name === 'from_now') return unknown('a time', { isTime: true });
  if (name === 'times') return counted(machine, 0, value - 1, call);
  const [to] = call.args;
  if (name === 'upto' && to?.kind === 'primitive' && typeof to.value === 'number') {
    return counted(machine, value, to.value, call);
  }
  return name === 'zero?' || name === 'positive?' ? primitive(name === 'zero?' ? value === 0 : value > 0) : undefined;
}

/** Durations in seconds, sizes in bytes. */
const units: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  byte: 1,
  kilobyte: 1024,
  megabyte: 1024 ** 2,
  gigabyte: 1024 ** 3,
};

function counted(machine: Machine, from: number, to: number, call: Call): Value {
  for (let at = from; at <= to; at += 1) {
    step(machine);
    if (call.block) machine.yield(call.block, [primitive(at)], call.site);
    else if (at - from > 1000) return unknown('a range');
  }
  return primitive(to + 1);
}
