// An immutable map whose copies share structure, so that a catalog snapshot per statement costs a few small arrays.
// A 32-way hash trie; a package for this alone cost a tenth of a bare node start.

type Entry<K, V> = readonly [key: K, value: V];
type Leaf<K, V> = { readonly hash: number; readonly entries: readonly Entry<K, V>[] };
type Branch<K, V> = readonly (Node<K, V> | undefined)[];
type Node<K, V> = Leaf<K, V> | Branch<K, V>;

export interface PersistentMap<K extends string | number, V> {
  readonly root: Node<K, V> | undefined;
  readonly size: number;
}

export const emptyMap = <K extends string | number, V>(): PersistentMap<K, V> => ({ root: undefined, size: 0 });

export function mapGet<K extends string | number, V>(map: PersistentMap<K, V>, key: K): V | undefined {
  const hash = hashOf(key);
  let node = map.root;
  for (let shift = 0; node !== undefined; shift += 5) {
    if (isLeaf(node)) return node.entries.find(([k]) => k === key)?.[1];
    node = node[(hash >>> shift) & 31];
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

function* mapEntries<K extends string | number, V>(map: PersistentMap<K, V>): Generator<Entry<K, V>> {
  if (map.root) yield* entriesOf(map.root);
}

export function* mapValues<K extends string | number, V>(map: PersistentMap<K, V>): Generator<V> {
  for (const [, value] of mapEntries(map)) yield value;
}

function* entriesOf<K, V>(node: Node<K, V>): Generator<Entry<K, V>> {
  if (isLeaf(node)) yield* node.entries;
  else for (const child of node) if (child) yield* entriesOf(child);
}

const isLeaf = <K, V>(node: Node<K, V>): node is Leaf<K, V> => !Array.isArray(node);

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

function insert<K, V>(node: Node<K, V> | undefined, it: Insertion<K, V>): Node<K, V> {
  if (node === undefined) return { hash: it.hash, entries: [[it.key, it.value]] };
  if (isLeaf(node)) {
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

function remove<K, V>(node: Node<K, V> | undefined, it: Omit<Insertion<K, V>, 'value'>): Node<K, V> | undefined {
  if (node === undefined) return undefined;
  if (isLeaf(node)) {
    const entries = node.entries.filter(([k]) => k !== it.key);
    return entries.length ? { hash: node.hash, entries } : undefined;
  }
  const slot = (it.hash >>> it.shift) & 31;
  const copy = node.slice();
  copy[slot] = remove(node[slot], { ...it, shift: it.shift + 5 });
  return copy;
}
