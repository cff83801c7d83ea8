// What a module that is imported defines at its top, found without reading it: little of it is asked for.
import type { SourceText } from '../../source/source-text.ts';
import { field, isParsed, type Node, parsePython } from './syntax.ts';

/** A module in parts. */
export interface Definitions {
  readonly source: SourceText;
  /** All that may change what others see: imports, conditions, calls that add to a collection. */
  readonly rest: Node;
  /** What defines a name; undefined where nothing does that can be read. */
  readonly of: (name: string) => Node | undefined;
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** Undefined where it is not Python. */
export function definitionsIn(source: SourceText): Definitions | undefined {
  const { text } = source;
  const places = placesIn(text);
  const rest = places && treeOf(text, placesBetween(places, text.length));
  if (rest)
    return { source, rest: { ...rest, children: rest.children.filter(isFelt) }, of: definitionOf(text, places) };
  const all = parsePython(text);
  return isParsed(all) ? { source, rest: all, of: () => undefined } : undefined;
}

/** Where a line that is not indented begins a statement: a decorator, a function, a class, `name = …` alone on its line, another. */
const begun =
  /^(?:(@)|(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w+)[ \t]*(?::[^=\n]+)?=(?!=)(?![ \t]*\w+[ \t]*=[^=]|[^\n]*;)|[^\s#)\]}])/gm;

/** Undefined where a string has no end. */
function placesIn(text: string): Place[] | undefined {
  const places: Place[] = [];
  let [start, from, isOpen] = [0, 0, false];
  let name: string | undefined;
  let isDecorated = false;
  for (const { index, 1: decorator, 2: defined, 3: assigned } of text.matchAll(begun)) {
    isOpen = isOpen !== isUneven(text.slice(from, index));
    from = index;
    if (isOpen) continue;
    if (name !== undefined) places.push({ start, end: index, name });
    if (!isDecorated) start = index;
    name = defined ?? assigned;
    isDecorated = decorator !== undefined;
  }
  if (name !== undefined) places.push({ start, end: text.length, name });
  return isOpen !== isUneven(text.slice(from)) ? undefined : places;
}

/** Whether it ends within a string of several lines that begins in it, or begins within one that ends in it. */
const isUneven = (code: string): boolean =>
  (code.split('"""').length % 2 === 0) !== (code.split("'''").length % 2 === 0);

function placesBetween(places: readonly Place[], end: number): Pick<Place, 'start' | 'end'>[] {
  const starts = [0, ...places.map((place) => place.end)];
  return starts
    .map((start, at) => ({ start, end: places[at]?.start ?? end }))
    .filter((place) => place.start < place.end);
}

/** The statements in these places; undefined where one is not Python. */
function treeOf(text: string, places: readonly Pick<Place, 'start' | 'end'>[]): Node | undefined {
  const children: Node[] = [];
  for (const { start, end } of places) {
    const tree = parsePython(text.slice(0, end), start);
    if (!isParsed(tree)) return undefined;
    children.push(...tree.children);
  }
  return { type: 'module', field: null, named: true, start: 0, end: text.length, children };
}

function definitionOf(text: string, places: readonly Place[]): Definitions['of'] {
  const known = new Map<string, Node | undefined>();
  const byName = new Map<string, Place[]>();
  for (const place of places) byName.set(place.name, [...(byName.get(place.name) ?? []), place]);
  return (name) => {
    const own = byName.get(name);
    if (own && !known.has(name)) known.set(name, treeOf(text, own));
    return known.get(name);
  };
}

/** Calls at the top of a module send nothing when it is imported; some add to what it holds. */
function isFelt({ type, children: [only] }: Node): boolean {
  if (type !== 'expression_statement' || only?.type !== 'call') return true;
  const method = field(only, 'function');
  return method?.type === 'attribute' && field(method, 'object')?.type === 'identifier';
}
