// The one description of a config file: its types, messages, JSON Schema and documentation all come from here.
// Loaded only where a config file exists.
import * as v from 'valibot';
import { severities } from '../findings/finding.ts';
import { toolIds } from '../frameworks/framework.ts';
import { supportedMajors } from '../postgres/versions.ts';
import { bytesPattern } from './bytes.ts';
import { defaultSmallTables } from './config.ts';
import { durationPattern } from './duration.ts';
import { defaultPreset, presets } from './preset.ts';
import { suppressingTools } from './suppressing-tools.ts';

const oneOf = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');
const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const severityNames = [...severities, 'off'] as const;
const mustBeSeverity = `must be one of ${oneOf(severityNames)}`;
const severity = v.picklist(severityNames, mustBeSeverity);

/** For a rule's setting that is none of the three. */
export const mustBeRule = `${mustBeSeverity}, or [severity, options], or { "severity": …, option: … }`;
/** `[severity, options]`; valibot takes an array that is none for an object with other keys. */
export const ruleList = v.strictTuple([severity, v.record(v.string(), v.unknown())]);
const ruleSetting = v.union([severity, ruleList, v.looseObject({ severity: v.optional(severity) })], mustBeRule);

const mustBeStrings = 'must be a list of strings';
const strings = v.array(v.string(mustBeStrings), mustBeStrings);
const string = v.string('must be a string');

const mustBeDuration = 'must be a duration such as "5s" or "500ms", or a number of milliseconds';
const duration = v.union(
  [v.pipe(v.string(), v.regex(durationPattern, mustBeDuration)), v.pipe(v.number(), v.minValue(0, mustBeDuration))],
  mustBeDuration,
);

const oldest = supportedMajors[0];
const mustBeVersion = `must be a PostgreSQL version from ${oldest} to 19, such as "16" or "14.2"`;
const version = v.union(
  [
    v.pipe(v.string(), v.regex(/^1[3-9](\.\d{1,3})?$/, mustBeVersion)),
    v.pipe(v.number(), v.integer(mustBeVersion), v.minValue(oldest, mustBeVersion), v.maxValue(19, mustBeVersion)),
  ],
  mustBeVersion,
);

const mustBeTool = `must be a list of ${oneOf(suppressingTools)}`;

const transactions = ['none', 'file', 'run'] as const;
const failOn = [...severities, 'never'] as const;

/** The keys that an override may set too. */
const perFile = {
  postgres: v.optional(described(version, 'The PostgreSQL version that the migrations run on: "16", or "14.2".')),
  preset: v.optional(
    described(
      v.picklist(presets, `must be one of ${oneOf(presets)}`),
      'Which rules are on where `rules` does not say so: those about locks and failing deployments, all but matters of taste, or every one.',
    ),
  ),
  rules: v.optional(
    described(
      v.record(v.string(), ruleSetting, 'must be an object of rule ids'),
      'By rule id: a severity, "off", or [severity, options].',
    ),
  ),
  transaction: v.optional(
    described(
      v.picklist(transactions, `must be one of ${oneOf(transactions)}`),
      "What the project's own runner wraps in a transaction: nothing, each file, or the whole run. Not for tools of SQL files that are recognised.",
    ),
  ),
  framework: v.optional(
    described(
      v.picklist(toolIds, `must be one of ${oneOf(toolIds)}`),
      'The tool that runs the migrations, where their files do not tell; "sql": none of them, as psql runs it.',
    ),
  ),
  lockTimeout: v.optional(
    described(duration, 'The lock_timeout that the runner or its role sets before migrations: "5s", "500ms".'),
  ),
  statementTimeout: v.optional(described(duration, 'The statement_timeout that the runner or its role sets.')),
  searchPath: v.optional(described(strings, 'The search_path in which the migrations run.')),
};

const override = v.strictObject(
  {
    paths: described(strings, 'Globs and folders, relative to the config file, that the override holds for.'),
    ...perFile,
  },
  'must be an object with `paths` and settings',
);

const schemaDump = v.union(
  [v.string(), v.strictObject({ path: v.string(), upTo: v.optional(v.string()) })],
  'must be a path, or { "path": …, "upTo": version }',
);

const mustBeSize = 'must be a size such as "10MB", or a number of bytes';
const mustBeRows = 'must be a number of rows';
const smallTables = v.union(
  [
    v.literal(false),
    v.strictObject({
      rows: v.optional(v.pipe(v.number(mustBeRows), v.minValue(0, mustBeRows))),
      bytes: v.optional(
        v.union(
          [v.pipe(v.string(), v.regex(bytesPattern, mustBeSize)), v.pipe(v.number(), v.minValue(0, mustBeSize))],
          mustBeSize,
        ),
      ),
    }),
  ],
  'must be { "rows": …, "bytes": … } or false',
);

export const configSchema = v.strictObject(
  {
    $schema: v.optional(described(string, 'The JSON Schema, for editors.')),
    ...perFile,
    paths: v.optional(
      described(strings, 'Folders, files and globs where migrations are; without it they are looked for.'),
    ),
    ignore: v.optional(described(strings, 'Globs and folders that are not read.')),
    overrides: v.optional(
      described(v.array(override, 'must be a list'), 'Settings for some paths; a later one wins over an earlier one.'),
    ),
    schema: v.optional(
      described(
        schemaDump,
        'A dump of the schema (structure.sql, pg_dump) that replaces the migrations it contains: up to `upTo`, or to the versions that it lists.',
      ),
    ),
    failOn: v.optional(
      described(
        v.picklist(failOn, `must be one of ${oneOf(failOn)}`),
        'The least severity that makes the command exit with 1.',
      ),
    ),
    baseline: v.optional(
      described(string, 'The file of accepted findings; without it migration-lint.baseline.json, where there is one.'),
    ),
    suppressions: v.optional(
      described(
        v.array(v.picklist(suppressingTools, mustBeTool), mustBeTool),
        'Linters whose comments in migrations allow findings too: "squawk", "eugene", "strong_migrations".',
      ),
    ),
    stats: v.optional(
      described(
        v.union([v.string(), v.literal(false)], 'must be a path, or false'),
        'The file of table sizes that `migration-lint stats` wrote; without it migration-lint.stats.json, where there is one; false reads none.',
      ),
    ),
    smallTables: v.optional(
      described(
        smallTables,
        'Where table sizes are known: findings whose wait grows with the table are information if no table has more rows and bytes ("10MB") than this. False: they stay.',
      ),
    ),
  },
  'must be an object',
);

/** A config file as written and checked. */
export type ConfigInput = v.InferOutput<typeof configSchema>;

/** The defaults of the keys that have one, for the documentation and the JSON Schema. */
export const documentedDefaults: Partial<Record<keyof ConfigInput, unknown>> = {
  postgres: '15',
  preset: defaultPreset,
  rules: {},
  paths: [],
  ignore: [],
  overrides: [],
  failOn: 'error',
  suppressions: [],
  smallTables: { ...defaultSmallTables, bytes: '10MB' },
};
