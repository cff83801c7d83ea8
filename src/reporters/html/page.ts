// The report as one page that needs nothing else: no network, no file beside it. What runs and what styles it is known to the browser
// by its hash, so that nothing else in the page can, whatever a migration holds (https://www.w3.org/TR/CSP3/).
import { createHash } from 'node:crypto';
import type { Report } from '../../findings/finding.ts';
import { fails } from '../../findings/report.ts';
import { mayHideHazard } from '../../source/gap.ts';
import type { ReportContext } from '../format.ts';
import { summaryLine } from '../summary.ts';
import { counted, oneLine } from '../terminal.ts';
import { endnotes } from './endnotes.ts';
import type { Links } from './entry.ts';
import { html, type Markup, verbatim } from './markup.ts';
import { badges, kindCounted, migrationMarkup, rowId } from './migration.ts';
import { script } from './script.ts';
import { allEntries, kinds, type Sheet, sheetsOf, withinRoom } from './sheets.ts';
import { style } from './style.ts';

/** Statements on a page that a browser still shows at ease; migrations with findings come first. */
const mostStatements = 10_000;
/** So many migrations with information alone are open. */
const mostOpen = 20;
/** Beyond so many the browser lays out those in view alone. */
const mostAtOnce = 50;
/** So many clean ones in a row are folded together. */
const leastFolded = 4;

/** Pieces of the page in order. */
export function* htmlReport(report: Report, context: ReportContext): Generator<string> {
  for (const { markup } of pieces(report, context)) yield markup;
  yield '\n';
}

function* pieces(report: Report, context: ReportContext): Generator<Markup> {
  const sheets = withinRoom(sheetsOf(report, context), mostStatements);
  const rules = [...new Set(sheets.flatMap(allEntries).flatMap(({ finding, rule }) => (finding ? [rule] : [])))];
  yield headMarkup(report, context);
  yield topMarkup(report, context, sheets);
  yield* migrations(sheets, linksOf(sheets, rules));
  yield* endnotes(report, context, rules);
  yield html`
</main>
<footer>migration-lint ${context.version}, judged for PostgreSQL ${report.postgres}</footer>
<script>${verbatim(script)}</script>
</body></html>`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function headMarkup(report: Report, { version }: ReportContext): Markup {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="migration-lint ${version}">
<title>migration-lint: ${summaryLine(report)}</title>
<style>${verbatim(style)}</style>
</head>`;
}

const verdicts = { clean: 'Clean', findings: 'Findings', incomplete: 'Incomplete' } as const;

function topMarkup(report: Report, context: ReportContext, sheets: readonly Sheet[]): Markup {
  const { verdict, gaps, bugs } = report;
  const isFailing =
    bugs.length > 0 || (gaps.some(mayHideHazard) && !context.allowIncomplete) || fails(report, context.failOn);
  const outcome = isFailing
    ? html`<span class="outcome fails">fails the check</span>`
    : html`<span class="outcome passes">passes the check</span>`;
  return html`
<body>
<header class="top">
<p class="brand">migration-lint <span>PostgreSQL ${report.postgres}</span></p>
<h1>${verdicts[verdict]} ${outcome}</h1>
<p class="summary">${summaryLine(report)}.</p>
${countsMarkup(sheets)}
<ul class="legend" aria-label="What the colours of locks mean"><li class="reads">reads and writes wait</li><li class="writes">writes wait</li><li class="schema">schema changes wait</li><li class="works">a scan, rewrite or build meanwhile</li><li class="bracket">one transaction</li></ul>
</header>
<main${sheets.length > mostAtOnce && html` class="many"`}>${overview(sheets)}`;
}

/** The script makes buttons of them that show and hide. */
function countsMarkup(sheets: readonly Sheet[]): Markup {
  const entries = sheets.flatMap(allEntries);
  const items = kinds.flatMap((kind) => {
    const count = entries.filter((entry) => entry.kind === kind).length;
    return count === 0
      ? []
      : [html`<li class="${kind}" data-kind="${kind}"><b>${count}</b> ${kindCounted(kind, count)}</li>`];
  });
  return html`<ul class="counts" aria-label="What was found">${items}</ul>`;
}

function overview(sheets: readonly Sheet[]): Markup | undefined {
  const noted = sheets.flatMap((sheet, at) => (allEntries(sheet).length > 0 ? [{ sheet, number: at + 1 }] : []));
  if (sheets.length < 2 || noted.length === 0) return undefined;
  return html`
<nav aria-label="Migrations with findings"><ol>${noted.map(
    ({ sheet, number }) => html`
<li><a href="#m${number}">${oneLine(sheet.file)}</a> ${badges(sheet)}</li>`,
  )}
</ol></nav>`;
}

function* migrations(sheets: readonly Sheet[], links: Links): Generator<Markup> {
  const isNoted = (sheet: Sheet) => allEntries(sheet).length > 0;
  const one = (sheet: Sheet, at: number) =>
    migrationMarkup(sheet, { links, number: at + 1, isOpen: isOpen(sheet, sheets) });
  for (let at = 0; at < sheets.length; ) {
    let end = at;
    while (end < sheets.length && !isNoted(sheets[end] as Sheet)) end++;
    const clean = sheets.slice(at, end).map((sheet, index) => one(sheet, at + index));
    if (clean.length >= leastFolded) {
      yield html`\n<details class="fold"><summary>${counted(clean.length, 'clean migration')}</summary>`;
      yield* clean;
      yield html`\n</details>`;
    } else yield* clean;
    if (end < sheets.length) yield one(sheets[end] as Sheet, end);
    at = end + 1;
  }
}

function isOpen(sheet: Sheet, all: readonly Sheet[]): boolean {
  const entries = allEntries(sheet);
  return (
    entries.some(({ kind }) => kind !== 'info') || (entries.length > 0 && all.length <= mostOpen) || all.length === 1
  );
}

function linksOf(sheets: readonly Sheet[], rules: readonly string[]): Links {
  const places = new Map<string, string>();
  for (const [sheetAt, { rows }] of sheets.entries()) {
    for (const [at, { statement }] of rows.entries()) {
      if (!statement) continue;
      const key = `${statement.span.start.offset} ${statement.file}`;
      if (!places.has(key)) places.set(key, rowId(sheetAt + 1, at));
    }
  }
  return {
    rule: (id) => (rules.includes(id) ? `rule${rules.indexOf(id) + 1}` : undefined),
    place: (file, offset) => places.get(`${offset} ${file}`),
  };
}
