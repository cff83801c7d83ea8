// JSON to values, and values to JSON.
import { textOf } from '../text.ts';
import { knownString, list, primitive, record, type Value } from './value.ts';

export function valueOfJson(json: unknown): Value {
  if (typeof json === 'string') return textOf(json);
  if (Array.isArray(json)) return list(json.map(valueOfJson));
  if (json && typeof json === 'object')
    return record(Object.entries(json).map(([key, value]) => [key, valueOfJson(value)] as const));
  return primitive(json as number | boolean | null);
}

/** Undefined where a part of it is not known. */
export function jsonOf(value: Value, depth = 50): unknown {
  if (depth === 0) return undefined;
  if (value.kind === 'primitive')
    return value.value === undefined || typeof value.value === 'bigint' ? undefined : value.value;
  if (value.kind === 'text') return knownString(value);
  if (value.kind === 'list' && !value.isOpen) {
    const items = value.items.map((item) => jsonOf(item, depth - 1));
    return items.includes(undefined) ? undefined : items;
  }
  if (value.kind !== 'record' || value.isOpen) return undefined;
  const fields = [...value.fields].map(([key, field]) => [key, jsonOf(field, depth - 1)] as const);
  return fields.some(([, field]) => field === undefined) ? undefined : Object.fromEntries(fields);
}
