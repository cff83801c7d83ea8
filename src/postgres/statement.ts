// A statement as everything after the parser sees it: its tree, its text as written, and where it stands.
import type { Node, RangeVar } from '@pgsql/types';
import type { SourceText, Span } from '../source/source-text.ts';
import type { Loop } from './plpgsql-tree.ts';

/** What psql does by itself between statements and PostgreSQL's grammar has no node for. */
export type PsqlNode =
  /** `\connect`: what follows runs in another session, perhaps on another database. */
  | { PsqlConnect: { target: string } }
  /** `\set AUTOCOMMIT`: when off, psql opens a transaction before each statement outside one. */
  | { PsqlAutocommit: { on: boolean } };

/** A CREATE TABLE that is a gap but for the name: the table is new, its columns are not known. */
export interface UnreadTable {
  UnreadTable: { relation: RangeVar; if_not_exists: boolean };
}

export interface Statement {
  /** As libpg-query gives it, wrapped: `{ AlterTableStmt: {…} }`. In large files it is parsed anew when asked for: do not keep it. */
  readonly node: Node | PsqlNode | UnreadTable;
  /** The key of `node`: `AlterTableStmt`. */
  readonly kind: string;
  /** As written, without the semicolon; psql variables and placeholders are not substituted. */
  readonly sql: string;
  /** As PostgreSQL reads it: with psql variables and placeholders substituted. */
  readonly text: string;
  /** From the first token to the end of the last. */
  readonly span: Span;
  readonly file: string;
  readonly source: SourceText;
  /** The offset in the file of a `location` in the tree; the statement's start where there is none. */
  offsetOf(location: number | undefined): number;
  /** The offset in the file of an offset in `sql`. */
  fileOffset(sqlOffset: number): number;
  /** In a psql `\if` whose condition can't be known, or with a condition on the way there. */
  readonly conditional?: boolean;
  /** The loops around a statement of a body, the outermost first. */
  readonly loops?: readonly Loop[];
  /** psql's `\;`: sent in one string with the next statement, so both run in one implicit transaction. */
  readonly sentWithNext?: boolean;
  /** The `\i` that brought the file here. */
  readonly includedFrom?: IncludedFrom;
}

export interface IncludedFrom {
  file: string;
  span: Span;
  includedFrom?: IncludedFrom;
}

/** `text` as written, with its marks. */
export interface Comment {
  text: string;
  span: Span;
  kind: 'line' | 'block';
  file: string;
}
