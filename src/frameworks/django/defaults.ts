// What fills a column: defaults as SQL literals of its type. django/db/backends/base/schema.py _effective_default
import { type Dict, isNone, knownText, pathOf, type Value } from '../python/value.ts';
import { type Field, flag, isNullable } from './fields.ts';
import { literal } from './names.ts';

const stringTypes =
  /^(?:Char|Text|Email|URL|Slug|File|Image|FilePath|CommaSeparatedInteger|CIText|CIChar|CIEmail|Binary)Field$/;

/** What fills existing rows, as SQL; undefined where nothing does. django/db/backends/base/schema.py _effective_default */
export function defaultOf(field: Field, type: string): string | undefined {
  const value = field.options.get('default');
  if (value !== undefined) return isNone(value) ? undefined : (literalOf(value, type) ?? standIn(type));
  if (!isNullable(field) && flag(field, 'blank') && stringTypes.test(field.type ?? '')) return "''";
  return flag(field, 'auto_now') || flag(field, 'auto_now_add') ? standIn(type) : undefined;
}

/** A known value as a literal of the column's type; undefined for what is computed at run time. */
export function literalOf(value: Value, type: string): string | undefined {
  if (type === 'jsonb') {
    const data = jsonOf(value);
    return data === undefined ? undefined : `${literal(data)}::jsonb`;
  }
  if (/\[\d*\]$/.test(type)) return isEmptyList(value) ? `'{}'` : undefined;
  if (value.kind === 'text' && value.hole === undefined)
    return value.bytes ? undefined : literal(value.text) + castOf(type);
  if (value.kind === 'number') return /^(?:varchar|text|citext)/.test(type) ? literal(value.written) : value.written;
  if (value.kind === 'constant' && value.value !== null) return String(value.value);
  if (value.kind === 'called' && pathOf(value.callee) === 'decimal.Decimal') {
    const [digits] = value.args;
    return knownText(digits) ?? (digits?.kind === 'number' ? digits.written : undefined);
  }
  return undefined;
}

const castOf = (type: string): string => (type === 'uuid' ? '::uuid' : '');

const isEmptyList = (value: Value): boolean =>
  pathOf(value) === 'list' || (value.kind === 'list' && value.items.length === 0 && !value.isOpen);

function jsonOf(value: Value): string | undefined {
  if (isEmptyList(value)) return '[]';
  if (pathOf(value) === 'dict') return '{}';
  if (value.kind === 'text' && value.hole === undefined) return JSON.stringify(value.text);
  if (value.kind === 'number') return value.written;
  if (value.kind === 'constant') return String(value.value);
  if (value.kind === 'list' && !value.isOpen) return listed('[', value.items.map(jsonOf), ']');
  return value.kind === 'dict' && !value.isOpen ? listed('{', entriesOf(value), '}') : undefined;
}

const entriesOf = ({ entries }: Dict): (string | undefined)[] =>
  entries.map(([at, value]) => {
    const [name, data] = [knownText(at), jsonOf(value)];
    return name === undefined || data === undefined ? undefined : `${JSON.stringify(name)}: ${data}`;
  });

const listed = (open: string, parts: (string | undefined)[], close: string): string | undefined =>
  parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;

/**
 * A constant of the type, for one that Python computes once when the migration runs: the statement that it stands in does the same
 * work whatever its value is.
 */
function standIn(type: string): string {
  if (/\[\d*\]$/.test(type)) return "'{}'";
  if (/^(?:integer|bigint|smallint|double|numeric)/.test(type)) return '0';
  if (type === 'boolean') return 'false';
  if (type === 'uuid') return "'00000000-0000-0000-0000-000000000000'::uuid";
  if (type === 'jsonb') return "'{}'::jsonb";
  if (type === 'timestamp with time zone') return "'2000-01-01T00:00:00+00:00'::timestamptz";
  if (type === 'date') return "'2000-01-01'::date";
  if (type === 'time') return "'00:00:00'::time";
  if (type === 'interval') return "'0'::interval";
  if (type === 'inet') return "'0.0.0.0'::inet";
  if (/range$/.test(type)) return "'empty'";
  return "''";
}
