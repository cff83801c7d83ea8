// How paths are shown: relative to the working directory, with `/`, or as absolute as the user named them.
import { isAbsolute, relative, sep } from 'node:path';

export type ShowPath = (absolute: string) => string;

/** Outside the working directory a path is absolute where the user named it, or a folder above it, so. */
export function pathNames(cwd: string, named: readonly string[]): ShowPath {
  const absolute = named.filter((path) => isAbsolute(path)).map((path) => path.replace(/[\\/]+$/, ''));
  return (path) => {
    const shown = slashes(relative(cwd, path));
    const isOutside = shown.startsWith('../') || isAbsolute(shown);
    return isOutside && absolute.some((given) => path === given || path.startsWith(above(given)))
      ? slashes(path)
      : shown;
  };
}

/** The folder of a named file counts too: its neighbours are its history. */
const above = (path: string): string => path.slice(0, path.lastIndexOf(sep) + 1);

export const slashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));
