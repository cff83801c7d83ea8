// The fold over a project's migrations: each statement of each file in order becomes a step, on the schema left by those before.
import type { MigrationFile, TransactionUnit } from '../frameworks/framework.ts';
import { emptyCatalog } from '../postgres/catalog/catalog.ts';
import { emptyMap } from '../postgres/catalog/persistent-map.ts';
import { type Comment, type Parsed, parsePiece, type Statement } from '../postgres/parse.ts';
import type { Version } from '../postgres/versions.ts';
import { type Gap, isDataWork } from '../source/gap.ts';
import type { SourceText } from '../source/source-text.ts';
import { type DataWork, dataWorkIn, withHeld } from './data-work.ts';
import type { Definition, Place } from './definition.ts';
import { type ExecutedPart, executeStatement } from './execute.ts';
import { type KeptState, keptState, sessionOf } from './kept-state.ts';
import { makeStep } from './make-step.ts';
import type { RunEntry } from './run-entry.ts';
import {
  closeImplicit,
  closeString,
  closeWrapper,
  interruptRun,
  openImplicit,
  openString,
  openWrapper,
  type Sending,
} from './sending.ts';
import { type Settings, type SettingsState, startSettings } from './settings.ts';
import type { Step, Undone } from './step.ts';
import { begin, commit, hold, rollback, type SessionState } from './transaction.ts';
import { countOf, isSentWhole, unitsOf } from './units.ts';

export interface SimulationOptions {
  readonly version: Version;
  /** What the runner's connection starts with. */
  readonly settings: Settings;
  readonly include?: (path: string, fromFile: string, relative: boolean) => SourceText | undefined;
  /** Where the simulation goes on from, the entries before left out. */
  readonly start?: { readonly kept: KeptState; readonly definitionAt: (place: Place) => Definition };
  /** Called once, with what comes before the first run; undefined where that can't be kept. */
  readonly onHistory?: (kept: KeptState | undefined) => void;
}

/** A fault of ours in one statement; the run goes on. */
export interface StepBug {
  readonly statement: Statement;
  readonly error: unknown;
}

export type SimulationEvent =
  | { readonly kind: 'file'; readonly entry: RunEntry; readonly comments: () => readonly Comment[] }
  | { readonly kind: 'gap'; readonly entry: RunEntry; readonly gap: Gap }
  | { readonly kind: 'step'; readonly entry: RunEntry; readonly step: Step }
  | { readonly kind: 'bug'; readonly entry: RunEntry; readonly bug: StepBug }
  /** The file's last event. */
  | { readonly kind: 'end'; readonly entry: RunEntry; readonly statements: number };

interface Simulation extends Sending {
  readonly options: SimulationOptions;
  step: number;
  runStart: number;
  /** The schemas before migrations that are taken back, by path. */
  readonly undone: Map<string, Undone>;
  /** Relations were made before this run, or the run is known to be the first migration of several. */
  afterHistory: boolean;
  /** Something so far could not be read. */
  obscured: boolean;
  /** How many statements of the file have begun, and how many of its pieces. */
  statement: number;
  piece: number;
  hasRun: boolean;
}

const nothingYet = { afterHistory: false, obscured: false, inString: false, statement: 0, piece: 0, hasRun: false };

/** Streams the run: nothing of a file is kept once the next has begun, but for what a consumer holds on to. */
export function* simulate(entries: Iterable<RunEntry>, options: SimulationOptions): Generator<SimulationEvent> {
  const settings = startSettings(options.settings);
  const state: SessionState = {
    catalog: emptyCatalog(),
    settings,
    open: undefined,
    bodies: emptyMap(),
    transactions: 0,
  };
  const simulation: Simulation = {
    options,
    state,
    step: 0,
    runStart: 0,
    undone: new Map(),
    ...nothingYet,
    ...startOf(options, settings),
  };
  for (const entry of entries) {
    if (entry.startsRun) startRun(simulation, entry);
    const { path } = entry.file;
    if (entry.undone) simulation.undone.set(path, { file: path, before: simulation.state.catalog });
    yield* simulateFile(simulation, entry);
  }
}

function startOf({ start }: SimulationOptions, initial: SettingsState): Partial<Simulation> {
  if (!start) return {};
  const { step, undone, obscured, inString } = start.kept;
  const state = sessionOf(start.kept, initial, start.definitionAt);
  return { state, step, undone: new Map(undone), obscured, inString };
}

/** Each run is a session of its own: what an earlier one left open is over, and its SET does not reach this one. */
function startRun(simulation: Simulation, entry: RunEntry): void {
  const { state, step, undone, obscured, inString } = simulation;
  const ended = state.open ? endRunnerTransaction(state) : state;
  if (!simulation.hasRun) simulation.options.onHistory?.(keptState({ state, ended, step, undone, obscured, inString }));
  simulation.hasRun = true;
  simulation.state = { ...ended, open: undefined, settings: startSettings(simulation.options.settings) };
  simulation.runStart = simulation.step;
  simulation.afterHistory = ended.catalog.created > 0 || (entry.opensHistory ?? false);
}

const endRunnerTransaction = (state: SessionState): SessionState =>
  state.open?.transaction.openedBy === 'statement' ? rollback(state) : commit(state);

function* simulateFile(simulation: Simulation, entry: RunEntry): Generator<SimulationEvent> {
  const { file } = entry;
  const units = parsedUnits(file, simulation.options);
  simulation.statement = 0;
  const all = units.flatMap(({ parsed }) => parsed);
  const comments = () => [...(file.comments ?? []), ...all.flatMap((part) => part.comments())];
  yield { kind: 'file', entry, comments };
  const unread = [...file.gaps.filter((gap) => !isDataWork(gap)), ...all.flatMap((part) => part.gaps)];
  for (const gap of unread) yield { kind: 'gap', entry, gap };
  simulation.obscured ||= unread.length > 0;
  const work = dataWorkIn(file.gaps);
  simulation.piece = 0;
  for (const { unit, parsed } of units) yield* simulateUnit(simulation, entry, unit, parsed, work);
  yield* dataWork(simulation, entry, work(Infinity));
  yield { kind: 'end', entry, statements: countOf(all) };
}

function parsedUnits(file: MigrationFile, { include }: Pick<SimulationOptions, 'include'>) {
  const options = file.psql === undefined ? { include } : { include, psql: file.psql };
  return unitsOf(file).map((unit) => ({ unit, parsed: unit.pieces.map((piece) => parsePiece(piece, options)) }));
}

/** A file's statements in the order that they are simulated in. */
export const statementsOf = (file: MigrationFile, options: Pick<SimulationOptions, 'include'>): Statement[] =>
  parsedUnits(file, options).flatMap(({ parsed }) => parsed.flatMap(({ statements }) => statements));

function* simulateUnit(
  simulation: Simulation,
  entry: RunEntry,
  { transaction }: TransactionUnit,
  parsed: readonly Parsed[],
  work: DataWork,
): Generator<SimulationEvent> {
  const own = entry.file.transaction === transaction ? entry : { ...entry, file: { ...entry.file, transaction } };
  interruptRun(simulation, transaction);
  openWrapper(simulation, transaction, countOf(parsed));
  for (const { statements } of parsed) {
    yield* dataWork(simulation, entry, work(simulation.piece));
    simulation.piece += 1;
    const isString = isSentWhole(transaction) && statements.length > 1;
    for (const statement of statements) {
      if (isString) openImplicit(simulation);
      openString(simulation, statement);
      yield* simulateStatement(simulation, own, statement);
      closeString(simulation, statement);
    }
    if (isString) closeImplicit(simulation);
  }
  yield* dataWork(simulation, entry, work(simulation.piece));
  closeWrapper(simulation, transaction);
}

function* dataWork({ state, runStart }: Simulation, entry: RunEntry, gaps: readonly Gap[]): Generator<SimulationEvent> {
  for (const gap of gaps) yield { kind: 'gap', entry, gap: withHeld(gap, state, runStart) };
}

function* simulateStatement(simulation: Simulation, entry: RunEntry, statement: Statement): Generator<SimulationEvent> {
  try {
    const { effects, before, state, gaps, parts } = executeStatement(statement, simulation.state, {
      version: simulation.options.version,
      step: simulation.step,
      afterHistory: simulation.afterHistory,
      obscured: simulation.obscured,
      ...(entry.place ? { place: { ...entry.place, statement: simulation.statement } } : {}),
    });
    const whole = makeStep(simulation, { entry, statement, effects, before, after: state });
    const step = parts.length === 0 ? whole : Object.assign(whole, { parts: partsOf(simulation, entry, parts) });
    const transactions = Math.max(state.transactions, simulation.state.transactions);
    simulation.state = hold({ ...state, transactions }, step, effects);
    simulation.obscured ||= gaps.length > 0 || effects.some(({ kind }) => kind === 'unknown');
    for (const gap of gaps) yield { kind: 'gap', entry, gap };
    yield { kind: 'step', entry, step };
  } catch (error) {
    yield { kind: 'bug', entry, bug: { statement, error } };
  }
  simulation.step++;
  simulation.statement++;
}

/** Each part as a step that holds the locks of those before it; what follows a statement that is certainly refused does not run. */
function partsOf(simulation: Simulation, entry: RunEntry, parts: readonly ExecutedPart[]): Step[] {
  const steps: Step[] = [];
  let { open } = simulation.state;
  for (const { statement, effects, before, after } of parts) {
    if (!open || (!simulation.state.open && 'TransactionStmt' in statement.node)) open = openBody(simulation);
    const step = makeStep(simulation, {
      entry,
      statement,
      effects,
      before: { ...before, open },
      after: { ...after, open },
    });
    steps.push(step);
    open = hold({ ...after, open }, step, effects).open;
    if (effects.some((effect) => effect.kind === 'fails' && effect.when === 'always' && effect.certain)) break;
  }
  return steps;
}

/** In autocommit a statement is a transaction for its bodies. */
function openBody(simulation: Simulation): SessionState['open'] {
  const begun = begin(simulation.state, { block: 'function', openedBy: 'body' }, simulation.step);
  simulation.state = { ...simulation.state, transactions: begun.transactions };
  return begun.open;
}
