// How long work on a table takes, roughly, from its size. Only good for words: seconds, minutes, hours.
import type { Effect } from '../postgres/effect.ts';
import type { TableStatistics } from '../statistics/statistics.ts';

/**
 * What a modest cloud server does when the table is not in memory and others use it too. Measured once on a busy machine of two
 * cores with PostgreSQL 16 (2 million rows, 470 MB, in memory): a scan for CHECK or SET NOT NULL 450 MB/s, a foreign key 450,000
 * rows/s, an index on bigint 340,000 and on text of 160 characters 150,000 rows/s, a rewrite with three indexes 17 MB/s all in all,
 * an UPDATE with four indexes 7,000 and a DELETE 500,000 rows/s. docs/table-sizes.md says the same.
 */
const throughput = {
  /** Bytes per second: gp3, the common volume of AWS, reads 125 MB/s unless more is paid for. */
  read: 100e6,
  /** Bytes per second of a table written anew, WAL included. */
  rewrite: 50e6,
  /** Rows per second and index. */
  indexBuild: 200_000,
  /** Rows per second looked up in the referenced table. */
  foreignKey: 400_000,
  /** Rows per second, with their index entries and WAL. */
  update: 20_000,
  delete: 100_000,
} as const;

/** Where nothing has counted the rows. */
const bytesPerRow = 100;

/** Seconds that the effects, all of one table, take together; undefined where none of them grows with the table. */
export function secondsOf(effects: readonly Effect[], table: TableStatistics): number | undefined {
  const parts = effects.flatMap((effect) => costOf(effect, table) ?? []);
  if (parts.length === 0) return undefined;
  // A rewrite reads and checks the rows on its way, and builds all indexes.
  if (effects.some(({ kind }) => kind === 'rewrite')) return rewriteSeconds(table);
  return parts.reduce((sum, part) => sum + part, 0);
}

function costOf(effect: Effect, table: TableStatistics): number | undefined {
  const rows = rowsOf(table);
  switch (effect.kind) {
    case 'rewrite':
      return rewriteSeconds(table);
    case 'build':
      return rows / throughput.indexBuild;
    case 'scan':
      return scanSeconds(effect.purpose, table);
    case 'write':
      return effect.unbounded ? writeSeconds(effect.command, rows) : undefined;
    default:
      return undefined;
  }
}

/** ANALYZE reads a sample; a refresh takes as long as its query. */
function scanSeconds(purpose: string, table: TableStatistics): number | undefined {
  if (purpose === 'analyze' || purpose === 'refresh') return undefined;
  const lookUps = purpose === 'foreign-key' ? rowsOf(table) / throughput.foreignKey : 0;
  return table.bytes / throughput.read + lookUps;
}

function writeSeconds(command: string, rows: number): number | undefined {
  if (command === 'update' || command === 'merge') return rows / throughput.update;
  return command === 'delete' ? rows / throughput.delete : undefined;
}

const rewriteSeconds = (table: TableStatistics): number =>
  table.bytes / throughput.rewrite + (Object.keys(table.indexes).length * rowsOf(table)) / throughput.indexBuild;

const rowsOf = ({ rows, bytes }: TableStatistics): number => rows ?? bytes / bytesPerRow;

const words: readonly (readonly [below: number, words: string])[] = [
  [1, 'less than a second'],
  [10, 'seconds'],
  [60, 'up to a minute'],
  [20 * 60, 'minutes'],
  [45 * 60, 'about half an hour'],
  [90 * 60, 'about an hour'],
  [36 * 3600, 'hours'],
];

/** Completes "expect …". */
export const durationWords = (seconds: number): string => words.find(([below]) => seconds < below)?.[1] ?? 'days';

/** `41 M`, `320 k`, `12`. */
export function countWords(count: number): string {
  if (count < 10_000) return grouped(Math.round(count));
  if (count < 999_500) return `${short(count / 1e3)} k`;
  return count < 999.5e6 ? `${short(count / 1e6)} M` : `${grouped(Number(short(count / 1e9)))} billion`;
}

/** `9 GB`, `850 MB`, `48 kB`: powers of 1000, as it is a rough size. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${short(value)} ${units[unit]}`;
}

/** Two digits, or as many as stand before the point. */
const short = (value: number): string =>
  value >= 99.5 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));

const grouped = (value: number): string => value.toLocaleString('en-US');
