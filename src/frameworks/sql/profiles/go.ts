// golang-migrate, goose, dbmate, sql-migrate, Atlas and Hasura, whose CLI is golang-migrate's descendant: tools written in Go.
import type { TransactionModel } from '../../framework.ts';
import type { Profile } from '../profile.ts';

const autocommit: TransactionModel = { scope: 'none', kind: 'explicit' };
const inTransaction = (wayOut: string): TransactionModel => ({ scope: 'file', kind: 'explicit', wayOut });
/** Where commands and their options are written down. */
const scripts =
  /^(?:makefile|taskfile\.ya?ml|justfile|\.?docker-compose.*\.ya?ml|compose.*\.ya?ml|dockerfile.*|package\.json)$/i;

/** source/parse.go, database/postgres/postgres.go Run(), database/multistmt/parse.go */
export const golangMigrate: Profile = {
  id: 'golang-migrate',
  signs: [
    {
      kind: 'above',
      name: scripts,
      holds: /\bmigrate\/migrate\b|\bgolang-migrate\b|\bmigrate\s[^\n]{0,300}-(?:path|source|database)\b/,
    },
  ],
  dependencies: [{ manifest: 'go.mod', name: 'github.com/golang-migrate/migrate' }],
  files: /^(?<version>\d+)_[^/]*\.(?:up|(?<down>down))\.[^/]*$/,
  order: 'number',
  transaction: {
    scope: 'file',
    kind: 'implicit',
    wayOut: 'one statement in each, as golang-migrate sends a file in one string',
  },
  settings: [{ name: scripts, holds: /\bx-multi-statement=true\b/, transaction: autocommit }],
};

// goose, sql-migrate and dbmate refuse a file without their markers, so that these alone tell.

const withoutGoose = /^\ufeff?--[ \t]*\+goose[ \t]+no[ \t]+transaction\b/im;

/** internal/sqlparser/parser.go */
export const goose: Profile = {
  id: 'goose',
  signs: [],
  files: /^(?<version>\d+)_[^/]*\.sql$/,
  order: 'number',
  transaction: inTransaction('with the line `-- +goose NO TRANSACTION` above its first marker'),
  sections: {
    marker: /^\ufeff?--[ \t]*\+goose[ \t]+(up|down)\b(.*)$/gim,
    transaction: (_, text) => (withoutGoose.test(text) ? autocommit : goose.transaction),
    block: /^--[ \t]*\+goose[ \t]+statement(begin|end)\b.*$/gim,
  },
  unread: [
    {
      line: /^--[ \t]*\+goose[ \t]+(?!(?:up|down|statementbegin|statementend|no[ \t]+transaction|envsub[ \t]+(?:on|off))\b).*$/gim,
      reason: 'goose does not know this annotation, and refuses the file.',
    },
  ],
};

/** sql-migrate migrate.go Less(), sqlparse/sqlparse.go; framework-runs/sql-migrate.log */
export const sqlMigrate: Profile = {
  id: 'sql-migrate',
  signs: [],
  files: /^(?<version>\d*)[^/]*\.sql$/,
  order: 'number',
  transaction: inTransaction('marked `-- +migrate Up notransaction`'),
  sections: {
    marker: /^\ufeff?--[ \t]*\+migrate[ \t]+(up|down)\b(.*)$/gim,
    transaction: (options) => (/\bnotransaction\b/i.test(options) ? autocommit : sqlMigrate.transaction),
    block: /^--[ \t]*\+migrate[ \t]+statement(begin|end)\b.*$/gim,
  },
};

const dbmateOut = 'marked `-- migrate:up transaction:false`, one statement in each, as dbmate sends them in one string';

/** pkg/dbmate/migration.go; framework-runs/dbmate-2.36.log */
export const dbmate: Profile = {
  id: 'dbmate',
  signs: [],
  files: /^(?<version>\d+)[^/]*\.sql$/,
  order: 'text',
  transaction: { ...inTransaction(dbmateOut), inStrings: true },
  sections: {
    marker: /^\ufeff?--[ \t]*migrate:(up|down)(?=\s|$)(.*)$/gim,
    // The block is sent in one string, of which PostgreSQL makes one transaction where it holds several statements.
    transaction: (options) =>
      /\btransaction:false\b/i.test(options)
        ? { scope: 'file', kind: 'implicit', wayOut: dbmateOut }
        : dbmate.transaction,
  },
};

/**
 * sql/migrate/dir.go: files in the order of their names; a directive counts where a blank line parts the comments that begin
 * the file from its statements.
 */
export const atlas: Profile = {
  id: 'atlas',
  signs: [{ kind: 'here', name: 'atlas.sum' }],
  // Atlas writes for golang-migrate and Flyway too, which then run what it wrote.
  files: /^(?!.*\.(?:up|down)\.sql$|[UVRB][\d._]*__)(?<version>[^/_]*)[^/]*\.sql$/,
  order: 'text',
  transaction: inTransaction('with the line `-- atlas:txmode none` at its top and a blank line below that'),
  unread: [
    {
      line: /^-- atlas:txmode\b(?! +(?:none|file|all)[ \t]*$).*$/gm,
      reason: 'Atlas does not know this transaction mode, and refuses the file.',
    },
  ],
  optOuts: [
    {
      head: /^(?:(?:--|#).*\r?\n)+(?=\r?\n)/,
      marker: /^-- atlas:txmode +none[ \t]*\r?$/m,
      transaction: autocommit,
    },
  ],
};

/** https://github.com/hasura/graphql-engine/issues/2939 and /issues/10707 */
export const hasura: Profile = {
  id: 'hasura',
  signs: [
    {
      kind: 'above',
      name: /^config\.ya?ml$/,
      holds: /^metadata_directory:|^version:\s*[23]\s*$[\s\S]*^endpoint:|^endpoint:[\s\S]*^version:\s*[23]\s*$/m,
    },
  ],
  files: /^(?<version>\d+)(?:_[^/]*)?\/(?:up|(?<down>down))\.sql$/,
  order: 'number',
  transaction: {
    scope: 'file',
    kind: 'explicit',
    inStrings: true,
    elsewhere:
      'by hand with psql, then `hasura migrate apply --skip-execution`, as Hasura runs every migration in a transaction',
  },
};
