// `migration-lint init`
import { dirname, join, relative, resolve } from 'node:path';
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

# Linters whose comments allow findings too: squawk, eugene, strong_migrations.
# suppressions: [squawk]

# Where \`migration-lint stats\` has written table sizes: which tables are small, so that
# what waits for them is only information.
# smallTables: { rows: 10000, bytes: 10MB }

# The least severity that makes the command exit with 1: error, warning, info or never.
failOn: error
`;

/** Writes the config and never over another. Throws a UserError for a .squawk.toml that is missing or can't be read. */
export async function initCommand(io: Io, { paths, fromSquawk }: Arguments): Promise<number> {
  if (paths.length > 0) throw new UserError('usage', 'init takes no argument.');
  const { cwd, kind } = io.host;
  const existing = configFileNames.find((name) => kind(join(cwd, name)) !== undefined);
  if (existing) throw new UserError('config', `${existing} is already there and stays as it is.`);
  const text = fromSquawk === undefined ? template : await translated(io, fromSquawk);
  io.writeNewFile(join(cwd, fileName), text);
  io.stdout.write(`${fileName} is written.\n`);
  return 0;
}

const squawkFile = '.squawk.toml';

async function translated(io: Io, given: string): Promise<string> {
  const { cwd, readFile } = io.host;
  const path = given === '' ? squawkConfigAbove(io, cwd) : resolve(cwd, given);
  const bytes = path === undefined ? undefined : readFile(path);
  if (path === undefined || bytes === undefined) {
    const where = given === '' ? `${squawkFile} in this folder or above it` : given;
    throw new UserError('config', `--from-squawk: there is no ${where}.`);
  }
  const name = relative(cwd, path).replaceAll('\\', '/');
  const { configFromSquawk } = await import('../adoption/from-squawk.ts');
  try {
    return configFromSquawk(new TextDecoder().decode(bytes), name, await io.rules());
  } catch (error) {
    throw new UserError('config', `${name}: ${(error as Error).message}.`);
  }
}

function squawkConfigAbove({ host }: Io, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (host.kind(join(at, squawkFile)) === 'file') return join(at, squawkFile);
    if (at === dirname(at)) return undefined;
  }
}
