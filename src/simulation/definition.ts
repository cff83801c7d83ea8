// The CREATE FUNCTION statements whose bodies calls run, and where they stand.
import type { Statement } from '../postgres/parse.ts';

/** A statement by numbers from 0: of the migration in its project, of the part in that, of the statement in that part. */
export interface Place {
  readonly migration: number;
  readonly part: number;
  readonly statement: number;
}

/** `place` is undefined where it stands in another statement's body, or nobody is to find it again. */
export interface Definition {
  readonly statement: Statement;
  readonly place: Place | undefined;
}
