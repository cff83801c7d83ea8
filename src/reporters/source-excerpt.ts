// The source line of a finding with a caret under its span, cut to the terminal's width.
import type { Excerpt } from '../findings/finding.ts';
import { columnsOf, counted, type Display, visible } from './terminal.ts';

const widestBefore = 30;

/** Two lines, and a third where the span goes on. */
export function sourceExcerpt(excerpt: Excerpt, line: number, { width, paint }: Display): string[] {
  const number = String(line);
  const blank = ' '.repeat(number.length);
  const before = shortBefore(excerpt);
  const room = Math.max(20, width - number.length - 5 - columnsOf(before));
  const after = excerpt.after.length > room ? excerpt.after.slice(0, room) : excerpt.after;
  const isCut = excerpt.cutAfter || after.length < excerpt.after.length;
  const marked = visible(after.slice(0, excerpt.length)).trimEnd();
  const rest = excerpt.moreLines > 0 ? [paint.dim(`  ${blank} | … ${counted(excerpt.moreLines, 'more line')}`)] : [];
  return [
    `  ${paint.dim(`${number} |`)} ${before}${visible(after).trimEnd()}${isCut ? '…' : ''}`,
    `  ${paint.dim(`${blank} |`)} ${spaces(before)}${paint.red('^'.repeat(Math.max(1, columnsOf(marked))))}`,
    ...rest,
  ];
}

function shortBefore({ before, cutBefore }: Excerpt): string {
  const isLong = before.length > widestBefore;
  return `${cutBefore || isLong ? '…' : ''}${visible(isLong ? before.slice(-widestBefore) : before)}`;
}

/** As wide as the text, tabs included, so that what comes below stands below. */
const spaces = (text: string): string =>
  text
    .split('\t')
    .map((part) => ' '.repeat(columnsOf(part)))
    .join('\t');
