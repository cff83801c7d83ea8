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

const implied: Readonly<Record<string, string>> = {
  null: 'False',
  unique: 'False',
  primary_key: 'False',
  serialize: 'True',
  auto_created: 'False',
};

/** Two fields of the same signature need no change of the schema. */
export function signature(field: Field): string {
  const options = [...field.options]
    .filter(([name, value]) => !inPythonOnly.has(name) && implied[name] !== shown(value))
    .map(([name, value]) => `${name}=${name === 'to' ? shown(value).toLowerCase() : shown(value)}`);
  return `${field.path}(${options.sort().join()})`;
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
