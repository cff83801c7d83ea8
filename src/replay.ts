// A selected project through the simulation: its migrations read one after another, on the version and settings that the config states.
import { type Config, configFor, type FileConfig } from './config/config.ts';
import type { LeftOut, PlannedMigration, Project } from './selection/request.ts';
import { type RunEntry, type SimulationEvent, simulate } from './simulation/run.ts';
import { defaultSettings, type Settings, type TimeoutSetting } from './simulation/settings.ts';

/** `leftOut` grows by the files that turn out to be in another dialect. Needs `loadParser` to have been awaited. */
export function replay(project: Project, config: Config, leftOut: LeftOut[]): Generator<SimulationEvent> {
  const judged = project.migrations.find((migration) => migration.judged) ?? project.migrations[0];
  const inForce = configFor(config, judged?.path ?? project.root);
  return simulate(entriesOf(project.migrations, leftOut), {
    version: inForce.postgres,
    settings: settingsOf(inForce),
    include: project.include,
  });
}

function* entriesOf(migrations: readonly PlannedMigration[], leftOut: LeftOut[]): Generator<RunEntry> {
  let startsRun = false;
  for (const migration of migrations) {
    startsRun ||= migration.startsRun;
    const reading = migration.read();
    if ('leftOut' in reading) {
      leftOut.push(reading.leftOut);
      continue;
    }
    for (const file of reading.files) {
      const { judged, opensHistory = false, undone, undoes } = migration;
      yield { file, judged, startsRun, opensHistory, undone, undoes };
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
