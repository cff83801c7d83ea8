// What is sent for the operations of a migration: a command for each, in the transaction or out of it.
import { splitter } from '../../postgres/split.ts';
import type { SqlPiece } from '../../source/piece.ts';
import { addGap, type Machine } from '../csharp/machine.ts';
import { knownText } from '../csharp/value.ts';
import type { TransactionModel, TransactionUnit } from '../framework.ts';
import { generatedPiece, pieceOf, type Site, sliceText, type Text } from '../text.ts';
import { describeSql, standIn } from '../unknown-sql.ts';
import { isConcurrent } from './indexes.ts';
import type { Project } from './model.ts';
import { qualified, quote, quotedText } from './names.ts';
import { type Given, type Operation, Unreadable } from './operation.ts';
import { statementsOf } from './statements.ts';

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
  const commands = operations.flatMap((operation) => commandsOf(machine, inModel(operation, project), project));
  commands.push(...sequencesAfterRows(operations, project));
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

/** A schema that is known only at run time is the one that the model was written with. */
function inModel(operation: Operation, project: Project): Operation {
  const { given, constraints, kind } = operation;
  const isSchema = (name: string): boolean => /schema$/i.test(name) || (name === 'name' && /Schema$/.test(kind));
  const isOpen = (name: string): boolean => isSchema(name) && /^(?:unknown|name)$/.test(given.value(name)?.kind ?? '');
  const isAsked = ['schema', 'principalSchema', 'newSchema', 'name'].some(isOpen);
  if (!isAsked && constraints.length === 0) return operation;
  const { defaultSchema } = isAsked ? project.model() : { defaultSchema: undefined };
  const own: Given = {
    ...given,
    maybe: (name) => (defaultSchema !== undefined && isOpen(name) ? defaultSchema : given.maybe(name)),
    text: (name) => (defaultSchema !== undefined && isOpen(name) ? defaultSchema : given.text(name)),
  };
  return { ...operation, given: own, constraints: constraints.map((each) => inModel(each, project)) };
}

/** Npgsql has the sequences of columns go on behind the rows that a migration has put in. */
function sequencesAfterRows(operations: readonly Operation[], { model }: Project): Command[] {
  const inserts = operations.filter(({ kind }) => kind === 'InsertData');
  const [last] = inserts.slice(-1);
  if (!last) return [];
  const tables = new Set(inserts.map(({ given }) => tableOf(given)));
  const statements = model()
    .columns.filter(({ table, isGenerated }) => isGenerated && tables.has(table))
    .map(({ table, name }) => sequenceBehind(table, name));
  return statements.length === 0 ? [] : [{ piece: generatedPiece(statements, last.site) }];
}

/** `` where it is known only at run time. */
function tableOf(given: Given): string {
  const [table, schema] = [knownText(given.value('table')), knownText(given.value('schema'))];
  return table === undefined ? '' : qualified(table, schema);
}

function sequenceBehind(table: string, column: string): string {
  const sequence = `pg_get_serial_sequence(${quotedText(table)}, ${quotedText(column)})`;
  return `SELECT setval(${sequence}, GREATEST((SELECT MAX(${quote(column)}) FROM ${table}) + 1, nextval(${sequence})), false)`;
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
