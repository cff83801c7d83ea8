// Parts of a statement as they are written, found by its words: a condition, an expression, a value.
import { isSolid, lexer } from '../../postgres/lexer.ts';

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

function words(sql: string): Word[] {
  const token = lexer(sql);
  const found: Word[] = [];
  let depth = 0;
  while (token.next()) {
    if (!isSolid(token.kind)) continue;
    const text = sql.slice(token.start, token.end);
    if (text === ')') depth -= 1;
    found.push({ text: text.toLowerCase(), start: token.start, end: token.end, depth });
    if (text === '(') depth += 1;
  }
  return found;
}

/** Without space and comments at either end. */
export const solid = (sql: string): string => {
  const all = words(sql);
  return sql.slice(all[0]?.start ?? 0, all.at(-1)?.end ?? 0);
};

/** What follows a keyword that no parentheses hold, to the end. */
export function textAfter(sql: string, keyword: string): string {
  const word = words(sql).find(({ text, depth }) => text === keyword && depth === 0);
  return word ? solid(sql.slice(word.end)) : '';
}

/** What stands in the parentheses after a keyword. */
export function textWithin(sql: string, keyword: string): string {
  const all = words(sql);
  const at = all.findIndex(({ text, depth }) => text === keyword && depth === 0);
  const close = all.findIndex(({ text, depth }, index) => index > at && text === ')' && depth === 0);
  return at < 0 ? '' : sql.slice(all[at + 1]?.end, all[close]?.start).trim();
}
