// How Django names what it makes, and quotes it. django/db/backends/base/schema.py _create_index_name
import { createHash } from 'node:crypto';

const longest = 63;

/** `"a"`, unless it is quoted already: `"schema"."table"` in db_table. */
export const quote = (name: string): string => (name.startsWith('"') && name.endsWith('"') ? name : `"${name}"`);

export const quoteAll = (names: readonly string[]): string => names.map(quote).join(', ');

function digest(names: readonly string[]): string {
  const hash = createHash('md5');
  for (const name of names) hash.update(name);
  return hash.digest('hex').slice(0, 8);
}

/** The name without the schema that db_table may smuggle in: `"schema"."table"`. */
export const bare = (table: string): string =>
  table.includes('"') ? (table.split('"."')[1] ?? table).replace(/^"|"$/g, '') : table;

/** Of an index or constraint that has no name of its own. */
export function generatedName(table: string, columns: readonly string[], suffix = ''): string {
  const own = bare(table);
  const end = `${digest([own, ...columns])}${suffix}`;
  const whole = `${own}_${columns.join('_')}_${end}`;
  if (whole.length <= longest) return whole;
  const shortEnd = end.length > longest / 3 ? end.slice(0, Math.floor(longest / 3)) : end;
  const other = Math.floor((longest - shortEnd.length) / 2) - 1;
  const short = `${own.slice(0, other)}_${columns.join('_').slice(0, other)}_${shortEnd}`;
  return /^[_\d]/.test(short) ? `D${short.slice(0, -1)}` : short;
}

/** As Django shortens a table's name. django/db/backends/utils.py truncate_name */
export function shortened(name: string): string {
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - 4)}${createHash('md5').update(name).digest('hex').slice(0, 4)}`;
}

/** What PostgreSQL calls the constraint of a column that is given no name. src/backend/commands/indexcmds.c makeObjectName */
export function nameByServer(table: string, column: string, label: 'key' | 'check' | 'pkey' | 'seq'): string {
  const overhead = label.length + 2;
  let [first, second] = [bare(table), column];
  while (first.length + second.length + overhead > longest) {
    if (first.length > second.length) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return label === 'pkey' ? `${first}_pkey` : `${first}_${second}_${label}`;
}

export const literal = (value: string): string => `'${value.replace(/'/g, "''")}'`;
