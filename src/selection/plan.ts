// Lays a project out as the simulation takes it: in version order as far as the last judged migration, a dump of the schema first.
import type { Direction, MigrationEntry } from '../frameworks/framework.ts';
import type { Judgement } from './judge.ts';
import { type EarlierEntries, includer, type Reader, readMigration, sourceOf } from './read.ts';
import type { PlannedMigration, Project } from './request.ts';
import { ofDump, usableDump } from './schema-dump.ts';

/** Sentences about a dump that can't be used are added to `notes`. */
export async function plan(reader: Reader, judgement: Judgement, notes: string[]): Promise<Project> {
  const { project, judged } = judgement;
  const ups = deployedFirst(
    project.entries.filter(({ direction }) => direction === 'up'),
    judgement,
  );
  const entries = ups.slice(0, ups.findLastIndex(({ path }) => judged.has(path)) + 1);
  const dump = await usableDump(reader, { ...judgement, entries }, notes);
  const left = entries.filter((entry) => judged.has(entry.path) || !dump?.contains(entry));
  const starts = runStarts(left, judgement);
  const runs = runsOf(left, starts, judgement);
  const migrations = left.map((entry, at) =>
    planned(reader, judgement, {
      entry,
      direction: 'up',
      judged: judged.has(entry.path),
      startsRun: starts.has(entry),
      opensHistory: judgement.apart && ups.length > 1 && entry === ups[0],
      together: runs.get(entry),
      earlier: (back) => left[at - 1 - back],
    }),
  );
  return {
    root: reader.show(project.root) || '.',
    migrations: dump ? [ofDump(dump), ...migrations] : migrations,
    include: includer(reader, project.root),
  };
}

/** Of migrations that are ordered by what they need only, those that are not judged, but for those that need one that is. */
function deployedFirst(entries: readonly MigrationEntry[], { judged, apart }: Judgement): readonly MigrationEntry[] {
  if (apart || !entries.some(({ needs }) => needs)) return entries;
  const late = new Set<string>();
  for (const { path, needs = [] } of entries)
    if (judged.has(path) || needs.some((each) => late.has(each))) late.add(path);
  const isLate = ({ path }: MigrationEntry): boolean => late.has(path);
  return [...entries.filter((entry) => !isLate(entry)), ...entries.filter(isLate)];
}

/** An edited migration has been deployed before: what it creates is in use, so it is no part of the run of the new ones. */
function runStarts(entries: readonly MigrationEntry[], { judged, apart, edited }: Judgement): Set<MigrationEntry> {
  const ours = entries.filter(({ path }) => judged.has(path));
  const isEdited = (entry: MigrationEntry | undefined) => entry !== undefined && edited.includes(entry.path);
  return new Set(ours.filter((entry, at) => apart || at === 0 || isEdited(entry) || isEdited(ours[at - 1])));
}

/** For each judged entry the paths of those that are run with it. */
function runsOf(
  entries: readonly MigrationEntry[],
  starts: ReadonlySet<MigrationEntry>,
  { judged }: Judgement,
): Map<MigrationEntry, readonly string[]> {
  const runs = new Map<MigrationEntry, readonly string[]>();
  let run: string[] = [];
  for (const entry of entries) {
    if (!judged.has(entry.path)) continue;
    if (starts.has(entry)) run = [];
    run.push(entry.path);
    runs.set(entry, run);
  }
  return runs;
}

/** The ways back that the user named, or that are as new as what is judged. */
export function plannedDown(reader: Reader, judgement: Judgement): PlannedMigration[] {
  return judgement.project.entries
    .filter(({ path, direction }) => direction === 'down' && judgement.judged.has(path))
    .map((entry) => planned(reader, judgement, { entry, direction: 'down', judged: false, startsRun: false }));
}

interface Place {
  readonly entry: MigrationEntry;
  /** Which part of the file. */
  readonly direction: Direction;
  readonly judged: boolean;
  readonly startsRun: boolean;
  readonly opensHistory?: boolean;
  readonly together?: readonly string[];
  /** As far as they are replayed. */
  readonly earlier?: EarlierEntries;
}

/** The entry as the simulation takes it. */
export function planned(reader: Reader, { project }: Judgement, place: Place): PlannedMigration {
  const { entry, direction, judged, startsRun, together, opensHistory = false, earlier } = place;
  const { path, version } = entry;
  const source = judged ? undefined : sourceOf(reader, project, entry, direction);
  return {
    path: reader.show(path),
    version,
    judged,
    startsRun,
    opensHistory,
    ...(source ? { source } : {}),
    read: (given) =>
      readMigration(reader, project, { entry, direction, together, earlier, ...(given ? { given } : {}) }),
  };
}
