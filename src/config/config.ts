// A project's configuration once read: what the rest of the program asks, without the machinery that reads it.
import { relative, resolve } from 'node:path';
import type { Severity } from '../findings/finding.ts';
import type { ToolId } from '../frameworks/framework.ts';
import { defaultVersion, type Version } from '../postgres/versions.ts';
import { pathMatcher } from './glob.ts';
import { defaultPreset, type Preset } from './preset.ts';
import type { SuppressingTool } from './suppressing-tools.ts';

export interface RuleSetting {
  /** Undefined: the rule's own. */
  readonly severity?: Severity | 'off';
  readonly options: Readonly<Record<string, unknown>>;
}

/** What may differ from file to file. */
export interface FileConfig {
  readonly postgres: Version;
  /** Which rules are on where `rules` does not say so. */
  readonly preset: Preset;
  /** By rule id; a rule that is not here has its defaults. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** What the project's own runner wraps in a transaction; undefined: nothing is known, so as psql runs it. */
  readonly transaction?: 'none' | 'file' | 'run';
  /** The tool that runs the migrations; undefined: what their files tell. */
  readonly framework?: ToolId;
  /** The runner's or the role's timeouts in milliseconds; 0 is none; undefined is unknown. */
  readonly lockTimeout?: number;
  readonly statementTimeout?: number;
  readonly searchPath?: readonly string[];
}

export interface Override extends Partial<FileConfig> {
  /** Globs and folders, relative to the config's folder. */
  readonly paths: readonly string[];
}

/** A table with no more than this many rows and bytes (indexes not counted) is small. */
export interface SmallTables {
  readonly rows: number;
  readonly bytes: number;
}

export const defaultSmallTables: SmallTables = { rows: 10_000, bytes: 10 * 1024 ** 2 };

export interface Config extends FileConfig {
  /** The config file relative to the working directory; undefined where there is none. */
  readonly file?: string;
  /** Absolute: the config's folder, which its paths are relative to. */
  readonly root: string;
  /** Absolute: the working directory. */
  readonly cwd: string;
  /** Folders, files and globs where migrations are. */
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
  readonly overrides: readonly Override[];
  /** A dump of the schema that replaces the migrations it contains, up to `upTo` or the versions that it lists. */
  readonly schema?: { readonly path: string; readonly upTo?: string };
  readonly failOn: Severity | 'never';
  /** A baseline that must be there, relative to `root`; without it the usual one, if it is there. */
  readonly baseline?: string;
  /** Tools whose comments allow findings as ours do. */
  readonly suppressions: readonly SuppressingTool[];
  /** The file of table sizes, relative to `root`; false: none is read; undefined: the usual one, if it is there. */
  readonly stats?: string | false;
  /** Where sizes are known, findings that wait for these only are information; false: they are as elsewhere. */
  readonly smallTables: SmallTables | false;
}

/** What holds where no config file says otherwise. */
export function defaultConfig(cwd: string): Config {
  return {
    root: cwd,
    cwd,
    postgres: defaultVersion,
    preset: defaultPreset,
    rules: {},
    paths: [],
    ignore: [],
    overrides: [],
    failOn: 'error',
    suppressions: [],
    smallTables: defaultSmallTables,
  };
}

/** What holds for one file, its overrides applied in order. `path` is absolute or relative to the working directory. */
export function configFor(config: Config, path: string): FileConfig {
  if (config.overrides.length === 0) return config;
  const fromRoot = pathFromRoot(config, path);
  let merged: FileConfig = config;
  for (const override of config.overrides) {
    if (pathMatcher(override.paths)(fromRoot)) merged = { ...merged, ...settingsOf(override, merged.rules) };
  }
  return merged;
}

function settingsOf(override: Override, below: FileConfig['rules']): Partial<FileConfig> {
  const { paths: _, rules, ...settings } = override;
  return rules ? { ...settings, rules: mergeRules(below, rules) } : settings;
}

function mergeRules(below: FileConfig['rules'], above: FileConfig['rules']): FileConfig['rules'] {
  const merged = { ...below };
  for (const [id, setting] of Object.entries(above)) {
    const options = { ...below[id]?.options, ...setting.options };
    merged[id] = { ...below[id], ...setting, options };
  }
  return merged;
}

/** Whether the config's `ignore` leaves the file out. */
export function isIgnored(config: Config, path: string): boolean {
  return config.ignore.length > 0 && pathMatcher(config.ignore)(pathFromRoot(config, path));
}

const pathFromRoot = (config: Config, path: string): string =>
  relative(config.root, resolve(config.cwd, path)).replaceAll('\\', '/');
