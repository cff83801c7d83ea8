// Reads YAML and JSON changelogs, JSON as the YAML that it is. Aliases are followed within a budget.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import type { SourceText } from '../../source/source-text.ts';
import { type Text, textOf } from '../text.ts';
import { decodedText, deepest, type Element, type Remark, type Tree } from './element.ts';

/** Characters: reading YAML takes long, and no changelog is larger. */
const largest = 4_000_000;
const mostNodes = 100_000;

interface Reading {
  readonly source: SourceText;
  readonly document: Document;
  /** What they stand for, as each search for it goes over the whole file. */
  readonly aliases: Map<Alias, Node | null>;
  nodes: number;
}

class Refused extends Error {}

export function readYaml(source: SourceText): Tree {
  const { text } = source;
  if (text.length > largest) return { unread: 'The file is longer than any changelog is.', at: 0, kind: 'size' };
  if (isTooDeep(text)) return { unread: `Lists are nested more than ${deepest} deep.`, at: 0, kind: 'nesting' };
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof Refused) return { unread: error.message, at: 0, kind: 'nesting' };
    if (error instanceof RangeError) return { unread: 'The file is nested too deep.', at: 0, kind: 'nesting' };
    throw error;
  }
}

/** Brackets without end are told before a parser that calls itself for each is given them. */
function isTooDeep(text: string): boolean {
  let open = 0;
  for (const { 0: bracket } of text.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, '').matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (/[[{]/.test(bracket) ? 1 : -1));
    if (open > 20 * deepest) return true;
  }
  return false;
}

function parse(source: SourceText): Tree {
  const lineCounter = new LineCounter();
  const document = parseDocument(source.text, {
    lineCounter,
    keepSourceTokens: false,
    logLevel: 'silent',
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error) {
    const message = error.message.split(/ at line \d+|\n/)[0] ?? '';
    return { unread: `The file is no YAML: ${message}.`, at: error.pos[0], kind: 'syntax' };
  }
  const reading: Reading = { source, document, aliases: new Map(), nodes: 0 };
  const { contents } = document;
  if (!isMap(contents)) return { unread: 'The file is no changelog.', at: 0, kind: 'syntax' };
  const root = contents.items.find(({ key }) => keyOf(key) === 'databaseChangeLog');
  if (!root) return { unread: 'The file is no changelog.', at: 0, kind: 'syntax' };
  return {
    root: elementOf(reading, 'databaseChangeLog', root.value as Node | null, 0),
    remarks: remarksIn(source.text),
  };
}

const keyOf = (key: unknown): string => (isScalar(key) ? String(key.value) : '');

const rangeOf = (node: Node | null | undefined): { start: number; end: number } => ({
  start: node?.range?.[0] ?? 0,
  end: node?.range?.[1] ?? 0,
});

function followed({ document, aliases }: Reading, node: Node | null): Node | null {
  if (!isAlias(node)) return node;
  const known = aliases.get(node) ?? node.resolve(document) ?? null;
  aliases.set(node, known);
  return known;
}

function elementOf(reading: Reading, name: string, written: Node | null, depth: number, key?: Node): Element {
  reading.nodes += 1;
  if (reading.nodes > mostNodes) throw new Refused('The file holds more than any changelog does.');
  if (depth > deepest) throw new Refused(`Lists are nested more than ${deepest} deep.`);
  const node = followed(reading, written);
  const { start, end } = rangeOf(written);
  const attributes = new Map<string, Text>();
  const children: Element[] = [];
  if (isMap(node)) {
    for (const pair of node.items) addPair(reading, pair as Pair<Node, Node | null>, { attributes, children, depth });
  } else if (isSeq(node)) {
    for (const item of node.items) children.push(...itemsOf(reading, item as Node, depth));
  }
  const text = isScalar(node) ? scalarText(reading.source, node) : textOf('');
  return { name, attributes, children, text, start: key ? rangeOf(key).start : start, end };
}

interface Into {
  readonly attributes: Map<string, Text>;
  readonly children: Element[];
  readonly depth: number;
}

function addPair(
  reading: Reading,
  { key, value }: Pair<Node, Node | null>,
  { attributes, children, depth }: Into,
): void {
  const node = followed(reading, value);
  const name = keyOf(key);
  if (isScalar(node) || node === null) attributes.set(name, node ? scalarText(reading.source, node) : textOf(''));
  else if (name === '<<' && isMap(node)) {
    for (const pair of node.items)
      addPair(reading, pair as Pair<Node, Node | null>, { attributes, children, depth: depth + 1 });
  } else children.push(elementOf(reading, name, value, depth + 1, key));
}

/** `- column: {…}` is a column, `- name: a` one of what the list is of. */
function itemsOf(reading: Reading, item: Node, depth: number): Element[] {
  const node = followed(reading, item);
  if (!isMap(node)) return [elementOf(reading, '', item, depth + 1)];
  return node.items.map((pair) =>
    elementOf(reading, keyOf(pair.key), pair.value as Node | null, depth + 1, pair.key as Node),
  );
}

/** A timestamp or a number is the text that was written. */
function scalarText(
  source: SourceText,
  node: { value: unknown; source?: string; range?: [number, number, number] | null },
): Text {
  const { value, range } = node;
  const [start, end] = range ?? [0, 0];
  const cooked = typeof value === 'string' ? value : value === null ? '' : (node.source ?? String(value));
  return decodedText(source, start, source.text.slice(start, end), cooked);
}

/** `# …` where it is no part of a value: at the beginning of a line, or after a blank. */
function remarksIn(text: string): Remark[] {
  return [...text.matchAll(/(?:^|[ \t])#.*/gm)].map(({ 0: found, index }) => ({
    start: index + found.indexOf('#'),
    end: index + found.length,
  }));
}
