// The text of a statistics file to a StatisticsDocument, or a UserError that names the file, line and key.
import * as v from 'valibot';
import { readDocument } from '../config/document.ts';
import { UserError } from '../config/user-error.ts';
import { statisticsSchema } from './schema.ts';
import type { StatisticsDocument } from './statistics.ts';

const mostComplaints = 5;

/** `file` is the name for messages. */
export function readStatistics(text: string, file: string): StatisticsDocument {
  const value = parsed(text.replace(/^\ufeff/, ''), file);
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1) {
    throw new UserError('stats', `${file} is of version ${version}; this migration-lint reads version 1.`);
  }
  // To valibot an array is an object too.
  const checked = v.safeParse(statisticsSchema, Array.isArray(value) ? undefined : value);
  // The output would lack a table or index that is called constructor.
  if (checked.success) return value as StatisticsDocument;
  throw new UserError('stats', complaints(text, file, checked.issues).join('\n'));
}

/** JSON.parse is many times as fast as a reader that knows lines, which is asked only where something is wrong. */
function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    readDocument(text, file.endsWith('.json') ? file : `${file} (JSON).json`);
    throw new UserError('stats', `${file}: this is not valid JSON.`);
  }
}

function complaints(text: string, file: string, issues: readonly v.BaseIssue<unknown>[]): string[] {
  const document = readDocument(text, file);
  const lines = issues.slice(0, mostComplaints).map((issue) => {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    const place = document.place(document.offset(path, 'value'));
    if (path.length === 0) return `${file}: the statistics ${issue.message}.`;
    const isMissing = issue.input === undefined;
    return `${place}: \`${path.join('.')}\` ${isMissing ? 'is missing' : `${issue.message}, not ${shown(issue.input)}`}.`;
  });
  const more = issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`${file}: ${more} more of the kind.`] : []), remedy];
}

const remedy = '`migration-lint stats` writes the file; it is not meant to be written by hand.';

function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
