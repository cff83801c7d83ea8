// Where the safe SQL of a finding can stand in the very lines of the statement, for reviews and editors to put it there. Whatever
// is in doubt has no replacement: the advice is read by people as well.
import type { Step } from '../simulation/step.ts';

export interface Replacement {
  /** Whole lines, counted from 1, both included. */
  readonly startLine: number;
  readonly endLine: number;
  /** Indented and with line breaks as there; none at its end. */
  readonly text: string;
}

/** So far around a statement is looked; a line of a megabyte with a thousand findings must not be read a thousand times. */
const widest = 300;

/** `instead` is the finding's, `step` its statement's. */
export function replacementOf(instead: string, step: Step): Replacement | undefined {
  const lines = isAsWritten(step) && belongsHere(instead, step) ? linesOf(step) : undefined;
  if (!lines) return undefined;
  const { indent, comment, lineBreak } = lines;
  // To indent a string of several lines would change it.
  if (indent !== '' && !instead.split('\n').every(hasWholeStrings)) return undefined;
  const text = instead
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => (line === '' ? '' : indent + line))
    .join(lineBreak);
  const { start, end } = step.statement.span;
  return { startLine: start.line, endLine: end.line, text: comment === '' ? text : `${text} ${comment}` };
}

/** The statement stands in the migration itself word for word, and nothing but it would be lost. */
function isAsWritten({ statement, file, parts }: Step): boolean {
  const { sql, text, source, span } = statement;
  const isPlain = !statement.includedFrom && !statement.conditional && !statement.sentWithNext && !statement.loops;
  if (!isPlain || parts || file.framework !== 'sql' || statement.file !== file.path || sql !== text) return false;
  return !/--|\/\*|\r(?!\n)/.test(sql) && source.text.slice(span.start.offset, span.end.offset) === sql;
}

/** Notes of the advice that are true where each statement is a transaction of its own anyway. */
const harmless = /^-- (?:then, in a transaction of its own|each statement in a transaction of its own)$/gm;

/** Any other note moves what follows to another place or time. */
function belongsHere(instead: string, { transaction }: Step): boolean {
  const rest = transaction ? instead : instead.replace(harmless, '');
  return /;\s*$/.test(rest) && !/--|\/\*|…/.test(rest);
}

const hasWholeStrings = (line: string): boolean => !line.includes('$') && line.split("'").length % 2 === 1;

/** Undefined where the statement shares its lines with another. */
function linesOf({ statement: { source, span } }: Step) {
  const { start, end } = span;
  if (start.column > widest) return undefined;
  const lineStart = start.offset - (start.column - 1);
  const indent = source.text.slice(lineStart, start.offset);
  const window = source.text.slice(end.offset, end.offset + widest);
  const isLast = end.offset + window.length === source.text.length;
  const [, rest, found] = /^([^\r\n]*)(\r\n|\n|$)/.exec(window) ?? [];
  if (/\S/.test(indent) || rest === undefined || (found === '' && !isLast)) return undefined;
  const [, comment = ''] = /^[ \t]*;[ \t]*(--.*)?$/.exec(rest) ?? [];
  const isEnded = /^[ \t]*;/.test(rest) ? /^[ \t]*;[ \t]*(?:--.*)?$/.test(rest) : isLast && window.trim() === '';
  if (!isEnded) return undefined;
  return { indent, comment: comment.trimEnd(), lineBreak: found || lineBreakBefore(source.text, lineStart) };
}

const lineBreakBefore = (text: string, lineStart: number): string =>
  text.slice(Math.max(0, lineStart - 2), lineStart) === '\r\n' ? '\r\n' : '\n';
