// Writes of a loop in a DO block or function that goes over any number of rows in one transaction.
import type { Node, RangeVar, SelectStmt } from '@pgsql/types';
import type { RelationRef, WriteEffect } from '../postgres/effect.ts';
import { conjuncts } from '../postgres/effects/query-conditions.ts';
import { parsePiece } from '../postgres/parse.ts';
import type { Loop } from '../postgres/plpgsql-tree.ts';
import type { Step } from '../simulation/step.ts';
import { wholeText } from '../source/piece.ts';
import { SourceText } from '../source/source-text.ts';
import { isPick, isRange, keysOf, partsOf } from './bulk-writes.ts';
import { findTable } from './catalog.ts';
import { effectsOf } from './facts.ts';

export interface LoopWrite {
  readonly write: WriteEffect;
  /** The table whose rows it goes over, where its query tells; a table in use. */
  readonly rowsOf?: RelationRef;
}

const commands: readonly string[] = ['update', 'delete', 'insert'];

/** What a statement in a loop writes; undefined where the loop commits, or surely or probably ends after few rows. */
export function loopWrite(step: Step): LoopWrite | undefined {
  const { loops = [] } = step.statement;
  const write =
    loops.length === 0 ? undefined : effectsOf(step, 'write').find(({ command }) => commands.includes(command));
  if (!write) return undefined;
  for (const loop of loops) {
    if (loop.commits) continue;
    const rowsOf = loop.over === 'rows' ? tableOf(step, loop) : undefined;
    if (rowsOf && !(step.isNew(write.relation) && write.command !== 'insert')) return { write, rowsOf };
    if (!step.isNew(write.relation) && write.command !== 'insert' && isLong(step, loop, write)) return { write };
  }
  return undefined;
}

/** The first table in use that the loop's query reads, whose rows it neither limits, groups nor picks. */
function tableOf(step: Step, { text = '' }: Loop): RelationRef | undefined {
  const [statement] = parsePiece(wholeText(SourceText.of(step.statement.file, text)), { psql: false }).statements;
  const select = statement && 'SelectStmt' in statement.node ? statement.node.SelectStmt : undefined;
  if (!select || isFew(select)) return undefined;
  const tables = (select.fromClause ?? []).flatMap(rangesIn).flatMap((range) => findTable(step, range) ?? []);
  const table = tables.find((one) => !step.isNew(one) && ['table', 'partitioned-table'].includes(one.kind));
  if (!table) return undefined;
  const keys = keysOf(step, table);
  const { set } = partsOf(step.statement.node as Node);
  const conditions = select.whereClause ? conjuncts(select.whereClause) : [];
  return conditions.some((one) => isRange(one, keys) || isPick(one, set, true, keys)) ? undefined : table;
}

const isFew = ({ limitCount, groupClause, havingClause, op }: SelectStmt): boolean =>
  Boolean(limitCount || groupClause || havingClause) || (op !== undefined && op !== 'SETOP_NONE');

function rangesIn(node: Node): RangeVar[] {
  if ('RangeVar' in node) return [node.RangeVar];
  if (!('JoinExpr' in node)) return [];
  return [node.JoinExpr.larg, node.JoinExpr.rarg].flatMap((side) => (side ? rangesIn(side) : []));
}

const few = 10_000;

/** A loop over numbers, with a condition or without an end: batch after batch, or row after row. */
function isLong(step: Step, { over, text = '' }: Loop, write: WriteEffect): boolean {
  if (over === 'cursor') return true;
  const isBatch = !write.keyed && !picksOne(step, write);
  if (over === 'nothing') return isBatch;
  if (over === 'condition') return isBatch && !/^\s*\w+\s*<=?\s*\d{1,4}\s*$/.test(text);
  if (over !== 'numbers') return false;
  const [from, to] = text.split('..').map(Number);
  const isCounted = Number.isFinite(from) && Number.isFinite(to);
  return isCounted ? (to as number) - (from as number) >= few : true;
}

/** `WHERE name = wanted`: a loop until it is there, as upserts were once written. */
function picksOne(step: Step, { relation }: WriteEffect): boolean {
  const { whereClause, others, set } = partsOf(step.statement.node as Node);
  const keys = keysOf(step, relation);
  return (whereClause ? conjuncts(whereClause) : []).some((one) => isPick(one, set, others > 0, keys));
}
