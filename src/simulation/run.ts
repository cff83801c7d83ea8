// The fold over a project's migrations: each statement of each file in order becomes a step, on the schema left by those before.
import type { MigrationFile, TransactionModel, TransactionUnit } from '../frameworks/framework.ts';
import { type Catalog, emptyCatalog, get } from '../postgres/catalog/catalog.ts';
import { emptyMap, mapGet, mapValues } from '../postgres/catalog/persistent-map.ts';
import type { Effect } from '../postgres/effect.ts';
import type { TransactionBlock } from '../postgres/effects/execution.ts';
import { type Comment, type Parsed, parsePiece, type Statement } from '../postgres/parse.ts';
import type { Version } from '../postgres/versions.ts';
import type { Gap } from '../source/gap.ts';
import type { SourceText } from '../source/source-text.ts';
import { type ExecutedPart, executeStatement } from './execute.ts';
import { inForce, type Settings, startSettings } from './settings.ts';
import type { HeldLock, Step, Undone } from './step.ts';
import { begin, commit, hold, rollback, type SessionState } from './transaction.ts';
import { countOf, isSentWhole, unitsOf } from './units.ts';

export interface RunEntry {
  readonly file: MigrationFile;
  /** Judged files are linted; the others only teach the schema. */
  readonly judged: boolean;
  /** What is born from here on is new to the files judged until the next start. */
  readonly startsRun: boolean;
  /** The first of a project's migrations, judged apart from those that follow: before it there was nothing. */
  readonly opensHistory?: boolean;
  /** A later entry takes it back. */
  readonly undone?: boolean;
  /** The path of the entry that this one takes back. */
  readonly undoes?: string;
}

export interface SimulationOptions {
  readonly version: Version;
  /** What the runner's connection starts with. */
  readonly settings: Settings;
  readonly include?: (path: string, fromFile: string, relative: boolean) => SourceText | undefined;
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

interface Simulation {
  readonly options: SimulationOptions;
  state: SessionState;
  step: number;
  runStart: number;
  /** The schemas before migrations that are taken back, by path. */
  readonly undone: Map<string, Undone>;
  /** Relations were made before this run, or the run is known to be the first migration of several. */
  afterHistory: boolean;
  /** Something so far could not be read. */
  obscured: boolean;
  /** Between the first and the last statement of a string that psql's `\;` makes. */
  inString: boolean;
}

const nothingYet = { afterHistory: false, obscured: false, inString: false };

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
  const simulation: Simulation = { options, state, step: 0, runStart: 0, undone: new Map(), ...nothingYet };
  for (const entry of entries) {
    if (entry.startsRun) startRun(simulation, entry);
    const { path } = entry.file;
    if (entry.undone) simulation.undone.set(path, { file: path, before: simulation.state.catalog });
    yield* simulateFile(simulation, entry);
  }
}

/** Each run is a session of its own: what an earlier one left open is over, and its SET does not reach this one. */
function startRun(simulation: Simulation, entry: RunEntry): void {
  const ended = simulation.state.open ? endRunnerTransaction(simulation.state) : simulation.state;
  simulation.state = { ...ended, open: undefined, settings: startSettings(simulation.options.settings) };
  simulation.runStart = simulation.step;
  simulation.afterHistory = ended.catalog.created > 0 || (entry.opensHistory ?? false);
}

const endRunnerTransaction = (state: SessionState): SessionState =>
  state.open?.transaction.openedBy === 'statement' ? rollback(state) : commit(state);

function* simulateFile(simulation: Simulation, entry: RunEntry): Generator<SimulationEvent> {
  const { file } = entry;
  const options = file.psql === undefined ? simulation.options : { ...simulation.options, psql: file.psql };
  const units = unitsOf(file).map((unit) => ({ unit, parsed: unit.pieces.map((piece) => parsePiece(piece, options)) }));
  const all = units.flatMap(({ parsed }) => parsed);
  const comments = () => [...(file.comments ?? []), ...all.flatMap((part) => part.comments())];
  yield { kind: 'file', entry, comments };
  const unread = [...file.gaps, ...all.flatMap((part) => part.gaps)];
  for (const gap of unread) yield { kind: 'gap', entry, gap };
  simulation.obscured ||= unread.length > 0;
  for (const { unit, parsed } of units) yield* simulateUnit(simulation, entry, unit, parsed);
  yield { kind: 'end', entry, statements: countOf(all) };
}

function* simulateUnit(
  simulation: Simulation,
  entry: RunEntry,
  { transaction }: TransactionUnit,
  parsed: readonly Parsed[],
): Generator<SimulationEvent> {
  const own = entry.file.transaction === transaction ? entry : { ...entry, file: { ...entry.file, transaction } };
  interruptRun(simulation, transaction);
  openWrapper(simulation, transaction, countOf(parsed));
  for (const { statements } of parsed) {
    const isString = isSentWhole(transaction) && statements.length > 1;
    for (const statement of statements) {
      if (isString) openImplicit(simulation);
      openString(simulation, statement);
      yield* simulateStatement(simulation, own, statement);
      closeString(simulation, statement);
    }
    if (isString) closeImplicit(simulation);
  }
  closeWrapper(simulation, transaction);
}

/** A migration that opts out of the run's transaction ends it, and what follows begins another. */
function interruptRun(simulation: Simulation, { scope }: TransactionModel): void {
  if (scope === 'run' || simulation.state.open?.transaction.openedBy !== 'runner') return;
  simulation.state = commit(simulation.state);
}

/** The transaction that the tool puts around the file or the run. */
function openWrapper(simulation: Simulation, { scope, kind }: TransactionModel, statements: number): void {
  if ((scope !== 'file' && scope !== 'run') || simulation.state.open || kind === 'implicit' || statements === 0) return;
  simulation.state = begin(simulation.state, { block: kind, openedBy: 'runner' }, simulation.step);
}

function closeWrapper(simulation: Simulation, { scope }: TransactionModel): void {
  const { open } = simulation.state;
  if (!open || scope === 'run') return;
  // A BEGIN without COMMIT: the session ends with the file, and PostgreSQL rolls back; a later file still builds on what it wrote.
  simulation.state = commit(simulation.state);
}

/** What PostgreSQL makes of a multi-statement string: before its first statement, and anew after a COMMIT in it. */
function openImplicit(simulation: Simulation): void {
  if (simulation.state.open) return;
  simulation.state = begin(simulation.state, { block: 'implicit', openedBy: 'string' }, simulation.step);
}

function closeImplicit(simulation: Simulation): void {
  if (simulation.state.open?.transaction.block === 'implicit') simulation.state = commit(simulation.state);
}

/** psql's `\;` sends several statements as one string. */
function openString(simulation: Simulation, statement: Statement): void {
  if (simulation.state.open || !statement.sentWithNext) return;
  openImplicit(simulation);
  simulation.inString = true;
}

function closeString(simulation: Simulation, statement: Statement): void {
  if (!simulation.inString || statement.sentWithNext) return;
  simulation.inString = false;
  closeImplicit(simulation);
}

function* simulateStatement(simulation: Simulation, entry: RunEntry, statement: Statement): Generator<SimulationEvent> {
  try {
    const { effects, before, state, gaps, parts } = executeStatement(statement, simulation.state, {
      version: simulation.options.version,
      step: simulation.step,
      afterHistory: simulation.afterHistory,
      obscured: simulation.obscured,
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

interface StepParts {
  entry: RunEntry;
  statement: Statement;
  effects: readonly Effect[];
  before: SessionState;
  after: SessionState;
}

function makeStep(simulation: Simulation, parts: StepParts): Step {
  const { before, after, effects, statement, entry } = parts;
  const { runStart, step: index } = simulation;
  const undoes = entry.undoes === undefined ? undefined : simulation.undone.get(entry.undoes);
  let held: readonly HeldLock[] | undefined;
  // COMMIT belongs to the transaction that it ends, BEGIN to the one that it opens.
  const transaction = before.open?.transaction ?? after.open?.transaction;
  return {
    index,
    file: entry.file,
    statement,
    effects,
    transaction: transaction && {
      ...transaction,
      block: (after.open ?? before.open)?.transaction.block as TransactionBlock,
    },
    get held(): readonly HeldLock[] {
      held ??= before.open ? [...mapValues(before.open.held)] : [];
      return held;
    },
    settings: inForce(before.settings),
    before: before.catalog,
    after: after.catalog,
    ...(undoes ? { undoes } : {}),
    judged: entry.judged,
    isEmptied: ({ oid }) => before.open !== undefined && mapGet(before.open.emptied, oid) === true,
    isNew: ({ oid }) => bornSince(after.catalog, oid, runStart) || bornSince(before.catalog, oid, runStart),
  };
}

function bornSince(catalog: Catalog, oid: number, start: number): boolean {
  const object = get(catalog, oid);
  return object !== undefined && object.born >= start && !(object.class === 'relation' && object.maybeOlder);
}
