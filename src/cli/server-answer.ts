// Asks the user's server the one query of `migration-lint stats`. What goes wrong is told in our own words only: the messages of the
// server, of the system and of pg may hold the host, the user or the URL, so none of them is passed on.
import { UserError } from '../config/user-error.ts';
import { type Answer, statisticsQuery } from '../statistics/query.ts';

export interface Connection {
  /** Where it was given, for messages: `--database-url`. */
  readonly from: string;
  /** Undefined: the PG* variables, which pg reads itself. */
  readonly url?: string;
}

const secondsToConnect = 10;
const oldest = 13;

// A migration that runs right now may hold a lock that the sizes wait for.
const settings = [
  'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
  "SET LOCAL lock_timeout = '5s'",
  "SET LOCAL statement_timeout = '2min'",
  'SET LOCAL search_path = pg_catalog',
];

/** Reads in a transaction that can't write. Throws a UserError without any part of the connection in it. */
export async function askServer({ from, url }: Connection): Promise<Answer> {
  const { default: pg } = await import('pg');
  let phase: Phase = 'address';
  let client: import('pg').Client | undefined;
  try {
    client = new pg.Client({
      ...(url === undefined ? {} : { connectionString: likeLibpq(url) }),
      connectionTimeoutMillis: secondsToConnect * 1000,
      fallback_application_name: 'migration-lint',
    });
    // An error between two queries has nobody else to go to; the query that follows fails as well.
    client.on('error', () => {});
    phase = 'connect';
    await client.connect();
    phase = 'read';
    for (const sql of settings) await client.query(sql);
    const { rows } = await client.query<{ statistics: Answer }>(statisticsQuery);
    await client.query('ROLLBACK');
    return supported((rows[0] as { statistics: Answer }).statistics);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('server', `${from}: ${reasonOf(error, phase)}`);
  } finally {
    await client?.end().catch(() => {});
  }
}

type Phase = 'address' | 'connect' | 'read';

function supported(answer: Answer): Answer {
  if (Number.parseInt(answer.server, 10) >= oldest) return answer;
  throw new UserError('server', `The server is PostgreSQL ${answer.server}; ${oldest} and later are read.`);
}

/**
 * pg takes `sslmode=require` for `verify-full`, against libpq and so against what the same URL means to psql.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 */
function likeLibpq(given: string): string {
  // SQLAlchemy names its driver there.
  const url = given.replace(/^(postgres(?:ql)?)\+\w+:/, '$1:');
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw new Error('another protocol');
  if (!/[?&]sslmode=/.test(url) || /[?&]uselibpqcompat=/.test(url)) return url;
  return `${url}&uselibpqcompat=true`;
}

const byCode: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host's name is not known.",
  EAI_AGAIN: "the host's name is not known, or the name server does not answer.",
  ECONNREFUSED: 'nothing listens on that host and port.',
  ECONNRESET: 'the connection was cut.',
  EPIPE: 'the connection was cut.',
  EHOSTUNREACH: 'the host can not be reached.',
  ENETUNREACH: 'the host can not be reached.',
  ETIMEDOUT: 'the host does not answer.',
  ENOENT: 'there is no such socket, or a certificate file that it names is missing.',
  EACCES: 'the socket or a certificate file may not be opened.',
  '28000': 'the server refuses this user, host or unencrypted connection (pg_hba.conf); sslmode=require encrypts.',
  '28P01': 'the password or the user is wrong.',
  '3D000': 'the server has no such database.',
  '42501': 'the user may not connect to the database or read its catalogs.',
  '53300': 'the server has no connection left.',
  '57P03': 'the server is starting up or shutting down.',
  '55P03': 'a table stayed locked for 5 s, by a migration perhaps; try again later.',
  '57014': 'the server stopped the query, which had taken 2 min or was cancelled.',
};

function reasonOf(error: unknown, phase: Phase): string {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const known = typeof code === 'string' ? byCode[code] : undefined;
  if (known !== undefined) return known;
  if (phase === 'address') return 'this is no connection URL such as postgresql://user@host:5432/database.';
  if (message.includes('timeout expired')) return `the server does not answer within ${secondsToConnect} s.`;
  if (message.includes('does not support SSL'))
    return 'the server does not encrypt connections, which sslmode asks for.';
  if (/password must be a string|no password/i.test(message))
    return 'the server asks for a password, and none is given.';
  if (/certificate|self.signed/i.test(`${code} ${message}`)) {
    return "the server's certificate is not trusted; sslrootcert names the authority.";
  }
  // A SQLSTATE or a system's error code says nothing of the connection.
  const shown = typeof code === 'string' && /^[A-Z0-9_]{3,40}$/.test(code) ? ` (${code})` : '';
  return phase === 'connect' ? `the connection fails${shown}.` : `the server refuses the query${shown}.`;
}
