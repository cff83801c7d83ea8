// The strings in which goose and sql-migrate send a section: to the end of a line that ends with a semicolon, or all of a block.
// goose internal/sqlparser/parser.go, sql-migrate sqlparse/sqlparse.go
import { statementPlaces } from './units.ts';

export interface SentString {
  readonly start: number;
  readonly end: number;
  /** How many statements it holds. */
  readonly statements: number;
  /** It stands between the lines of a block. */
  readonly isBlock: boolean;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Without a look at the statements where each has lines of its own: then a single string, of which nothing is said. */
export function stringsIn(text: string, { start, end }: Stretch, block: RegExp): SentString[] {
  const section = text.slice(start, end);
  block.lastIndex = 0;
  if (!block.test(section) && !/;[ \t]*(?!--)[^\s]/.test(section)) return [];
  const ends = endsOf(section, block);
  const strings: SentString[] = [];
  let at = 0;
  for (const place of statementPlaces(section)) {
    // The tool would cut a statement that such a line stands in, and fail; it is read as a whole.
    while (at < ends.length - 1 && (ends[at]?.end ?? 0) < place.end) at += 1;
    const { end: stop = section.length, isBlock = false } = ends[at] ?? {};
    const last = strings.at(-1);
    if (last?.end === start + stop) strings[strings.length - 1] = { ...last, statements: last.statements + 1 };
    else strings.push({ start: last?.end ?? start, end: start + stop, statements: 1, isBlock });
  }
  return strings;
}

/** Where strings end; the last one is that of the section. */
function endsOf(section: string, block: RegExp): { readonly end: number; readonly isBlock: boolean }[] {
  const ends = [];
  let isOpen = false;
  for (const line of section.matchAll(/.*(?:\r?\n|$)/g)) {
    block.lastIndex = 0;
    const mark = line[0].startsWith('--') ? block.exec(line[0])?.[1]?.toLowerCase() : undefined;
    const end = line.index + line[0].length;
    if (isOpen ? mark === 'end' : /;[ \t]*(?:\s--.*)?\s*$/.test(line[0])) ends.push({ end, isBlock: isOpen });
    if (mark !== undefined) isOpen = mark === 'begin';
  }
  return [...ends, { end: section.length, isBlock: isOpen }];
}
