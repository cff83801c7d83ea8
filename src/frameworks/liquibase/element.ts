// What XML, YAML and JSON changelogs are read into: elements with attributes, each at its place in the file.
import type { SourceText } from '../../source/source-text.ts';
import { type Origin, type Text, textOf } from '../text.ts';

export interface Element {
  /** Without a prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, Text>;
  readonly children: readonly Element[];
  /** What stands between its tags, or its value. */
  readonly text: Text;
  readonly start: number;
  readonly end: number;
}

/** A comment of the file's own format. */
export interface Remark {
  readonly start: number;
  readonly end: number;
}

export type Tree =
  | { readonly root: Element; readonly remarks: readonly Remark[] }
  | { readonly unread: string; readonly at: number; readonly kind: 'syntax' | 'nesting' | 'size' };

/** Nobody nests deeper; what does is made to exhaust whoever reads it. */
export const deepest = 50;

/** The value of a key: an attribute, or a child's text. */
export function attributeOf(element: Element, key: string): Text | undefined {
  const own = element.attributes.get(key);
  if (own !== undefined) return own;
  return element.children.find(({ name }) => name === key)?.text;
}

/** The children of a name, also where they stand in a list that is named for them (`columns`, `changes`). */
export const childrenOf = (element: Element, name: string, list = `${name}s`): Element[] =>
  element.children.flatMap((child) =>
    child.name === name ? [child] : child.name === list ? child.children.filter((each) => each.name === name) : [],
  );

const tokens = /[^<>&"'\\\r\n\t]+|[<>&"'\\\r\n\t]/g;
/** How far a token may stand behind the one before it: indentation, an escape. */
const furthest = 200;
/** Longer ones point to the change that they stand in. */
const longest = 500_000;

/** What `raw`, at `fileStart`, means, with the parts that stand in the file as they are. */
export function decodedText(source: SourceText, fileStart: number, raw: string, cooked: string): Text {
  if (raw === cooked) {
    const origins = cooked === '' ? [] : [{ at: 0, fileStart, length: raw.length, source }];
    return { kind: 'text', text: cooked, origins, holes: [] };
  }
  if (cooked.length > longest) return textOf(cooked);
  const origins: Origin[] = [];
  let from = 0;
  for (const { 0: token, index: at } of cooked.matchAll(tokens)) {
    const found = raw.slice(from, from + furthest + token.length).indexOf(token);
    if (found < 0) continue;
    origins.push({ at, fileStart: fileStart + from + found, length: token.length, source });
    from += found + token.length;
  }
  return { ...textOf(cooked), origins: merged(origins) };
}

function merged(origins: readonly Origin[]): Origin[] {
  const all: Origin[] = [];
  for (const origin of origins) {
    const last = all.at(-1);
    const follows = last && last.at + last.length === origin.at && last.fileStart + last.length === origin.fileStart;
    if (last && follows) all[all.length - 1] = { ...last, length: last.length + origin.length };
    else all.push(origin);
  }
  return all;
}
