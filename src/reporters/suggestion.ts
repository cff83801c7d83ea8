// A finding as a review comment whose suggestion puts the safe SQL in place of the statement, for the reviewer to accept with a click.
// https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/commenting-on-a-pull-request
import type { Finding } from '../findings/finding.ts';
import { inert, marks } from './markdown-parts.ts';
import { codeSpan, inline, shortened } from './markdown-text.ts';
import { visible } from './terminal.ts';

/** Whole lines from 1, both included: `start_line` (where it is less) and `line` of GitHub's API. */
export interface Suggestion {
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Markdown. */
  readonly body: string;
}

const longest = 20_000;

/** Undefined where the finding is not open, no lines can be replaced, or the text would not be the same when accepted. */
export function suggestionOf(finding: Finding): Suggestion | undefined {
  const { file, severity, rule, message, replacement, status } = finding;
  if (!replacement || status !== 'open' || replacement.text.length > longest) return undefined;
  const text = replacement.text.replaceAll('\r\n', '\n');
  const isSame = visible(text) === text && inert(text) === text && !/[`\r]|~~~/.test(text);
  if (!isSame) return undefined;
  const head = `${marks[severity]} **${severity}** ${codeSpan(rule)}: ${inline(shortened(message, 2_000))}`;
  const { startLine, endLine } = replacement;
  return { file, startLine, endLine, body: `${inert(head)}\n\n\`\`\`suggestion\n${text}\n\`\`\`` };
}
