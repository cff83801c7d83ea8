// Migration folders that a project's own settings name, which a search by the names of folders would pass over.
import { pathsIn } from './settings.ts';

const settings: readonly (readonly [file: RegExp, folder: RegExp])[] = [
  [/^\.sequelizerc$/, /['"]?migrations-path['"]?\s*:\s*([^\n]+)/g],
  [/^knexfile\.[cm]?[jt]s$/, /\bmigrations\s*:\s*\{[^{}]*?\bdirectory\s*:\s*([^\n}]+)/g],
];

/** Relative to the folder that holds the settings; `names` are those of its files. */
export function configuredFolders(names: readonly string[], text: (name: string) => string | undefined): string[] {
  const found = settings.flatMap(([file, folder]) =>
    names
      .filter((name) => file.test(name))
      .flatMap((name) =>
        [...(text(name) ?? '').matchAll(folder)].flatMap(([, written = '']) => pathsIn(written.trim())),
      ),
  );
  return [...new Set(found)];
}
