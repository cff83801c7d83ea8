// What of a statement must stay the same for a baseline to know it again: its tokens, whatever comments and white space stand
// between them and however its keywords are written. Loaded only where there is a baseline.
import { createHash } from 'node:crypto';
import { isSolid, lexer } from '../postgres/lexer.ts';

const shownLength = 100;

/** 16 hexadecimal digits; the same for statements that differ in comments, white space, or the case of unquoted words. */
export const fingerprintOf = (sql: string): string =>
  createHash('sha256')
    .update(tokensOf(sql, (word) => word.toLowerCase()).join(' '))
    .digest('hex')
    .slice(0, 16);

/** The statement on one line without its comments, cut where it is long: for people who read the baseline. */
export function statementExcerpt(sql: string): string {
  const text = tokensWithSpaces(sql.slice(0, 20 * shownLength));
  return text.length > shownLength ? `${text.slice(0, shownLength - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

function tokensOf(sql: string, word: (text: string) => string): string[] {
  const tokens: string[] = [];
  const token = lexer(sql);
  while (token.next()) {
    if (!isSolid(token.kind)) continue;
    const text = sql.slice(token.start, token.end);
    tokens.push(token.kind === 'word' ? word(text) : text);
  }
  return tokens;
}

function tokensWithSpaces(sql: string): string {
  let text = '';
  const token = lexer(sql);
  while (token.next()) text += isSolid(token.kind) ? sql.slice(token.start, token.end) : ' ';
  return text.replace(/\s+/g, ' ').trim();
}
