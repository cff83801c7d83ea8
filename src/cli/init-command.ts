// `migration-lint init`
import { join } from 'node:path';
import { configFileNames } from '../config/load.ts';
import { UserError } from '../config/user-error.ts';
import { defaultVersion } from '../postgres/versions.ts';
import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

const fileName = 'migration-lint.config.yaml';

const template = `# yaml-language-server: $schema=./node_modules/migration-lint/schema/migration-lint.schema.json
# Every key is optional.

# The PostgreSQL version that the migrations run on: "16", or "14.2".
postgres: "${defaultVersion.major}"

# Where migrations are; without it they are looked for.
# paths: [db/migrations]

# What is not read.
# ignore: [db/migrations/legacy/**]

# What the project's own runner wraps in a transaction: none, file or run.
# transaction: file

# Timeouts that the runner or its role sets before migrations.
# lockTimeout: 5s
# statementTimeout: 30min

# Which rules are on: locks-only (what makes requests wait or a deployment fail),
# recommended, or strict (all of them).
# preset: recommended

# A rule's severity, whatever the preset says: error, warning, info or off.
# \`migration-lint rules\` lists them.
# rules:
#   truncated-table: warning

# A dump of the schema that replaces the migrations it contains.
# schema: db/structure.sql

# Table sizes that \`migration-lint stats\` wrote, and which tables are small.
# stats: migration-lint.stats.json
# smallTables: { rows: 10000, bytes: 10MB }

# The least severity that makes the command exit with 1: error, warning, info or never.
failOn: error
`;

export function initCommand(io: Io, { paths }: Arguments): number {
  if (paths.length > 0) throw new UserError('usage', 'init takes no argument.');
  const { cwd, kind } = io.host;
  const existing = configFileNames.find((name) => kind(join(cwd, name)) !== undefined);
  if (existing) throw new UserError('config', `${existing} is already there and stays as it is.`);
  io.writeNewFile(join(cwd, fileName), template);
  io.stdout.write(`${fileName} is written.\n`);
  return 0;
}
