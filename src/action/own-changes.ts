// What the change does to the linter itself: its config, its baseline, its allowances. A reader of the report hears of it first.
import { basename, dirname, join, resolve } from 'node:path';
import type { Arguments } from '../cli/arguments.ts';
import { type Config, defaultConfig } from '../config/config.ts';
import { configFileNames, loadConfig } from '../config/load.ts';
import { UserError } from '../config/user-error.ts';
import type { BaselineEntry } from '../findings/baseline-entry.ts';
import { counted } from '../reporters/terminal.ts';
import type { Host } from '../selection/host.ts';
import { addedAllowances } from './added-allowances.ts';
import type { Change } from './change.ts';
import { ApiFault } from './client.ts';
import { configChanges } from './config-changes.ts';

/** Sentences; none where the change leaves the linter as it is. */
export async function ownChanges(change: Change): Promise<string[]> {
  const parts = [configSentences, baselineSentences, statsSentences, addedAllowances];
  const told = await Promise.all(
    parts.map((part) =>
      part(change).catch((error: unknown) => {
        if (!(error instanceof ApiFault)) throw error;
        return [
          `Whether this change edits what the linter reads as its config or baseline can't be told: ${error.message}.`,
        ];
      }),
    ),
  );
  return [...new Set(told.flat())];
}

/** Absolute: where a config may be, as the command looks for it. */
function configPlaces({ cwd, kind }: Host, { config: explicit }: Arguments): string[] {
  if (explicit !== undefined) return [resolve(cwd, explicit)];
  const places: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    places.push(...[...configFileNames, 'package.json'].map((name) => join(folder, name)));
    if (kind(join(folder, '.git')) || folder === dirname(folder)) return places;
  }
}

async function configSentences({ host, rules, asked, report, base }: Change): Promise<string[]> {
  const before = new Map<string, string | undefined>();
  let isSame = true;
  for (const path of configPlaces(host, asked)) {
    const text = await base(path);
    before.set(path, text);
    isSame &&= configIn(path, text) === configIn(path, textNow(host, path));
  }
  if (isSame) return [];
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));
  const hostBefore = {
    ...host,
    readFile: (path: string) => (before.has(path) ? bytes(before.get(path)) : host.readFile(path)),
  };
  const now = await loadConfig(host, { explicit: asked.config, rules });
  const then = await configOrNone(hostBefore, { explicit: asked.config, rules });
  return configChanges({
    then,
    now,
    rules,
    files: report.files.filter(({ judged }) => judged).map(({ path }) => path),
  });
}

/** A manifest changes for many reasons that are none of ours. */
function configIn(path: string, text: string | undefined): string | undefined {
  if (text === undefined || basename(path) !== 'package.json') return text;
  try {
    return JSON.stringify((JSON.parse(text) as Record<string, unknown> | null)?.['migration-lint']);
  } catch {
    return undefined;
  }
}

/** Where the base's own config is wrong or is not there, the defaults were in force. */
async function configOrNone(
  host: Pick<Host, 'cwd' | 'readFile' | 'kind'>,
  options: Parameters<typeof loadConfig>[1],
): Promise<Config> {
  try {
    return await loadConfig(host, options);
  } catch (error) {
    if (error instanceof UserError) return defaultConfig(host.cwd);
    throw error;
  }
}

function textNow(host: Host, path: string): string | undefined {
  const bytes = host.readFile(path);
  return bytes && new TextDecoder().decode(bytes);
}

async function baselineSentences({ host, baseline, base, report }: Change): Promise<string[]> {
  if (baseline === undefined) return [];
  const [then, now] = [await base(baseline), textNow(host, baseline)];
  if (then === now) return [];
  const name = report.baseline?.name ?? 'the baseline';
  const known = new Map((await entriesOf(then)).map((entry) => [identity(entry), entry.count]));
  const added = (await entriesOf(now)).filter((entry) => entry.count > (known.get(identity(entry)) ?? 0));
  if (added.length === 0) return [`This change edits the baseline ${name} and adds nothing to it.`];
  const ids = [...new Set(added.map(({ rule }) => rule))].sort().join(', ');
  return [
    `This change edits the baseline ${name}: it accepts ${counted(added.length, 'finding')} more than the base does (${ids}).`,
  ];
}

async function entriesOf(text: string | undefined): Promise<readonly BaselineEntry[]> {
  const { readBaselineDocument } = await import('../findings/baseline-document.ts');
  try {
    return text === undefined ? [] : readBaselineDocument(text);
  } catch {
    return [];
  }
}

const identity = ({ rule, file, fingerprint }: BaselineEntry): string => [rule, file, fingerprint].join('\n');

/** Small tables make findings information. */
async function statsSentences({ host, config, base }: Change): Promise<string[]> {
  const { statisticsPath } = await import('../statistics/load.ts');
  if (config.stats === false) return [];
  const path = statisticsPath(host, config);
  if ((await base(path)) === textNow(host, path)) return [];
  return ['This change edits the file of table sizes, by which findings on small tables are only information.'];
}
