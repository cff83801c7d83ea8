// The ways back (down) of a project's migrations as a rollback would run them: the newest first, on the schema after all ups.
import type { MigrationEntry } from '../frameworks/framework.ts';
import { stemOf } from '../frameworks/sql/naming.ts';
import type { Judgement } from './judge.ts';
import { planned } from './plan.ts';
import { type EarlierEntries, hasDirection, includer, type Reader } from './read.ts';
import type { PlannedMigration, Project } from './request.ts';
import { ofDump, usableDump } from './schema-dump.ts';

/** A migration with its way back: a file of its own, or the same file; undefined where there is none, or no migration to undo. */
interface Pair {
  readonly up?: MigrationEntry;
  readonly down?: MigrationEntry;
}

/**
 * The judged ways back, and between them those that a rollback runs too. Migrations without one, and what else the user has to
 * know, are added to `notes`. Without history each way back is a project of its own.
 */
export async function planDown(reader: Reader, judgement: Judgement, notes: string[]): Promise<Project[]> {
  const { project, apart } = judgement;
  const pairs = pairsOf(reader, judgement);
  const asked = pairs.filter((pair) => isAsked(pair, judgement));
  const judged = new Set(asked.filter(({ down }) => down !== undefined));
  notes.push(...withoutWayBack(reader, asked));
  const [oldest, newest] = [
    pairs.findIndex((pair) => judged.has(pair)),
    pairs.findLastIndex((pair) => judged.has(pair)),
  ];
  if (newest < 0) return [];
  const shared = { root: reader.show(project.root) || '.', include: includer(reader, project.root) };
  const back = pairs.slice(oldest, newest + 1).reverse();
  const together = reader.request.history ? back.flatMap(({ down: entry }) => entry?.path ?? []) : undefined;
  const deployed = upsOf(pairs);
  const down = (pair: Pair, startsRun: boolean): PlannedMigration[] => {
    if (!pair.down) return [];
    const earlier = before(deployed, pair.up ? deployed.indexOf(pair.up) + 1 : deployed.length);
    const place = {
      entry: pair.down,
      direction: 'down',
      judged: judged.has(pair),
      startsRun,
      together,
      earlier,
    } as const;
    return [{ ...planned(reader, judgement, place), ...(pair.up ? { undoes: reader.show(pair.up.path) } : {}) }];
  };
  if (!reader.request.history) {
    return [...judged].map((pair) => ({ ...shared, migrations: down(pair, true) }));
  }
  const first = back.find((pair) => judged.has(pair));
  const downs = back.flatMap((pair) => down(pair, apart ? judged.has(pair) : pair === first));
  return [
    { ...shared, migrations: [...(await history(reader, judgement, pairs.slice(0, newest + 1), notes)), ...downs] },
  ];
}

/** The ups, none of them judged: all are deployed when a rollback begins. */
async function history(
  reader: Reader,
  judgement: Judgement,
  pairs: readonly Pair[],
  notes: string[],
): Promise<PlannedMigration[]> {
  const entries = upsOf(pairs);
  const judged = judgement.apart ? new Set<string>() : judgement.judged;
  const dump = await usableDump(reader, { ...judgement, judged, entries }, notes);
  const left = entries.filter((entry) => !dump?.contains(entry));
  const ups = left.map((entry, at) => {
    const place = {
      entry,
      direction: 'up',
      judged: false,
      startsRun: false,
      earlier: before(left, at),
    } as const;
    return { ...planned(reader, judgement, place), undone: true };
  });
  return dump ? [ofDump(dump), ...ups] : ups;
}

const before =
  (entries: readonly MigrationEntry[], end: number): EarlierEntries =>
  (back) =>
    entries[end - 1 - back];

const upsOf = (pairs: readonly Pair[]): MigrationEntry[] => pairs.flatMap(({ up }) => up ?? []);

/** In version order; a way back without its migration stands where its version does. */
function pairsOf(reader: Reader, judgement: Judgement): Pair[] {
  const { entries } = judgement.project;
  const ups = entries.filter(({ direction }) => direction === 'up');
  const apartDowns = new Map<MigrationEntry, MigrationEntry>();
  const orphans = new Set<MigrationEntry>();
  for (const entry of entries) {
    if (entry.direction !== 'down') continue;
    const up = upOf(entry, ups, judgement);
    if (up) apartDowns.set(up, entry);
    else orphans.add(entry);
  }
  return entries.flatMap((entry): Pair[] => {
    if (orphans.has(entry)) return [{ down: entry }];
    if (entry.direction === 'down') return [];
    const down = apartDowns.get(entry) ?? (hasDirection(reader, judgement.project, entry, 'down') ? entry : undefined);
    return [{ up: entry, ...(down ? { down } : {}) }];
  });
}

/** By version, and by name where several share it or there is none. */
function upOf(
  down: MigrationEntry,
  ups: readonly MigrationEntry[],
  { project }: Judgement,
): MigrationEntry | undefined {
  const same = ups.filter(
    ({ version }) =>
      (version === '') === (down.version === '') && project.framework.compareVersions(version, down.version) === 0,
  );
  const named = same.find(({ path }) => stemOf(path) === stemOf(down.path));
  return named ?? (same.length === 1 && down.version !== '' ? same[0] : undefined);
}

const isAsked = ({ up, down }: Pair, { judged }: Judgement): boolean =>
  (up !== undefined && judged.has(up.path)) || (down !== undefined && judged.has(down.path));

const mostNames = 3;

function withoutWayBack({ show }: Reader, asked: readonly Pair[]): string[] {
  const paths = asked.flatMap(({ up, down }) => (up && !down ? show(up.path) : []));
  if (paths.length === 0) return [];
  if (paths.length === 1) return [`${paths[0]} has no way back (down).`];
  const shown = paths.length > mostNames ? `${paths.slice(0, mostNames).join(', ')}, …` : paths.join(', ');
  return [`${paths.length} migrations have no way back (down): ${shown}.`];
}
