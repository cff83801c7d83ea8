// A baseline: findings that a project has accepted, so that only others fail. Matching sets a status and nothing else.

import type { Gap } from '../source/gap.ts';
import type { BaselineEntry, BaselineUse } from './baseline-entry.ts';
import type { Finding, Report } from './finding.ts';
import { fingerprintOf, statementExcerpt } from './fingerprint.ts';
import { grouped } from './grouped.ts';
import { isOfRule } from './own-ids.ts';

export interface Baseline {
  /** As messages name it. */
  readonly name: string;
  readonly entries: readonly BaselineEntry[];
}

/** A report's findings and gaps; those that the baseline holds are `in the baseline` or among `acceptedGaps`. */
export type Accepted = Pick<Report, 'gaps' | 'acceptedGaps'> & { readonly findings: Finding[] };

/** What a report says of the files, and whether a file that it does not name is still there. */
export interface BaselineContext {
  readonly report: Pick<Report, 'findings' | 'files' | 'gaps' | 'bugs'>;
  readonly exists: (file: string) => boolean;
}

/** A finding, or a part that was not read, as an entry knows it. */
interface Item {
  readonly rule: string;
  readonly file: string;
  readonly sql: string;
  readonly fingerprint: string;
  readonly of: Finding | Gap;
}

/** An entry and how many more items it may meet. */
interface Left {
  readonly entry: BaselineEntry;
  count: number;
}

/** The `rule` of entries for parts that could not be read. */
const notRead = 'not-read';

/**
 * Gives the open findings that the baseline holds their status, and sets accepted gaps apart. `write` accepts all that are open now,
 * `prune` gives up entries that meet nothing any more: `next` is then what the file is to hold.
 */
export function applyBaseline(
  { name, entries }: Baseline,
  context: BaselineContext,
  change?: 'write' | 'prune',
): Accepted & { baseline: BaselineUse } {
  const items = itemsOf(context.report);
  const { met, left } = matched(entries, items, context);
  const isDecided = decider(context, met);
  const stale = left
    .filter(({ entry, count }) => count > 0 && isDecided(entry))
    .map(({ entry, count }) => ({ ...entry, count }));
  if (change === 'write') {
    const next = rewritten(entries, items, decider(context, new Set(context.report.gaps)));
    return { ...accepted(context, new Set(items.map((item) => item.of))), baseline: { name, stale: [], next } };
  }
  const use = change === 'prune' ? { name, stale: [], next: pruned(entries, stale) } : { name, stale };
  return { ...accepted(context, met), baseline: use };
}

function itemsOf({ findings, gaps }: BaselineContext['report']): Item[] {
  const open = findings.filter((finding) => finding.status === 'open' && isOfRule(finding));
  return [
    ...open.map((of) => ({ rule: of.rule, file: of.file, sql: of.sql, of })),
    ...gaps.map((of) => ({ rule: notRead, file: of.file, sql: of.text ?? '', of })),
  ].map((item) => ({ ...item, fingerprint: fingerprintOf(item.sql) }));
}

type Met = ReadonlySet<Finding | Gap>;

function accepted({ report }: BaselineContext, met: Met): Accepted {
  return {
    findings: report.findings.map((finding) =>
      met.has(finding) ? { ...finding, status: 'in the baseline' } : finding,
    ),
    gaps: report.gaps.filter((gap) => !met.has(gap)),
    acceptedGaps: report.gaps.filter((gap) => met.has(gap)),
  };
}

/** What the entries hold, and what of the entries is left over. */
function matched(
  entries: readonly BaselineEntry[],
  items: readonly Item[],
  { exists }: BaselineContext,
): { met: Met; left: Left[] } {
  const left = entries.map((entry): Left => ({ entry, count: entry.count }));
  const byPlace = grouped(left, ({ entry }) => placeKey(entry, entry.file));
  const met = new Set<Finding | Gap>();
  for (const item of items) if (take(byPlace.get(placeKey(item, item.file)) ?? [])) met.add(item.of);
  const gone = left.filter(({ entry, count }) => count > 0 && !exists(entry.file));
  const moved = grouped(gone, ({ entry }) => placeKey(entry, ''));
  const unmet = items.filter((item) => !met.has(item.of));
  for (const [key, group] of grouped(unmet, (item) => placeKey(item, ''))) {
    for (const item of followMoves(group, moved.get(key) ?? [])) met.add(item.of);
  }
  return { met, left };
}

type Key = Pick<BaselineEntry, 'rule' | 'fingerprint'>;

const placeKey = ({ rule, fingerprint }: Key, file: string): string => `${rule}\n${fingerprint}\n${file}`;

function take(candidates: readonly Left[]): boolean {
  const found = candidates.find(({ count }) => count > 0);
  if (found) found.count -= 1;
  return found !== undefined;
}

/** Equal items in files that the baseline does not know, met by entries of files that are gone: only where it is clear which. */
function followMoves(items: readonly Item[], entries: readonly Left[]): Item[] {
  const followed: Item[] = [];
  const byFile = grouped(items, ({ file }) => file);
  for (const [file, group] of byFile) {
    const sameName = entries.filter(({ entry }) => nameOf(entry.file) === nameOf(file));
    const candidates = sameName.length > 0 ? sameName : byFile.size === 1 ? entries : [];
    if (candidates.length !== 1) continue;
    followed.push(...group.filter(() => take(candidates)));
  }
  return followed;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** Whether this run can tell that an entry meets nothing: its file was judged and, but for what is accepted, read in full, or is gone. */
function decider({ report, exists }: BaselineContext, met: Met): (entry: BaselineEntry) => boolean {
  const unread = new Set([...report.gaps.filter((gap) => !met.has(gap)), ...report.bugs].map(({ file }) => file));
  const judged = new Set(report.files.filter((file) => file.judged).map(({ path }) => path));
  return ({ rule, file }) => (judged.has(file) && (rule === notRead || !unread.has(file))) || !exists(file);
}

/** The entries without what met nothing. */
function pruned(entries: readonly BaselineEntry[], stale: readonly BaselineEntry[]): BaselineEntry[] {
  const excess = new Map(stale.map((entry) => [placeKey(entry, entry.file), entry.count]));
  return entries
    .map((entry) => ({ ...entry, count: entry.count - (excess.get(placeKey(entry, entry.file)) ?? 0) }))
    .filter(({ count }) => count > 0);
}

/** An entry for each place with equal items; entries of which this run can't tell stay. */
function rewritten(
  entries: readonly BaselineEntry[],
  items: readonly Item[],
  isDecided: (entry: BaselineEntry) => boolean,
): BaselineEntry[] {
  const groups = grouped(items, (item) => placeKey(item, item.file));
  const kept = entries.filter((entry) => !groups.has(placeKey(entry, entry.file)) && !isDecided(entry));
  const found = [...groups.values()].map(([first, ...more]) => {
    const { rule, file, sql, fingerprint } = first as Item;
    return { rule, file, statement: statementExcerpt(sql), fingerprint, count: 1 + more.length };
  });
  return [...kept, ...found];
}

/** A sentence about entries that meet nothing, or none. */
export function staleNotes({ name, stale }: BaselineUse): string[] {
  const count = stale.reduce((sum, entry) => sum + entry.count, 0);
  if (count === 0) return [];
  const which = count === 1 ? '1 finding of it is' : `${count} findings of it are`;
  return [`${name}: ${which} gone; --prune-baseline takes them out.`];
}
