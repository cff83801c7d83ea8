// The functions and classes at the top of a module that is imported, found without reading them: few of them are asked for.
import type { SourceText } from '../../source/source-text.ts';
import { nodeOf } from './grammar/nodes.ts';
import { type Node, parsePython } from './syntax.ts';

/** A module in parts. `rest` holds all that is no definition. */
export interface Definitions {
  readonly source: SourceText;
  readonly rest: Node;
  /** The definition of a name; undefined where there is none that can be read. */
  readonly of: (name: string) => Node | undefined;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Undefined where it is not Python. */
export function definitionsIn(source: SourceText): Definitions | undefined {
  const { text } = source;
  const places = placesIn(text);
  const rest = places && restIn(text, [...places.values()]);
  if (rest) return { source, rest, of: definitionOf(text, places) };
  const all = parsePython(text);
  return 'children' in all ? { source, rest: all, of: () => undefined } : undefined;
}

/** Where lines that are not indented begin, but for comments and the ends of brackets. */
const begun = /^(?:(@)|(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|[^\s#)\]}])/gm;

/** Undefined where a string may reach over the end of a definition. */
function placesIn(text: string): Map<string, Place> | undefined {
  const places = new Map<string, Place>();
  let start: number | undefined;
  let name: string | undefined;
  for (const { index, 1: decorator, 2: named } of [...text.matchAll(begun), { index: text.length, 1: '', 2: '' }]) {
    if (start !== undefined && name !== undefined) {
      if (!isWhole(text.slice(start, index)) || places.has(name)) return undefined;
      places.set(name, { start, end: index });
      start = undefined;
    }
    if (decorator || named) start ??= index;
    name = named;
  }
  return places;
}

const isWhole = (code: string): boolean => ['"""', "'''"].every((quotes) => code.split(quotes).length % 2 === 1);

/** What is between definitions. */
function restIn(text: string, places: readonly Place[]): Node | undefined {
  const children: Node[] = [];
  const starts = [0, ...places.map(({ end }) => end)];
  for (const [at, start] of starts.entries()) {
    const tree = parsePython(text.slice(0, places[at]?.start), start);
    if (!('children' in tree)) return undefined;
    children.push(...tree.children);
  }
  return nodeOf('module', 0, text.length, children);
}

function definitionOf(text: string, places: ReadonlyMap<string, Place>): Definitions['of'] {
  const known = new Map<string, Node | undefined>();
  return (name) => {
    const place = places.get(name);
    if (!place || known.has(name)) return known.get(name);
    const tree = parsePython(text.slice(0, place.end), place.start);
    known.set(name, 'children' in tree ? tree : undefined);
    return known.get(name);
  };
}
