// Strings, symbols, numbers and heredocs as values.

import { concatTexts, replaceText, type Text, textOf, writtenText } from '../text.ts';
import { ownOf } from './lookup.ts';
import type { Machine } from './machine.ts';
import { patternOf } from './patterns-of-text.ts';
import { partsOf, type RubyNode } from './syntax.ts';
import { list, primitive, type Scope, symbol, toText, unknown, type Value } from './value.ts';

/** Undefined where the node is no literal. */
export function literal(machine: Machine, node: RubyNode, scope: Scope): Value | undefined {
  const written = scope.source.text.slice(node.start, node.end);
  switch (node.type) {
    case 'nil':
      return primitive(null);
    case 'true':
    case 'false':
      return primitive(node.type === 'true');
    case 'integer':
      return numberOf(Number(written.replaceAll('_', '').replace(/^0(?=\d)/, '0o')), written);
    case 'float':
      return numberOf(Number(written.replaceAll('_', '')), written);
    case 'character':
      return textOf(written.slice(1));
    case 'simple_symbol':
      return symbol(written.slice(1));
    case 'hash_key_symbol':
    case 'bare_symbol':
      return symbol(written);
    case 'delimited_symbol':
      return known(textOfParts(machine, node.children, scope), 'a symbol');
    case 'string':
      return stringOf(machine, node, scope);
    case 'bare_string':
      return textOfParts(machine, node.children, scope);
    case 'chained_string':
      return concatTexts(partsOf(node).map((part) => toText(machine.evaluate(part, scope))));
    case 'string_array':
    case 'symbol_array':
      return list(partsOf(node).map((part) => machine.evaluate(part, scope)));
    case 'regex':
      return patternOf(written);
    case 'heredoc_beginning':
      return heredoc(machine, node, scope);
    default:
      return undefined;
  }
}

const numberOf = (value: number, written: string): Value =>
  Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER
    ? primitive(value)
    : unknown(`the number ${written}`);

const known = (text: Text, what: string): Value => (text.holes.length > 0 ? unknown(what) : symbol(text.text));

function stringOf(machine: Machine, node: RubyNode, scope: Scope): Text {
  const inner = node.children;
  const { text } = scope.source;
  const isPlain = text[node.start] === "'" || text.startsWith('%q', node.start);
  if (!isPlain) return textOfParts(machine, inner, scope);
  return concatTexts(
    inner.map(({ start, end }) =>
      replaceText(writtenText(scope.source, start, end), /\\[\\')\]}>|!]/g, (found) => found.slice(1)),
    ),
  );
}

const textOfParts = (machine: Machine, parts: readonly RubyNode[], scope: Scope): Text =>
  concatTexts(parts.map((part) => partText(machine, part, scope)));

function partText(machine: Machine, part: RubyNode, scope: Scope): Text {
  if (part.type === 'interpolation') {
    return toText(machine.run(partsOf(part), scope));
  }
  if (part.type === 'escape_sequence') return textOf(unescaped(scope.source.text.slice(part.start, part.end)));
  return writtenText(scope.source, part.start, part.end);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  s: ' ',
  '0': '\0',
  e: '\u001b',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

function unescaped(written: string): string {
  const code = /^\\(?:u\{?([0-9a-f]+)\}?|x([0-9a-f]{1,2}))$/i.exec(written);
  if (code) {
    const point = Number.parseInt(code[1] ?? code[2] ?? '', 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  }
  const letter = written.slice(1);
  return ownOf(escapes, letter) ?? letter;
}

/** `<<~SQL` loses the indentation that all its lines share. */
function heredoc(machine: Machine, node: RubyNode, scope: Scope): Value {
  const body = machine.heredocs.get(node);
  if (!body) return unknown('a heredoc');
  const beginning = scope.source.text.slice(node.start, node.end);
  const parts = body.children.filter(({ type }) => type !== 'heredoc_end');
  const lines = withoutFirstBreak(machine, parts, scope);
  const end = childOfType(body, 'heredoc_end');
  if (end) trimLastLine(lines);
  const kept = beginning.startsWith('<<~') ? dedented(lines) : lines;
  return concatTexts(kept.map(({ text }) => text));
}

interface Line {
  text: Text;
  readonly isLiteral: boolean;
  readonly startsLine: boolean;
}

const childOfType = (node: RubyNode, type: string): RubyNode | undefined =>
  node.children.find((child) => child.type === type);

/** The body's literal text cut after each line break; the break that ends the line of its beginning is no part of it. */
function withoutFirstBreak(machine: Machine, parts: readonly RubyNode[], scope: Scope): Line[] {
  const lines: Line[] = [];
  let startsLine = false;
  for (const part of parts) {
    if (part.type !== 'heredoc_content') {
      lines.push({ text: partText(machine, part, scope), isLiteral: false, startsLine });
      startsLine = scope.source.text[part.end - 1] === '\n';
      continue;
    }
    let { start } = part;
    if (part === parts[0]) {
      start = scope.source.text.indexOf('\n', start) + 1;
      startsLine = true;
    }
    for (const { 0: line, index } of scope.source.text.slice(start, part.end).matchAll(/[^\n]*\n|[^\n]+$/g)) {
      const at = start + index;
      lines.push({ text: writtenText(scope.source, at, at + line.length), isLiteral: true, startsLine });
      startsLine = line.endsWith('\n');
    }
  }
  return lines;
}

/** The blanks before the closing word. */
function trimLastLine(lines: Line[]): void {
  const last = lines.at(-1);
  if (last?.isLiteral && last.startsLine && /^[ \t]*$/.test(last.text.text)) lines.pop();
}

function dedented(lines: readonly Line[]): Line[] {
  const indents = lines.flatMap(({ text: { text }, isLiteral, startsLine }, at) => {
    if (!startsLine) return [];
    if (!isLiteral) return [0];
    const isBlank = /^\s*$/.test(text) && (text.endsWith('\n') || lines[at + 1] === undefined);
    return isBlank ? [] : [(/^[ \t]*/.exec(text)?.[0] ?? '').length];
  });
  const least = indents.length > 0 ? Math.min(...indents) : 0;
  if (least === 0) return [...lines];
  return lines.map((line) => (line.isLiteral && line.startsLine ? withoutIndent(line, least) : line));
}

function withoutIndent(line: Line, width: number): Line {
  const { text, origins } = line.text;
  const cut = Math.min((/^[ \t]*/.exec(text)?.[0] ?? '').length, width);
  const [origin] = origins;
  if (cut === 0 || !origin) return line;
  return { ...line, text: writtenText(origin.source, origin.fileStart + cut, origin.fileStart + text.length) };
}
