// The findings that the change itself allows: by comments in files that it adds, or on lines that it adds to others.
import { resolve } from 'node:path';
import type { Finding } from '../findings/finding.ts';
import { counted } from '../reporters/terminal.ts';
import type { Change } from './change.ts';

const mostNamed = 10;

/** Ours, and those of other linters that the config lets count. */
const allowance = /migration-lint|squawk-ignore|eugene:|safety_assured/;

export async function addedAllowances(change: Change): Promise<string[]> {
  const allowed = change.report.findings.filter(({ status }) => status === 'allowed');
  const files = new Map<string, readonly Finding[]>();
  for (const finding of allowed) files.set(finding.file, [...(files.get(finding.file) ?? []), finding]);
  const found: Finding[] = [];
  for (const [file, findings] of files) found.push(...(await newlyAllowed(change, file, findings)));
  if (found.length === 0) return [];
  const places = found.slice(0, mostNamed).map(({ rule, file, span }) => `${rule} at ${file}:${span.start.line}`);
  const more = found.length > mostNamed ? `, and ${found.length - mostNamed} more` : '';
  return [
    `This change allows ${counted(found.length, 'finding')} by comments of its own: ${places.join(', ')}${more}.`,
  ];
}

async function newlyAllowed(
  { host, isNew, base }: Change,
  file: string,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const path = resolve(host.cwd, file);
  if (isNew.changes.added.has(path)) return findings;
  if (!isNew.changes.edited.has(path)) return [];
  const old = new Set(allowanceLines(await base(path)));
  const bytes = host.readFile(path);
  const added = allowanceLines(bytes && new TextDecoder().decode(bytes)).filter((line) => !old.has(line));
  return findings.filter(({ reason = '' }) => added.some((line) => gives(line, reason)));
}

/** Ours ends with its reason; other linters' is taken for one where the words are in it. */
const gives = (line: string, reason: string): boolean =>
  line.includes(line.includes('migration-lint') ? `: ${reason}` : reason);

const allowanceLines = (text = ''): string[] =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => allowance.test(line));
