// What stands below the findings of a pull request's report: what is accepted, what clean migrations lock, and how it was judged.
import type { Report } from '../findings/finding.ts';
import { lockPicture } from './lock-picture.ts';
import { suppressedText } from './markdown-parts.ts';
import { fold, htmlCode, inline, shortened } from './markdown-text.ts';
import { counted } from './terminal.ts';

const mostSuppressed = 100;
const mostPictures = 20;

/** Whole pieces, the most useful first. `told`: files that have their picture already. */
export function* endnotes(report: Report, told: ReadonlySet<string>): Generator<string> {
  const suppressed = suppressedText(report, mostSuppressed);
  if (suppressed !== undefined) yield suppressed;
  yield* clearPictures(report, told);
  const { postgres, notes, historyGaps } = report;
  const sentences = [`Judged for PostgreSQL ${postgres}.`, ...notes, ...historyText(historyGaps.length)];
  const lines = [...sentences.map((sentence) => inline(shortened(sentence, 1_000))), ...howToAllow(report)];
  yield fold('How it was judged', lines.map((line) => `- ${line}`).join('\n'));
}

/** What migrations without a finding lock. */
function* clearPictures({ timelines = [] }: Report, told: ReadonlySet<string>): Generator<string> {
  let count = 0;
  for (const timeline of timelines) {
    const picture = told.has(timeline.file) ? undefined : lockPicture(timeline);
    if (picture === undefined) continue;
    if (++count > mostPictures) return;
    yield fold(`Locks of ${htmlCode(timeline.file)}`, picture);
  }
}

const howToAllow = ({ findings }: Report): string[] =>
  findings.some(({ status }) => status === 'open')
    ? [
        'What is all right here is allowed by a comment above its statement: `-- migration-lint-allow RULE: the reason`.',
      ]
    : [];

const historyText = (gaps: number): string[] =>
  gaps > 0
    ? [`Of earlier migrations ${counted(gaps, 'part')} could not be read, so less is certain about the schema.`]
    : [];
