// Half of a migration is often the way that is not asked for. Where nothing calls it, it need not be parsed.
import type { Direction } from '../framework.ts';

/** The code with blanks in place of what the other way's method does; undefined where there is none, or something else names it. */
export function withoutOtherWay(code: string, direction: Direction): string | undefined {
  const other = direction === 'up' ? 'down' : 'up';
  const [, again] = code.matchAll(named[other]);
  if (again) return undefined;
  const trimmed = code.replace(
    method[other],
    (_, head: string, _indent, body: string) => head + body.replace(/[^\n]/g, ' '),
  );
  return trimmed === code ? undefined : trimmed;
}

const named = { up: /\bup\b/g, down: /\bdown\b/g };

/** Its end stands below its beginning; one on a line of its own has none. */
const method = {
  up: /^(([ \t]+)def (?:self\.)?up *\n)([\s\S]*?)(?=^\2end\b)/m,
  down: /^(([ \t]+)def (?:self\.)?down *\n)([\s\S]*?)(?=^\2end\b)/m,
};
