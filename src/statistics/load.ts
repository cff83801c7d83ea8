// Finds the project's statistics file. Where there is none, nothing but a few file look-ups is paid for.
import { dirname, join, relative, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { ConfigHost } from '../config/load.ts';
import { UserError } from '../config/user-error.ts';
import { indexed, type Statistics, statisticsFileName } from './statistics.ts';

type Where = Pick<Config, 'cwd' | 'root' | 'file' | 'stats'>;

/** Undefined where there is none, or the config wants none. Throws a UserError for a file that is named but not there, or is wrong. */
export async function loadStatistics(host: ConfigHost, config: Where): Promise<Statistics | undefined> {
  if (config.stats === false) return undefined;
  const path = statisticsPath(host, config);
  const bytes = readBytes(host, path);
  const file = relative(host.cwd, path).replaceAll('\\', '/');
  if (!bytes) {
    if (config.stats === undefined) return undefined;
    throw new UserError('stats', `There is no statistics file ${file}; \`migration-lint stats\` writes it.`);
  }
  const { readStatistics } = await import('./read.ts');
  return indexed(readStatistics(new TextDecoder().decode(bytes), file), file);
}

/** Absolute: the file that is read, or that would be if it were there. Beside the config; without one, upwards to the root of the repository. */
export function statisticsPath(host: ConfigHost, { cwd, root, file, stats }: Where): string {
  if (stats) return resolve(root, stats);
  if (file !== undefined) return join(root, statisticsFileName);
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, statisticsFileName);
    if (host.kind(path) === 'file') return path;
    if (folder === dirname(folder)) return join(cwd, statisticsFileName);
    if (host.kind(join(folder, '.git'))) return path;
  }
}

function readBytes(host: ConfigHost, path: string): Uint8Array | undefined {
  try {
    return host.readFile(path);
  } catch (error) {
    throw new UserError('stats', `${path} can't be read: ${(error as Error).message}`);
  }
}

const oldAfterDays = 90;
const day = 86_400_000;

/** A sentence about statistics that are old at `now` (milliseconds since 1970). */
export function ageNotes({ file, date }: Statistics, now: number): string[] {
  const days = Math.floor((now - Date.parse(date)) / day);
  if (days <= oldAfterDays) return [];
  return [`The table sizes in ${file} are ${days} days old; \`migration-lint stats\` takes them anew.`];
}
