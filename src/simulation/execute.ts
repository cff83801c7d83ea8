// One statement against a session: the lock model for its effects, the session's own rules for transactions and settings, and the
// bodies of DO blocks and called functions, whose statements run as part of it.
import { relationBy } from '../postgres/catalog/catalog.ts';
import type { Oid } from '../postgres/catalog/objects.ts';
import type { Effect } from '../postgres/effect.ts';
import type { Session, TransactionBlock } from '../postgres/effects/execution.ts';
import { execute } from '../postgres/effects/index.ts';
import { strength } from '../postgres/locks.ts';
import type { Statement } from '../postgres/parse.ts';
import type { PlStatement } from '../postgres/plpgsql.ts';
import type { Version } from '../postgres/versions.ts';
import type { Gap } from '../source/gap.ts';
import { type Body, bodiesOf, rememberBody } from './bodies.ts';
import type { Place } from './definition.ts';
import { applyChange, changesOfSelect, changesOfSet, endLocal, inForce, type SettingChange } from './settings.ts';
import { control, type SessionState } from './transaction.ts';

export interface ExecuteOptions {
  readonly version: Version;
  readonly step: number;
  readonly afterHistory?: boolean;
  readonly obscured?: boolean;
  /** Where the statement stands, if anybody is to find it there again. */
  readonly place?: Place;
}

export interface Executed {
  readonly effects: readonly Effect[];
  /** The state it began in, with the relations that it must have found there. */
  readonly before: SessionState;
  readonly state: SessionState;
  readonly gaps: readonly Gap[];
  /** The statement by itself, then those of the bodies that it runs, in order; empty where it runs none. */
  readonly parts: readonly ExecutedPart[];
}

/** One statement of those that run as part of another, or that other by itself. */
export interface ExecutedPart {
  readonly statement: Statement;
  readonly effects: readonly Effect[];
  readonly before: SessionState;
  readonly after: SessionState;
}

/** Executes a statement with everything that runs inside it. */
export function executeStatement(statement: Statement, state: SessionState, options: ExecuteOptions): Executed {
  const own = executeAlone(statement, state, options, blockOf(state));
  const inner = executeBodies(statement, own.state, options, []);
  if (inner.effects.length === 0) return { ...own, state: inner.state, gaps: inner.gaps, parts: [] };
  const parts = [{ statement, effects: own.effects, before: own.before, after: own.state }, ...inner.parts];
  // Where the first of its bodies' statements begins in the schema that the statement does, the two have one `before`.
  const before = own.state.catalog === state.catalog ? (inner.parts[0]?.before ?? own.before) : own.before;
  // In autocommit the statement was its bodies' transaction.
  const after = inner.state.open ? inner.state : { ...inner.state, settings: endLocal(inner.state.settings) };
  return { before, state: after, gaps: inner.gaps, effects: merge([...own.effects, ...inner.effects], state), parts };
}

function executeAlone(
  statement: Statement,
  state: SessionState,
  options: ExecuteOptions,
  block: TransactionBlock,
): Pick<Executed, 'effects' | 'before' | 'state'> {
  const executed = execute(statement, state.catalog, sessionOf(state, options, block));
  const { effects, catalog } = executed;
  const before = { ...state, catalog: executed.before };
  const next = rememberBody(
    state,
    { ...state, catalog },
    { statement, place: block === 'function' ? undefined : options.place },
  );
  const { node } = statement;
  if ('TransactionStmt' in node && block !== 'function') {
    return { effects, before, state: control(next, node.TransactionStmt, options.step) };
  }
  return { effects, before, state: applySettings(next, changesOf(statement), block !== 'none') };
}

const blockOf = (state: SessionState): TransactionBlock => state.open?.transaction.block ?? 'none';

function sessionOf(state: SessionState, options: ExecuteOptions, block: TransactionBlock): Session {
  const settings = inForce(state.settings);
  return {
    version: options.version,
    step: options.step,
    searchPath: settings.searchPath,
    ...(settings.timeZone === undefined ? {} : { timeZone: settings.timeZone }),
    block,
    afterHistory: options.afterHistory ?? false,
    obscured: options.obscured ?? false,
    checkFunctionBodies: settings.checkFunctionBodies !== 'off',
    ...(state.open ? { transactionStart: state.open.transaction.firstStep } : {}),
  };
}

/** Runs the bodies that a statement brings with it; `seen` are the functions on the way here, so that recursion ends. */
function executeBodies(
  statement: Statement,
  state: SessionState,
  options: ExecuteOptions,
  seen: readonly Oid[],
): Executed {
  const effects: Effect[] = [];
  const gaps: Gap[] = [];
  const parts: ExecutedPart[] = [];
  let now = state;
  for (const body of bodiesOf(statement, state, sessionOf(state, options, 'function'), seen)) {
    const way = body.routine ? [...seen, body.routine.oid] : seen;
    gaps.push(...gapsOf(body, statement));
    for (const inner of body.statements) {
      const own = executeAlone(inner, now, options, 'function');
      const deeper = executeBodies(inner, own.state, options, way);
      const part = { statement: inner, effects: own.effects, before: own.before, after: own.state };
      const here = [part, ...deeper.parts].map((each) => ({
        ...each,
        effects: each.effects.map((effect) => inBody(effect, inner)),
      }));
      parts.push(...here);
      effects.push(...here.flatMap((each) => each.effects));
      gaps.push(...deeper.gaps);
      now = deeper.state;
    }
  }
  return { effects, gaps, before: state, state: now, parts };
}

/** A body of the statement's own has its gaps where they stand; those of a called function are one gap at the call. */
function gapsOf(body: Body, statement: Statement): readonly Gap[] {
  const [first] = body.gaps;
  if (!body.routine || !first) return body.gaps;
  const place = first.span ? `${first.file}:${first.span.start.line}` : first.file;
  const reason = `It runs the function ${body.routine.name}, which could not be read in full (${place}): ${first.reason}`;
  return [{ kind: first.kind, file: statement.file, span: statement.span, reason }];
}

/** What happens only in a branch, or where an exception is caught, is not certain. */
function inBody(effect: Effect, statement: PlStatement): Effect {
  if (!statement.conditional || !effect.certain) return effect;
  const line = statement.span.start.line;
  return { ...effect, certain: false, unless: `the condition around line ${line} does not hold` };
}

/** The strongest lock per relation, and nothing on what the statement itself created. */
function merge(effects: readonly Effect[], before: SessionState): Effect[] {
  const merged: Effect[] = [];
  for (const effect of effects) {
    if ('relation' in effect && effect.relation && !existed(before, effect.relation)) continue;
    const at = effect.kind === 'lock' ? merged.findIndex((other) => sameLock(other, effect.relation.oid)) : -1;
    if (effect.kind !== 'lock' || at < 0) merged.push(effect);
    else if (isStronger(effect, merged[at] as Effect)) merged[at] = effect;
  }
  return merged;
}

const existed = (before: SessionState, { oid, known }: { oid: Oid; known: boolean }): boolean =>
  !known || relationBy(before.catalog, oid) !== undefined;

const sameLock = (effect: Effect, oid: Oid): boolean => effect.kind === 'lock' && effect.relation.oid === oid;

const isStronger = (a: Effect, b: Effect): boolean =>
  a.kind === 'lock' &&
  b.kind === 'lock' &&
  (strength(a.mode) > strength(b.mode) || (a.mode === b.mode && a.certain && !b.certain));

function changesOf({ node }: Statement): SettingChange[] {
  if ('VariableSetStmt' in node) return changesOfSet(node.VariableSetStmt);
  if ('SelectStmt' in node) return changesOfSelect(node.SelectStmt);
  if ('DiscardStmt' in node && node.DiscardStmt.target === 'DISCARD_ALL') {
    return [{ name: 'all', values: undefined, local: false }];
  }
  return [];
}

const applySettings = (state: SessionState, changes: readonly SettingChange[], inBlock: boolean): SessionState => ({
  ...state,
  settings: changes.reduce((settings, change) => applyChange(settings, change, inBlock), state.settings),
});
