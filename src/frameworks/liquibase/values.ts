// The values of columns and their defaults as SQL. liquibase.change.ColumnConfig, liquibase.datatype.core.*.objectToSql
import { dataIn, type Given, wordIn } from './context.ts';
import { literal } from './names.ts';
import type { ColumnType } from './types.ts';

/** `now()` and its like are one function for Liquibase. */
const present = /^(?:now\(\)|current_timestamp|current_datetime)$/i;

/** The column's DEFAULT; undefined where it has none. */
export function defaultIn(column: Given, type: ColumnType | undefined): string | undefined {
  const word = (key: string) => wordIn(column, key);
  const sequence = word('defaultValueSequenceNext');
  if (sequence !== undefined) return nextOf(sequence);
  const [number, flag, date, computed] = ['Numeric', 'Boolean', 'Date', 'Computed'].map((kind) =>
    word(`defaultValue${kind}`),
  );
  if (number !== undefined) return type?.family === 'boolean' ? booleanOf(number) : number;
  if (flag !== undefined) return booleanOf(flag);
  if (date !== undefined) return dateOf(date);
  if (computed !== undefined) return present.test(computed.trim()) ? 'NOW()' : computed;
  const value = word('defaultValue');
  return value === undefined ? undefined : plainOf(value, type);
}

function plainOf(value: string, type: ColumnType | undefined): string {
  if (/^null$/i.test(value)) return 'NULL';
  switch (type?.family) {
    case 'number':
      return value;
    case 'boolean':
      return booleanOf(value);
    case 'time':
      return dateOf(value);
    default:
      return type?.sql === 'UUID' ? value : literal(value);
  }
}

const booleanOf = (value: string): string => (/^(?:true|t|1|y|yes|b'1')$/i.test(value.trim()) ? 'TRUE' : 'FALSE');

/** `2020-01-02T03:04:05`, or a function. */
function dateOf(value: string): string {
  const trimmed = value.trim();
  if (present.test(trimmed)) return 'NOW()';
  if (/^'.*'$/.test(trimmed)) return trimmed;
  return /^\d/.test(trimmed) ? literal(trimmed.replace(/(\d)T(?=\d)/, '$1 ')) : trimmed;
}

const nextOf = (sequence: string): string => `nextval(${literal(sequence)})`;

/** What an INSERT or UPDATE writes; undefined where the column says nothing. Files and random values stand as NULL. */
export function valueIn(column: Given): string | undefined {
  const word = (key: string) => wordIn(column, key);
  const [number, flag, date, computed] = ['Numeric', 'Boolean', 'Date', 'Computed'].map((kind) => word(`value${kind}`));
  if (number !== undefined) return number;
  if (flag !== undefined) return booleanOf(flag);
  if (date !== undefined) return dateOf(date);
  if (computed !== undefined) return computed;
  const [next, current] = [word('valueSequenceNext'), word('valueSequenceCurrent')];
  if (next !== undefined) return nextOf(next);
  if (current !== undefined) return `currval(${literal(current)})`;
  const value = dataIn(column, 'value');
  if (value !== undefined) return /^null$/i.test(value) ? 'NULL' : literal(value);
  return ['valueClobFile', 'valueBlobFile'].some((key) => word(key) !== undefined) ? 'NULL' : undefined;
}
