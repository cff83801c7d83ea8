// Cuts a script into statements without parsing them, as psql does (src/fe_utils/psqlscan.l): semicolons in strings, comments,
// dollar quotes, BEGIN ATOMIC bodies and rule actions end nothing. Says nothing about what is valid.
import { isSolid, type Lexer, lexer } from './lexer.ts';
import { type CopyData, commandEnd, commandName, copyData } from './script-lines.ts';

/** Replaces the text from `start` to `end` before PostgreSQL reads it. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A statement as cut: from its first token to the end of its last, without the semicolon; offsets into the script. */
export interface Chunk {
  start: number;
  end: number;
  /** In order, none overlapping. */
  edits: Edit[];
  ending: 'semicolon' | 'command' | 'end';
  /** psql variables without a known value and template placeholders, in order. */
  marks: { start: number; end: number }[];
  /** Its last token lacks its closing quote or comment mark, and so runs to the end of the script. */
  unterminated?: 'string' | 'quoted-identifier' | 'dollar-string' | 'block-comment';
  /** Comments nest deeper than PostgreSQL's lexer reads in reasonable time. */
  nesting: boolean;
  /** The first quoted string with a semicolon that ends a line inside: if a quote is missing, the next statement starts `after` it. */
  suspect?: { start: number; after: number };
  /** COPY … FROM STDIN: lines of data follow. */
  copiesFromStdin: boolean;
  data?: CopyData;
}

type Boundary =
  | { type: 'statement'; chunk: Chunk }
  /** A psql command (`\name`) up to the end of its line; the statement before it, if any, is still open. */
  | { type: 'command'; name: string; start: number; end: number }
  /** Ended by `\;`: sent together with the next statement. */
  | { type: 'joined'; chunk: Chunk; end: number };

export interface Splitter {
  next(): Boundary | undefined;
  /** Goes on from `offset`, forgetting the open statement. */
  restart(offset: number): void;
  /** Goes on from `offset`, what lies between being no part of the open statement. */
  skipTo(offset: number): void;
  /** Closes the open statement. */
  take(ending: Chunk['ending']): Chunk | undefined;
  readonly offset: number;
  /** The parts that are no SQL: data of COPY, psql commands. */
  readonly opaque: { start: number; end: number }[];
}

export interface SplitOptions {
  psql: boolean;
  /** The text for a psql variable as written (`:name`, `:'name'`, `:"name"`), or undefined where its value is not known. */
  substitute?: (reference: string) => string | undefined;
}

/** More and PostgreSQL's lexer takes seconds: its time grows with the square of the depth. */
export const deepestComment = 1_000;

interface Open extends Chunk {
  parentheses: number;
  /** Words so far, lower case; only the first few and those that decide. */
  head: string[];
  /** Depth of BEGIN ATOMIC and CASE, each closed by END. */
  blocks: number;
  previousWord: string;
}

const open = (start: number): Open => ({
  start,
  end: start,
  edits: [],
  ending: 'end',
  marks: [],
  nesting: false,
  copiesFromStdin: false,
  parentheses: 0,
  head: [],
  blocks: 0,
  previousWord: '',
});

export function splitter(text: string, options: SplitOptions): Splitter {
  const token = lexer(text);
  const opaque: Splitter['opaque'] = [];
  let statement: Open | undefined;
  let data: CopyData | undefined;
  let lastMark = false;

  const take = (ending: Chunk['ending']): Chunk | undefined => {
    if (!statement) return undefined;
    const chunk = statement;
    statement = undefined;
    chunk.ending = ending;
    if (chunk.copiesFromStdin && ending !== 'end') expectData(chunk);
    return chunk;
  };
  const expectData = (chunk: Chunk) => {
    if (lastMark) return;
    const found = copyData(text, token.end, data?.end);
    lastMark = !found.terminated;
    // Only psql reads data from the script; elsewhere data without an end is no data.
    if (!found.terminated && !options.psql) return;
    data = found;
    opaque.push(found);
    chunk.data = found;
  };
  const boundary = (): Boundary | undefined => {
    if (token.kind === 'backslash' && options.psql) return backslash();
    if (token.kind === 'punctuation' && text[token.start] === ';' && endsStatement(statement)) {
      const chunk = take('semicolon');
      return chunk && { type: 'statement', chunk };
    }
    if (token.kind === 'block-comment' && token.unterminated) statement ??= open(token.start);
    if (statement || isSolid(token.kind)) {
      statement ??= open(token.start);
      add(statement, text, token, options);
    }
    return undefined;
  };
  const backslash = (): Boundary | undefined => {
    const start = token.start;
    if (text[start + 1] === ';') {
      token.moveTo(start + 2);
      const chunk = take('command');
      return chunk && { type: 'joined', chunk, end: start + 2 };
    }
    const end = commandEnd(text, start);
    token.moveTo(end);
    opaque.push({ start, end });
    if (statement) statement.edits.push({ start, end, text: ' ' });
    return { type: 'command', name: commandName(text, start), start, end };
  };

  return {
    opaque,
    take,
    get offset() {
      return token.end;
    },
    next() {
      for (;;) {
        if (data && token.end >= data.start) {
          token.moveTo(Math.max(token.end, data.end));
          data = undefined;
        }
        if (!token.next()) break;
        const found = boundary();
        if (found) return found;
      }
      const chunk = take('end');
      return chunk && { type: 'statement', chunk };
    },
    restart(offset) {
      statement = undefined;
      data = undefined;
      token.moveTo(offset);
    },
    skipTo(offset) {
      if (statement && offset > token.end) statement.edits.push({ start: token.end, end: offset, text: ' ' });
      token.moveTo(offset);
    },
  };
}

/** Within parentheses only the actions of CREATE RULE hold semicolons; elsewhere a parenthesis was left open. */
function endsStatement(statement: Open | undefined): boolean {
  if (!statement) return true;
  if (statement.blocks > 0) return false;
  return statement.parentheses <= 0 || !statement.head.includes('rule');
}

function add(statement: Open, text: string, token: Lexer, options: SplitOptions): void {
  if (token.nesting > deepestComment) statement.nesting = true;
  if (token.unterminated) statement.unterminated = token.kind as Chunk['unterminated'];
  if (!isSolid(token.kind) && !token.unterminated) return;
  statement.end = token.end;
  if (token.kind === 'word') addWord(statement, text.slice(token.start, Math.min(token.end, token.start + 64)));
  else if (token.kind === 'punctuation') addPunctuation(statement, text.charAt(token.start));
  else if (token.kind === 'string' || token.kind === 'quoted-identifier') noteSuspect(statement, text, token);
  else if (token.kind === 'variable') addVariable(statement, text, token, options);
  else if (token.kind === 'placeholder') statement.marks.push({ start: token.start, end: token.end });
}

function addWord(statement: Open, written: string): void {
  const word = written.toLowerCase();
  if (statement.head.length < 5) statement.head.push(word);
  if (word === 'atomic' && statement.previousWord === 'begin' && statement.head[0] === 'create') statement.blocks = 1;
  else if (statement.blocks > 0 && word === 'case') statement.blocks += 1;
  else if (statement.blocks > 0 && word === 'end') statement.blocks -= 1;
  const fromStdin = word === 'stdin' && statement.previousWord === 'from';
  if (fromStdin && statement.head[0] === 'copy' && statement.parentheses === 0) statement.copiesFromStdin = true;
  statement.previousWord = word;
}

function addPunctuation(statement: Open, char: string): void {
  if (char === '(') statement.parentheses += 1;
  if (char === ')') statement.parentheses -= 1;
}

const lineEndingSemicolon = /;[ \t]*(?:--[^\r\n]*)?[\r\n]/g;

function noteSuspect(statement: Open, text: string, token: Lexer): void {
  if (statement.suspect !== undefined || token.end - token.start < 3) return;
  const within = text.slice(token.start, token.unterminated ? token.end : token.end - 1);
  lineEndingSemicolon.lastIndex = 0;
  const found = lineEndingSemicolon.exec(within);
  if (!found) return;
  statement.suspect = { start: token.start, after: token.start + found.index + 1 };
}

function addVariable(statement: Open, text: string, token: Lexer, options: SplitOptions): void {
  const value = options.substitute?.(text.slice(token.start, token.end));
  if (value === undefined) statement.marks.push({ start: token.start, end: token.end });
  else statement.edits.push({ start: token.start, end: token.end, text: value });
}
