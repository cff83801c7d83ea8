// What is sent for the operations of a migration: a command for each, in the transaction or out of it.
import { splitter } from '../../postgres/split.ts';
import type { SqlPiece } from '../../source/piece.ts';
import { addGap, type Machine } from '../csharp/machine.ts';
import type { TransactionModel, TransactionUnit } from '../framework.ts';
import { generatedPiece, pieceOf, type Site, sliceText, type Text } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import { isConcurrent } from './indexes.ts';
import { type Operation, Unreadable } from './operation.ts';
import { type Project, statementsOf } from './statements.ts';

interface Command {
  readonly piece: SqlPiece;
  /** Undefined within the transaction. */
  readonly outside?: TransactionModel;
}

const alone: TransactionModel = { scope: 'none', kind: 'explicit' };
/** Npgsql sends the statements of a command without a Sync between them, so that PostgreSQL makes one transaction of them. */
const together: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };

/** Pieces in their order by transaction, where some of them are sent outside it. */
export function unitsOf(
  machine: Machine,
  operations: readonly Operation[],
  project: Project,
  transaction: TransactionModel,
): TransactionUnit[] {
  const commands = operations.flatMap((operation) => commandsOf(machine, operation, project));
  const units: { pieces: SqlPiece[]; transaction: TransactionModel }[] = [];
  for (const { piece, outside } of commands) {
    const last = units.at(-1);
    if (!outside && last?.transaction === transaction) last.pieces.push(piece);
    else units.push({ pieces: [piece], transaction: outside ?? transaction });
  }
  return units;
}

function commandsOf(machine: Machine, operation: Operation, project: Project): Command[] {
  const { site } = operation;
  try {
    if (operation.kind === 'Sql') return written(machine, operation);
    const statements = statementsOf(operation, project);
    if (statements.length === 0) return [];
    const piece = generatedPiece(statements, site);
    return [operation.kind === 'CreateIndex' && isConcurrent(operation) ? { piece, outside: alone } : { piece }];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    addGap(machine, site, `This is not read: ${error.message}.`);
    return [];
  }
}

function written(machine: Machine, { given, site }: Operation): Command[] {
  const sql = given.sql('sql');
  const isOutside = given.flag('suppressTransaction');
  const whole = sql.holes.length === 0 ? sql : standIn(sql);
  if (!whole) {
    addGap(machine, site, describeSql(sql), 'dynamic-sql');
    return [];
  }
  if (whole.text.trim() === '') return [];
  return isOutside ? outsideCommands(whole, site) : [{ piece: pieceOf(whole, site) }];
}

/** The first of several runs as if alone, and all that follow share a transaction with it unless it ends one. */
function outsideCommands(text: Text, site: Site): Command[] {
  const split = splitter(text.text, { psql: false });
  const ends: number[] = [];
  for (let found = split.next(); found; found = split.next())
    if (found.type === 'statement') ends.push(found.chunk.end);
  const [first] = ends;
  if (first === undefined || ends.length === 1) return [{ piece: pieceOf(text, site), outside: alone }];
  if (!/\b(?:concurrently|vacuum)\b/i.test(text.text.slice(0, first)))
    return [{ piece: pieceOf(text, site), outside: together }];
  const at = text.text.charAt(first) === ';' ? first + 1 : first;
  return [
    { piece: pieceOf(sliceText(text, 0, at), site), outside: alone },
    { piece: pieceOf(sliceText(text, at, text.text.length), site), outside: together },
  ];
}
