// Which files may be changelogs by their paths, and the folder that holds a project's.

/** Folders of changelogs, wherever they are. */
const named = /changelog|^liquibase(?:[-_]?migrations?)?$/i;
/** What tells of them anywhere in a path. */
const likely = /changelog|liquibase/i;
/** Where what is above belongs to the build, not to the changelogs. */
const limit = /^(?:resources|src|main|test|java|kotlin|META-INF|classes)$/;
const masters = [
  'master',
  'db.changelog-master',
  'db.changelog',
  'changelog-master',
  'changelog.master',
  'master-changelog',
  'master.changelog',
  'db-changelog-master',
  'db.changelog-root',
  'liquibase',
  'liquibase-master',
  'liquibase-changelog',
  'jpa-changelog-master',
].flatMap((name) => ['.xml', '.yaml', '.yml', '.json'].map((ending) => `${name}${ending}`));
/** Levels above a file. */
const highest = 5;

/** SQL only where changelogs may include it, and JSON where it is likely: both are common. */
export function mayHold(path: string): boolean {
  if (/\.(?:xml|ya?ml)$/i.test(path)) return true;
  const folders = path.slice(0, path.lastIndexOf('/') + 1);
  if (/\.json$/i.test(path)) return likely.test(path) || /(?:^|\/)(?:db|database)\//i.test(folders);
  return /\.sql$/i.test(path) && (likely.test(folders) || /\/resources\//.test(folders));
}

type Asks = (path: string) => boolean;

const known = new WeakMap<Asks, Map<string, string>>();

/** The topmost folder near the file that is named for changelogs, or holds one that is named as the master of others is. */
export function rootOf(path: string, isFile: Asks = () => false): string {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const roots = known.get(isFile) ?? new Map<string, string>();
  known.set(isFile, roots);
  const root = roots.get(folder) ?? topOf(folder, isFile);
  roots.set(folder, root);
  return root;
}

function topOf(folder: string, isFile: Asks): string {
  const names = folder.split('/');
  let top = folder;
  for (let depth = names.length; depth > Math.max(1, names.length - highest); depth -= 1) {
    const at = names.slice(0, depth).join('/');
    const name = names[depth - 1] ?? '';
    // A repository's own name says nothing.
    if (isFile(`${at}/.git/HEAD`) || isFile(`${at}/.git`)) break;
    if (named.test(name) || masters.some((master) => isFile(`${at}/${master}`))) top = at;
    if (limit.test(name)) break;
  }
  return top;
}
