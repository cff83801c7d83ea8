// Statements that run inside another: the body of a DO block, and the bodies of functions that a statement calls or whose triggers
// it fires, as far as the run or its history defined them.
import { get, named } from '../postgres/catalog/catalog.ts';
import type { Oid, Routine } from '../postgres/catalog/objects.ts';
import { mapGet, mapSet } from '../postgres/catalog/persistent-map.ts';
import type { Session } from '../postgres/effects/execution.ts';
import { calledRoutines } from '../postgres/effects/index.ts';
import { nameOfList } from '../postgres/effects/names.ts';
import type { Statement } from '../postgres/parse.ts';
import { bodyStatements, type PlStatement } from '../postgres/plpgsql.ts';
import type { Gap } from '../source/gap.ts';
import type { Definition } from './definition.ts';
import type { SessionState } from './transaction.ts';

export interface Body {
  readonly statements: readonly PlStatement[];
  readonly gaps: readonly Gap[];
  /** The function whose body it is; absent for a DO block. */
  readonly routine?: Routine;
}

/** Remembers a CREATE FUNCTION, so that a later call can be followed. */
export function rememberBody(before: SessionState, after: SessionState, definition: Definition): SessionState {
  const { statement } = definition;
  if (!('CreateFunctionStmt' in statement.node)) return after;
  const name = nameOfList(statement.node.CreateFunctionStmt.funcname);
  const { searchPath } = { ...after.settings.session, ...after.settings.local };
  const made = (name.schema === undefined ? [...searchPath, 'pg_temp'] : [name.schema])
    .flatMap((schema) => named(after.catalog, 'function', schema, name.name))
    .find((oid) => get(after.catalog, oid) !== get(before.catalog, oid));
  return made === undefined ? after : { ...after, bodies: mapSet(after.bodies, made, definition) };
}

/** The bodies that the statement runs, in order; `seen` are the functions being run already. */
export function bodiesOf(
  statement: Statement,
  state: SessionState,
  session: Session,
  seen: readonly Oid[],
): readonly Body[] {
  if ('DoStmt' in statement.node) return [bodyStatements(statement)];
  if (state.bodies.size === 0) return [];
  return calledRoutines(statement, state.catalog, session).flatMap((routine) => {
    const definition = seen.includes(routine.oid) ? undefined : mapGet(state.bodies, routine.oid);
    return definition ? { ...bodyStatements(definition.statement), routine } : [];
  });
}
