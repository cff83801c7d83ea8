// One Django migration read: the SQL that it sends, on the models that the migrations before it leave.
import { posix } from 'node:path';
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import { SourceText } from '../../source/source-text.ts';
import type { MigrationFile, ReadOptions } from '../framework.ts';
import { commentsIn } from '../python/comments.ts';
import { type Module, moduleOf } from '../python/evaluator.ts';
import { readByCall } from '../python/files.ts';
import { addGap, bounded, pieceOf } from '../python/machine.ts';
import {
  type Called,
  type ClassValue,
  pathOf,
  reference,
  type Site,
  type Text,
  text,
  type Value,
  whatOf,
} from '../python/value.ts';
import { fieldClasses } from './classes.ts';
import { type CodeReader, codeReader, runSql } from './data-work.ts';
import { type Editor, flush } from './editor.ts';
import { type Graph, graphOf, type TextOf } from './graph.ts';
import { memberOf, swapped } from './known-names.ts';
import type { Work } from './operation.ts';
import { apply } from './operations.ts';
import { userModelIn } from './settings.ts';
import { copyOf, emptyState, type State } from './state.ts';
import { trimmed } from './trimming.ts';

interface Reading {
  readonly source: SourceText;
  readonly pieces: SqlPiece[];
  readonly gaps: Gap[];
  readonly isAtomic: boolean;
}

/** The migrations of a project that have been read, and the models as they leave them. */
interface Project {
  readonly graph: Graph;
  readonly state: State;
  /** By path. */
  readonly readings: Map<string, Reading>;
}

const wayOut = 'with `atomic = False` in its class';

/**
 * `path` is the file's, as other files are named from it. What it needs and has not been read is read before it; what was read before
 * it has been run. Never throws for any input.
 */
export function readMigration(source: SourceText, path: string, options: ReadOptions, graph?: Graph): MigrationFile {
  const textOf: TextOf = (other) => options.beside?.(posix.relative(posix.dirname(path), other));
  const memory = options.memory ?? new Map<string, unknown>();
  const project = projectIn(memory, graph);
  for (const other of neededFirst(path, project, textOf)) {
    const shown = posix.join(posix.dirname(source.path), posix.relative(posix.dirname(path), other));
    readOnce(SourceText.of(shown, textOf(other) ?? ''), other, { project, textOf, memory });
  }
  const { pieces, gaps, isAtomic } = readOnce(source, path, { project, textOf, memory });
  return {
    path: source.path,
    framework: 'django',
    direction: 'up',
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

function projectIn(memory: Map<string, unknown>, given: Graph | undefined): Project {
  const known = memory.get('project') as Project | undefined;
  if (known) return known;
  const graph = given ?? graphOf([], () => undefined);
  const project = {
    graph,
    state: { ...emptyState(), user: userModelIn(graph.settings)?.toLowerCase() },
    readings: new Map(),
  };
  memory.set('project', project);
  return project;
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

interface Around {
  readonly project: Project;
  readonly textOf: TextOf;
  readonly memory: Map<string, unknown>;
}

/** A file that was read for those that need it is not read again; of what has another text by now the models are left alone. */
function readOnce(source: SourceText, path: string, around: Around): Reading {
  const { readings, state } = around.project;
  const known = readings.get(path);
  if (known?.source.text === source.text && known.source.path === source.path) return known;
  const own = known ? copyOf(state) : state;
  own.classOf = fieldClasses(path, around.textOf, around.memory);
  const reading = readOne(source, path, own, around);
  if (!known) readings.set(path, reading);
  return reading;
}

function readOne(source: SourceText, path: string, state: State, { project, textOf }: Around): Reading {
  const { graph } = project;
  const app = graph.appOf(path, textOf);
  let follow: ((called: Called) => undefined) | undefined;
  const beside = (name: string): string | undefined => textOf(posix.join(posix.dirname(path), name));
  const module = moduleOf(SourceText.of(source.path, trimmed(source.text)), {
    called: (called) => swapped(called) ?? readByCall(called, beside) ?? follow?.(called),
    member: (at, of) => memberOf(at, of, { state, app, settings: graph.settings }),
  });
  const { machine, names } = module;
  const pieces: SqlPiece[] = [];
  const migration = names.get('Migration');
  if (migration?.kind !== 'class') {
    if (machine.gaps.length === 0)
      addGap(machine, { start: 0, end: 1 }, 'The file has no class Migration.', 'unsupported');
    return { source, pieces, gaps: machine.gaps, isAtomic: true };
  }
  const of = (name: string): Value | undefined => migration.scope.variables.get(name);
  const push = (sql: Text, site: Site): void => {
    machine.sent += 1;
    machine.pieces += 1;
    if (!changesRows(sql.text)) machine.changed += 1;
    pieces.push(pieceOf(source, sql, site));
  };
  const gap = (reason: string, site: Site): void => addGap(machine, site, sentence(reason), 'unsupported');
  const editor: Editor = { state, deferred: [], site: migration.node, gap, send: (sql, site) => push(text(sql), site) };
  const sink = { send: push, gap };
  const work: Work = {
    editor,
    app,
    runSql: (value) => runSql(sink, value, editor.site),
    runCode: (value) => {
      const reader = codeReader(sink);
      follow = reader.follow;
      runPython(module, value, { reader, pieces, site: editor.site });
      follow = undefined;
    },
  };
  bounded(machine, () => {
    applyAll(work, migration, of('operations'));
    flush(editor);
  });
  const atomic = of('atomic');
  return {
    source,
    pieces,
    gaps: machine.gaps,
    isAtomic: !(atomic?.kind === 'constant' && atomic.value === false),
  };
}

const sentence = (reason: string): string => (/[.]$/.test(reason) ? reason : `A part is not read: ${reason}.`);

function applyAll(work: Work, migration: ClassValue, operations: Value | undefined): void {
  if (operations === undefined) return;
  if (operations.kind !== 'list')
    return work.editor.gap(
      `The operations are ${whatOf(operations)}, which are known only at run time.`,
      migration.node,
    );
  for (const operation of operations.items) apply(work, operation);
  if (operations.isOpen) work.editor.gap('There are operations that are known only at run time.', migration.node);
}

const changesRows = (sql: string): boolean => /^(?:\s|--.*\n)*(?:select|insert|update|delete|with)\b/i.test(sql);

interface Running {
  readonly reader: CodeReader;
  readonly pieces: readonly SqlPiece[];
  readonly site: Site;
}

/** What is uncertain in code that sends no SQL, or none but such as changes rows, is all data work, told once. */
function runPython({ machine, call }: Module, value: Value | undefined, { reader, pieces, site }: Running): void {
  if (value && pathOf(value)?.endsWith('RunPython.noop')) return;
  const [gaps, sent] = [machine.gaps.length, pieces.length];
  if (value?.kind === 'function')
    bounded(machine, () => void call(value, [reference('apps'), reference('schema_editor')], site));
  else reader.say(value ? ` (${whatOf(value)})` : '');
  const found = machine.gaps.slice(gaps);
  const isOfRows = pieces.slice(sent).every(({ sql }) => changesRows(sql));
  if (isOfRows && found.every(({ kind }) => kind !== 'dynamic-sql')) machine.gaps.length = gaps;
  if (reader.work === undefined && found.length === machine.gaps.length - gaps) return;
  const reason = `RunPython works on data in Python${reader.work ?? ''}: what it does is not read.`;
  addGap(machine, site, reason, 'data-work', sent);
}
