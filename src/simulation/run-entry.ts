// One migration as the simulation takes it: judged or history, and where it stands in its run.
import type { MigrationFile } from '../frameworks/framework.ts';
import type { Place } from './definition.ts';

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
  /** Which part of which migration it is. */
  readonly place?: Pick<Place, 'migration' | 'part'>;
}
