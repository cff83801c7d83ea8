// The JSON report as a schema, from which its published JSON Schema is made. The command never loads it.
import * as v from 'valibot';
import { severities } from '../findings/finding.ts';
import { lockModes } from '../postgres/locks.ts';

const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const fromOne = v.pipe(v.number(), v.integer(), v.minValue(1));
const position = described(
  v.strictObject({ offset: count, line: fromOne, column: fromOne }),
  '`offset` counts UTF-16 units from 0, `line` and `column` from 1.',
);
const severity = v.picklist(severities);
const relation = described(v.string(), '`schema.name`, as the catalog holds them.');

const certainty = { certain: v.boolean(), unless: v.optional(v.string()) };
const object = v.object({ kind: v.string(), name: v.string(), to: v.optional(v.string()) });
const effect = v.variant('kind', [
  v.object({ kind: v.literal('lock'), relation, relationKind: v.string(), mode: v.picklist(lockModes), ...certainty }),
  v.object({ kind: v.literal('scan'), relation, purpose: v.string(), ...certainty }),
  v.object({ kind: v.literal('rewrite'), relation, ...certainty }),
  v.object({ kind: v.literal('build'), index: v.string(), relation, ...certainty }),
  v.object({ kind: v.literal('write'), relation, command: v.string(), ...certainty }),
  v.object({ kind: v.literal('wait'), for: v.string(), relation, ...certainty }),
  v.object({ kind: v.literal('fails'), when: v.string(), message: v.string(), ...certainty }),
  v.object({ kind: v.literal('unknown'), reason: v.string(), ...certainty }),
  v.object({ kind: v.picklist(['create', 'drop', 'rename', 'alter']), object, ...certainty }),
]);

const tableSize = v.object({
  relation,
  rows: v.optional(v.number()),
  bytes: v.number(),
  indexBytes: v.number(),
  writesPerSecond: v.optional(v.number()),
  scans: v.number(),
  partitionOf: v.optional(v.string()),
  seconds: v.optional(v.number()),
  expect: v.optional(v.string()),
});
const sizes = v.object({
  note: v.string(),
  tables: v.array(tableSize),
  indexes: v.array(v.object({ index: v.string(), bytes: v.number(), scans: v.number() })),
  loweredFrom: v.optional(severity),
});

const finding = v.object({
  rule: described(
    v.string(),
    "The rule's id, or one of migration-lint's own: applied-migration-edited, unused-allowance, invalid-allowance.",
  ),
  severity,
  status: v.picklist(['open', 'allowed', 'in the baseline', 'outside the diff']),
  reason: v.optional(described(v.string(), 'Of an allowed one: the reason given.')),
  file: v.string(),
  start: position,
  end: described(position, 'Just after the last character.'),
  message: v.string(),
  circumstances: described(v.array(v.string()), 'Sentences about what makes it worse or better here.'),
  instead: v.optional(described(v.string(), 'The safe SQL.')),
  remedy: v.optional(
    described(
      v.object({ tool: v.string(), language: v.string(), code: v.string() }),
      'The same as code of the migration tool, where its migrations are not SQL.',
    ),
  ),
  replacement: v.optional(
    described(
      v.object({ startLine: fromOne, endLine: fromOne, text: v.string() }),
      'Where the safe SQL can stand in the lines of the statement: the lines, both included, and what to write there.',
    ),
  ),
  related: v.array(v.object({ file: v.string(), start: position, end: position, message: v.string() })),
  effects: described(v.array(effect), 'The facts it rests on, as in `explain --format json`.'),
  sizes: v.optional(described(sizes, "What production's table sizes say of it.")),
  sql: described(v.string(), 'The statement, cut after 10,000 characters.'),
});

const gap = v.object({
  kind: v.string(),
  file: v.string(),
  start: v.optional(described(position, 'Absent where it is the whole file.')),
  end: v.optional(position),
  reason: v.string(),
});

const baselineEntry = v.object({
  rule: v.string(),
  file: v.string(),
  statement: v.string(),
  fingerprint: v.string(),
  count: fromOne,
});

/** Objects are open: new keys may appear without a new version. */
export const reportSchema = v.object({
  version: described(v.literal(1), 'It changes only when a program that reads the document would break.'),
  postgres: described(v.string(), 'The version judged for: `16`, or `14.2`.'),
  verdict: v.picklist(['clean', 'findings', 'incomplete']),
  findings: v.array(finding),
  gaps: described(v.array(gap), 'What could not be read in judged files.'),
  acceptedGaps: v.optional(described(v.array(gap), 'Those that the baseline holds.')),
  historyGaps: described(count, 'How many parts of earlier migrations could not be read.'),
  unusedAllowances: described(v.array(finding), 'Allowance comments that allow nothing or are wrong.'),
  files: v.array(
    v.object({
      path: v.string(),
      framework: v.string(),
      direction: v.picklist(['up', 'down']),
      judged: v.boolean(),
      statements: count,
    }),
  ),
  notes: described(v.array(v.string()), 'What was judged and why, what was left out.'),
  bugs: described(
    v.array(
      v.object({
        where: v.string(),
        file: v.string(),
        span: v.optional(v.object({ start: position, end: position })),
        message: v.string(),
        stack: v.optional(v.string()),
      }),
    ),
    'Faults of migration-lint.',
  ),
  baseline: v.optional(v.object({ file: v.string(), stale: v.array(baselineEntry) })),
  summary: v.object({
    error: count,
    warning: count,
    info: count,
    allowed: count,
    inBaseline: count,
    migrations: count,
    statements: count,
  }),
});
