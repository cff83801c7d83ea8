// A selected project through the simulation: its migrations read one after another, on the version and settings that the config states.
import { type Config, configFor, type FileConfig } from './config/config.ts';
import type { HistoryReport } from './findings/judged.ts';
import type { Keeper } from './kept-history.ts';
import type { LeftOut, PlannedMigration, Project } from './selection/request.ts';
import { type SimulationEvent, type SimulationOptions, simulate } from './simulation/run.ts';
import type { RunEntry } from './simulation/run-entry.ts';
import { defaultSettings, type Settings, type TimeoutSetting } from './simulation/settings.ts';

export interface ReplayOptions {
  readonly config: Config;
  /** Grows by the files that turn out to be in another dialect. */
  readonly leftOut: LeftOut[];
}

export interface Replay {
  readonly events: Generator<SimulationEvent>;
  /** Of the history that the events leave out. */
  readonly history?: HistoryReport;
  /** To be called with what was found in all of the history. */
  readonly onHistory?: (report: HistoryReport) => void;
}

/** Needs `loadParser` to have been awaited. */
export const replay = (project: Project, { config, leftOut }: ReplayOptions): Replay => ({
  events: simulate(entriesOf(project.migrations, { leftOut }), circumstances(project, config)),
});

/** What the project's migrations are replayed under. */
export function circumstances({ root, migrations, include }: Project, config: Config): SimulationOptions {
  const judged = migrations.find((migration) => migration.judged) ?? migrations[0];
  const inForce = configFor(config, judged?.path ?? root);
  return { version: inForce.postgres, settings: settingsOf(inForce), include };
}

/** The migrations before the first run, where all that reading them goes by can be told; empty where there are none. */
export function historyOf({ migrations }: Project): readonly PlannedMigration[] {
  const end = migrations.findIndex(({ judged, startsRun }) => judged || startsRun);
  if (!migrations[end]?.startsRun) return [];
  const history = migrations.slice(0, end);
  return history.every(({ source }) => source !== undefined) ? history : [];
}

interface Reads {
  readonly leftOut: LeftOut[];
  readonly keeping?: Keeper;
  /** How many migrations are history. */
  readonly history?: number;
  /** How many are left out because an earlier run has kept them. */
  readonly from?: number;
}

export function* entriesOf(migrations: readonly PlannedMigration[], reads: Reads): Generator<RunEntry> {
  const { leftOut, keeping, history = 0, from = 0 } = reads;
  let startsRun = false;
  for (const [at, migration] of migrations.entries()) {
    if (at < from) continue;
    startsRun ||= migration.startsRun;
    const reading = migration.read();
    if (at < history) keeping?.read(migration, reading, at);
    if ('leftOut' in reading) {
      leftOut.push(reading.leftOut);
      continue;
    }
    for (const [part, file] of reading.files.entries()) {
      const { judged, opensHistory = false, undone, undoes } = migration;
      yield { file, judged, startsRun, opensHistory, undone, undoes, place: { migration: at, part } };
      startsRun = false;
    }
  }
}

function settingsOf({ lockTimeout, statementTimeout, searchPath }: FileConfig): Settings {
  return {
    ...defaultSettings,
    lockTimeout: timeout(lockTimeout),
    statementTimeout: timeout(statementTimeout),
    searchPath: searchPath ?? defaultSettings.searchPath,
  };
}

const timeout = (milliseconds: number | undefined): TimeoutSetting | undefined =>
  milliseconds === undefined ? undefined : { milliseconds, setBy: 'config' };

/** One sentence per dialect, naming a few of the files. */
export function leftOutNotes(leftOut: readonly LeftOut[]): string[] {
  const databases = [...new Set(leftOut.map(({ database }) => database))];
  return databases.map((database) => {
    const paths = leftOut.filter((file) => file.database === database).map(({ path }) => path);
    const shown = paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ');
    return paths.length === 1
      ? `${shown} is written for ${database}, not PostgreSQL, and is left out.`
      : `${paths.length} files are written for ${database}, not PostgreSQL, and are left out: ${shown}.`;
  });
}
