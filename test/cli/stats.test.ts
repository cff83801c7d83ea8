// `migration-lint stats` without a PostgreSQL: what it refuses, and that no way of failing tells anything of the connection.
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Something that listens but is no PostgreSQL; yields its port. */
function listen(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    answer(socket);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html#PROTOCOL-MESSAGE-FORMATS-ERRORRESPONSE */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

const secrets = ['hunter2', 'mallory', 'vault', 'ledger', 'postgresql://'];

async function refusal(args: string[], env: Record<string, string> = {}): Promise<string> {
  const { code, stdout, stderr } = await run(folder({}), ['stats', ...args], { env });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const shown = stderr.replace('such as postgresql://user@host:5432/database', '');
  for (const secret of secrets) expect(shown).not.toContain(secret);
  return stderr;
}

const url = (place: string) => `postgresql://mallory:hunter2@${place}/ledger`;

describe('nothing of the connection is told', () => {
  test.each([
    ['a host that is not there', url('vault.invalid'), 'name'],
    ['a port that nobody listens on', url('127.0.0.1:1'), 'nothing listens on that host and port.'],
    ['a socket that is not there', `${url('')}?host=/vault/hunter2`, 'there is no such socket'],
    ['a port that is none', url('vault:notaport'), 'this is no connection URL'],
    ['another protocol', 'mysql://mallory:hunter2@vault/ledger', 'this is no connection URL'],
    ['no URL', 'mallory hunter2 vault', 'this is no connection URL'],
    ['a wrong escape', 'postgresql://mallory:hunter2%@vault.invalid/ledger%zz', 'name'],
    ['a certificate that is not there', `${url('127.0.0.1:1')}?sslmode=require&sslrootcert=/vault`, 'certificate'],
  ])('%s', async (_, given, expected) => {
    expect(await refusal(['--database-url', given])).toContain(`--database-url: `);
    expect(await refusal([`--database-url=${given}`])).toContain(expected);
    expect(await refusal([], { DATABASE_URL: given })).toContain('DATABASE_URL: ');
  });

  test.each([
    ['28P01', 'the password or the user is wrong.'],
    ['28000', 'pg_hba.conf'],
    ['3D000', 'no such database'],
    ['53300', 'no connection left'],
    ['XX999', 'the connection fails (XX999).'],
  ])('what the server says with %s', async (code, expected) => {
    const port = await listen((socket) => {
      socket.end(errorResponse(code, 'password hunter2 of "mallory" from host vault for "ledger"'));
    });
    expect(await refusal(['--database-url', url(`127.0.0.1:${port}`)])).toContain(expected);
  });

  test('a server that hangs up, and one that speaks something else', async () => {
    const closing = await listen((socket) => socket.end());
    expect(await refusal(['--database-url', url(`127.0.0.1:${closing}`)])).toContain('the connection fails');
    const talking = await listen((socket) => socket.end('HTTP/1.1 400 mallory hunter2\r\n\r\n'));
    expect(await refusal(['--database-url', url(`127.0.0.1:${talking}`)])).toContain('the connection fails');
    expect(await refusal(['--database-url', `${url(`127.0.0.1:${closing}`)}?sslmode=require`])).toContain('fails');
  });

  test('a URL where no argument belongs', async () => {
    expect(await refusal([url('vault')])).toContain('stats takes no argument; the server is --database-url URL.');
    expect(await refusal([`--databse-url=${url('vault')}`])).toContain('There is no option --databse-url.');
    expect(await refusal(['--quiet=hunter2'])).toContain('--quiet takes no value.');
  });
});

test('without a server it says how to name one', async () => {
  expect(await refusal([])).toContain('stats needs a server: --database-url URL, or DATABASE_URL, or PGHOST');
  expect(await refusal(['--database-url'])).toContain('--database-url needs a value.');
});

test('a server that does not answer is given up on', async () => {
  const port = await listen(() => {});
  expect(await refusal(['--database-url', url(`127.0.0.1:${port}`)])).toContain('does not answer within 10 s.');
}, 20_000);
