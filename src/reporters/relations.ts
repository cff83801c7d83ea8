// The table of relations under a finding: what each is locked with, the work done on it, and who has to wait.
import type { TableSize } from '../findings/finding.ts';
import { countWords, sizeWords } from '../findings/size-estimate.ts';
import type { Effect, LockEffect, RelationRef } from '../postgres/effect.ts';
import { qualifiedName } from '../postgres/effect.ts';
import { blocksReads, blocksWrites, type LockMode, lockName, strength } from '../postgres/locks.ts';
import { oneLine } from './terminal.ts';

interface Row {
  readonly relation: RelationRef;
  lock?: LockEffect;
  readonly work: Set<string>;
  readonly doubts: Set<string>;
}

/** `rows` begins with the headings; a column that is empty throughout is left out. `doubts` explain what is marked with `*`. */
export interface RelationTable {
  readonly rows: readonly (readonly string[])[];
  readonly doubts: readonly string[];
}

/** Undefined where no effect is about a relation. `sizes` are of those that are known in production. */
export function relationTable(effects: Iterable<Effect>, sizes: Iterable<TableSize> = []): RelationTable | undefined {
  const rows = rowsOf(effects);
  if (rows.length === 0) return undefined;
  const size = new Map([...sizes].map((each) => [each.relation, sizeCell(each)]));
  const doubts = rows.flatMap((row) => [...row.doubts].map((doubt) => `* ${shownName(row.relation)}: ${doubt}`));
  const filled = [
    ['relation', 'size', 'lock', 'work', 'who waits'],
    ...rows.map((row) => cells(row, size.get(qualifiedName(row.relation)) ?? '')),
  ];
  const used = [0, 1, 2, 3, 4].filter((column) => filled.slice(1).some((row) => row[column] !== ''));
  return { rows: filled.map((row) => used.map((column) => row[column] ?? '')), doubts };
}

function rowsOf(effects: Iterable<Effect>): Row[] {
  const rows = new Map<number, Row>();
  for (const effect of new Set(effects)) {
    const relation = 'relation' in effect ? effect.relation : undefined;
    if (!relation) continue;
    const row: Row = rows.get(relation.oid) ?? { relation, work: new Set(), doubts: new Set() };
    rows.set(relation.oid, row);
    if (effect.kind === 'lock') row.lock = stronger(row.lock, effect);
    else if (!isPartOfBuild(effect)) row.work.add(workOf(effect));
    if (effect.unless !== undefined) row.doubts.add(oneLine(`unless ${effect.unless}`));
  }
  return [...rows.values()];
}

/** A lock that the transaction holds from before may be the stronger. */
const stronger = (known: LockEffect | undefined, next: LockEffect): LockEffect =>
  known && strength(known.mode) > strength(next.mode) ? known : next;

/** Building an index is a scan already. */
export const isPartOfBuild = (effect: Effect): boolean => effect.kind === 'scan' && effect.purpose === 'index-build';

/** What is done to the relation, in words. */
export function workOf(effect: Exclude<Effect, LockEffect>): string {
  switch (effect.kind) {
    case 'scan':
      return `scan (${effect.purpose})`;
    case 'build':
      return `build ${oneLine(withoutPublic(effect.index))}`;
    case 'write':
      return effect.unbounded ? `${effect.command} (every row)` : effect.command;
    case 'wait':
      return `waits for ${effect.for}`;
    default:
      return effect.kind;
  }
}

const withoutPublic = (name: string): string => name.replace(/^public\./, '');

/** As most users write it: without the schema where that is `public`. */
export const shownName = (relation: RelationRef): string => oneLine(withoutPublic(qualifiedName(relation)));

function sizeCell({ rows, bytes }: TableSize): string {
  return rows === undefined ? sizeWords(bytes) : `${countWords(rows)} rows, ${sizeWords(bytes)}`;
}

function cells({ relation, lock, work, doubts }: Row, size: string): string[] {
  const name = `${shownName(relation)}${doubts.size > 0 ? ' *' : ''}`;
  if (!lock) return [name, size, '', [...work].join(', '), ''];
  return [
    name,
    size,
    `${lockName(lock.mode)}${lock.brief ? ' (brief)' : ''}`,
    [...work].join(', '),
    whoWaits(lock.mode),
  ];
}

/** `reads and writes`, `writes` or `schema changes`. */
export function whoWaits(mode: LockMode): string {
  if (blocksReads(mode)) return 'reads and writes';
  return blocksWrites(mode) ? 'writes' : 'schema changes';
}
