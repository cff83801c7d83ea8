// The migrations of a project's apps and what each needs: its dependencies, those that say run_before, and what is squashed.
// django/db/migrations/loader.py, graph.py
import { posix } from 'node:path';
import { type Settings, settingsAbove, userModelIn } from './settings.ts';

/** A migration as another one names it. */
interface Key {
  readonly app: string;
  readonly name: string;
}

interface Node extends Key {
  readonly path: string;
  /** `settings.AUTH_USER_MODEL` is among what it needs. */
  readonly needsUser: boolean;
  readonly needs: readonly Key[];
  readonly runsBefore: readonly Key[];
  readonly replaces: readonly Key[];
}

export type TextOf = (path: string) => string | undefined;

export interface Graph {
  /** In the order of `migrate` on an empty database. */
  readonly order: () => readonly string[];
  /** The paths of those that it needs; what is not known yet is read. */
  readonly needs: (path: string, textOf: TextOf) => readonly string[];
  /** The label of the app that a file is of. */
  readonly appOf: (path: string, textOf: TextOf) => string;
  readonly settings: Settings;
  /** Of a migration that was found. */
  readonly textAt: (path: string) => string | undefined;
  /** What it says of migrations beside what each is told to need. */
  readonly word: () => string;
}

export interface FoundMigration {
  readonly path: string;
  readonly text: string;
}

const nameOf = (path: string): string => posix.basename(path).replace(/\.py$/, '');

/** The label of an app: its folder's name, unless its configuration says otherwise. */
function labelOf(path: string, textOf: TextOf): string {
  const folder = posix.dirname(posix.dirname(path));
  const configured = /^\s+label\s*(?::\s*\w+\s*)?=\s*['"](\w+)['"]/m.exec(textOf(`${folder}/apps.py`) ?? '');
  return configured?.[1] ?? posix.basename(folder);
}

function listIn(text: string, attribute: string): string {
  return new RegExp(`^[ \\t]+${attribute}\\s*(?::[^=\\n]*)?=\\s*\\[([^\\]]*)\\]`, 'm').exec(text)?.[1] ?? '';
}

const keysIn = (list: string): Key[] =>
  [...list.replace(/^\s*#.*$/gm, '').matchAll(/\(\s*['"](\w+)['"]\s*,\s*['"]([\w.-]+)['"]/g)].map(
    ([, app = '', name = '']) => ({ app, name }),
  );

function nodeOf(path: string, app: string, text: string): Node {
  const dependencies = listIn(text, 'dependencies');
  return {
    path,
    app,
    name: nameOf(path),
    needs: keysIn(dependencies),
    needsUser: /\bAUTH_USER_MODEL\b/.test(dependencies),
    runsBefore: keysIn(listIn(text, 'run_before')),
    replaces: keysIn(listIn(text, 'replaces')),
  };
}

interface Nodes {
  readonly byPath: Map<string, Node>;
  readonly byKey: Map<string, Node[]>;
  /** Which squashed migration stands for one that is gone. */
  readonly standing: Map<string, Node>;
  /** Squashed migrations that are not run, as those that they replace are. */
  readonly left: ReadonlySet<Node>;
  /** What `__first__` and `__latest__` of an app are. */
  readonly ends: Map<string, string[]>;
  /** The paths of those that say that they run before one. */
  readonly demanding: ReadonlyMap<string, readonly string[]>;
  readonly userApp: string | undefined;
}

const keyOf = ({ app, name }: Key): string => `${app}.${name}`;

/** A squashed migration is left out while those that it replaces are there, as what is deployed has run them. */
export function graphOf(found: readonly FoundMigration[], textOf: TextOf): Graph {
  const labels = new Map<string, string>();
  const appOf = (path: string, read: TextOf): string => {
    const folder = posix.dirname(path);
    const label = labels.get(folder) ?? labelOf(path, read);
    labels.set(folder, label);
    return label;
  };
  const nodes = found.map(({ path, text }) => nodeOf(path, appOf(path, textOf), text));
  const settings = settingsAbove(found[0]?.path ?? '', textOf);
  const maker = found.find(({ text }) => /['"]last_login['"]/.test(text) && /['"]password['"]/.test(text));
  const userApp = userModelIn(settings)?.split('.')[0] ?? (maker && appOf(maker.path, textOf));
  const whole = chosen(nodes, userApp);
  const needs = (path: string, read: TextOf): readonly string[] => {
    const node = whole.byPath.get(path) ?? addNode(whole, path, appOf(path, read), read);
    return node ? neededBy(whole, node, read) : [];
  };
  const texts = new Map(found.map(({ path, text }) => [path, text]));
  const word = (): string => JSON.stringify([[...labels], settings.texts()]);
  return { order: () => ordered(whole), needs, appOf, settings, textAt: (path) => texts.get(path), word };
}

function chosen(nodes: readonly Node[], userApp: string | undefined): Nodes {
  const present = new Set(nodes.map((node) => `${posix.dirname(node.path)} ${node.name}`));
  const isThere = (by: Node, { app, name }: Key): boolean =>
    app === by.app && present.has(`${posix.dirname(by.path)} ${name}`);
  const squashed = nodes.filter(({ replaces }) => replaces.length > 0);
  const left = new Set(squashed.filter((node) => node.replaces.every((key) => isThere(node, key))));
  const standing = new Map<string, Node>();
  for (const node of squashed) if (!left.has(node)) for (const key of node.replaces) standing.set(keyOf(key), node);
  const byPath = new Map<string, Node>();
  const byKey = new Map<string, Node[]>();
  for (const node of nodes) {
    if (standing.has(keyOf(node))) continue;
    byPath.set(node.path, node);
    byKey.set(keyOf(node), [...(byKey.get(keyOf(node)) ?? []), node]);
  }
  const demanding = new Map<string, string[]>();
  for (const { path, runsBefore } of byPath.values())
    for (const key of runsBefore) demanding.set(keyOf(key), [...(demanding.get(keyOf(key)) ?? []), path]);
  return { byPath, byKey, standing, left, demanding, ends: new Map(), userApp };
}

/** Of a folder that was not searched. */
function addNode({ byPath }: Nodes, path: string, app: string, textOf: TextOf): Node | undefined {
  const text = textOf(path);
  const node = text === undefined ? undefined : nodeOf(path, app, text);
  if (node) byPath.set(path, node);
  return node;
}

function neededBy(nodes: Nodes, node: Node, textOf?: TextOf): string[] {
  const keys = [...node.needs, ...(node.needsUser && nodes.userApp ? [{ app: nodes.userApp, name: '__first__' }] : [])];
  const found = keys.flatMap((key) => resolved(nodes, key, node, textOf));
  return [...new Set([...found, ...(nodes.demanding.get(keyOf(node)) ?? [])])].filter((path) => path !== node.path);
}

const deepest = 20;

function resolved(nodes: Nodes, key: Key, from: Node, textOf?: TextOf, depth = 0): string[] {
  if (key.name === '__first__' || key.name === '__latest__') return ends(nodes, key);
  const others = nodes.byKey.get(keyOf(key)) ?? [];
  const node = nearest(others, from.path) ?? nodes.standing.get(keyOf(key));
  if (node && nodes.left.has(node) && depth < deepest)
    return node.replaces.flatMap((each) => resolved(nodes, each, node, textOf, depth + 1));
  if (node) return [node.path];
  const path = usualPath(key, from);
  return textOf?.(path) === undefined ? [] : [path];
}

function ends({ byPath, left, ends: known }: Nodes, key: Key): string[] {
  const found = known.get(keyOf(key));
  if (found) return found;
  const own = [...byPath.values()].filter((node) => node.app === key.app && !left.has(node));
  const needed = new Set(own.flatMap(({ needs }) => needs.map(keyOf)));
  const isEnd = (node: Node): boolean =>
    key.name === '__first__' ? !node.needs.some(({ app }) => app === key.app) : !needed.has(keyOf(node));
  const paths = own.filter(isEnd).map(({ path }) => path);
  known.set(keyOf(key), paths);
  return paths;
}

/** Of several apps of one label, as those of tests are, the one that has most folders in common. */
function nearest(nodes: readonly Node[], path: string): Node | undefined {
  if (nodes.length < 2) return nodes[0];
  const shared = (other: string): number => {
    const [a, b] = [path.split('/'), other.split('/')];
    const end = a.findIndex((part, at) => part !== b[at]);
    return end < 0 ? a.length : end;
  };
  return [...nodes].sort((a, b) => shared(b.path) - shared(a.path))[0];
}

const usualPath = ({ app, name }: Key, from: Node): string =>
  app === from.app
    ? posix.join(posix.dirname(from.path), `${name}.py`)
    : posix.join(posix.dirname(from.path), '..', '..', app, 'migrations', `${name}.py`);

/** As Django plans it: to each app's last migration, by label, with what it needs first, the later labels before. */
function ordered(nodes: Nodes): string[] {
  const run = [...nodes.byPath.values()].filter((node) => !nodes.left.has(node)).sort(byKeys);
  const needs = new Map(
    run.map((node) => [node, neededBy(nodes, node).flatMap((path) => nodes.byPath.get(path) ?? [])]),
  );
  const inner = new Set(run.flatMap((node) => (needs.get(node) ?? []).filter(({ app }) => app === node.app)));
  const done = new Set<Node>();
  const opened = new Set<Node>();
  const order: string[] = [];
  // What is in a circle would be reached from no last migration.
  for (const start of [...run.filter((node) => !inner.has(node)), ...run]) {
    const stack: (readonly [Node, boolean])[] = [[start, false]];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const [node, isProcessed] = next;
      if (isProcessed && !done.has(node)) {
        done.add(node);
        order.push(node.path);
      } else if (!isProcessed && !opened.has(node)) {
        opened.add(node);
        stack.push([node, true], ...(needs.get(node) ?? []).sort(byKeys).map((each) => [each, false] as const));
      }
    }
  }
  return order;
}

const byKeys = (a: Node, b: Node): number =>
  compare(a.app, b.app) || compare(a.name, b.name) || compare(a.path, b.path);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
