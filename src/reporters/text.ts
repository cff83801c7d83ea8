// The report for people. What one statement gives rise to stands together: its findings, what makes them worse or better, one
// table, its source, the safe SQL. Advice (info) is told in its sentence alone.
import {
  bySeverity,
  type Finding,
  type InternalError,
  type Related,
  type Report,
  type Severity,
} from '../findings/finding.ts';
import { grouped } from '../findings/grouped.ts';
import { isOfRule } from '../findings/own-ids.ts';
import { openFindings } from '../findings/report.ts';
import type { Gap } from '../source/gap.ts';
import type { Span } from '../source/source-text.ts';
import { withoutCommands } from './inert.ts';
import { type RelationTable, relationTable } from './relations.ts';
import { sourceExcerpt } from './source-excerpt.ts';
import { summaryLine } from './summary.ts';
import { counted, type Display, indented, oneLine, type Painter, table, visible, wrap } from './terminal.ts';

/** Pieces of text to print in order; each ends with a line break. */
export function* textReport(report: Report, display: Display): Generator<string> {
  for (const piece of pieces(report, display)) yield withoutCommands(piece);
}

function* pieces(report: Report, display: Display): Generator<string> {
  const shown = new Set<string>();
  for (const part of partsOf(report)) {
    const lines = 'gap' in part ? gapLines(part.gap, display) : statementLines(part.findings, display, shown);
    yield `${lines.join('\n')}\n\n`;
  }
  for (const bug of report.bugs) yield `${bugLines(bug, display).join('\n')}\n\n`;
  if (!display.quiet) yield* noteLines(report, display);
  yield `${summaryLine(report, display.paint)}\n`;
}

/** One place in a file: a part that could not be read, or the findings of a statement. */
type Part = { readonly gap: Gap } | { readonly findings: Finding[] };

/** In the order of the files, and of the places in them. */
function partsOf(report: Report): Part[] {
  const files = new Map(report.files.map(({ path }, index) => [path, index]));
  const statements = grouped(openFindings(report), ({ file, span }) => `${span.start.offset} ${file}`);
  const placed = [
    ...report.gaps.map((gap) => ({ file: gap.file, offset: gap.span?.start.offset ?? 0, part: { gap } })),
    ...[...statements.values()].map((findings) => {
      const { file, span } = findings[0] as Finding;
      return { file, offset: span.start.offset, part: { findings: findings.sort(bySeverity) } };
    }),
  ];
  const last = files.size;
  placed.sort((a, b) => (files.get(a.file) ?? last) - (files.get(b.file) ?? last) || a.offset - b.offset);
  return placed.map(({ part }) => part);
}

const placeOf = (file: string, span?: Span): string =>
  oneLine(span ? `${file}:${span.start.line}:${span.start.column}` : file);

/**
 * What is said of a statement. `shown` are the rules whose pages have been named already, and what has been said in each file. A CI
 * server may find commands in it.
 */
export function statementLines(findings: readonly Finding[], display: Display, shown: Set<string>): string[] {
  const hazards = findings.filter(({ severity }) => severity !== 'info');
  const lines = [
    ...findings.flatMap((finding, at) => [
      ...headLines(finding, display),
      ...sizeLines(finding, findings.slice(0, at), display),
    ]),
    ...circumstanceLines(hazards, display, shown),
  ];
  if (hazards.length > 0) lines.push(...hazardLines(hazards, display));
  const rules = [...new Set(findings.filter(isOfRule).map(({ rule }) => rule))].filter((rule) => !shown.has(rule));
  for (const rule of rules) shown.add(rule);
  if (rules.length > 0 && hazards.length > 0) lines.push('');
  lines.push(...rules.map((rule) => display.paint.dim(`  Page: migration-lint rule ${rule}`)));
  return lines;
}

function hazardLines(findings: readonly Finding[], display: Display): string[] {
  const [first] = findings as [Finding];
  const lines: string[] = [];
  const relations = relationTable(
    findings.flatMap(({ effects }) => effects),
    findings.flatMap(({ sizes }) => sizes?.tables ?? []),
  );
  if (relations) lines.push('', ...tableLines(relations, display));
  if (first.excerpt) lines.push('', ...sourceExcerpt(first.excerpt, first.span.start.line, display));
  const related = findings.flatMap((finding) => finding.related);
  if (related.length > 0) lines.push('', ...relatedLines(first.file, related, display));
  return [...lines, ...safeLines(findings, display)];
}

/** What several findings of a file say alike stands there once. */
function circumstanceLines(findings: readonly Finding[], { paint, width }: Display, shown: Set<string>): string[] {
  const sentences = findings.flatMap(({ file, circumstances }) =>
    circumstances.filter((sentence) => !shown.has(`${file}: ${sentence}`)),
  );
  for (const { file, circumstances } of findings)
    for (const sentence of circumstances) shown.add(`${file}: ${sentence}`);
  return [...new Set(sentences)].map((sentence) => paint.dim(`  - ${wrap(sentence, width, '    ').trimStart()}`));
}

function headLines({ file, span, severity, rule, message }: Finding, { paint, width }: Display): string[] {
  const head = `${paint.bold(placeOf(file, span))}  ${severityPaint(paint)[severity](severity)}  ${rule}`;
  return [head, wrap(message, width, '  ')];
}

/** Under the message, unless a finding above says the same. */
function sizeLines({ sizes }: Finding, above: readonly Finding[], { width }: Display): string[] {
  if (!sizes || above.some((other) => other.sizes?.note === sizes.note)) return [];
  return [wrap(sizes.note, width, '  ')];
}

const severityPaint = (paint: Display['paint']): Record<Severity, Painter> => ({
  error: paint.red,
  warning: paint.yellow,
  info: paint.cyan,
});

function tableLines({ rows, doubts }: RelationTable, { paint, width }: Display): string[] {
  const [header = '', ...body] = table(rows, '  ');
  return [paint.dim(header), ...body, ...doubts.map((doubt) => paint.dim(wrap(doubt, width, '  ')))];
}

/** Without the file where that is the finding's own. */
function relatedLines(of: string, related: readonly Related[], { width }: Display): string[] {
  const lines = related.map(({ file, span, message }) =>
    wrap(`${file === of ? `line ${span.start.line}:` : placeOf(file, span)} ${message}`, width, '  '),
  );
  return [...new Set(lines)];
}

/** Each way once, even where several rules advise it. */
function safeLines(findings: readonly Finding[], { paint }: Display): string[] {
  const ways = grouped(
    findings.filter(({ instead }) => instead !== undefined),
    ({ instead }) => instead ?? '',
  );
  return [...ways].flatMap(([sql = '', of]) => {
    const title = ways.size > 1 ? `  Safe (${of.map(({ rule }) => rule).join(', ')}):` : '  Safe:';
    const lines = ['', paint.green(title), indented(visible(sql).trimEnd(), '    ')];
    const remedy = of.find((finding) => finding.remedy)?.remedy;
    if (remedy) lines.push('', paint.green(`  The same in ${remedy.tool}:`), indented(visible(remedy.code), '    '));
    return lines;
  });
}

function gapLines({ file, span, kind, reason }: Gap, { paint, width }: Display): string[] {
  const head = `${paint.bold(placeOf(file, span))}  ${paint.yellow('not read')}  ${kind}`;
  return [head, wrap(reason, width, '  ')];
}

function bugLines({ where, file, span, message }: InternalError, { paint, width }: Display): string[] {
  const head = `${paint.bold(placeOf(file, span))}  ${paint.red('internal error')}`;
  const text = `A fault of migration-lint in ${where}: ${message}. The statement is not judged by it; please report it with the statement.`;
  return [head, wrap(text, width, '  ')];
}

function* noteLines({ notes, historyGaps }: Report, { width }: Display): Generator<string> {
  for (const note of notes) yield `${wrap(note, width)}\n`;
  if (historyGaps.length === 0) return;
  const parts = counted(historyGaps.length, 'part');
  const example = historyGaps[0] as Gap;
  yield `${wrap(`${parts} of earlier migrations could not be read (the first: ${placeOf(example.file, example.span)}), so less is certain about the schema.`, width)}\n`;
}
