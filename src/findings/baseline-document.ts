// The baseline file: JSON that people can review, sorted so that two branches rarely touch the same line, and the same from run to run.
// Loaded only where there is a baseline.
import * as v from 'valibot';
import type { BaselineEntry } from './baseline-entry.ts';

const schemaUrl = './node_modules/migration-lint/schema/migration-lint.baseline.schema.json';

const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const entry = v.strictObject({
  rule: described(v.string(), 'The rule that reported it.'),
  file: described(v.string(), 'Where, relative to the baseline file, with `/`.'),
  statement: described(v.string(), 'The beginning of the statement, for people; it is not compared.'),
  fingerprint: described(
    v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
    'Of the statement without comments, white space and the case of unquoted words.',
  ),
  count: v.optional(
    described(
      v.pipe(v.number(), v.integer(), v.minValue(2)),
      'How many equal findings the file has, where it is not one.',
    ),
  ),
});

export const baselineSchema = v.strictObject({
  $schema: v.optional(described(v.string(), 'The JSON Schema, for editors.')),
  version: described(v.literal(1), 'The version of this format.'),
  findings: described(v.array(entry), 'The findings accepted, sorted by file, rule and statement.'),
});

/** Throws an Error that says what is wrong. */
export function readBaselineDocument(text: string): BaselineEntry[] {
  const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
  const checked = v.safeParse(baselineSchema, value);
  if (checked.success) return checked.output.findings.map((found) => ({ ...found, count: found.count ?? 1 }));
  const [issue] = checked.issues;
  const path = v.getDotPath(issue);
  throw new Error(path === null ? issue.message : `${path}: ${issue.message}`);
}

export function baselineDocument(entries: readonly BaselineEntry[]): string {
  const findings = [...entries].sort(inOrder).map(({ rule, file, statement, fingerprint, count }) => ({
    rule,
    file,
    statement,
    fingerprint,
    ...(count > 1 ? { count } : {}),
  }));
  return `${JSON.stringify({ $schema: schemaUrl, version: 1, findings }, undefined, 2)}\n`;
}

function inOrder(a: BaselineEntry, b: BaselineEntry): number {
  for (const key of ['file', 'rule', 'statement', 'fingerprint'] as const) {
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  }
  return 0;
}
