// What production's table sizes say of a finding: how long it will take there, and whether the tables are too small to matter.
import type { SmallTables } from '../config/config.ts';
import type { Effect, RelationRef } from '../postgres/effect.ts';
import type { Rule } from '../rule.ts';
import type { Statistics, TableStatistics } from '../statistics/statistics.ts';
import type { Finding, FindingSizes, IndexUse, TableSize } from './finding.ts';
import { grouped } from './grouped.ts';
import { countWords, durationWords, secondsOf, sizeWords } from './size-estimate.ts';

/** What the finding alone does not tell. */
export interface Measurable {
  readonly rule: Pick<Rule, 'concern' | 'severity' | 'grows'>;
  /** The config names a severity for the rule: then it stays. */
  readonly isSeveritySet: boolean;
  /** It waits for a lock that makes others wait, and no lock_timeout limits that: a hazard of its own on a table in much use. */
  readonly queues: boolean;
  /** All effects of the statement. */
  readonly effects: readonly Effect[];
  /** `schema.name` that a relation has in production, before the run; undefined where it is not there yet. */
  readonly deployed: (relation: RelationRef) => string | undefined;
}

/** Adds sizes to a finding, and lowers its severity where it waits for small tables only; false: it lowers none. Pure. */
export const sizedBy =
  (statistics: Statistics, smallTables: SmallTables | false) =>
  (finding: Finding, about: Measurable): Finding =>
    sized(finding, about, { statistics, smallTables });

interface Sizing {
  readonly statistics: Statistics;
  readonly smallTables: SmallTables | false;
}

function sized(finding: Finding, about: Measurable, { statistics, smallTables }: Sizing): Finding {
  const { rule, isSeveritySet } = about;
  const found = measure(finding.effects, about, statistics);
  const indexes = droppedIndexes(about, statistics);
  if (found.tables.length === 0 && indexes.length === 0) return finding;
  const isLowered = grows(rule) && !isSeveritySet && finding.severity !== 'info' && areSmall(found, smallTables);
  const queue = isLowered && about.queues ? requestsPerSecond(found.tables, statistics) : 0;
  const why = isLowered ? `Small, so no more than information${queue >= busyRequests ? queueWords(queue) : ''}: ` : '';
  const sizes: FindingSizes = {
    note: why + noteOf(found.tables, indexes, statistics.countedSince),
    tables: found.tables,
    indexes,
    ...(isLowered ? { loweredFrom: finding.severity } : {}),
  };
  return { ...finding, sizes, ...(isLowered ? { severity: 'info' as const } : {}) };
}

/** From so many requests a second on, a statement that waits long for its lock is felt however small the table is, and that is said. */
const busyRequests = 10;

const queueWords = (requests: number): string =>
  ` (but no lock_timeout limits its wait for the lock, behind which about ${countWords(Number(requests.toPrecision(2)))} requests a second queue)`;

function requestsPerSecond(tables: readonly TableSize[], { date, countedSince = '' }: Statistics): number {
  const seconds = (Date.parse(date) - Date.parse(countedSince)) / 1000;
  const each = tables.map(({ scans, writesPerSecond = 0 }) => writesPerSecond + (seconds > 0 ? scans / seconds : 0));
  return Math.max(0, ...each);
}

/** An error about locks is by definition one whose wait grows with the table; other rules say so themselves. */
const grows = ({ grows: said, concern, severity }: Measurable['rule']): boolean =>
  said ?? (concern === 'locks' && severity === 'error');

interface Measured {
  /** Slowest and largest first. */
  readonly tables: readonly TableSize[];
  /** Tables in use of which the statistics know nothing. */
  readonly unknown: number;
}

function measure(effects: readonly Effect[], { deployed, rule }: Measurable, { tables }: Statistics): Measured {
  const named = effects.flatMap((effect) => {
    const relation = 'relation' in effect ? effect.relation : undefined;
    const name = relation && hasRows(relation) ? deployed(relation) : undefined;
    return name === undefined ? [] : [{ name, effect }];
  });
  const byName = grouped(named, ({ name }) => name);
  const known: TableSize[] = [];
  for (const [name, of] of byName) {
    const table = tables.get(name);
    if (!table) continue;
    const work = of.map(({ effect }) => effect);
    known.push(sizeOf(name, table, grows(rule) ? secondsOf(work, table) : undefined));
  }
  known.sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0) || b.bytes - a.bytes || (a.relation < b.relation ? -1 : 1));
  return { tables: known, unknown: byName.size - known.length };
}

const hasRows = ({ kind }: RelationRef): boolean =>
  kind === 'table' || kind === 'partitioned-table' || kind === 'materialized-view';

function sizeOf(relation: string, table: TableStatistics, seconds: number | undefined): TableSize {
  const { rows, bytes, indexBytes, writesPerSecond, scans, partitionOf } = table;
  return {
    relation,
    rows,
    bytes,
    indexBytes,
    writesPerSecond,
    scans,
    partitionOf,
    ...(seconds === undefined ? {} : { seconds: Number(seconds.toPrecision(2)), expect: durationWords(seconds) }),
  };
}

function areSmall({ tables, unknown }: Measured, limits: SmallTables | false): boolean {
  if (limits === false || unknown > 0 || tables.length === 0) return false;
  return tables.every(({ rows = 0, bytes }) => rows <= limits.rows && bytes <= limits.bytes);
}

/** Indexes that the statement drops, though not with their table. */
function droppedIndexes({ effects, deployed }: Measurable, { indexes }: Statistics): IndexUse[] {
  const dropped = { tables: new Set<string | undefined>(), indexes: new Set<string | undefined>() };
  for (const effect of effects) {
    if (effect.kind !== 'drop' || !effect.object.relation) continue;
    const { kind, relation } = effect.object;
    if (kind === 'index') dropped.indexes.add(deployed(relation));
    else if (kind !== 'column' && relation.oid === effect.object.oid) dropped.tables.add(deployed(relation));
  }
  return [...dropped.indexes].flatMap((index) => {
    const found = index === undefined ? undefined : indexes.get(index);
    if (index === undefined || !found || dropped.tables.has(found.table)) return [];
    return [{ index, bytes: found.bytes, scans: found.scans }];
  });
}

const mostShown = 3;

function noteOf(tables: readonly TableSize[], indexes: readonly IndexUse[], since: string | undefined): string {
  const first = tables.slice(0, mostShown).map(tableWords).join('; ');
  const more = tables.length > mostShown ? `; and ${tables.length - mostShown} more` : '';
  const sizes = first === '' ? [] : [`${first}${more}.`];
  const uses = indexes.slice(0, mostShown).map((index) => useWords(index, since));
  return [...sizes, ...uses].join(' ');
}

function tableWords({ relation, rows, bytes, writesPerSecond = 0, expect }: TableSize): string {
  const count = rows === undefined ? '' : `, ${countWords(rows)} row${rows === 1 ? '' : 's'}`;
  const writes = writesPerSecond >= 1 && expect === undefined ? `, ${countWords(writesPerSecond)} writes a second` : '';
  return `${shownName(relation)}${count}, about ${sizeWords(bytes)}${writes}${expect ? `: expect ${expect}` : ''}`;
}

function useWords({ index, bytes, scans }: IndexUse, since: string | undefined): string {
  const times = scans === 0 ? 'not used' : scans === 1 ? 'used once' : `used ${countWords(scans)} times`;
  const when = since === undefined ? '' : ` since ${since.slice(0, 10)}`;
  return `${shownName(index)} (${sizeWords(bytes)}) was ${times}${when}.`;
}

/** As most users write it: without the schema where that is `public`. */
const shownName = (name: string): string => name.replace(/^public\./, '');
