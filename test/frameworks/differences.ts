// Compares what was sent with what was read, line by line.

/** `- ` before what was sent only, `+ ` before what was read only, in order. What is between them is equal. */
export function differencesOf(sent: readonly string[], read: readonly string[]): string[] {
  const a = sent.map(canonical);
  const b = read.map(canonical);
  const common = lengths(a, b);
  const found: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      [i, j] = [i + 1, j + 1];
    } else if (j >= b.length || (i < a.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      found.push(`- ${sent[i]}`);
      i += 1;
    } else {
      found.push(`+ ${read[j]}`);
      j += 1;
    }
  }
  return found;
}

/** Values that a tool makes up while it runs, for which a reading has others in their place. */
const madeUp = /<(?:time|uuid)>|2000-01-01T00:00:00\+00:00|0{8}-0{4}-0{4}-0{4}-0{12}/g;

/** Without the spaces that PostgreSQL does not see. */
const canonical = (sql: string): string =>
  sql
    .replace(madeUp, '<made up>')
    .replace(/\s*([(),;])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** Of the longest common sequences from each place on. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i] as number[];
      row[j] = a[i] === b[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}
