// How paths are shown: relative to the working directory, with `/`, or as absolute as the user named them.
import { isAbsolute, join, relative, sep } from 'node:path';

export type ShowPath = (absolute: string) => string;

/** Outside the working directory a path is absolute where the user named it, or a folder above it, so. */
export function pathNames(cwd: string, named: readonly string[]): ShowPath {
  const absolute = named.filter((path) => isAbsolute(path)).map((path) => path.replace(/[\\/]+$/, ''));
  return (path) => {
    const shown = pathFrom(cwd, path);
    const isOutside = shown.startsWith('../') || isAbsolute(shown);
    return isOutside && absolute.some((given) => path === given || path.startsWith(above(given)))
      ? slashes(path)
      : shown;
  };
}

/** The folder of a named file counts too: its neighbours are its history. */
const above = (path: string): string => path.slice(0, path.lastIndexOf(sep) + 1);

export const slashes = (path: string): string => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** Empty, `.` and `..`: what has to be worked out. */
const hasSteps = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** As `relative` has it, with `/`: of some thousand paths, `relative` costs as much as reading the files. Both are absolute. */
export function pathFrom(folder: string, path: string): string {
  const start = `${folder}/`;
  const below = sep === '/' && path.startsWith(start) ? path.slice(start.length) : undefined;
  return below === undefined || hasSteps.test(below) || hasSteps.test(folder.slice(1))
    ? slashes(relative(folder, path))
    : below;
}

/** As `join` has it. */
export const pathBelow = (folder: string, path: string): string =>
  sep !== '/' || hasSteps.test(path) || hasSteps.test(folder.slice(1)) ? join(folder, path) : `${folder}/${path}`;
