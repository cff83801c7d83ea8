// Review suggestions where safe SQL replaces the very lines that the pull request adds; each is made once, however often the action runs.
// https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request
import { createHash } from 'node:crypto';
import { bySeverity, type Finding, type Report } from '../findings/finding.ts';
import { openFindings } from '../findings/report.ts';
import { inline } from '../reporters/markdown-text.ts';
import { counted, visible } from '../reporters/terminal.ts';
import type { ChangedFile } from './changed-files.ts';
import type { Client } from './client.ts';
import type { PullRequest } from './event.ts';
import { shownLines } from './patch-lines.ts';

/** Whole lines of a file in the pull request, and what to write in their place. */
export interface Suggestion {
  readonly rule: string;
  /** From the root of the repository. */
  readonly file: string;
  readonly message: string;
  readonly startLine: number;
  readonly endLine: number;
  /** What stands there now, by line. */
  readonly lines: readonly string[];
  readonly text: string;
}

/** One for a line at most, the worst. `readText` yields a file's text; paths are from the root of the repository. */
export function suggestionsOf(report: Report, readText: (file: string) => string): Suggestion[] {
  const found: Suggestion[] = [];
  for (const finding of [...openFindings(report)].sort(bySeverity)) {
    const suggestion = suggestionOf(finding, readText);
    const isTaken = ({ file, startLine, endLine }: Suggestion): boolean =>
      found.some((other) => other.file === file && other.startLine <= endLine && startLine <= other.endLine);
    if (suggestion && !isTaken(suggestion)) found.push(suggestion);
  }
  return found;
}

function suggestionOf({ rule, file, message, replacement }: Finding, readText: (file: string) => string) {
  // What can't be seen is not to be accepted by a click.
  if (!replacement || visible(replacement.text) !== replacement.text.replaceAll('\r\n', '\n')) return undefined;
  const { startLine, endLine, text } = replacement;
  const lines = readText(file)
    .split(/\r\n|\n/)
    .slice(startLine - 1, endLine);
  return lines.length === endLine - startLine + 1
    ? { rule, file, message, startLine, endLine, lines, text }
    : undefined;
}

const mostOfReview = 20;

/** How many were made. Throws an ApiFault where GitHub does not let it. */
export async function suggest(
  client: Client,
  { pull, files }: { pull: PullRequest; files: readonly ChangedFile[] },
  suggestions: readonly Suggestion[],
): Promise<number> {
  const possible = suggestions.filter((suggestion) => isInDiff(suggestion, files));
  if (possible.length === 0) return 0;
  const made = await marksOf(client, pull);
  const missing = possible.filter((suggestion) => !made.has(markOf(suggestion))).slice(0, mostOfReview);
  if (missing.length === 0) return 0;
  const { owner, repo, rest } = client;
  await rest.pulls.createReview({
    owner,
    repo,
    pull_number: pull.number,
    commit_id: pull.headSha,
    event: 'COMMENT',
    body: `migration-lint suggests safe SQL on ${counted(missing.length, 'place')}.`,
    comments: missing.map(commentOf),
  });
  return missing.length;
}

/** GitHub takes comments on lines of the diff only, and the work tree may hold a merge that has moved them. */
function isInDiff({ file, startLine, lines }: Suggestion, files: readonly ChangedFile[]): boolean {
  const patch = files.find(({ filename }) => filename === file)?.patch;
  if (patch === undefined) return false;
  const shown = shownLines(patch);
  return lines.every((line, at) => shown.get(startLine + at) === line);
}

function commentOf(suggestion: Suggestion) {
  const { file, message, rule, startLine, endLine, text } = suggestion;
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const body = `${markOf(suggestion)}\n\`${rule}\`: ${inline(message)}\n\n${fence}suggestion\n${text.trimEnd()}\n${fence}\n`;
  const start = startLine < endLine ? { start_line: startLine, start_side: 'RIGHT' } : {};
  return { path: file, body, line: endLine, side: 'RIGHT', ...start };
}

/** The same for the same text on the same lines' text, wherever they have moved. */
function markOf({ rule, file, lines, text }: Suggestion): string {
  const known = createHash('sha256')
    .update(JSON.stringify([rule, file, lines, text]))
    .digest('hex')
    .slice(0, 16);
  return `<!-- migration-lint suggestion ${known} -->`;
}

const pageSize = 100;
const mostPages = 30;

async function marksOf({ owner, repo, rest }: Client, { number }: PullRequest): Promise<Set<string>> {
  const marks = new Set<string>();
  for (let page = 1; page <= mostPages; page += 1) {
    const { data } = await rest.pulls.listReviewComments({
      owner,
      repo,
      pull_number: number,
      per_page: pageSize,
      page,
    });
    for (const { body } of data) marks.add(body.split('\n', 1)[0]?.trim() ?? '');
    if (data.length < pageSize) break;
  }
  return marks;
}
