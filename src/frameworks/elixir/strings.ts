// Strings, heredocs, sigils and atoms: their characters, each able to point back to where it was written.
import { concatTexts, holeOf, sliceText, type Text, textOf, writtenText } from '../text.ts';
import type { Machine } from './machine.ts';
import { childOfType, type Node, partsOf } from './syntax.ts';
import { type Value, whatOf, wordOf } from './value.ts';

type Evaluate = (node: Node) => Value;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', '0': '\0', e: '\x1b', b: '\b' };

function escaped(sequence: string): string {
  const code = /^\\(?:x|u)\{?([0-9a-fA-F]+)\}?$/.exec(sequence)?.[1];
  if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
  const [, letter = ''] = sequence;
  return letter === '\n' ? '' : (escapes[letter] ?? letter);
}

/** A string with its parts that are computed. */
export function stringOf({ source }: Machine, node: Node, evaluate: Evaluate): Text {
  const opening = childOfType(node, '"""') ?? node.children.find(({ field }) => field === 'quoted_start');
  const isHeredoc = opening !== undefined && opening.end - opening.start === 3;
  const parts = node.children.flatMap((part): Text[] => {
    if (part.type === 'quoted_content') return [writtenText(source, part.start, part.end)];
    if (part.type === 'escape_sequence') return [textOf(escaped(source.text.slice(part.start, part.end)))];
    if (part.type !== 'interpolation') return [];
    const [inner] = partsOf(part);
    return [inner ? shown(evaluate(inner)) : textOf('')];
  });
  const all = concatTexts(parts);
  return isHeredoc ? unindented(all, indentOf(source.text, node.end)) : all;
}

/** What `#{}` makes of a value. */
export function shown(value: Value): Text {
  if (value.kind === 'text') return value;
  if (value.kind === 'atom' && value.name === 'nil') return textOf('');
  const word = wordOf(value);
  return word === undefined ? holeOf(whatOf(value)) : textOf(word);
}

/** Of the line that a heredoc ends in. */
function indentOf(text: string, end: number): number {
  const start = text.lastIndexOf('\n', end - 1) + 1;
  return text.slice(start, end).search(/\S/);
}

function unindented(text: Text, indent: number): Text {
  const from = text.text.startsWith('\n') ? 1 : text.text.startsWith('\r\n') ? 2 : 0;
  const lines: Text[] = [];
  for (let at = from; at < text.text.length; ) {
    const next = text.text.indexOf('\n', at);
    const end = next < 0 ? text.text.length : next + 1;
    const blank = /^[ \t]*/.exec(text.text.slice(at, end))?.[0].length ?? 0;
    lines.push(sliceText(text, at + Math.min(blank, indent), end));
    at = end;
  }
  return lines.length === 0 ? { ...text, text: '', origins: [] } : concatTexts(lines);
}

/** `~s`, `~S` and `~w`; undefined for others. */
export function sigilOf(machine: Machine, node: Node, evaluate: Evaluate): Text | string[] | undefined {
  const { text } = machine.source;
  const of = (type: string): string => {
    const found = childOfType(node, type);
    return found ? text.slice(found.start, found.end) : '';
  };
  const name = of('sigil_name');
  if (/^[sS]|^SQL$/.test(name)) return stringOf(machine, node, evaluate);
  if (!/^w$/i.test(name)) return undefined;
  return stringOf(machine, node, evaluate).text.split(/\s+/).filter(Boolean);
}

export const sigilModifiers = ({ source }: Machine, node: Node): string => {
  const found = childOfType(node, 'sigil_modifiers');
  return found ? source.text.slice(found.start, found.end) : '';
};
