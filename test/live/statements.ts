// Splits a SQL script into statements the way psql does: a semicolon ends a statement unless it stands inside a
// string, a quoted name, a dollar-quoted body, a comment, parentheses or a BEGIN ATOMIC body.

/** One statement without its semicolon, with the 1-based lines of its first and last token. */
export type SplitStatement = { sql: string; line: number; endLine: number };

const TOKEN =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\s+|[\s\S]/g;

/** Splits `sql`; comments before a statement are dropped, those inside it stay. */
export function splitStatements(sql: string): SplitStatement[] {
  const found: SplitStatement[] = [];
  const token = new RegExp(TOKEN);
  let state = fresh();
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    const text = match[0];
    token.lastIndex = endOfToken(sql, match.index, text);
    if (text === ';' && state.parens === 0 && state.blocks === 0) {
      if (state.start >= 0) found.push(statementAt(sql, state.start, match.index));
      state = fresh();
    } else if (!isSpace(text)) {
      if (state.start < 0) state.start = match.index;
      note(state, text.toLowerCase());
    }
  }
  if (state.start >= 0) found.push(statementAt(sql, state.start, sql.length));
  return found;
}

type State = { start: number; parens: number; blocks: number; previous: string };

const fresh = (): State => ({ start: -1, parens: 0, blocks: 0, previous: '' });
const isSpace = (text: string) => /^\s/.test(text) || text.startsWith('--') || text === '/*';

function statementAt(sql: string, start: number, end: number): SplitStatement {
  const text = sql.slice(start, end).trimEnd();
  const line = sql.slice(0, start).split('\n').length;
  return { sql: text, line, endLine: line + text.split('\n').length - 1 };
}

function note(state: State, word: string): void {
  if (word === '(') state.parens++;
  else if (word === ')') state.parens--;
  else if (word === 'atomic' && state.previous === 'begin') state.blocks = 1;
  else if (state.blocks > 0 && word === 'case') state.blocks++;
  else if (state.blocks > 0 && word === 'end') state.blocks--;
  state.previous = word;
}

function endOfToken(sql: string, start: number, text: string): number {
  if (text === '/*') return endOfComment(sql, start);
  if (text.length < 2 || !text.startsWith('$') || !text.endsWith('$')) return start + text.length;
  const close = sql.indexOf(text, start + text.length);
  return close < 0 ? sql.length : close + text.length;
}

function endOfComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}
