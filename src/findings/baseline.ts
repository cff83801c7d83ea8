// A baseline: findings that a project has accepted, so that only others fail. Matching sets a status and nothing else.
import type { BaselineEntry, BaselineUse } from './baseline-entry.ts';
import type { Finding, Report } from './finding.ts';
import { fingerprintOf, statementExcerpt } from './fingerprint.ts';
import { isOfRule } from './own-ids.ts';

export interface Baseline {
  /** As messages name it. */
  readonly name: string;
  readonly entries: readonly BaselineEntry[];
}

interface BaselineMatch {
  /** Those that the baseline holds are `in the baseline`; all others as they were. */
  readonly findings: Finding[];
  /** What of the entries met no finding, though their file was read in full or is gone. */
  readonly stale: readonly BaselineEntry[];
}

/** What a report says of the files, and whether a file that it does not name is still there. */
export interface BaselineContext {
  readonly report: Pick<Report, 'findings' | 'files' | 'gaps' | 'bugs'>;
  readonly exists: (file: string) => boolean;
}

/** An entry and how many more findings it may meet. */
interface Left {
  readonly entry: BaselineEntry;
  count: number;
}

/**
 * Gives the open findings that the baseline holds their status. `write` accepts all that are open now, and `prune` gives up entries
 * that meet nothing any more: `next` is then what the file is to hold.
 */
export function applyBaseline(
  baseline: Baseline,
  context: BaselineContext,
  change?: 'write' | 'prune',
): { findings: Finding[]; use: BaselineUse } {
  const { name } = baseline;
  const match = matchBaseline(baseline.entries, context);
  if (change === undefined) return { findings: match.findings, use: { name, stale: match.stale } };
  if (change === 'prune')
    return { findings: match.findings, use: { name, stale: [], next: pruned(baseline.entries, match.stale) } };
  const findings = match.findings.map(accepted);
  return { findings, use: { name, stale: [], next: rewritten(baseline.entries, findings, context) } };
}

const accepted = (finding: Finding): Finding =>
  canBeIn(finding) ? { ...finding, status: 'in the baseline' } : finding;

function matchBaseline(entries: readonly BaselineEntry[], context: BaselineContext): BaselineMatch {
  const left = entries.map((entry): Left => ({ entry, count: entry.count }));
  const open = context.report.findings.filter(canBeIn).map((finding) => ({ finding, key: keyOf(finding) }));
  const met = new Set<Finding>();
  const byPlace = grouped(left, ({ entry }) => placeKey(entry, entry.file));
  for (const { finding, key } of open) {
    if (take(byPlace.get(placeKey(key, finding.file)) ?? [])) met.add(finding);
  }
  const moved = grouped(
    left.filter(({ entry, count }) => count > 0 && !context.exists(entry.file)),
    ({ entry }) => placeKey(entry, ''),
  );
  const unmet = open.filter(({ finding }) => !met.has(finding));
  for (const [key, group] of grouped(unmet, (each) => placeKey(each.key, ''))) {
    for (const finding of followMoves(
      group.map((each) => each.finding),
      moved.get(key) ?? [],
    ))
      met.add(finding);
  }
  return {
    findings: context.report.findings.map((finding) =>
      met.has(finding) ? { ...finding, status: 'in the baseline' } : finding,
    ),
    stale: left
      .filter((each) => each.count > 0 && isDecided(each.entry, context))
      .map(({ entry, count }) => ({ ...entry, count })),
  };
}

const canBeIn = (finding: Finding): boolean => finding.status === 'open' && isOfRule(finding);

type Key = Pick<BaselineEntry, 'rule' | 'fingerprint'>;

const keyOf = ({ rule, sql }: Finding): Key => ({ rule, fingerprint: fingerprintOf(sql) });
const placeKey = ({ rule, fingerprint }: Key, file: string): string => `${rule}\n${fingerprint}\n${file}`;

function take(candidates: readonly Left[]): boolean {
  const found = candidates.find(({ count }) => count > 0);
  if (found) found.count -= 1;
  return found !== undefined;
}

/** Equal findings in files that the baseline does not know, met by entries of files that are gone: only where it is clear which. */
function followMoves(findings: readonly Finding[], entries: readonly Left[]): Finding[] {
  const followed: Finding[] = [];
  const byFile = grouped(findings, ({ file }) => file);
  for (const [file, group] of byFile) {
    const sameName = entries.filter(({ entry }) => nameOf(entry.file) === nameOf(file));
    const candidates = sameName.length > 0 ? sameName : byFile.size === 1 ? entries : [];
    if (candidates.length !== 1) continue;
    followed.push(...group.filter(() => take(candidates)));
  }
  return followed;
}

function grouped<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** Whether this run can tell that the entry meets nothing: its file was judged and read in full, or is gone. */
function isDecided({ file }: BaselineEntry, { report, exists }: BaselineContext): boolean {
  const unread = [...report.gaps, ...report.bugs].some((each) => each.file === file);
  if (unread) return false;
  return report.files.some(({ path, judged }) => judged && path === file) || !exists(file);
}

/** The entries without what met nothing. */
function pruned(entries: readonly BaselineEntry[], stale: readonly BaselineEntry[]): BaselineEntry[] {
  const excess = new Map(stale.map((entry) => [placeKey(entry, entry.file), entry.count]));
  return entries
    .map((entry) => ({ ...entry, count: entry.count - (excess.get(placeKey(entry, entry.file)) ?? 0) }))
    .filter(({ count }) => count > 0);
}

/** The accepted findings; entries of which this run can't tell stay. */
function rewritten(
  entries: readonly BaselineEntry[],
  findings: readonly Finding[],
  context: BaselineContext,
): BaselineEntry[] {
  const found = entriesOf(findings.filter(({ status }) => status === 'in the baseline'));
  const places = new Set(found.map((entry) => placeKey(entry, entry.file)));
  const kept = entries.filter((entry) => !places.has(placeKey(entry, entry.file)) && !isDecided(entry, context));
  return [...kept, ...found];
}

function entriesOf(findings: readonly Finding[]): BaselineEntry[] {
  const groups = grouped(findings, (finding) => placeKey(keyOf(finding), finding.file));
  return [...groups.values()].map((group) => {
    const [first] = group as [Finding];
    const { rule, file, sql } = first;
    return { rule, file, statement: statementExcerpt(sql), fingerprint: fingerprintOf(sql), count: group.length };
  });
}

/** A sentence about entries that meet nothing, or none. */
export function staleNotes({ name, stale }: BaselineUse): string[] {
  const count = stale.reduce((sum, entry) => sum + entry.count, 0);
  if (count === 0) return [];
  const which = count === 1 ? '1 finding of it is' : `${count} findings of it are`;
  return [`${name}: ${which} gone; --prune-baseline takes them out.`];
}
