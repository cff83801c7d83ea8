// C#'s strings: regular, verbatim, raw and interpolated ones, each character able to point back to where it was written.
import { concatTexts, sliceText, type Text, textOf, writtenText } from '../text.ts';
import { type Machine, wordOf } from './machine.ts';
import { type Node, named } from './syntax.ts';
import { type Scope, toText } from './value.ts';

const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', '0': '\0', a: '\x07', b: '\b', f: '\f', v: '\v', e: '\x1b' },
};

function escaped(sequence: string): string {
  const code = /^\\[xuU]([0-9a-fA-F]+)$/.exec(sequence)?.[1];
  if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
  const letter = sequence.slice(1);
  return escapes[letter] ?? letter;
}

/** `"a\n"`, and what stands in `'x'`. */
export function regular(machine: Machine, node: Node): Text {
  return concatTexts(
    node.children.flatMap((part): Text[] => {
      if (part.type === 'escape_sequence') return [textOf(escaped(wordOf(machine, part)))];
      return /_content$/.test(part.type) ? [writtenText(machine.source, part.start, part.end)] : [];
    }),
  );
}

/** `@"a ""b"""` */
export function verbatim(machine: Machine, { start, end }: Node): Text {
  const from = machine.source.text.indexOf('"', start) + 1;
  return undoubled(machine, from, Math.max(from, end - 1), /""/g);
}

/** Of each pair that the pattern finds, the first character is meant. */
function undoubled({ source }: Machine, start: number, end: number, pairs: RegExp): Text {
  const parts: Text[] = [];
  let from = start;
  for (const { index } of source.text.slice(start, end).matchAll(pairs)) {
    parts.push(writtenText(source, from, start + index + 1));
    from = start + index + 2;
  }
  return concatTexts([...parts, writtenText(source, from, end)]);
}

/** `"""…"""` */
export function raw(machine: Machine, node: Node): Text {
  const content = node.children.find(({ type }) => type === 'raw_string_content');
  return content ? moved(writtenText(machine.source, content.start, content.end)) : textOf('');
}

/** Without the lines of the quotes, and without the blanks that stand before the closing ones. */
function moved(text: Text): Text {
  const first = /^[ \t]*\r?\n/.exec(text.text);
  const last = /\r?\n([ \t]*)$/.exec(text.text);
  if (!first || !last) return text;
  const indent = last[1]?.length ?? 0;
  const end = Math.max(last.index, first[0].length);
  const lines: Text[] = [];
  for (let at = first[0].length; at < end; ) {
    const next = text.text.indexOf('\n', at);
    const stop = next < 0 || next >= end ? end : next + 1;
    const blank = /^[ \t]*/.exec(text.text.slice(at, stop))?.[0].length ?? 0;
    lines.push(sliceText(text, at + Math.min(blank, indent), stop));
    at = stop;
  }
  return lines.length === 0 ? textOf('') : concatTexts(lines);
}

/** `$"a {b}"`, `$@"…"`, `$$"""…"""` */
export function interpolated(machine: Machine, node: Node, scope: Scope): Text {
  const start = node.children.find(({ type }) => type === 'interpolation_start') ?? node;
  const isVerbatim = wordOf(machine, start).includes('@');
  const isRaw = node.children.some(({ type }) => type === 'interpolation_quote');
  const pairs = isVerbatim ? /""|\{\{|\}\}/g : /\{\{|\}\}/g;
  const parts = node.children.flatMap((part): Text[] => {
    if (part.type === 'escape_sequence') return [textOf(escaped(wordOf(machine, part)))];
    if (part.type === 'string_content') {
      return [
        isRaw ? writtenText(machine.source, part.start, part.end) : undoubled(machine, part.start, part.end, pairs),
      ];
    }
    if (part.type !== 'interpolation') return [];
    const [inner] = named(part).filter(({ type }) => !type.startsWith('interpolation_'));
    return inner ? [toText(machine.evaluate(inner, scope))] : [];
  });
  const all = concatTexts(parts);
  return isRaw ? moved(all) : all;
}
