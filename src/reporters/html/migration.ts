// A migration on the page: its statements down a table, beside them a column per relation that it locks, and what is said of each in place.
import { countWords, sizeWords } from '../../findings/size-estimate.ts';
import type { TimelineStatement } from '../../findings/timeline.ts';
import { qualifiedName } from '../../postgres/effect.ts';
import { counted, oneLine } from '../terminal.ts';
import { entriesMarkup, kindWords, type Links, safeMarkup } from './entry.ts';
import { type Lanes, laneCell, laneHead, lanesOf, lockList, mostWide } from './lanes.ts';
import { html, type Markup } from './markup.ts';
import { allEntries, kinds, type Row, type Sheet } from './sheets.ts';
import { sqlBlock } from './sql.ts';

export interface Placing {
  readonly links: Links;
  /** Of the sheet on the page, from 1. */
  readonly number: number;
  readonly isOpen: boolean;
}

export const rowId = (sheet: number, row: number): string => `s${sheet}-${row + 1}`;

export function migrationMarkup(sheet: Sheet, { links, number, isOpen }: Placing): Markup {
  const { file, framework, direction, statements, entries } = sheet;
  const about = [
    ...(framework === undefined ? [] : [framework]),
    ...(direction === 'down' ? ['way back'] : []),
    ...(framework === undefined ? [] : [counted(statements, 'statement')]),
  ].join(' · ');
  return html`
<details class="migration ${sheetKinds(sheet)}" id="m${number}"${isOpen && html` open`}>
<summary><h2>${oneLine(file)}</h2> <span class="about">${about}</span> ${badges(sheet)}</summary>
${entriesMarkup(entries, links)}${safeMarkup(entries)}${sheet.isCut && html`<p class="empty">The page has no room for its other statements.</p>`}${tableMarkup(sheet, links, number)}
</details>`;
}

const sheetKinds = (sheet: Sheet): string => {
  const has = new Set(allEntries(sheet).map(({ kind }) => kind));
  return has.size === 0 ? 'clean' : [...has].map((kind) => `has-${kind}`).join(' ');
};

/** `2 errors`, `1 info`, or that there is nothing. */
export function badges(sheet: Sheet): Markup {
  const entries = allEntries(sheet);
  const found = kinds.flatMap((kind) => {
    const count = entries.filter((entry) => entry.kind === kind).length;
    return count === 0 ? [] : [html`<span class="badge ${kind}">${count} ${kindCounted(kind, count)}</span>`];
  });
  return html`<span class="badges">${found.length > 0 ? found : html`<span class="badge clean">clean</span>`}</span>`;
}

export const kindCounted = (kind: (typeof kinds)[number], count: number): string =>
  count === 1 || kind === 'info' || kind === 'unread' ? kindWords[kind] : `${kindWords[kind]}s`;

function tableMarkup(sheet: Sheet, links: Links, number: number): Markup | undefined {
  const { rows, timeline } = sheet;
  if (rows.length === 0 && (sheet.isCut || allEntries(sheet).length > 0)) return undefined;
  if (rows.length === 0) return html`<p class="empty">No statement.</p>`;
  const lanes = lanesOf(timeline);
  const sizes = sizesOf(sheet);
  const { drawn } = lanes;
  const width = drawn.length > mostWide ? 'narrow' : 'wide';
  const heads = drawn.map((lane) => laneHead(lane, sizes.get(qualifiedName(lane.relation))));
  return html`
<table class="${width}">
<caption class="unseen">Its statements, and the relations that they lock</caption>
<colgroup><col class="tx"><col>${drawn.map(() => html`<col class="lane">`)}</colgroup>
<thead><tr><th scope="col" class="tx"><span class="unseen">Line and transaction</span></th><th scope="col" class="sql">${laneNote(lanes, sheet)}</th>${heads}</tr></thead>
<tbody>${rows.map((row, at) => rowMarkup(row, { rows, at, lanes, links, sheet, number }))}${moreRow(sheet, drawn.length)}
</tbody></table>`;
}

function laneNote({ lanes, drawn }: Lanes, { timeline }: Sheet): string {
  if (timeline && lanes.length === 0) return 'Statements; they lock nothing that others use';
  return lanes.length > drawn.length
    ? `Statements; beside them the strongest locks, on ${drawn.length} of ${lanes.length} relations`
    : 'Statements';
}

function sizesOf(sheet: Sheet): Map<string, string> {
  const tables = allEntries(sheet).flatMap(({ finding }) => finding?.sizes?.tables ?? []);
  return new Map(
    tables.map(({ relation, rows, bytes }) => [
      relation,
      rows === undefined ? sizeWords(bytes) : `${countWords(rows)} rows, ${sizeWords(bytes)}`,
    ]),
  );
}

interface InTable {
  readonly rows: readonly Row[];
  readonly at: number;
  readonly lanes: Lanes;
  readonly links: Links;
  readonly sheet: Sheet;
  readonly number: number;
}

function rowMarkup(row: Row, { rows, at, lanes, links, sheet, number }: InTable): Markup {
  const { statement, entries } = row;
  const cells = lanes.drawn.map((lane) => laneCell(lane, lanes, row));
  const bracket = bracketOf(rows, at);
  return html`
<tr id="${rowId(number, at)}" class="${entries.length === 0 ? 'quiet' : 'noted'}">
<th scope="row" class="tx ${bracket}"><span class="unseen">${rowName(row)}</span></th>
<td class="sql">${bracket.includes('begin') && html`<p class="about">${transactionNote(rows, at)}</p>`}${sourceMarkup(row, sheet)}${statement && lockList(lanes, row.at, statement)}${entriesMarkup(entries, links)}${safeMarkup(entries)}</td>${cells}
</tr>`;
}

function rowName({ statement, entries }: Row): string {
  const line = statement?.span.start.line ?? entries[0]?.span?.start.line;
  const place = line === undefined ? 'Somewhere' : `Line ${line}`;
  return statement?.transaction === undefined ? place : `${place}, in transaction ${statement.transaction + 1}`;
}

const transactionOf = (row: Row | undefined): number | undefined => row?.statement?.transaction;

/** Whether the row is in a transaction, and begins or ends it; one without a statement is where those around it are. */
function bracketOf(rows: readonly Row[], at: number): string {
  const before = transactionOf(nearest(rows, at - 1, -1));
  const after = transactionOf(nearest(rows, at + 1, 1));
  if (!rows[at]?.statement) return before !== undefined && before === after ? 'inside' : '';
  const own = transactionOf(rows[at]);
  if (own === undefined) return '';
  return `inside${own === before ? '' : ' begin'}${own === after ? '' : ' end'}`;
}

function nearest(rows: readonly Row[], from: number, step: number): Row | undefined {
  let at = from;
  while (rows[at] && !rows[at]?.statement) at += step;
  return rows[at];
}

function transactionNote(rows: readonly Row[], at: number): string {
  const own = transactionOf(rows[at]);
  let count = 0;
  for (let next = at; next < rows.length && (!rows[next]?.statement || transactionOf(rows[next]) === own); next++)
    if (rows[next]?.statement) count += 1;
  return `transaction of ${counted(count, 'statement')}`;
}

function sourceMarkup({ statement, entries }: Row, { file }: Sheet): Markup | undefined {
  if (statement) return html`${from(statement, file)}${sqlBlock(statement.sql, statement.span.start)}`;
  const [first] = entries;
  if (!first?.span) return undefined;
  const { finding, span, sql } = first;
  if (!finding) return sqlBlock(sql.trim(), sql.trim().includes('\n') ? undefined : span.start);
  const { excerpt } = finding;
  if (!excerpt || excerpt.moreLines > 0) return sqlBlock(sql, span.start);
  return sqlBlock(`${excerpt.before}${excerpt.after}`, { line: span.start.line, column: 1 });
}

const from = ({ file }: TimelineStatement, own: string): Markup | undefined =>
  file === own ? undefined : html`<p class="about">from <code>${oneLine(file)}</code></p>`;

function moreRow({ timeline }: Sheet, columns: number): Markup | undefined {
  if (!timeline || timeline.more === 0) return undefined;
  return html`\n<tr><td></td><td class="sql empty" colspan="${columns + 1}">${counted(timeline.more, 'more statement')} not shown</td></tr>`;
}
