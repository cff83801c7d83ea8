// Reads XML changelogs. saxes reads no DTD, so that no entity but XML's own five is ever expanded.
import { SaxesParser } from 'saxes';
import type { SourceText } from '../../source/source-text.ts';
import { concatTexts, type Text, textOf } from '../text.ts';
import { decodedText, deepest, type Element, type Remark, type Tree } from './element.ts';

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, Text>;
  readonly children: Element[];
  readonly texts: Text[];
  readonly start: number;
}

class Refused extends Error {
  readonly kind: 'syntax' | 'nesting';
  readonly at: number;
  constructor(kind: 'syntax' | 'nesting', message: string, at: number) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}

export function readXml(source: SourceText): Tree {
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { unread: error.message, at: error.at, kind: error.kind };
  }
}

/** The file without its byte order mark, which saxes takes out by itself but does not count. */
function parse(source: SourceText): Tree {
  const parser = new SaxesParser({ position: true });
  const shift = source.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const xml = source.text.slice(shift);
  const open: Open[] = [];
  const remarks: Remark[] = [];
  let root: Element | undefined;
  let tagStart = 0;
  let textStart = 0;
  const position = () => parser.position;
  const textTo = (end: number, cooked: string): Text =>
    decodedText(source, shift + textStart, xml.slice(textStart, end), cooked);
  parser.on('error', ({ message }) => {
    throw new Refused('syntax', `The file is no XML: ${message.replace(/^\d+:\d+:\s*/, '')}`, shift + position());
  });
  parser.on('text', (text) => {
    // It is told at the `<` that ends it.
    open.at(-1)?.texts.push(textTo(position() - 1, text));
  });
  parser.on('cdata', (text) => {
    textStart = xml.lastIndexOf('<![CDATA[', position()) + '<![CDATA['.length;
    open.at(-1)?.texts.push(textTo(position() - 3, text));
    textStart = position();
  });
  parser.on('comment', () => {
    const start = xml.lastIndexOf('<!--', position() - 4);
    // It is told at the dashes that end it.
    textStart = position() + 1;
    remarks.push({ start: shift + start, end: shift + textStart });
  });
  parser.on('processinginstruction', () => {
    textStart = position();
  });
  parser.on('opentagstart', () => {
    tagStart = xml.lastIndexOf('<', position() - 1);
    if (open.length >= deepest)
      throw new Refused('nesting', `Elements are nested more than ${deepest} deep.`, tagStart);
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push({
      name: localName(name),
      attributes: attributesIn(source, shift + tagStart, xml.slice(tagStart, position()), attributes),
      children: [],
      texts: [],
      start: shift + tagStart,
    });
    textStart = position();
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (!closed) return;
    const element: Element = {
      ...closed,
      text: concatTexts(closed.texts.length > 0 ? closed.texts : [textOf('')]),
      end: shift + position(),
    };
    const above = open.at(-1);
    if (above) above.children.push(element);
    else root = element;
    textStart = position();
  });
  parser.write(xml).close();
  return root ? { root, remarks } : { unread: 'The file holds no XML.', at: 0, kind: 'syntax' };
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The places of values are found in the tag as it stands. */
function attributesIn(
  source: SourceText,
  start: number,
  tag: string,
  values: Record<string, unknown>,
): Map<string, Text> {
  const found = new Map<string, Text>();
  for (const { 1: name = '', 2: quoted = '', index, 0: whole } of tag.matchAll(attribute)) {
    const value = values[name];
    if (typeof value !== 'string') continue;
    const at = start + index + whole.length - quoted.length + 1;
    found.set(localName(name), decodedText(source, at, quoted.slice(1, -1), value));
  }
  return found;
}

const attribute = /([^\s=<>"'/]+)\s*=\s*("[^"]*"|'[^']*')/g;
