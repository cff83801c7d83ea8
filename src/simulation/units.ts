// How a file's pieces are sent: which of them share a transaction, and whether each is one string.
import type { MigrationFile, TransactionModel, TransactionUnit } from '../frameworks/framework.ts';
import type { Parsed } from '../postgres/parse.ts';

export const unitsOf = ({ units, pieces, transaction }: MigrationFile): readonly TransactionUnit[] =>
  units ?? [{ pieces, transaction }];

export const countOf = (parsed: readonly Parsed[]): number =>
  parsed.reduce((sum, { statements }) => sum + statements.length, 0);

export const isSentWhole = ({ kind, inStrings = false }: TransactionModel): boolean => kind === 'implicit' || inStrings;
