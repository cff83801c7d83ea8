// Other linters' rules that none of ours is equivalent to, each with the reason: for docs/equivalents.md and for `init --from-squawk`.
// Which of ours is equivalent to which of theirs, the rules themselves say (`equivalents`).
import type { Equivalents } from '../rule.ts';

export interface OtherTool {
  readonly key: keyof Equivalents;
  readonly name: string;
  /** The version whose rules were read. */
  readonly version: string;
  readonly url: string;
  /** How its rules are silenced, where that counts here too. */
  readonly suppression?: string;
  /** A rule's id to why there is none of ours. */
  readonly without: Readonly<Record<string, string>>;
}

const byHistory =
  'It needs to know how large or busy the table is: `migration-lint stats` gives that to the rules there are.';
const taste = 'A matter of taste that changes nothing about a deployment.';
const extension = 'About one extension.';
const gap =
  'Nothing is hidden in one: DO blocks are judged statement by statement, and what is built at run time is reported as not read.';

export const squawk: OtherTool = {
  key: 'squawk',
  name: 'squawk',
  version: '2.66',
  url: 'https://squawkhq.com/docs/rules',
  suppression: '-- squawk-ignore <rule>',
  without: {
    'ban-create-domain-with-constraint':
      'Creating it locks nothing; `validating-domain-constraint` speaks when a constraint is checked, and `rewriting-new-column` when a column takes such a domain.',
    'ban-duplicate-column-assignments':
      'PostgreSQL refuses the statement in every environment alike, so the first test run finds it.',
    'ban-uncommitted-transaction': 'Read as PostgreSQL does: what follows BEGIN is judged as one transaction.',
    'require-enum-value-ordering': taste,
    'require-table-schema': 'The search_path is followed as PostgreSQL does; `searchPath` in the config sets it.',
    'syntax-error': 'What cannot be parsed is reported as not read, and the exit code is 1.',
    'transaction-nesting': 'The server only warns, and the transaction is judged as it really runs.',
    'unused-ignore': 'Our own allowances that allow nothing are reported as `unused-allowance`.',
  },
};

const eugene: OtherTool = {
  key: 'eugene',
  name: 'eugene',
  version: '0.8.3',
  url: 'https://kaveland.no/eugene/hints/',
  suppression: '-- eugene: ignore <id>',
  without: {
    W12: 'One statement or several, the locks are the same; work under a lock held from before is `slow-work-under-lock`.',
    W13: taste,
  },
};

const strongMigrations: OtherTool = {
  key: 'strongMigrations',
  name: 'strong_migrations',
  version: '2.8',
  url: 'https://github.com/ankane/strong_migrations#checks',
  suppression: 'safety_assured',
  without: {
    change_column_null:
      'A default given to change_column_null backfills in the same transaction: as SQL it is `unbounded-data-change`.',
    change_table: 'A Rails method; SQL has its statements one by one.',
    create_table: 'A Rails option; as SQL it is `dropped-table`.',
    execute: 'SQL is what is read here.',
  },
};

const migrationPilot: OtherTool = {
  key: 'migrationPilot',
  name: 'MigrationPilot',
  version: '1.6.1',
  url: 'https://migrationpilot.dev/docs/rules',
  without: {
    MP012:
      'Allowed in a transaction since PostgreSQL 12; only the use of the value there fails: `enum-value-used-in-its-transaction`.',
    MP013: byHistory,
    MP014: byHistory,
    MP019: byHistory,
    MP035: 'DROP SCHEMA without CASCADE drops an empty one only; with it, it is `cascading-drop`.',
    MP044:
      'PostgreSQL refuses the statement where a value does not fit; the scan or rewrite is `rewriting-type-change`.',
    MP045: taste,
    MP048: 'A default is evaluated for new rows only; nothing waits.',
    MP050: extension,
    MP051: 'Which queries there are is not in a migration.',
    MP052: 'PostgreSQL refuses to drop or change a column that a view uses (`refused-statement`, `cascading-drop`).',
    MP053: squawk.without['ban-uncommitted-transaction'] as string,
    MP056: 'Which queries there are is not in a migration.',
    MP058: eugene.without.W12 as string,
    MP059:
      'Whether rows inserted with keys of their own clash with a sequence is for the data to tell; `restarted-sequence` speaks where one is set back.',
    MP061: taste,
    MP063: gap,
    MP066: taste,
    MP068: 'The keys that it fills are `small-integer-key`.',
    MP073: 'Permissions are for the server to refuse.',
    MP074: taste,
    MP075: byHistory,
    MP076: 'A few savepoints cost nothing.',
    MP077: taste,
    MP078: taste,
    MP079: 'A policy for some commands only is how policies are written.',
    MP080: 'Apart they are fine, and together they are `slow-work-under-lock`.',
    MP081: 'Both ways are safe.',
    MP082: 'NOT ENFORCED is written on purpose.',
    MP083: 'A rare case that PostgreSQL 18 checks itself.',
    MP085: 'Permissions are no matter of deployment safety.',
    MP087: 'PostgreSQL takes such a constraint; what it then means is the application’s affair.',
    MP088: 'Autovacuum analyses after a large change by itself.',
    MP090: 'The lock is brief (`missing-lock-timeout`); what the trigger costs is for a load test.',
    MP091: 'Permissions are no matter of deployment safety.',
    MP093: taste,
    MP096: 'A new view has no readers yet; its query runs as any other read.',
    MP099: 'Security of functions is no matter of deployment safety.',
    MP100: byHistory,
    MP101: byHistory,
    MP102: byHistory,
    MP103: byHistory,
    MP104: byHistory,
    MP105: extension,
    MP106: extension,
    MP107: extension,
    MP108: extension,
    MP109: extension,
    MP110: 'Every partition that is locked is listed with the finding.',
    MP111: extension,
    MP112: extension,
  },
};

export const otherTools: readonly OtherTool[] = [squawk, eugene, strongMigrations, migrationPilot];
