// Runs a command, or keeps it, where the code around it is reverted or collected.
import { noteSent, Raised } from '../ruby/machine.ts';
import type { Command } from './command.ts';
import { inverseOf } from './inverse.ts';
import { carryOut, type Session } from './session.ts';

/** Those that a migration's `change` can name; others run at once even where it is reverted. */
export function perform(session: Session, command: Command, isRecorded: boolean): void {
  if (!session.recording || !isRecorded) return carryOut(session, command);
  noteSent(session.machine);
  const recorded = session.isReverting ? inverseOf(command) : command;
  if (recorded === undefined) throw new Raised('ActiveRecord::IrreversibleMigration');
  session.recording.push(recorded);
}
