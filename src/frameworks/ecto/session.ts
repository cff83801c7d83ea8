// A migration while its code is followed: what it has queued, and what has been sent. lib/ecto/migration/runner.ex
import type { SqlPiece } from '../../source/piece.ts';
import { addGap, type Machine } from '../elixir/machine.ts';
import { generatedPiece, pieceOf, type Site, type Text } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import { Unreadable } from './arguments.ts';
import { inverse, type Operation, type Queued } from './operation.ts';
import type { RepoConfig } from './schema.ts';
import { statementsOf } from './statements.ts';

export interface Session {
  readonly machine: Machine;
  readonly config: RepoConfig;
  readonly direction: 'up' | 'down';
  /** `change` on the way down: what is queued is taken back, the last first. */
  isReversing: boolean;
  readonly pieces: SqlPiece[];
  queue: Queued[];
  /** The text of a file, by its path from the project's root. */
  readonly fileAt: (path: string) => string | undefined;
}

export function send({ machine, pieces }: Session, sql: Text, site: Site): void {
  if (sql.holes.length === 0) {
    pieces.push(pieceOf(sql, site));
    return;
  }
  const known = standIn(sql);
  if (known) pieces.push(pieceOf(known, site));
  else addGap(machine, site, describeSql(sql), 'dynamic-sql');
}

/** Sends what is queued. Going back, Ecto refuses what has no way back, and all of the migration with it. */
export function flush(session: Session): void {
  const queued = session.isReversing ? [...session.queue].reverse() : session.queue;
  session.queue = [];
  for (const { operation, site } of queued) {
    const done = session.isReversing ? inverse(operation) : operation;
    if (done) perform(session, done, site);
    else addGap(session.machine, site, 'This has no way back: Ecto refuses to reverse it.', 'unsupported');
  }
}

function perform(session: Session, operation: Operation, site: Site): void {
  if (operation.kind === 'sql') send(session, operation.sql, site);
  else if (operation.kind === 'run') operation.run();
  else {
    try {
      for (const sql of statementsOf(operation)) session.pieces.push(generatedPiece([sql], site));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      addGap(session.machine, site, `This is not read: ${error.message}.`, 'unsupported');
    }
  }
}
