// What a revision sends, in its transactions: strings of SQL that point to the code that wrote them.
import type { SqlPiece } from '../../source/piece.ts';
import type { SourceText } from '../../source/source-text.ts';
import { addGap, describeSql, type Machine, pieceOf, standIn } from '../python/machine.ts';
import type { Site, Text } from '../python/value.ts';

/** What is being read. */
export interface Reading {
  readonly source: SourceText;
  /** Types that the migration has made. */
  readonly made: Set<string>;
  readonly units: { readonly pieces: SqlPiece[]; readonly isAutocommit: boolean }[];
  /** What a batch sends when its block ends; undefined outside of one. alembic/operations/batch.py flush */
  batched: (() => void)[] | undefined;
  /** Whether a session has been asked for objects, which it writes back. */
  hasObjects: boolean;
  /** Undefined before the functions of the file run. */
  machine: Machine | undefined;
}

const mostPieces = 5_000;

const worksOnRows = /^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*(?:insert|update|delete|select|with|merge|values|lock)\b/i;

export function send({ machine, source, units }: Reading, sql: Text, site: Site): void {
  if (machine) machine.sent += 1;
  if (machine && !worksOnRows.test(sql.text)) machine.changed += 1;
  const pieces = units.at(-1)?.pieces;
  if (sql.text.trim() === '' || !pieces || pieces.length >= mostPieces) return;
  pieces.push(pieceOf(source, sql, machine?.calledAt ?? site));
  if (machine) machine.pieces += 1;
}

/** A string that the code puts together; one of which a part is not known is a gap, unless that is a value among data. */
export function sendText(reading: Reading, machine: Machine, sql: Text, site: Site): void {
  const whole = sql.hole === undefined ? sql : standIn(sql);
  if (whole) send(reading, whole, site);
  else addGap(machine, site, describeSql(sql));
}
