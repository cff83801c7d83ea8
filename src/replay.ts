// A selected project through the simulation: its migrations read one after another, on the version and settings that the config states.
import { type Config, configFor, type FileConfig } from './config/config.ts';
import type { HistoryReport } from './findings/judged.ts';
import { type HistoryStore, historyOf, type Keeper, keeper, keyOf, type Recalled, recall } from './kept-history.ts';
import type { Statement } from './postgres/parse.ts';
import type { LeftOut, PlannedMigration, Project } from './selection/request.ts';
import type { Definition, Place } from './simulation/definition.ts';
import { type SimulationEvent, simulate, statementsOf } from './simulation/run.ts';
import type { RunEntry } from './simulation/run-entry.ts';
import { defaultSettings, type Settings, type TimeoutSetting } from './simulation/settings.ts';

interface ReplayOptions {
  readonly config: Config;
  /** Grows by the files that turn out to be in another dialect. */
  readonly leftOut: LeftOut[];
  /** Where what history comes to is kept from run to run. */
  readonly store?: HistoryStore;
}

interface Replay {
  readonly events: Generator<SimulationEvent>;
  /** Of the history that the events leave out. */
  readonly history?: HistoryReport;
  /** To be called with what was found in all of the history. */
  readonly onHistory?: (report: HistoryReport) => void;
}

/** Needs `loadParser` to have been awaited. */
export function replay(project: Project, { config, leftOut, store }: ReplayOptions): Replay {
  const judged = project.migrations.find((migration) => migration.judged) ?? project.migrations[0];
  const inForce = configFor(config, judged?.path ?? project.root);
  const options = { version: inForce.postgres, settings: settingsOf(inForce), include: project.include };
  const history = store ? historyOf(project) : [];
  if (!store || history.length === 0) return { events: simulate(entriesOf(project.migrations, { leftOut }), options) };
  const { version, settings } = options;
  const keyed = () => keyOf(project, store.program, { version, settings });
  const recalled = recall(store, history, keyed());
  const keeping = keeper(store, project, { key: recalled?.key ?? keyed(), recalled });
  leftOut.push(...(recalled?.leftOut ?? []));
  const include: Project['include'] = (...asked) => {
    keeping.giveUp();
    return project.include(...asked);
  };
  const entries = entriesOf(project.migrations, { leftOut, keeping, history: history.length, from: recalled?.count });
  const start = recalled && { kept: recalled.state, definitionAt: definitions(project, recalled) };
  return {
    events: simulate(entries, { ...options, include, onHistory: keeping.takeState, ...(start ? { start } : {}) }),
    ...(recalled ? { history: recalled.report } : {}),
    onHistory: keeping.takeReport,
  };
}

/** Reads the statements of what was recalled where their bodies are run. */
function definitions({ migrations, include }: Project, { bytes }: Recalled): (place: Place) => Definition {
  const read = new Map<string, Statement[]>();
  const statements = ({ migration, part }: Place): Statement[] => {
    const key = `${migration} ${part}`;
    const reading = read.has(key) ? undefined : migrations[migration]?.read(bytes[migration]);
    const file = reading && 'files' in reading ? reading.files[part] : undefined;
    const found = read.get(key) ?? (file ? statementsOf(file, { include }) : []);
    read.set(key, found);
    return found;
  };
  return (place) => ({
    place,
    get statement() {
      return statements(place)[place.statement] as Statement;
    },
  });
}

interface Reads {
  readonly leftOut: LeftOut[];
  readonly keeping?: Keeper;
  /** How many migrations are history. */
  readonly history?: number;
  /** How many are left out because an earlier run has kept them. */
  readonly from?: number;
}

function* entriesOf(migrations: readonly PlannedMigration[], reads: Reads): Generator<RunEntry> {
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
