// Reads a script as psql does: statements, backslash commands, variables, conditions, data of COPY.
import { lexer } from './lexer.ts';
import { dropsStatement, includes, isHarmless, sendsStatement, unreadable } from './psql-commands.ts';
import { commandArguments, substitute, truth, type Variables } from './psql-variables.ts';
import { copyData } from './script-lines.ts';
import { type Chunk, type Splitter, splitter } from './split.ts';
import type { PsqlNode } from './statement.ts';

/** Offsets are into the script. */
export type ScriptItem =
  | { type: 'statement'; chunk: Chunk; conditional: boolean; sentWithNext: boolean }
  | { type: 'marker'; node: PsqlNode; start: number; end: number; conditional: boolean }
  | { type: 'include'; path: string; relative: boolean; start: number; end: number; conditional: boolean }
  | { type: 'gap'; kind: 'psql' | 'dynamic-sql' | 'include'; start: number; end: number; reason: string }
  /** `\q`: psql reads no further. */
  | { type: 'quit' };

export interface Script {
  items: Generator<ScriptItem>;
  splitter: Splitter;
}

interface Command {
  name: string;
  start: number;
  end: number;
  /** The rest of the line as written. */
  rest: string;
}

/** A `\if` not yet closed: some branch was taken, none yet, or that can't be known. */
type Branch = 'taken' | 'not yet' | 'unknown';

interface Reader {
  text: string;
  variables: Variables;
  splitter: Splitter;
  branches: Branch[];
}

/** `variables` is changed by `\set`; an included script shares it. Without `psql` a backslash is no command. */
export function readScript(text: string, variables: Variables, psql: boolean): Script {
  const split = splitter(text, { psql, substitute: (reference) => substitute(variables, reference) });
  const reader: Reader = { text, variables, splitter: split, branches: [] };
  return { items: read(reader), splitter: split };
}

const isConditional = (reader: Reader): boolean => reader.branches.includes('unknown');

function* read(reader: Reader): Generator<ScriptItem> {
  for (let found = reader.splitter.next(); found; found = reader.splitter.next()) {
    if (found.type === 'command') {
      const rest = reader.text.slice(found.start + 1 + found.name.length, found.end);
      yield* run(reader, { ...found, rest: rest.replace(/\\\\$/, '') });
    } else {
      const conditional = isConditional(reader);
      yield { type: 'statement', chunk: found.chunk, conditional, sentWithNext: found.type === 'joined' };
      yield* endlessData(reader.text, found.chunk);
    }
  }
  if (reader.branches.length > 0) yield endOfFile(reader.text, 'A psql \\if has no \\endif.');
}

/** SQL taken for data is worth a word. */
function* endlessData(text: string, { start, end, data }: Chunk): Generator<ScriptItem> {
  if (!data || data.terminated || !/;[ \t]*(?:[\r\n]|$)/.test(text.slice(data.start))) return;
  const reason = 'The data of this COPY has no end mark \\., so psql takes the rest of the file for data.';
  yield { type: 'gap', kind: 'psql', start, end, reason };
}

const endOfFile = (text: string, reason: string): ScriptItem => ({
  type: 'gap',
  kind: 'psql',
  start: text.length,
  end: text.length,
  reason,
});

function* run(reader: Reader, command: Command): Generator<ScriptItem> {
  const { name, start, end } = command;
  if (name === 'if' || name === 'elif' || name === 'else' || name === 'endif') yield* branch(reader, command);
  else if (name === 'set') yield* set(reader, command);
  else if (name === 'unset') reader.variables.delete(commandArguments(command.rest, reader.variables)[0] ?? '');
  else if (sendsStatement.has(name)) yield* send(reader, command);
  else if (dropsStatement.has(name)) reader.splitter.take('command');
  else if (includes.has(name)) yield include(reader, command);
  else if (name === 'copy') yield copy(reader, command);
  else if (name === 'c' || name === 'connect') {
    const target = commandArguments(command.rest, reader.variables)
      .map((argument) => argument ?? '?')
      .join(' ');
    yield { type: 'marker', node: { PsqlConnect: { target } }, start, end, conditional: isConditional(reader) };
  } else if (name === 'q' || name === 'quit') {
    if (!isConditional(reader)) yield { type: 'quit' };
  } else if (name === 'prompt' || name === 'getenv') forgetNamed(reader, command);
  else if (!isHarmless(name)) {
    const reason = unreadable(name) ?? 'is not a command of psql';
    yield { type: 'gap', kind: 'psql', start, end: end, reason: `\\${name} ${reason}.` };
  }
}

/** Where a branch may not run, a variable that it sets is no longer known. */
function* set(reader: Reader, { rest, start, end }: Command): Generator<ScriptItem> {
  const [name, ...values] = commandArguments(rest, reader.variables);
  if (name === undefined) return;
  const value = values.includes(undefined) ? undefined : values.join('');
  const known = value !== undefined && (!isConditional(reader) || reader.variables.get(name) === value);
  if (known) reader.variables.set(name, value);
  else reader.variables.delete(name);
  if (name !== 'AUTOCOMMIT') return;
  const on = truth(value) ?? true;
  yield { type: 'marker', node: { PsqlAutocommit: { on } }, start, end, conditional: isConditional(reader) };
}

function forgetNamed(reader: Reader, { rest }: Command): void {
  for (const name of commandArguments(rest, reader.variables)) reader.variables.delete(name ?? '');
}

function* send(reader: Reader, { name, rest, start, end }: Command): Generator<ScriptItem> {
  const chunk = reader.splitter.take('command');
  const conditional = isConditional(reader);
  // The command's own place in the statement is no part of it.
  if (chunk?.edits.at(-1)?.start === start) chunk.edits.pop();
  if (chunk) yield { type: 'statement', chunk, conditional, sentWithNext: false };
  if (name === 'gset') forgetColumns(reader, chunk, rest.trim());
  if (name !== 'gexec') return;
  const reason = 'The rows of this query are run as SQL (\\gexec), and what they hold is not known.';
  yield { type: 'gap', kind: 'dynamic-sql', start: chunk?.start ?? start, end, reason };
}

/** `\gset` sets a variable for each column; a known one that the query mentions is no longer known. */
function forgetColumns(reader: Reader, chunk: Chunk | undefined, prefix: string): void {
  const query = chunk ? reader.text.slice(chunk.start, chunk.end) : '';
  for (const name of reader.variables.keys()) {
    if (name.startsWith(prefix) && query.includes(name.slice(prefix.length))) reader.variables.delete(name);
  }
}

function include(reader: Reader, { name, rest, start, end }: Command): ScriptItem {
  const path = commandArguments(rest, reader.variables)[0];
  if (path === undefined || path === '') {
    const reason = `The file that \\${name} reads depends on a psql variable or command, so it is not known.`;
    return { type: 'gap', kind: 'include', start, end, reason };
  }
  const relative = name === 'ir' || name === 'include_relative';
  return { type: 'include', path: unquoted(path), relative, start, end, conditional: isConditional(reader) };
}

const unquoted = (path: string): string => (/^".*"$/.test(path) ? path.slice(1, -1) : path);

/** Read as the COPY FROM STDIN or TO STDOUT that psql sends for it. */
function copy(reader: Reader, { start, end }: Command): ScriptItem {
  const written = reader.text.slice(start, end).replace(/[\s;]+$/, '');
  const place = copyPlace(written);
  const edits = [{ start, end: start + 1, text: '' }];
  if (place) edits.push({ start: start + place.start, end: start + place.end, text: place.text });
  if (place?.inScript) {
    const data = copyData(reader.text, end);
    reader.splitter.skipTo(data.end);
    reader.splitter.opaque.push(data);
  }
  const chunk: Chunk = {
    start,
    end: start + written.length,
    edits,
    ending: 'command',
    marks: [],
    nesting: false,
    copiesFromStdin: false,
  };
  return { type: 'statement', chunk, conditional: isConditional(reader), sentWithNext: false };
}

const copyTarget = /\s*(?:(program)\s+)?('(?:[^']|'')*'|"[^"]*"|[^\s'"]+)/iy;

/** Where `\copy` names its file or program, and what COPY has there. */
function copyPlace(written: string): { start: number; end: number; text: string; inScript: boolean } | undefined {
  const token = lexer(written, 1);
  let depth = 0;
  while (token.next()) {
    const text = written.slice(token.start, token.end).toLowerCase();
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth > 0 || token.kind !== 'word' || (text !== 'from' && text !== 'to')) continue;
    copyTarget.lastIndex = token.end;
    const target = copyTarget.exec(written);
    if (!target) return undefined;
    const inScript = text === 'from' && target[2]?.toLowerCase() === 'stdin';
    return {
      start: token.end,
      end: copyTarget.lastIndex,
      text: text === 'from' ? ' STDIN' : ' STDOUT',
      inScript,
    };
  }
  return undefined;
}

function* branch(reader: Reader, command: Command): Generator<ScriptItem> {
  const { branches } = reader;
  const { name, start, end } = command;
  if (name === 'if') {
    branches.push('not yet');
    enter(reader, condition(reader, command));
    return;
  }
  const state = branches.at(-1);
  if (state === undefined) {
    yield { type: 'gap', kind: 'psql', start, end, reason: `\\${name} has no \\if.` };
    return;
  }
  if (name === 'endif') branches.pop();
  else if (state === 'taken') skipBranch(reader);
  else enter(reader, name === 'else' ? (state === 'unknown' ? undefined : true) : condition(reader, command));
}

/** Reads the branch, as one that may not run where the condition or an earlier one can't be known; skips it where it is false. */
function enter(reader: Reader, holds: boolean | undefined): void {
  const at = reader.branches.length - 1;
  if (holds === false) skipBranch(reader);
  else if (reader.branches[at] === 'not yet') reader.branches[at] = holds ? 'taken' : 'unknown';
}

const condition = (reader: Reader, command: Command): boolean | undefined =>
  truth(commandArguments(command.rest, reader.variables)[0]);

/** Moves to the `\elif`, `\else` or `\endif` that ends the branch. */
function skipBranch(reader: Reader): void {
  const token = lexer(reader.text, reader.splitter.offset);
  const word = /\\(if|elif|else|endif)\b/y;
  let depth = 0;
  while (token.next()) {
    if (token.kind !== 'backslash') continue;
    word.lastIndex = token.start;
    const name = word.exec(reader.text)?.[1];
    if (name === 'if') depth += 1;
    else if (name !== undefined && depth === 0) break;
    else if (name === 'endif') depth -= 1;
  }
  reader.splitter.skipTo(Math.min(token.start, reader.text.length));
}
