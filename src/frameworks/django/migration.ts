// One Django migration read: the SQL that it sends, on the models that the migrations before it leave.
import { posix } from 'node:path';
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import { SourceText } from '../../source/source-text.ts';
import type { MigrationFile, ReadOptions } from '../framework.ts';
import { type Module, moduleOf } from '../python/evaluator.ts';
import { addGap, bounded, pieceOf } from '../python/machine.ts';
import {
  bool,
  type Called,
  type ClassValue,
  knownText,
  pathOf,
  reference,
  type Site,
  type Text,
  text,
  type Value,
  whatOf,
} from '../python/value.ts';
import { fieldClasses } from './classes.ts';
import { codeReader, runSql } from './data-work.ts';
import { type Editor, flush } from './editor.ts';
import type { FieldClasses } from './fields.ts';
import { apply, type Work } from './operations.ts';
import { copyOf, emptyState, type State } from './state.ts';

interface Reading {
  readonly source: SourceText;
  readonly state: State;
  readonly pieces: SqlPiece[];
  readonly gaps: Gap[];
  readonly isAtomic: boolean;
}

/** The files of one read, by their paths. */
interface History {
  readonly textOf: (path: string) => string | undefined;
  readonly memory: Map<string, unknown>;
  readonly open: Set<string>;
  readonly classOf: FieldClasses;
  /** The name of a file for messages. */
  readonly shown: (path: string) => string;
}

const wayOut = 'with `atomic = False` in its class';

/** `path` is the file's, as other files are named from it. `loadPython` must have been awaited. Never throws for any input. */
export function readMigration(source: SourceText, path: string, options: ReadOptions): MigrationFile {
  const textOf = (other: string): string | undefined => options.beside?.(posix.relative(posix.dirname(path), other));
  const memory = options.memory ?? new Map<string, unknown>();
  const shown = (other: string): string =>
    posix.join(posix.dirname(source.path), posix.relative(posix.dirname(path), other));
  const history: History = {
    textOf,
    memory,
    open: new Set([path]),
    classOf: fieldClasses(path, textOf, memory),
    shown,
  };
  const { pieces, gaps, isAtomic } = readOnce(source, path, history);
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
  };
}

/** A file that was read for those that depend on it is not read again. */
function readOnce(source: SourceText, path: string, history: History): Reading {
  const known = history.memory.get(path) as Reading | undefined;
  if (known && known.source.text === source.text && known.source.path === source.path) return known;
  const reading = readOne(source, path, history);
  history.memory.set(path, reading);
  return reading;
}

function readOne(source: SourceText, path: string, history: History): Reading {
  let follow: ((called: Called) => undefined) | undefined;
  const member = (at: string): Value | undefined => (/\bconnection\.vendor$/.test(at) ? text('postgresql') : undefined);
  const module = moduleOf(source, { called: (called) => swapped(called) ?? follow?.(called), member });
  const { machine, names } = module;
  const pieces: SqlPiece[] = [];
  const migration = names.get('Migration');
  if (migration?.kind !== 'class') {
    if (machine.gaps.length === 0)
      addGap(machine, { start: 0, end: 1 }, 'The file has no class Migration.', 'unsupported');
    return { source, state: emptyState(), pieces, gaps: machine.gaps, isAtomic: true };
  }
  const of = (name: string): Value | undefined => migration.scope.variables.get(name);
  const state = stateBefore(of('dependencies'), path, history);
  const push = (sql: Text, site: Site): void => void pieces.push(pieceOf(source, sql, site));
  const gap = (reason: string, site: Site): void => addGap(machine, site, sentence(reason), 'unsupported');
  const editor: Editor = { state, deferred: [], site: migration.node, gap, send: (sql, site) => push(text(sql), site) };
  const sink = { send: push, gap };
  const work: Work = {
    editor,
    app: appOf(path, history),
    runSql: (value) => runSql(sink, value, editor.site),
    runCode: (value) => {
      const reader = codeReader(sink, editor.site);
      follow = reader.follow;
      runPython(module, value, editor.site, reader.say);
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
    state,
    pieces,
    gaps: machine.gaps,
    isAtomic: !(atomic?.kind === 'constant' && atomic.value === false),
  };
}

/** Of django-swapper, a model that settings may replace: the one that is meant unless they do. */
function swapped({ callee, args }: Called): Value | undefined {
  const names = args.map(knownText);
  if (pathOf(callee) === 'swapper.is_swapped') return bool(false);
  const isName = pathOf(callee) === 'swapper.get_model_name' && names.length === 2 && !names.includes(undefined);
  return isName ? text(names.join('.')) : undefined;
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

function runPython({ machine, call }: Module, value: Value | undefined, site: Site, say: (what: string) => void): void {
  if (value && pathOf(value)?.endsWith('RunPython.noop')) return;
  if (value?.kind !== 'function') return say(value ? ` (${whatOf(value)})` : '');
  bounded(machine, () => void call(value, [reference('apps'), reference('schema_editor')], site));
}

/** The label of the app: its folder's name, unless its configuration says otherwise. */
function appOf(path: string, { textOf }: History): string {
  const folder = posix.dirname(posix.dirname(path));
  const configured = /^\s+label\s*(?::\s*\w+\s*)?=\s*['"](\w+)['"]/m.exec(textOf(`${folder}/apps.py`) ?? '');
  return configured?.[1] ?? posix.basename(folder);
}

/** The models as the migrations named as dependencies leave them. */
function stateBefore(dependencies: Value | undefined, path: string, history: History): State {
  const names = dependencies?.kind === 'list' ? dependencies.items.flatMap(dependencyOf) : [];
  const app = appOf(path, history);
  const own = names.filter((each) => each.app === app);
  const states = [...own, ...names.filter((each) => each.app !== app)].map((each) =>
    stateAfter(pathTo(each, app, path), history),
  );
  const [first, ...rest] = states;
  const state = first ? copyOf(first) : emptyState(history.classOf);
  for (const other of rest) join(state, other);
  state.isWhole = own.every((_, at) => states[at]?.isWhole === true);
  return state;
}

function join(state: State, other: State): void {
  for (const [key, model] of other.models) if (!state.models.has(key)) state.models.set(key, model);
  for (const [table, listed] of other.listed) if (!state.listed.has(table)) state.listed.set(table, listed);
}

interface Dependency {
  readonly app: string;
  readonly name: string;
}

function dependencyOf(value: Value): Dependency[] {
  const [app, name] = value.kind === 'list' ? value.items.map(knownText) : [];
  return app !== undefined && name !== undefined ? [{ app, name: name === '__first__' ? '0001_initial' : name }] : [];
}

const pathTo = ({ app, name }: Dependency, own: string, path: string): string =>
  app === own
    ? posix.join(posix.dirname(path), `${name}.py`)
    : posix.join(posix.dirname(path), '..', '..', app, 'migrations', `${name}.py`);

function stateAfter(path: string, history: History): State {
  const known = history.memory.get(path) as Reading | undefined;
  if (known) return known.state;
  const missing: State = { ...emptyState(history.classOf), isWhole: false };
  if (history.open.has(path)) return missing;
  const content = history.textOf(path);
  if (content === undefined) return missing;
  history.open.add(path);
  const { state } = readOnce(SourceText.of(history.shown(path), content), path, history);
  history.open.delete(path);
  return state;
}
