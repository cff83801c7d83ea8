// The one description of migration-lint.stats.json: what is accepted, its messages and its JSON Schema.
// Loaded only where there is such a file.
import * as v from 'valibot';
import type { StatisticsDocument } from './statistics.ts';

const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const mustBeCount = 'must be a number that is not negative';
const count = v.pipe(v.number(mustBeCount), v.minValue(0, mustBeCount));
const mustBeDate = 'must be a date such as "2026-11-21T22:05:00Z"';
const date = v.pipe(v.string(mustBeDate), v.isoTimestamp(mustBeDate));
const string = v.string('must be a string');
const boolean = v.boolean('must be true or false');
const kinds = ['table', 'partitioned-table', 'materialized-view'] as const;

const index = v.object(
  {
    bytes: described(count, 'Its size.'),
    scans: described(count, 'How often it was used since `countedSince`.'),
    unique: v.optional(described(boolean, 'Whether it is unique; absent: no.')),
    valid: v.optional(described(boolean, 'False where its build was left unfinished; absent: yes.')),
  },
  'must be an object',
);

const table = v.object(
  {
    kind: v.picklist(kinds, `must be one of ${kinds.map((kind) => `"${kind}"`).join(', ')}`),
    rows: v.optional(described(count, 'An estimate; absent where nothing has analyzed the table.')),
    bytes: described(count, 'Its rows with what is stored out of line (TOAST), without indexes.'),
    indexBytes: described(count, 'All its indexes.'),
    writesPerSecond: v.optional(
      described(count, 'Rows inserted, updated and deleted per second since `countedSince`, on average.'),
    ),
    scans: described(count, 'Sequential and index scans since `countedSince`.'),
    partitionOf: v.optional(described(string, 'The partitioned table that it is a partition of.')),
    indexes: described(v.record(v.string(), index, 'must be an object of indexes'), 'Its indexes by name.'),
  },
  'must be an object',
);

/** Keys that are not known are left alone, so that a file of a later minor version can be read. */
export const statisticsSchema = v.object(
  {
    $schema: v.optional(string),
    version: described(v.literal(1, 'must be 1'), 'The version of this format.'),
    date: described(date, 'When it was taken.'),
    postgres: described(string, "The server's version."),
    countedSince: v.optional(described(date, 'Since when the server has counted writes and scans.')),
    standby: v.optional(described(boolean, 'Taken from a standby: writes and scans are only those made there.')),
    tables: described(
      v.record(v.string(), table, 'must be an object of tables'),
      'By schema.name, as the catalog holds the names, without quotes. Partitions and inheritance children are included in the numbers of their parents.',
    ),
  },
  'must be an object',
) satisfies v.GenericSchema<unknown, StatisticsDocument>;
