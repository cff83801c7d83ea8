// `migration-lint stats`: what the linter is to know of the tables in production, from a server to a file.
import { relative, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { UserError } from '../config/user-error.ts';
import { counted } from '../reporters/terminal.ts';
import type { Rule } from '../rule.ts';
import { statisticsDocument, statisticsText } from '../statistics/document.ts';
import { statisticsPath } from '../statistics/load.ts';
import type { Arguments } from './arguments.ts';
import { type Io, writeFailure } from './io.ts';
import { askServer, type Connection } from './server-answer.ts';

/** Writes the file and yields the exit code. Nothing of the connection is ever printed or written. */
export async function statsCommand(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<number> {
  // The argument may be a URL with a password in it.
  if (asked.paths.length > 0)
    throw new UserError('usage', 'stats takes no argument; the server is --database-url URL.');
  const connection = connectionOf(io, asked);
  const path = await outputPath(io, asked, rules);
  const answer = await askServer(connection);
  const document = statisticsDocument(answer);
  const text = statisticsText(document);
  const count = counted(Object.keys(document.tables).length, 'table');
  const said = (what: string): unknown => asked.quiet || io.stderr.write(`${what}\n`);
  if (document.standby) said('This server is a standby: the writes and scans counted are only those made on it.');
  if (path === undefined) {
    io.stdout.write(text);
    said(`Sizes of ${count}, from the server of ${connection.from}.`);
  } else {
    const code = writeFailure(io, path, text);
    if (code !== undefined) throw new UserError('usage', `${shown(io, path)} can't be written (${code}).`);
    said(`${shown(io, path)} is written: sizes of ${count}, from the server of ${connection.from}.`);
  }
  return 0;
}

const variables = ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER'] as const;

function connectionOf({ env }: Io, { databaseUrl }: Arguments): Connection {
  if (databaseUrl !== undefined) return { from: '--database-url', url: databaseUrl };
  if (env.DATABASE_URL) return { from: 'DATABASE_URL', url: env.DATABASE_URL };
  const given = variables.filter((name) => env[name]);
  if (given.length > 0) return { from: given.join(', ') };
  throw new UserError(
    'usage',
    'stats needs a server: --database-url URL, or DATABASE_URL, or PGHOST and its like in the environment.',
  );
}

/** Absolute; undefined for standard output. */
async function outputPath(io: Io, { output, config: explicit }: Arguments, rules: readonly Rule[]) {
  if (output === '-') return undefined;
  if (output !== undefined) return resolve(io.host.cwd, output);
  return statisticsPath(io.host, await loadConfig(io.host, { explicit, rules }));
}

const shown = (io: Io, path: string): string => relative(io.host.cwd, path).replaceAll('\\', '/');
