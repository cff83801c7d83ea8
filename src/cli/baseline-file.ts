// Where the project's baseline is, and its entries under the names that files have here.
import { dirname, join, relative, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { UserError } from '../config/user-error.ts';
import type { Baseline } from '../findings/baseline.ts';
import type { BaselineEntry } from '../findings/baseline-entry.ts';
import type { Rule } from '../rule.ts';
import type { Host } from '../selection/host.ts';
import type { Arguments } from './arguments.ts';

const defaultName = 'migration-lint.baseline.json';

export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  readonly entries: Baseline;
  readonly change?: 'write' | 'prune';
}

type Asked = Pick<Arguments, 'baseline' | 'baselineChange'>;

/** Undefined where there is none and none is asked for. Throws a UserError for one that is missing or broken. */
export async function baselineFor(
  host: Host,
  config: Config,
  { asked, rules }: { asked: Asked; rules: readonly Rule[] },
): Promise<BaselineFile | undefined> {
  if (asked.baseline === false) return undefined;
  const named = namedPath(host, config, asked);
  const path = named ?? join(config.root, defaultName);
  const name = relative(host.cwd, path).replaceAll('\\', '/');
  const change = asked.baselineChange;
  const text = host.kind(path) === undefined ? undefined : textOf(host, path, name);
  if (text === undefined && change !== 'write') {
    if (named === undefined && asked.baseline === undefined && change === undefined) return undefined;
    throw new UserError('config', `There is no baseline ${name}: --write-baseline makes one.`);
  }
  const entries = text === undefined ? [] : await entriesOf(text, name);
  const here = entries.map((entry) => ({
    ...entry,
    rule: rules.find(({ aliases }) => aliases?.includes(entry.rule))?.id ?? entry.rule,
    file: moved(entry.file, dirname(path), host.cwd),
  }));
  return { path, entries: { name, entries: here }, ...(change ? { change } : {}) };
}

function namedPath({ cwd }: Host, { root, baseline }: Config, asked: Asked): string | undefined {
  if (asked.baseline) return resolve(cwd, asked.baseline);
  return baseline === undefined ? undefined : resolve(root, baseline);
}

function textOf(host: Host, path: string, name: string): string {
  try {
    return new TextDecoder().decode(host.readFile(path));
  } catch (error) {
    throw new UserError('config', `${name} can't be read: ${(error as Error).message}`);
  }
}

async function entriesOf(text: string, name: string): Promise<BaselineEntry[]> {
  const { readBaselineDocument } = await import('../findings/baseline-document.ts');
  try {
    return readBaselineDocument(text);
  } catch (error) {
    throw new UserError('config', `${name} is no baseline that can be read: ${(error as Error).message}`);
  }
}

/** The text of the file that is to hold the entries. */
export async function baselineText(
  host: Host,
  { path }: BaselineFile,
  entries: readonly BaselineEntry[],
): Promise<string> {
  const { baselineDocument } = await import('../findings/baseline-document.ts');
  return baselineDocument(entries.map((entry) => ({ ...entry, file: moved(entry.file, host.cwd, dirname(path)) })));
}

const moved = (file: string, from: string, to: string): string =>
  relative(to, resolve(from, file)).replaceAll('\\', '/');
