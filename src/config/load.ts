// Finds the project's config file. Where there is none, nothing but a few file look-ups is paid for.
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type Config, defaultConfig } from './config.ts';
import type { KnownRule } from './read.ts';
import { UserError } from './user-error.ts';

export type PathKind = 'file' | 'folder' | 'other';

/** The little that looking for a config needs of the outside. Paths are absolute; `readFile` is undefined where there is no such file. */
export interface ConfigHost {
  readonly cwd: string;
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** Links are followed; undefined where there is nothing. */
  readonly kind: (path: string) => PathKind | undefined;
}

export interface LoadOptions {
  /** `--config FILE`, relative to the working directory. */
  readonly explicit?: string;
  /** The rules that there are: ids and options are checked against them. */
  readonly rules: readonly KnownRule[];
}

export const configFileNames = [
  'migration-lint.config.json',
  'migration-lint.config.yaml',
  'migration-lint.config.yml',
] as const;

const packageKey = 'migration-lint';

interface Found {
  readonly path: string;
  readonly text: string;
  readonly key?: string;
}

/** The config in force in the working directory. Throws a UserError with file, line and key for whatever is wrong in it. */
export async function loadConfig(host: ConfigHost, options: LoadOptions): Promise<Config> {
  const found = options.explicit === undefined ? findConfig(host) : namedConfig(host, options.explicit);
  if (!found) return defaultConfig(host.cwd);
  const { readConfig } = await import('./read.ts');
  const file = relative(host.cwd, found.path).replaceAll('\\', '/');
  return readConfig({ ...found, file }, host.cwd, options.rules);
}

function namedConfig(host: ConfigHost, name: string): Found {
  const path = resolve(host.cwd, name);
  const text = readText(host, path);
  if (text === undefined) throw new UserError('config', `--config: there is no file ${name}.`);
  if (basename(path) !== 'package.json') return { path, text };
  const found = inPackage(path, text);
  if (!found) throw new UserError('config', `--config: ${name} has no key "${packageKey}".`);
  return found;
}

/** From the working directory upwards, as far as the root of the repository. */
function findConfig(host: ConfigHost): Found | undefined {
  for (let folder = host.cwd; ; folder = dirname(folder)) {
    const found = inFolder(host, folder);
    if (found || folder === dirname(folder) || host.kind(join(folder, '.git'))) return found;
  }
}

function inFolder(host: ConfigHost, folder: string): Found | undefined {
  const found: Found[] = [];
  for (const name of configFileNames) {
    const text = readText(host, join(folder, name));
    if (text !== undefined) found.push({ path: join(folder, name), text });
  }
  const manifest = join(folder, 'package.json');
  const inManifest = inPackage(manifest, readText(host, manifest) ?? '');
  if (inManifest) found.push(inManifest);
  if (found.length > 1) {
    const names = found.map(({ path }) => basename(path)).join(' and ');
    throw new UserError(
      'config',
      `${folder} holds more than one config (${names}): keep one, or name it with --config.`,
    );
  }
  return found[0];
}

/** A manifest that only depends on this package mentions its name too. */
function inPackage(path: string, text: string): Found | undefined {
  if (!text.includes(`"${packageKey}"`)) return undefined;
  try {
    const manifest: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const has = typeof manifest === 'object' && manifest !== null && Object.hasOwn(manifest, packageKey);
    return has ? { path, text, key: packageKey } : undefined;
  } catch {
    return undefined;
  }
}

function readText(host: ConfigHost, path: string): string | undefined {
  try {
    const bytes = host.readFile(path);
    return bytes && new TextDecoder().decode(bytes);
  } catch (error) {
    throw new UserError('config', `${path} can't be read: ${(error as Error).message}`);
  }
}
