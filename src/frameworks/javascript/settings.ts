// The files that hold a tool's settings: in the migrations' folder or above it, and those that package.json or a tool's own file of
// settings names, wherever they lie. Their text is looked at and never run.
import { posix } from 'node:path';
import { filesAbove } from '../around.ts';
import type { MigrationFolder, Surroundings } from '../framework.ts';
import type { NamedSettings, ScriptProfile, ScriptSetting } from './profile.ts';

export function settingOf(
  { settings = [], named = [] }: ScriptProfile,
  around: Surroundings,
): ScriptSetting | undefined {
  const elsewhere = named.flatMap((each) => namedBy(each, around));
  return settings.find(({ name, holds }) =>
    [...filesAbove(around, name), ...elsewhere].some((file) => holds.test(textAt(file, around))),
  );
}

const others: readonly (readonly [database: string, dialect: RegExp])[] = [
  ['MySQL', /^(?:mysql2?|mariadb)$/],
  ['SQL Server', /^mssql$/],
  ['Oracle', /^oracledb?$/],
];

/** The database of which the tool's settings speak, where it is one and not PostgreSQL; SQLite is that of tests. */
export function databaseOfSettings({ named = [] }: ScriptProfile, { around }: MigrationFolder): string | undefined {
  if (!around) return undefined;
  const texts = named.flatMap((each) => namedBy(each, around)).map((file) => textAt(file, around));
  const dialects = texts.flatMap((text) =>
    [...text.matchAll(/\bdialect['"]?\s*:\s*['"`]?([\w.]+)/g)].map(([, dialect = '']) => dialect),
  );
  const found = dialects.filter((dialect) => dialect !== 'sqlite');
  const [database] = others.find(([, dialect]) => found.length > 0 && found.every((each) => dialect.test(each))) ?? [];
  return database;
}

/** Paths of files that are there, from the migrations' folder. */
function namedBy({ name, holds }: NamedSettings, around: Surroundings): string[] {
  return filesAbove(around, name).flatMap((file) => {
    const text = textAt(file, around);
    const paths = [...text.matchAll(holds)].flatMap(([, written = '']) => pathsIn(written));
    return paths.map((path) => posix.join(posix.dirname(file), path)).flatMap((path) => present(path, around));
  });
}

/** `./db/config.js` as it stands; of `path.resolve(__dirname, 'db', 'config.js')` the strings, joined; each of a list of strings. */
export function pathsIn(written: string): string[] {
  const strings = [...written.matchAll(/(['"`])((?:(?!\1).)+)\1/g)].map(([, , string = '']) => string);
  if (strings.length === 0) return /^[\w.@/-]+$/.test(written.trim()) ? [written.trim()] : [];
  return /\b(?:resolve|join)\s*\(/.test(written) ? [strings.join('/')] : strings;
}

/** Where a compiled file is named, its source. */
function present(path: string, around: Surroundings): string[] {
  const source = path.replace(/(^|\/)(?:dist|build|lib|out)\//, '$1src/');
  const beside = path.replace(/(^|\/)(?:dist|build|lib|out)\//, '$1');
  const candidates = [path, source, beside].flatMap((each) => [
    each,
    each.replace(/\.([cm]?)js$/, '.$1ts'),
    ...['.ts', '.js', '.json'].map((ending) => `${each}${ending}`),
  ]);
  const found = candidates.find((each) => around.text(each) !== undefined);
  return found === undefined ? [] : [found];
}

/** A glob in JSON is no comment. */
const textAt = (file: string, around: Surroundings): string => {
  const text = around.text(file) ?? '';
  return file.endsWith('.json') ? text : withoutComments(text);
};

/** Strings are passed over: a glob in one is no comment either. */
const withoutComments = (text: string): string =>
  text.replace(
    /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/g,
    (_, string: string | undefined) => string ?? '',
  );
