// What Markdown reports are put together from: a migration's heading with its relations and locks, a finding, what is suppressed.
import { bySeverity, type Finding, type Report, type Severity } from '../findings/finding.ts';
import { grouped } from '../findings/grouped.ts';
import type { Timeline } from '../findings/timeline.ts';
import { withoutCommands } from './inert.ts';
import { type Item, withoutRepeats } from './items.ts';
import { lockPicture } from './lock-picture.ts';
import { codeSpan, fenced, fold, htmlTable, inline, link, shortened } from './markdown-text.ts';
import { relationTable } from './relations.ts';
import { counted } from './terminal.ts';

/** Where a report is shown. */
export interface Place {
  /** The address of a line, to link to. */
  readonly blobUrl?: (file: string, line: number) => string;
  /** Of a sentence and of SQL that is advised, in UTF-16 units, where there is no room for any length. */
  readonly longest?: { readonly sentence: number; readonly sql: number };
}

/** A file with something to say about it. */
export interface Section {
  readonly file: string;
  /** The worst first. */
  readonly items: readonly Item[];
  readonly timeline?: Timeline;
}

/** In the order of the files. */
export function sectionsOf({ files, timelines = [] }: Report, items: readonly Item[]): Section[] {
  const found = grouped(items, ({ file }) => file);
  const drawn = new Map(timelines.map((timeline) => [timeline.file, timeline]));
  const order = new Set([...files.map(({ path }) => path), ...found.keys()]);
  return [...order].flatMap((file) => {
    const of = found.get(file);
    return of ? [{ file, items: withoutRepeats(of.sort(bySeverity)), timeline: drawn.get(file) }] : [];
  });
}

const mostRelations = 25;

/** The heading alone, and with all that belongs to it. */
export function sectionHead({ file, items, timeline }: Section): { brief: string; full: string } {
  const brief = `### ${codeSpan(file)}`;
  const table = tableOf(items);
  // Of a single statement the table says it all.
  const picture =
    timeline && (timeline.statements.length > 1 || table.length === 0) ? lockPicture(timeline) : undefined;
  return { brief, full: [brief, ...table, ...(picture === undefined ? [] : [picture])].join('\n\n') };
}

function tableOf(items: readonly Item[]): string[] {
  const findings = items.flatMap(({ finding }) => (finding && finding.severity !== 'info' ? [finding] : []));
  const table = relationTable(
    findings.flatMap(({ effects }) => effects),
    findings.flatMap(({ sizes }) => sizes?.tables ?? []),
  );
  if (!table) return [];
  const rows = table.rows.slice(0, mostRelations + 1).map((row) => row.map((cell) => shortened(cell, 300)));
  const more = table.rows.length - rows.length;
  const points = [
    ...table.doubts.slice(0, mostRelations).map((doubt) => `- ${inline(doubt)}`),
    ...(more > 0 ? [`- and ${counted(more, 'more relation')}`] : []),
  ];
  return [htmlTable(rows), ...(points.length > 0 ? [points.join('\n')] : [])];
}

/** Markdown in which nothing is a command, nor a comment that could be taken for a mark of the action's. */
export const inert = (markdown: string): string => withoutCommands(markdown).replaceAll('<!--', '<\\x21--');

/** Seen at once down a long page. */
const marks: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

export function itemText(
  { file, severity, rule, span, message, more, finding }: Item,
  { blobUrl, longest }: Place,
): string {
  const said = (sentence: string) => inline(longest ? shortened(sentence, longest.sentence) : sentence);
  const line = span && `line ${span.start.line}`;
  const place = line === undefined ? '' : `, ${blobUrl ? link(line, blobUrl(file, span?.start.line ?? 1)) : line}`;
  const head = `${marks[severity]} **${severity}** ${codeSpan(rule)}${place}: ${said(message)}`;
  const points = more.map((sentence) => `- ${said(sentence)}`).join('\n');
  return [head, ...(points === '' ? [] : [points]), ...safeWay(finding, longest?.sql)].join('\n\n');
}

/** Code that has no room is left out beside the SQL that says the same. */
function safeWay(finding: Finding | undefined, longest = Number.POSITIVE_INFINITY): string[] {
  const { instead, remedy } = finding ?? {};
  if (instead === undefined) return [];
  if (instead.length > longest) return ['The safe SQL is too long to be shown here.'];
  const isShown = remedy && instead.length + remedy.code.length <= longest;
  const code = isShown ? [fold(`The same in ${remedy.tool}`, fenced(remedy.code, remedy.language))] : [];
  return [fold('Safe SQL', fenced(instead)), ...code];
}

/** Findings that somebody has accepted, in a fold: those with a reason first, at most so many. */
export function suppressedText({ findings }: Report, most = Number.POSITIVE_INFINITY): string | undefined {
  const isAllowed = ({ status }: Finding) => Number(status === 'allowed');
  const suppressed = findings.filter(({ status }) => status !== 'open').sort((a, b) => isAllowed(b) - isAllowed(a));
  if (suppressed.length === 0) return undefined;
  const lines = suppressed.slice(0, most).map(suppressedLine);
  if (suppressed.length > most) lines.push(`- and ${suppressed.length - most} more`);
  return fold(`${counted(suppressed.length, 'finding')} allowed or in the baseline`, lines.join('\n'));
}

const suppressedLine = ({ file, span, rule, status, reason }: Finding): string =>
  `- ${codeSpan(`${file}:${span.start.line}`)} ${codeSpan(rule)}, ${status}${reason === undefined ? '' : `: ${inline(shortened(reason, 500))}`}`;
