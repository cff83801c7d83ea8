// sqlx, diesel and refinery: tools written in Rust.
import type { Profile } from '../profile.ts';

const sqlxOut =
  'whose file begins with the line `-- no-transaction`, before anything else, one statement in each, as sqlx sends a file in one string';

/** sqlx-core/src/migrate/source.rs, sqlx-postgres/src/migrate.rs: `sql.starts_with`, so that a blank line before it defeats it. */
export const sqlx: Profile = {
  id: 'sqlx',
  signs: [
    { kind: 'above', name: /^sqlx\.toml$/ },
    { kind: 'above', name: /^(?:makefile|justfile|dockerfile.*|package\.json)$/i, holds: /\bsqlx\s+migrate\b/ },
  ],
  dependencies: [{ manifest: 'Cargo.toml', name: 'sqlx', folder: /(?:^|\/)migrations(?:\/[^/]*)?$/ }],
  files: /^(?<version>\d+)_[^/]*?(?:\.up|(?<down>\.down))?\.sql$/,
  order: 'number',
  transaction: { scope: 'file', kind: 'explicit', inStrings: true, wayOut: sqlxOut },
  optOuts: [{ marker: /^-- no-transaction/, transaction: { scope: 'file', kind: 'implicit', wayOut: sqlxOut } }],
};

const dieselOut =
  'with `run_in_transaction = false` in its metadata.toml, one statement in each, as diesel sends a file in one string';

/** diesel_migrations/src/file_based_migrations.rs: in a metadata.toml that is silent the field is false. */
export const diesel: Profile = {
  id: 'diesel',
  signs: [{ kind: 'above', name: /^diesel\.toml$/ }],
  dependencies: [
    { manifest: 'Cargo.toml', name: 'diesel' },
    { manifest: 'Cargo.toml', name: 'diesel_migrations' },
  ],
  files: /^(?<version>[^/_]+)[^/]*\/(?:up|(?<down>down))\.sql$/,
  order: 'text',
  transaction: { scope: 'file', kind: 'explicit', inStrings: true, wayOut: dieselOut },
  optOuts: [
    {
      beside: { name: () => 'metadata.toml', holds: /^(?!(?:.*\r?\n)*?[ \t]*run_in_transaction[ \t]*=[ \t]*true\b)/ },
      transaction: { scope: 'file', kind: 'implicit', wayOut: dieselOut },
    },
  ],
};

/** refinery_core/src/drivers/postgres.rs, src/util.rs */
export const refinery: Profile = {
  id: 'refinery',
  signs: [{ kind: 'above', name: /^refinery\.toml$/ }],
  dependencies: [
    { manifest: 'Cargo.toml', name: 'refinery' },
    { manifest: 'Cargo.toml', name: 'refinery-core' },
  ],
  files: /^[UV](?<version>\d+(?:\.\d+)?)__\w+\.sql$/,
  order: 'number',
  transaction: {
    scope: 'file',
    kind: 'explicit',
    inStrings: true,
    elsewhere: 'by hand with psql before the migration, as refinery runs every migration in a transaction',
  },
};
