// Settings of the project that migrations ask for: files of config/ that return arrays.
import { type Call, knownText, textOf, unknown, type Value } from '../php/value.ts';
import type { Session } from './session.ts';

/** `config('permission.table_names')` */
export function configValue(session: Session, { args: [key, fallback] }: Call): Value {
  const word = knownText(key);
  if (word === undefined) return unknown('a setting');
  if (/^database\.default$|^database\.connections\.[\w-]+\.driver$/.test(word)) return textOf('pgsql');
  const [file = '', ...rest] = word.split('.');
  let value = session.config(file);
  for (const name of rest) value = value?.kind === 'list' ? value.entries.get(name) : undefined;
  if (value && value.kind !== 'unknown') return value;
  const isMissing = value === undefined && session.config(file) !== undefined;
  return isMissing && fallback ? fallback : unknown(`the setting ${word}`);
}
