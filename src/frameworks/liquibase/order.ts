// The changelogs of a folder in the order in which the one at the top includes them, and the properties that they give each other.
import { posix } from 'node:path';
import type { MigrationFolder } from '../framework.ts';
import { compareText, compareVersions, namingOf } from '../sql/naming.ts';
import { type Head, headsOf, isChangelogText } from './heads.ts';
import { addProperty, type Properties } from './properties.ts';

export interface Plan {
  /** Files that hold change sets, and SQL files that changelogs include. */
  readonly files: readonly string[];
  readonly properties: Properties;
}

export const isTree = (path: string): boolean => /\.(?:xml|ya?ml|json)$/i.test(path);

interface Walk {
  readonly folder: MigrationFolder;
  readonly heads: ReadonlyMap<string, readonly Head[]>;
  readonly present: ReadonlySet<string>;
  readonly seen: Set<string>;
  readonly files: string[];
  readonly properties: Map<string, string>;
}

export function planOf(folder: MigrationFolder): Plan {
  const heads = new Map<string, readonly Head[]>();
  for (const path of folder.files.filter(isTree)) {
    const text = folder.around?.text(path);
    if (text !== undefined && isChangelogText(text)) heads.set(path, headsOf(path, text));
  }
  const walk: Walk = {
    folder,
    heads,
    present: new Set(folder.files),
    seen: new Set(),
    files: [],
    properties: new Map(),
  };
  for (const path of topsOf(walk)) visit(walk, path);
  return { files: walk.files, properties: walk.properties };
}

/** Changelogs that no other includes: those that include come first, then those that nothing runs as far as is known. */
function topsOf(walk: Walk): string[] {
  const included = new Set(
    [...walk.heads.keys()].flatMap((path) => targetsOf(walk, path).filter((each) => each !== path)),
  );
  const includes = (path: string): boolean => targetsOf(walk, path).length > 0;
  const all = [...walk.heads.keys()].sort(byName);
  const tops = all.filter((path) => !included.has(path));
  // Where changelogs include each other in a circle, none is at the top.
  const rest = all.filter((path) => included.has(path));
  return [...tops.filter(includes), ...tops.filter((path) => !includes(path)), ...rest];
}

const byName = (a: string, b: string): number =>
  compareVersions(namingOf(a).version, namingOf(b).version) || compareText(a, b);

function targetsOf(walk: Walk, path: string): string[] {
  return (walk.heads.get(path) ?? []).flatMap((head) => targets(walk, path, head));
}

function visit(walk: Walk, path: string): void {
  if (walk.seen.has(path)) return;
  walk.seen.add(path);
  const heads = walk.heads.get(path);
  if (!heads) {
    if (/\.sql$/i.test(path)) walk.files.push(path);
    return;
  }
  const text = (name: string) => walk.folder.around?.text(resolved(walk, path, name, false) ?? name);
  for (const head of heads) {
    if (head.kind === 'changeSet') walk.files.push(path);
    if (head.kind === 'property' && head.global !== 'false') addProperty(walk.properties, head, text);
    for (const target of targets(walk, path, head)) visit(walk, target);
  }
}

function targets(walk: Walk, from: string, head: Head): string[] {
  const isRelative = head.relativeToChangelogFile === 'true';
  if (head.kind === 'include') return head.file ? (listed(resolved(walk, from, head.file, isRelative)) ?? []) : [];
  if (head.kind !== 'includeAll' || !head.path) return [];
  const folders = placesOf(walk.folder.path, from, head.path, isRelative).map((place) =>
    place === '' ? '' : `${place}/`,
  );
  const found = folders
    .map((folder) =>
      [...walk.present].filter((path) => path.startsWith(folder) && path.endsWith(head.endsWithFilter ?? '')),
    )
    .find((paths) => paths.length > 0);
  return (found ?? [])
    .filter((path) => path !== from && (isTree(path) ? walk.heads.has(path) : true))
    .sort(compareText);
}

const listed = (path: string | undefined): string[] | undefined => (path === undefined ? undefined : [path]);

const resolved = ({ folder, present }: Walk, from: string, name: string, isRelative: boolean): string | undefined =>
  placesOf(folder.path, from, name, isRelative).find((place) => present.has(place));

/**
 * Where a name may lead, relative to the folder: from the changelog, or from any folder above, of which one is what Liquibase
 * searches (its classpath).
 */
function placesOf(root: string, from: string, written: string, isRelative: boolean): string[] {
  const beside = posix.normalize(posix.join(posix.dirname(from), written)).replace(/\/$/, '');
  if (isRelative) return [beside === '.' ? '' : beside];
  const name = posix.normalize(written.replace(/^(?:classpath\*?:|file:)/, '').replace(/^\/+/, '')).replace(/\/$/, '');
  const above = root.split('/');
  const places = [name];
  for (let depth = above.length - 1; depth >= 0; depth -= 1) {
    const start = `${above.slice(depth).join('/')}/`;
    if (name === start.slice(0, -1)) places.push('');
    else if (name.startsWith(start)) places.push(name.slice(start.length));
  }
  return [...places, beside];
}
