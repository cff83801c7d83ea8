// The report as the comment on a pull request and as the summary of the job: what a reviewer has to know first, then the migrations, the
// worst first. It never takes more room than there is: what is least severe is left out, at the border of a finding, and counted.
import { type Report, severities } from '../findings/finding.ts';
import { countsOf } from '../findings/report.ts';
import { type Item, openItems } from './items.ts';
import { inert, itemText, type Place, type Section, sectionHead, sectionsOf } from './markdown-parts.ts';
import { inline, link, shortened } from './markdown-text.ts';
import { endnotes } from './pull-request-endnotes.ts';
import { summaryLine } from './summary.ts';
import { counted } from './terminal.ts';

export interface PullRequestContext {
  /** Of the whole text, in characters; bytes are counted, of which there are never fewer. At least some thousand. */
  readonly limit: number;
  readonly allowIncomplete: boolean;
  /** Plain sentences, shown first. */
  readonly notices: readonly string[];
  /** The page that holds what has no room here. */
  readonly summaryUrl?: string;
  /** The address of a line of a file. */
  readonly blobUrl?: (file: string, line: number) => string;
}

/** `left`: how many findings had no room. The text holds no HTML comment, so that the caller's can mark it. */
export function pullRequestReport(report: Report, context: PullRequestContext): { text: string; left: number } {
  const items = openItems(report, context);
  const sections = sectionsOf(report, items).sort((a, b) => worst(a) - worst(b));
  const place = { blobUrl: context.blobUrl, longest: { sentence: 2_000, sql: Math.min(20_000, context.limit / 8) } };
  const head = [...noticesText(context), verdictText(report)].map(sent);
  const room = context.limit - size(head);
  const pointer = (left: number) => sent(leftText(left, context.summaryUrl));
  const reserve = size([pointer(items.length)]);
  const whole = chosen(sections, place, room);
  const { texts, left } = whole.left === 0 ? whole : chosen(sections, place, room - reserve);
  const shown = sections.flatMap((section) => texts.get(section) ?? []);
  const pieces = [...head, ...shown, ...(left > 0 ? [pointer(left)] : [])];
  const below = [...endnotes(report, new Set(sections.map(({ file }) => file)))].map(sent);
  const more = left > 0 ? '' : pointer(0);
  return { text: [...pieces, ...fitted(below, context.limit - size(pieces), more)].join(''), left };
}

const worst = ({ items: [first] }: Section): number => severities.indexOf(first?.severity ?? 'info');

const sent = (piece: string): string => `${inert(piece)}\n\n`;

const size = (pieces: readonly string[]): number => pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);

/** The pieces of each section for which there is room, the most severe findings of all sections first. */
function chosen(sections: readonly Section[], place: Place, room: number) {
  const texts = new Map<Section, string[]>();
  const counts = sections.reduce((sum, { items }) => sum + items.length, 0);
  let [free, taken] = [room, 0];
  for (const [section, item] of worstFirst(sections)) {
    const known = texts.get(section);
    const added = [...(known ? [] : [headOf(section, room)]), sent(itemText(item, place))];
    free -= size(added);
    if (free < 0) break;
    taken += 1;
    if (known) known.push(...added);
    else texts.set(section, added);
  }
  return { texts, left: counts - taken };
}

function* worstFirst(sections: readonly Section[]): Generator<[Section, Item]> {
  for (const severity of severities) {
    for (const section of sections) {
      for (const item of section.items) if (item.severity === severity) yield [section, item];
    }
  }
}

/** Without table and picture where they would take the room of the findings. */
function headOf(section: Section, room: number): string {
  const { brief, full } = sectionHead(section);
  const text = sent(full);
  return size([text]) > room / 4 ? sent(`${brief}\n\nThe table and the picture of its locks had no room here.`) : text;
}

function noticesText({ notices, limit, summaryUrl }: PullRequestContext): string[] {
  const lines: string[] = [];
  let free = limit / 4;
  for (const notice of notices) {
    const line = `> - ${inline(shortened(notice, 1_000))}`;
    free -= size([line]);
    if (free < 0) break;
    lines.push(line);
  }
  if (lines.length === 0) return [];
  const left = notices.length - lines.length;
  if (left > 0) lines.push(`> - and ${left} more, see ${link('the summary of the job', summaryUrl ?? '')}`);
  return [['> [!IMPORTANT]', ...lines].join('\n')];
}

/** What a reviewer reads at once. */
function verdictText(report: Report): string {
  return `## migration-lint\n\n${verdictOf(report)}`;
}

function verdictOf(report: Report): string {
  const { bySeverity: found, migrations } = countsOf(report);
  const summary = `${summaryLine(report)}.`;
  const lack =
    report.verdict === 'incomplete' && `not all of it could be ${report.gaps.length > 0 ? 'read' : 'judged'}`;
  if (found.error > 0) return `❌ **Not safe to run as it is${lack ? `, and ${lack}` : ''}.** ${summary}`;
  if (lack) return `⚠️ **${lack.replace(/^n/, 'N')}, so nobody can call it safe.** ${summary}`;
  if (found.warning > 0) return `⚠️ **Look at this before it runs.** ${summary}`;
  if (found.info > 0) return `✅ **Nothing unsafe.** ${summary}`;
  return migrations === 0 ? '✅ **No migration to judge.**' : `✅ **All clear.** ${summary}`;
}

function leftText(left: number, summaryUrl: string | undefined): string {
  const where =
    summaryUrl === undefined ? 'run migration-lint to see all' : `see ${link('the summary of the job', summaryUrl)}`;
  return `**${left === 0 ? 'There is more than there is room for here' : `${counted(left, 'more finding')} had no room here`}:** ${where}.`;
}

/** Pieces as far as there is room, and a word where there is more. */
function fitted(pieces: readonly string[], room: number, pointer: string): string[] {
  if (size(pieces) <= room) return [...pieces];
  const kept: string[] = [];
  let free = room - size([pointer]);
  for (const piece of pieces) {
    free -= size([piece]);
    if (free < 0) break;
    kept.push(piece);
  }
  return size([...kept, pointer]) > room ? kept : [...kept, pointer];
}
