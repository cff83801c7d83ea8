// Where the statements of one file stand in several transactions: parts of its text, each under a model of its own.
import { splitter } from '../../postgres/split.ts';
import type { Gap } from '../../source/gap.ts';
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { ReadOptions, TransactionModel, TransactionUnit } from '../framework.ts';

/** A stretch of the file. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly transaction: TransactionModel;
}

export interface UnitsInput {
  readonly source: SourceText;
  /** The profile's, or the one of the opt-out that stands in the file. */
  readonly model: TransactionModel;
  /** Of the project's settings. */
  readonly flags: ReadonlySet<string>;
  readonly beside: NonNullable<ReadOptions['beside']>;
}

/** Undefined where the whole file is under its model. */
export type UnitReader = (input: UnitsInput) => UnitsRead | undefined;

export interface UnitsRead {
  readonly units: readonly TransactionUnit[];
  /** The way back that the file holds. */
  readonly down?: readonly TransactionUnit[];
  readonly gaps?: readonly Gap[];
}

export const unitsOf = (source: SourceText, parts: readonly Part[]): TransactionUnit[] =>
  parts.map(({ start, end, transaction }) => ({ pieces: [pieceOf(source, start, end)], transaction }));

export const pieceOf = (source: SourceText, start: number, end: number): SqlPiece => ({
  sql: source.text.slice(start, end),
  source,
  segments: [{ sqlStart: 0, fileStart: start, length: end - start }],
});

/** The statements' places, comments before them left out. */
export function* statementPlaces(text: string): Generator<{ readonly start: number; readonly end: number }> {
  const split = splitter(text, { psql: false });
  for (let found = split.next(); found; found = split.next()) if (found.type === 'statement') yield found.chunk;
}

/** The first words of a statement as the tools' own patterns see them: upper case, one blank between, no comments. */
export const headOf = (text: string, start: number, end: number): string =>
  text
    .slice(start, Math.min(end, start + 2000))
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
    .toUpperCase();
