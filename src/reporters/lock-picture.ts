// A picture of a migration's locks in Markdown: a table with its statements down and the locked relations across, each cell coloured by who
// waits. A Mermaid gantt would draw statements as if they had durations, and its labels are code with directives and links of their own;
// in this table names are text as everywhere else, it is read out cell by cell, and it needs no width for a long migration.
import type { Timeline, TimelineStatement } from '../findings/timeline.ts';
import { blocksReads, blocksWrites, type LockMode, lockName, strength } from '../postgres/locks.ts';
import { type LockLane, type LockStretch, lockLanes } from './lock-lanes.ts';
import { htmlCode, htmlRows, shortened } from './markdown-text.ts';
import { shownName, whoWaits } from './relations.ts';
import { counted, oneLine } from './terminal.ts';

const mostRelations = 6;
/** Of more statements, neighbours that do alike are drawn as one. */
const mostSingle = 20;
const mostRows = 25;
const longestExcerpt = 60;

interface Row {
  readonly statements: readonly TimelineStatement[];
  /** By relation, in the order of the columns. */
  readonly cells: readonly string[];
  /** What must be equal to be drawn as one. */
  readonly key: string;
}

/** Undefined where nothing is locked that others use. */
export function lockPicture(timeline: Timeline): string | undefined {
  const lanes = withoutIndexes(lockLanes(timeline));
  if (lanes.length === 0) return undefined;
  const shown = strongestLanes(lanes);
  const rows = merged(rowsOf(timeline, shown));
  const drawn = rows.slice(0, mostRows);
  const transactions = transactionCells(drawn);
  const table = htmlRows([
    ['line', 'statement', ...(transactions ? ['transaction'] : [])]
      .map((head) => `<th>${head}</th>`)
      .concat(heads(shown)),
    ...drawn.map((row, at) => [
      ...placeCells(row, timeline.file),
      ...(transactions?.[at] ?? []),
      ...row.cells.map(cell),
    ]),
  ]);
  return [table, legend(shown, drawn, transactions === undefined), ...leftOut(timeline, rows, lanes)].join('\n\n');
}

const heads = (lanes: readonly LockLane[]): string[] =>
  lanes.map(({ relation }) => `<th>${htmlCode(shownName(relation))}</th>`);

const cell = (text: string): string => `<td>${text}</td>`;

/** An index is locked with its table. */
function withoutIndexes(lanes: readonly LockLane[]): readonly LockLane[] {
  const others = lanes.filter(({ relation }) => relation.kind !== 'index');
  return others.length > 0 ? others : lanes;
}

/** In their own order. */
function strongestLanes(lanes: readonly LockLane[]): readonly LockLane[] {
  const strongest = ({ stretches }: LockLane) => Math.max(...stretches.map(({ mode }) => strength(mode)));
  const kept = new Set([...lanes].sort((a, b) => strongest(b) - strongest(a)).slice(0, mostRelations));
  return lanes.filter((lane) => kept.has(lane));
}

function rowsOf({ statements }: Timeline, lanes: readonly LockLane[]): Row[] {
  const columns = lanes.map(({ stretches }) => cellsOf(stretches));
  return statements.map((statement, at) => {
    const cells = columns.map((column) => column.get(at) ?? '');
    return { statements: [statement], cells, key: JSON.stringify([statement.transaction, statement.file, ...cells]) };
  });
}

/** By the statement's index; none where nothing is held. */
function cellsOf(stretches: readonly LockStretch[]): Map<number, string> {
  const cells = new Map<number, string>();
  for (const { mode, from, to, brief } of stretches) {
    cells.set(from, `${mark(mode)}&nbsp;${lockName(mode)}${brief ? ' (brief)' : ''}`);
    for (let at = from + 1; at <= to; at++) cells.set(at, `${mark(mode)}&nbsp;held`);
  }
  return cells;
}

/** Told apart without colour too, the worse the heavier. */
function mark(mode: LockMode): string {
  if (blocksReads(mode)) return '🟥';
  return blocksWrites(mode) ? '🔶' : '🔹';
}

function merged(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= mostSingle) return rows;
  const groups: (Row & { statements: TimelineStatement[] })[] = [];
  for (const { statements, cells, key } of rows) {
    const last = groups.at(-1);
    if (last?.key === key) last.statements.push(...statements);
    else groups.push({ statements: [...statements], cells, key });
  }
  return groups;
}

function placeCells({ statements }: Row, file: string): string[] {
  const first = statements[0] as TimelineStatement;
  const last = statements.at(-1) as TimelineStatement;
  const [from, to] = [first.span.start.line, last.span.start.line];
  const lines = from === to ? `${from}` : `${from}–${to}`;
  const more = statements.length > 1 ? ` and ${statements.length - 1} more` : '';
  return [
    cell(first.file === file ? lines : htmlCode(`${first.file}:${lines}`)),
    cell(`${htmlCode(shortened(oneLine(first.sql.slice(0, 400)), longestExcerpt))}${more}`),
  ];
}

/** A cell over the rows of each transaction; undefined where all are in one, or none is in any. */
function transactionCells(rows: readonly Row[]): string[][] | undefined {
  const ids = rows.map(({ statements }) => statements[0]?.transaction);
  if (new Set(ids).size === 1) return undefined;
  const numbers = new Map<number, number>();
  return ids.map((id, at) => {
    if (id === undefined) return [cell('')];
    if (at > 0 && ids[at - 1] === id) return [];
    const end = ids.findIndex((other, index) => index > at && other !== id);
    const rowspan = (end < 0 ? ids.length : end) - at;
    const number = numbers.get(id) ?? numbers.size + 1;
    numbers.set(id, number);
    return [rowspan > 1 ? `<td rowspan="${rowspan}">${number}</td>` : cell(`${number}`)];
  });
}

function legend(lanes: readonly LockLane[], rows: readonly Row[], isUniform: boolean): string {
  const modes = lanes
    .flatMap(({ stretches }) => stretches.map(({ mode }) => mode))
    .sort((a, b) => strength(b) - strength(a));
  const marks = [...new Map(modes.map((mode) => [mark(mode), `${mark(mode)} ${whoWaits(mode)} wait`])).values()];
  const isHeld = rows.some(({ cells }) => cells.some((text) => text.endsWith('held')));
  const isOne = rows[0]?.statements[0]?.transaction !== undefined;
  return [
    ...marks,
    ...(isHeld ? ['held: from a statement above, to the end of its transaction'] : []),
    ...(isUniform && rows.length > 1
      ? [isOne ? 'all in one transaction' : 'each statement by itself, in no transaction']
      : []),
  ].join(' · ');
}

function leftOut({ more }: Timeline, rows: readonly Row[], lanes: readonly LockLane[]): string[] {
  const statements = more + rows.slice(mostRows).reduce((sum, row) => sum + row.statements.length, 0);
  const relations = lanes.length - mostRelations;
  const left = [
    ...(statements > 0 ? [counted(statements, 'statement')] : []),
    ...(relations > 0 ? [`${relations} less locked ${relations === 1 ? 'relation' : 'relations'}`] : []),
  ];
  return left.length > 0 ? [`Not drawn: ${left.join(' and ')}.`] : [];
}
