// Whether two definitions of a field are the same to the database. django/db/backends/base/schema.py _field_should_be_altered
import { type Value, whatOf } from '../python/value.ts';
import type { Field } from './fields.ts';

/** Options that only Python knows of. django/db/backends/base/schema.py _field_should_be_altered, non_db_attrs */
const inPythonOnly = new Set([
  'blank',
  'choices',
  'db_column',
  'editable',
  'error_messages',
  'help_text',
  'limit_choices_to',
  'on_delete',
  'related_name',
  'related_query_name',
  'validators',
  'verbose_name',
]);

const implied: Readonly<Record<string, boolean>> = {
  null: false,
  unique: false,
  primary_key: false,
  serialize: true,
  auto_created: false,
};

/** Whether the schema needs no change from one to the other. */
export function isSameToDatabase(a: Field, b: Field): boolean {
  if (a === b) return true;
  if (a.path !== b.path) return false;
  return holdsAll(a.options, b.options) && holdsAll(b.options, a.options);
}

/** Whether the one in place of the other changes nothing now, nor in what comes later. */
export const isSameToDjango = (a: Field, b: Field): boolean =>
  a.name === b.name && isSameToDatabase(a, b) && ofNote.every((option) => isAlikeIn(option, a, b));

const ofNote = ['blank', 'db_column', 'related_name', 'related_query_name'];

function isAlikeIn(option: string, a: Field, b: Field): boolean {
  const [left, right] = [a.options.get(option), b.options.get(option)];
  return left === right || (left !== undefined && right !== undefined && isAlike(option, left, right));
}

/** Whether each option that counts is among the others. */
function holdsAll(options: Field['options'], others: Field['options']): boolean {
  for (const [name, value] of options) {
    if (inPythonOnly.has(name)) continue;
    const other = others.get(name);
    if (other ? !isAlike(name, value, other) : !isImplied(name, value)) return false;
  }
  return true;
}

const isImplied = (name: string, value: Value): boolean =>
  value.kind === 'constant' && value.value !== null && implied[name] === value.value;

function isAlike(name: string, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  if (a.kind === 'number' && b.kind === 'number') return a.written === b.written;
  return name === 'to' ? shown(a).toLowerCase() === shown(b).toLowerCase() : shown(a) === shown(b);
}

export function shown(value: Value): string {
  if (value.kind === 'list') return `[${value.items.map(shown).join()}]`;
  if (value.kind === 'dict') return `{${value.entries.map((pair) => pair.map(shown).join(':')).join()}}`;
  if (value.kind === 'text') return JSON.stringify(value.text);
  if (value.kind === 'called') {
    const keywords = [...value.keywords].map(([name, each]) => `${name}=${shown(each)}`).sort();
    return `${shown(value.callee)}(${[...value.args.map(shown), ...keywords].join()})`;
  }
  if (value.kind === 'operation')
    return `(${value.left ? shown(value.left) : ''}${value.operator}${shown(value.right)})`;
  return whatOf(value);
}
