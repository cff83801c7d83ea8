// What a project's settings say, read as text: settings are code, of which only plain values and defaults are known.
import { posix } from 'node:path';

export interface Settings {
  /** A number or quoted string as it is written; of what the environment may set, its default. */
  readonly written: (name: string) => string | undefined;
  /** The text of all that is looked at. */
  readonly texts: () => readonly string[];
}

type TextOf = (path: string) => string | undefined;

const levels = 8;

/** Of the module that manage.py names, and of those that it is usually made of. `path` is a migration's. */
export function settingsAbove(path: string, textOf: TextOf): Settings {
  let known: string[] | undefined;
  const texts = (): string[] => {
    known ??= modulesAbove(path, textOf);
    return known;
  };
  return {
    texts,
    written: (name) => {
      for (const text of texts()) {
        const value = valueIn(text, name);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

function modulesAbove(path: string, textOf: TextOf): string[] {
  let folder = posix.dirname(path);
  for (let up = 0; up < levels; up += 1) {
    folder = posix.dirname(folder);
    const module = /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)/.exec(textOf(`${folder}/manage.py`) ?? '')?.[1];
    if (module) return filesOf(`${folder}/${module.replaceAll('.', '/')}`).flatMap((file) => textOf(file) ?? []);
  }
  return [];
}

function filesOf(module: string): string[] {
  const parts = ['base', 'common', 'settings', 'defaults', 'production', 'dist'];
  const beside = [
    ...parts.map((name) => `${module}/${name}.py`),
    ...parts.map((name) => `${posix.dirname(module)}/${name}.py`),
  ];
  return [...new Set([`${module}.py`, `${module}/__init__.py`, ...beside])];
}

function valueIn(text: string, name: string): string | undefined {
  const right = new RegExp(`^${name}\\s*(?::[^=\\n]*)?=\\s*(.*)$`, 'm').exec(text)?.[1];
  if (right === undefined) return undefined;
  const plain = /^\s*(?:int\()?(\d[\d_]*|'[^'\\]*'|"[^"\\]*")\)?\s*(?:#.*)?$/.exec(right)?.[1];
  const otherwise =
    /\b(?:get|getenv|env(?:\.\w+)?)\(\s*['"]\w+['"]\s*,\s*(?:default\s*=\s*)?(\d[\d_]*|'[^'\\]*'|"[^"\\]*")/.exec(
      right,
    )?.[1];
  return plain ?? otherwise;
}

/** `app.Model` in place of Django's own user, where the settings name it. */
export const userModelIn = ({ written }: Pick<Settings, 'written'>): string | undefined =>
  /^['"](\w+\.\w+)['"]$/.exec(written('AUTH_USER_MODEL') ?? '')?.[1];
