// What the user named, as files: each one judged for being named, or searched for new ones.
import { join, resolve } from 'node:path';
import { isIgnored } from '../config/config.ts';
import { isGlob } from '../config/glob.ts';
import { UserError } from '../config/user-error.ts';
import { configuredFolders } from '../frameworks/javascript/configured-folders.ts';
import { isChangelogText } from '../frameworks/liquibase/heads.ts';
import { isTree } from '../frameworks/liquibase/order.ts';
import { databaseOfPath } from '../frameworks/sql/dialect.ts';
import type { Files } from './files.ts';
import type { Host } from './host.ts';
import { pathFrom, type ShowPath } from './names.ts';
import { type SelectionRequest, stdinName } from './request.ts';
import { textAt } from './surroundings.ts';

export interface Wanted {
  /** Absolute paths of files that the user named, or a glob of theirs matched. */
  readonly named: ReadonlySet<string>;
  /** Absolute paths found in folders. */
  readonly searched: ReadonlySet<string>;
  /** How many named files are left out, each with a note. */
  readonly leftOut: number;
}

interface Search {
  readonly host: Host;
  readonly files: Files;
  readonly request: SelectionRequest;
  readonly show: ShowPath;
  readonly notes: string[];
}

/** Throws a UserError where a path does not exist or a glob matches nothing. Says in notes what it leaves out. */
export async function wantedFiles(search: Search): Promise<Wanted> {
  const { host, request } = search;
  const { config, paths, stdin } = request;
  const wanted = { named: new Set<string>(), searched: new Set<string>() };
  if (stdin) wanted.named.add(resolve(host.cwd, stdin.name ?? stdinName));
  for (const path of paths) {
    const found = await filesOf(search, path, host.cwd);
    add(found.isFolder ? wanted.searched : wanted.named, found.files);
  }
  if (paths.length > 0 || stdin) return named(search, wanted);
  for (const path of config.paths) {
    const { files } = await filesOf(search, path, config.root);
    add(wanted.searched, kept(search, config.root, files));
  }
  if (config.paths.length > 0) return { ...wanted, leftOut: 0 };
  for (const folder of [host.cwd, ...configured(search)]) add(wanted.searched, await searched(search, folder));
  return { ...wanted, leftOut: 0 };
}

/** The folders that settings of the working directory name. */
function configured({ host, files }: Search): string[] {
  const found = configuredFolders(files.names(host.cwd), (name) => textAt(files, join(host.cwd, name)));
  return found
    .map((folder) => resolve(host.cwd, folder))
    .filter((folder) => isBelow(host.cwd, folder) && host.kind(folder) === 'folder');
}

function add(set: Set<string>, paths: readonly string[]): void {
  for (const path of paths) set.add(path);
}

async function filesOf(search: Search, path: string, from: string): Promise<{ isFolder: boolean; files: string[] }> {
  const { host, request, notes } = search;
  const absolute = resolve(from, path);
  const kind = host.kind(absolute);
  if (kind === 'folder') return { isFolder: true, files: await searched(search, absolute) };
  if (kind !== undefined || search.files.has(absolute)) return { isFolder: false, files: [absolute] };
  const origin = search.request.paths.includes(path) ? '' : ' (`paths` of the config)';
  if (!isGlob(path)) throw new UserError('no-such-path', `${path}${origin} does not exist.`);
  const matched = (await host.glob(path, from)).filter((each) => isPerhapsMigration(search, each));
  if (matched.length > 0) return { isFolder: false, files: [...matched] };
  if (!request.allowEmpty) {
    throw new UserError('empty-glob', `${path}${origin} matches no file; --allow-empty accepts that.`);
  }
  notes.push(`${path} matches no file.`);
  return { isFolder: false, files: [] };
}

/** A shell's `migrations/*` brings README.md along. */
const isPerhapsSql = (path: string): boolean =>
  !/\.(?:md|markdown|txt|json|ya?ml|toml|xml|html|sum|lock|conf|hcl|log|csv|png)$|(?:^|\/)\.[^/]*$/i.test(path);

/** A changelog of Liquibase's in XML, YAML or JSON is told by what it holds. */
const isPerhapsMigration = ({ files }: Pick<Search, 'files'>, path: string): boolean =>
  isPerhapsSql(path) || (isTree(path) && isChangelogText(textAt(files, path) ?? ''));

/** The migration-looking files below a folder. */
async function searched(search: Search, folder: string): Promise<string[]> {
  return kept(search, folder, await search.files.below(folder));
}

/** Without those that the config ignores, or whose path below the folder names another database. */
function kept({ request, show, notes }: Search, folder: string, files: readonly string[]): string[] {
  const foreign = new Map<string, number>();
  const left = files.filter((path) => {
    if (isIgnored(request.config, path)) return false;
    const database = databaseOfPath(pathFrom(folder, path));
    if (database !== undefined) foreign.set(database, (foreign.get(database) ?? 0) + 1);
    return database === undefined;
  });
  for (const [database, count] of foreign) {
    const counted = count === 1 ? '1 file is' : `${count} files are`;
    notes.push(`${counted} for ${database} by name and left out (in ${show(folder) || '.'}).`);
  }
  return left;
}

function named(search: Search, wanted: { named: Set<string>; searched: Set<string> }): Wanted {
  const { host, request, show, notes } = search;
  let leftOut = 0;
  for (const path of wanted.named) {
    const database = databaseOfPath(pathFrom(host.cwd, path));
    const reason = isIgnored(request.config, path)
      ? 'is ignored by the config'
      : isPerhapsMigration(search, path)
        ? database && `is for ${database} by name`
        : 'is not SQL';
    if (reason === undefined) continue;
    wanted.named.delete(path);
    leftOut += 1;
    notes.push(`${show(path)} ${reason} and left out.`);
  }
  return { ...wanted, leftOut };
}

export const isBelow = (folder: string, path: string): boolean => path.startsWith(join(folder, '/'));
