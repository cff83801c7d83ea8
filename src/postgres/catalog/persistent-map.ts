// An immutable map whose copies share structure, so that a catalog snapshot per statement costs a few small arrays.
// A 32-way hash trie; a package for this alone cost a tenth of a bare node start.

type Entry<K, V> = readonly [key: K, value: V];
type Leaf<K, V> = { readonly hash: number; readonly entries: readonly Entry<K, V>[] };
type Branch<K, V> = readonly (Node<K, V> | undefined)[];
/** Made when it is first looked into, and always the same. */
type Unread<K, V> = { readonly entries?: undefined; readonly read: () => Leaf<K, V> | Branch<K, V> };
type Node<K, V> = Leaf<K, V> | Branch<K, V> | Unread<K, V>;

export interface PersistentMap<K extends string | number, V> {
  readonly root: Node<K, V> | undefined;
  readonly size: number;
}

export const emptyMap = <K extends string | number, V>(): PersistentMap<K, V> => ({ root: undefined, size: 0 });

export function mapGet<K extends string | number, V>(map: PersistentMap<K, V>, key: K): V | undefined {
  const hash = hashOf(key);
  let node = map.root;
  for (let shift = 0; node !== undefined; ) {
    if (isBranch(node)) {
      node = node[(hash >>> shift) & 31];
      shift += 5;
    } else if (node.entries) return node.entries.find(([k]) => k === key)?.[1];
    else node = node.read();
  }
  return undefined;
}

export function mapSet<K extends string | number, V>(map: PersistentMap<K, V>, key: K, value: V): PersistentMap<K, V> {
  const grows = mapGet(map, key) === undefined ? 1 : 0;
  return { root: insert(map.root, { hash: hashOf(key), key, value, shift: 0 }), size: map.size + grows };
}

export function mapDelete<K extends string | number, V>(map: PersistentMap<K, V>, key: K): PersistentMap<K, V> {
  if (mapGet(map, key) === undefined) return map;
  return { root: remove(map.root, { hash: hashOf(key), key, shift: 0 }), size: map.size - 1 };
}

/** The same keys with other values, in the same order. */
export const mapWith = <K extends string | number, V, W>(
  { root, size }: PersistentMap<K, V>,
  change: (value: V) => W,
): PersistentMap<K, W> => ({ root: root && nodeWith(root, change), size });

function nodeWith<K, V, W>(unread: Node<K, V>, change: (value: V) => W): Node<K, W> {
  const node = readNode(unread);
  if (isBranch(node)) return node.map((child) => child && nodeWith(child, change));
  return { hash: node.hash, entries: node.entries.map(([key, value]) => [key, change(value)] as const) };
}

/** A map of which parts are apart, in a place that knows them by number. */
export interface FoldedMap {
  readonly root: FoldedNode | undefined;
  readonly size: number;
}
type FoldedNode = { readonly part: number } | Leaf<unknown, unknown> | readonly (FoldedNode | undefined)[];

const foldedDepth = 2;

/** `partOf` keeps a part and yields its number: of one that maps share, the same. */
export const folded = <K extends string | number, V>(
  { root, size }: PersistentMap<K, V>,
  partOf: (part: object) => number,
): FoldedMap => ({ root: root && foldedNode(root, partOf, foldedDepth), size });

function foldedNode<K, V>(unread: Node<K, V>, partOf: (part: object) => number, depth: number): FoldedNode {
  const node = readNode(unread);
  // Nothing below this depth is ever unread.
  if (depth === 0) return { part: partOf(node) };
  return isBranch(node) ? node.map((child) => child && foldedNode(child, partOf, depth - 1)) : node;
}

/** `part` yields what was kept under a number, which it is asked for once. */
export const unfolded = <K extends string | number, V>(
  { root, size }: FoldedMap,
  part: (number: number) => unknown,
): PersistentMap<K, V> => ({ root: root && unfoldedNode(root, part), size });

function unfoldedNode<K, V>(node: FoldedNode, part: (number: number) => unknown): Node<K, V> {
  if (Array.isArray(node)) return node.map((child: FoldedNode | undefined) => child && unfoldedNode(child, part));
  if (!('part' in node)) return node as Leaf<K, V>;
  let known: Leaf<K, V> | Branch<K, V> | undefined;
  return {
    read: () => {
      known ??= part(node.part) as Leaf<K, V> | Branch<K, V>;
      return known;
    },
  };
}

function* mapEntries<K extends string | number, V>(map: PersistentMap<K, V>): Generator<Entry<K, V>> {
  if (map.root) yield* entriesOf(map.root);
}

export function* mapValues<K extends string | number, V>(map: PersistentMap<K, V>): Generator<V> {
  for (const [, value] of mapEntries(map)) yield value;
}

function* entriesOf<K, V>(unread: Node<K, V>): Generator<Entry<K, V>> {
  const node = readNode(unread);
  if (!isBranch(node)) yield* node.entries;
  else for (const child of node) if (child) yield* entriesOf(child);
}

const isBranch = <K, V>(node: Node<K, V>): node is Branch<K, V> => Array.isArray(node);

const readNode = <K, V>(node: Node<K, V>): Leaf<K, V> | Branch<K, V> =>
  isBranch(node) || node.entries ? node : node.read();

function hashOf(key: string | number): number {
  if (typeof key === 'number') return key >>> 0;
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  return hash >>> 0;
}

interface Insertion<K, V> {
  hash: number;
  key: K;
  value: V;
  shift: number;
}

function insert<K, V>(unread: Node<K, V> | undefined, it: Insertion<K, V>): Node<K, V> {
  if (unread === undefined) return { hash: it.hash, entries: [[it.key, it.value]] };
  const node = readNode(unread);
  if (!isBranch(node)) {
    if (node.hash === it.hash) {
      return { hash: it.hash, entries: [...node.entries.filter(([k]) => k !== it.key), [it.key, it.value]] };
    }
    const branch = new Array<Node<K, V> | undefined>(32);
    branch[(node.hash >>> it.shift) & 31] = node;
    return insert(branch, it);
  }
  const slot = (it.hash >>> it.shift) & 31;
  const copy = node.slice();
  copy[slot] = insert(node[slot], { ...it, shift: it.shift + 5 });
  return copy;
}

function remove<K, V>(unread: Node<K, V> | undefined, it: Omit<Insertion<K, V>, 'value'>): Node<K, V> | undefined {
  if (unread === undefined) return undefined;
  const node = readNode(unread);
  if (!isBranch(node)) {
    const entries = node.entries.filter(([k]) => k !== it.key);
    return entries.length ? { hash: node.hash, entries } : undefined;
  }
  const slot = (it.hash >>> it.shift) & 31;
  const copy = node.slice();
  copy[slot] = remove(node[slot], { ...it, shift: it.shift + 5 });
  return copy;
}
