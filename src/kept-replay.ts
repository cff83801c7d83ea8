// A replay that goes on from what an earlier run made of the history, and keeps what it makes of it. Apart from the plain one, because
// the hashes and the serialising that it needs are a tenth of a small run.
import { type HistoryStore, keeper, keyOf, type Recalled, recall } from './kept-history.ts';
import type { Statement } from './postgres/parse.ts';
import { circumstances, entriesOf, historyOf, type Replay, type ReplayOptions } from './replay.ts';
import type { Project } from './selection/request.ts';
import type { Definition, Place } from './simulation/definition.ts';
import { simulate, statementsOf } from './simulation/run.ts';

/** As `replay`, of a project with history. */
export function keptReplay(project: Project, store: HistoryStore, { config, leftOut }: ReplayOptions): Replay {
  const options = circumstances(project, config);
  const { version, settings } = options;
  const history = historyOf(project);
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
