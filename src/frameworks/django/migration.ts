// A project's migrations read one after the other, each on the models that those before it leave, and back.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import type { Direction, MigrationFile, ReadOptions } from '../framework.ts';
import { commentsIn } from '../python/comments.ts';
import { fieldClasses } from './classes.ts';
import { type Graph, graphOf, type TextOf } from './graph.ts';
import { type Reading, readingOf } from './reading.ts';
import { userModelIn } from './settings.ts';
import { copyOf, emptyState, type State } from './state.ts';

/** The migrations of a project that have been read, and the models as they leave them. */
interface Project {
  readonly graph: Graph;
  readonly state: State;
  /** By path, in the order in which they have run. */
  readonly readings: Map<string, Reading>;
  /** For ways back, what each found. */
  readonly found?: Map<string, State>;
  /** What has been undone last, and the tables since. */
  undone?: { readonly path: string; readonly listed: State['listed'] };
}

const wayOut = 'with `atomic = False` in its class';

/**
 * `path` is the file's, as other files are named from it. What it needs and has not been read is read before it; what was read before
 * it has been run. `loadPython` must have been awaited. Never throws for any input.
 */
export function readMigration(source: SourceText, path: string, options: ReadOptions, graph?: Graph): MigrationFile[] {
  const textOf: TextOf = (other) => options.beside?.(posix.relative(posix.dirname(path), other));
  const memory = options.memory ?? new Map<string, unknown>();
  const around = { textOf, memory, graph };
  const ways = (['up', 'down'] as const).filter((way) => way === (options.direction ?? way));
  return ways.map((way) =>
    way === 'up'
      ? fileOf(source, way, readAfterNeeded(source, path, projectIn(around, false), around))
      : lazyFile(source, way, () => undo(source, path, projectIn(around, true), around)),
  );
}

function fileOf(source: SourceText, direction: Direction, { pieces, gaps, isAtomic }: Reading): MigrationFile {
  return {
    path: source.path,
    framework: 'django',
    direction,
    text: source,
    pieces,
    transaction: {
      scope: isAtomic ? 'file' : 'none',
      kind: 'explicit',
      inStrings: true,
      ...(isAtomic ? { wayOut } : {}),
    },
    psql: false,
    gaps,
    get comments() {
      return commentsIn(source);
    },
  };
}

/** Read when somebody asks for what is in it: whether a migration has a way back is known without. */
function lazyFile(source: SourceText, direction: Direction, read: () => Reading): MigrationFile {
  let file: MigrationFile | undefined;
  const whole = (): MigrationFile => {
    file ??= fileOf(source, direction, read());
    return file;
  };
  return {
    path: source.path,
    framework: 'django',
    direction,
    text: source,
    psql: false,
    get pieces() {
      return whole().pieces;
    },
    get transaction() {
      return whole().transaction;
    },
    get gaps() {
      return whole().gaps;
    },
    get comments() {
      return whole().comments;
    },
  };
}

interface Around {
  readonly textOf: TextOf;
  readonly memory: Map<string, unknown>;
  readonly graph: Graph | undefined;
}

/** One that keeps what each migration found is only made where ways back are read. */
function projectIn({ memory, graph: given }: Around, isForBack: boolean): Project {
  const known = memory.get('project') as Project | undefined;
  if (known && (known.found || !isForBack)) return known;
  const graph = known?.graph ?? given ?? graphOf([], () => undefined);
  const project = {
    graph,
    state: { ...emptyState(), user: userModelIn(graph.settings)?.toLowerCase() },
    readings: new Map(),
    ...(isForBack ? { found: new Map() } : {}),
  };
  memory.set('project', project);
  return project;
}

function readAfterNeeded(source: SourceText, path: string, project: Project, around: Around): Reading {
  const { textOf } = around;
  for (const other of neededFirst(path, project, textOf)) {
    const shown = posix.join(posix.dirname(source.path), posix.relative(posix.dirname(path), other));
    // What is found here is no file beside the migration, but one of the history that comes before it.
    const text = project.graph.textAt(other) ?? textOf(other) ?? '';
    readOnce(SourceText.of(shown, text), other, project, around);
  }
  return readOnce(source, path, project, around);
}

/** The tables are as the migration left them, or as undoing the one that ran after it did. */
function undo(source: SourceText, path: string, project: Project, around: Around): Reading {
  readAfterNeeded(source, path, project, around);
  const order = [...project.readings.keys()];
  const next = order[order.indexOf(path) + 1];
  const { undone, found, graph, state } = project;
  const left = next !== undefined && next === undone?.path ? undone : next === undefined ? state : found?.get(next);
  const before = found?.get(path) ?? state;
  const own = { ...copyOf(before), listed: new Map((left ?? state).listed) };
  own.classOf = fieldClasses(path, around.textOf, around.memory);
  const reading = readingOf(source, path, { graph, textOf: around.textOf, state: own, direction: 'down' });
  project.undone = { path, listed: own.listed };
  return reading;
}

/** What a migration needs and has not been read, each after what it needs itself. */
function neededFirst(path: string, { graph, readings }: Project, textOf: TextOf): string[] {
  const order: string[] = [];
  const opened = new Set<string>();
  const stack: (readonly [string, boolean])[] = [[path, false]];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [at, isDone] = next;
    if (isDone) order.push(at);
    else if (!opened.has(at) && !readings.has(at)) {
      opened.add(at);
      stack.push([at, true], ...graph.needs(at, textOf).map((each) => [each, false] as const));
    }
  }
  return order.filter((each) => each !== path);
}

/** A file that was read for those that need it is not read again; of what has another text by now the models are left alone. */
function readOnce(source: SourceText, path: string, project: Project, { textOf, memory }: Around): Reading {
  const { readings, state, graph, found } = project;
  const known = readings.get(path);
  if (known?.source.text === source.text && known.source.path === source.path) return known;
  const own = known ? copyOf(state) : state;
  if (!known) found?.set(path, copyOf(state));
  own.classOf = fieldClasses(path, textOf, memory);
  const reading = readingOf(source, path, { graph, textOf, state: own, direction: 'up' });
  if (!known) readings.set(path, reading);
  return reading;
}
