// PHP's strings: quotes, heredocs and nowdocs, escapes, interpolation, and where in the file each character stands.

import { step } from '../followed.ts';
import { writtenText } from '../text.ts';
import { type Machine, wordOf } from './machine.ts';
import { field, type Node, named } from './syntax.ts';
import { concatTexts, type Scope, type Text, textOf, toText } from './value.ts';

const own = new Set(['string_content', 'escape_sequence', 'nowdoc_string', 'heredoc_start', 'heredoc_end']);

/** How the characters of a literal are read. */
interface Reading {
  readonly escapes: RegExp | undefined;
  /** Of a heredoc: how far its lines are indented. */
  readonly indent: number;
}

const single = /\\[\\']/g;
const double = /\\(?:[nrtvef\\$"]|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u\{[0-9a-fA-F]+\})/g;
const inHeredoc = /\\(?:[nrtvef\\$]|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u\{[0-9a-fA-F]+\})/g;

/** `'…'` and `"…"`; a prefix b changes nothing. */
export function quoted(machine: Machine, node: Node, scope: Scope): Text {
  const word = wordOf(machine, node);
  const quote = /^[bB]?(['"])/.exec(word)?.[0].length ?? 1;
  const escapes = word[quote - 1] === '"' ? double : single;
  const isClosed = node.end - node.start > quote && word.at(-1) === word[quote - 1];
  return whole(machine, node, scope, {
    from: node.start + quote,
    to: node.end - (isClosed ? 1 : 0),
    reading: { escapes, indent: 0 },
  });
}

/** `<<<SQL` and `<<<'SQL'`, without the indentation of the closing word. */
export function heredoc(machine: Machine, node: Node, scope: Scope): Text {
  const { text } = machine.source;
  const start = field(node, 'identifier');
  const end = field(node, 'end_tag');
  if (!start || !end) return textOf('');
  const from = text.indexOf('\n', start.end) + 1;
  const tag = end.start + (/^\s*/.exec(text.slice(end.start, end.end))?.[0].length ?? 0);
  const lineStart = text.lastIndexOf('\n', tag - 1) + 1;
  if (from === 0 || lineStart <= from) return textOf('');
  const to = lineStart - (text[lineStart - 2] === '\r' ? 2 : 1);
  const escapes = node.type === 'heredoc' ? inHeredoc : undefined;
  const body = field(node, 'value');
  return whole(machine, body ?? { ...node, children: [] }, scope, {
    from,
    to,
    reading: { escapes, indent: tag - lineStart },
  });
}

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly reading: Reading;
}

function whole(machine: Machine, node: Node, scope: Scope, { from, to, reading }: Extent): Text {
  const { text } = machine.source;
  const parts: Text[] = [];
  let at = from;
  for (const part of named(node)) {
    if (own.has(part.type)) continue;
    const isBraced = text[part.start - 1] === '{';
    literal(machine, { from: at, to: part.start - (isBraced ? 1 : 0), reading }, parts);
    parts.push(toText(machine.evaluate(part, scope)));
    at = isBraced && text[part.end] === '}' ? part.end + 1 : part.end;
  }
  literal(machine, { from: at, to, reading }, parts);
  const all = concatTexts(parts);
  step(machine, all.text.length);
  return all;
}

/** The parts between what is interpolated. */
function literal({ source }: Machine, { from, to, reading }: Extent, parts: Text[]): void {
  for (const [start, end] of lines(source.text, from, to, reading.indent)) {
    let at = start;
    for (const { 0: written, index } of reading.escapes
      ? source.text.slice(start, end).matchAll(reading.escapes)
      : []) {
      parts.push(writtenText(source, at, start + index), textOf(meaning(written)));
      at = start + index + written.length;
    }
    parts.push(writtenText(source, at, end));
  }
}

function lines(text: string, from: number, to: number, indent: number): [number, number][] {
  if (indent === 0) return from < to ? [[from, to]] : [];
  const found: [number, number][] = [];
  for (let at = from; at < to; ) {
    const isLineStart = text[at - 1] === '\n';
    const blank = isLineStart ? (/^[ \t]*/.exec(text.slice(at, Math.min(at + indent, to)))?.[0].length ?? 0) : 0;
    const next = text.indexOf('\n', at);
    const end = next < 0 || next >= to ? to : next + 1;
    found.push([at + blank, end]);
    at = end;
  }
  return found;
}

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  e: '\x1b',
  f: '\f',
};

function meaning(written: string): string {
  const rest = written.slice(1);
  if (/^[0-7]/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8) & 255);
  const code = /^x(.+)$|^u\{(.+)\}$/.exec(rest);
  if (!code) return simple[rest] ?? rest;
  const point = Number.parseInt(code[1] ?? code[2] ?? '', 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : written;
}
