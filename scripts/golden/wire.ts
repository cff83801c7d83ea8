// Stands between a tool and a server and notes what the tool sends, message by message of PostgreSQL's protocol: which statements
// came in one string, and which were piled up before the server was asked to answer, is lost in a server's log.
// https://www.postgresql.org/docs/current/protocol-message-formats.html
import { connect, createServer, type Socket } from 'node:net';

/** `query`: one string; `execute`: one prepared statement, with others until `sync`; `error`: what the server said to it. */
export type Message = {
  readonly session: number;
  readonly kind: 'query' | 'execute' | 'sync' | 'error';
  readonly text: string;
};

export type Wire = { readonly port: number; take(): Message[]; close(): Promise<void> };

/** Listens on a port of this machine and passes everything on to the server whose socket is in the folder `host`. */
export async function listen(host: string): Promise<Wire> {
  const messages: Message[] = [];
  let sessions = 0;
  const server = createServer((client) => {
    sessions += 1;
    relay(client, connect(`${host}/.s.PGSQL.5432`), sessions, (message) => messages.push(message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to listen on');
  return {
    port: address.port,
    take: () => messages.splice(0),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Note = (message: Message) => void;

function relay(client: Socket, server: Socket, session: number, note: Note): void {
  const read = frontend(session, note);
  const heard = framed((type, body) => {
    if (type === 'E') note({ session, kind: 'error', text: errorOf(body) });
  });
  const opening = beforeStart(client, server, read);
  client.on('data', opening);
  server.on('data', (data: Buffer) => {
    heard(data);
    client.write(data);
  });
  client.on('close', () => server.destroy());
  server.on('close', () => client.end());
  for (const socket of [client, server]) socket.on('error', () => socket.destroy());
}

const askedForEncryption = new Set([80877103, 80877104]);

/** Encryption is refused, so that what follows can be read; the first message of a session has no type. */
function beforeStart(client: Socket, server: Socket, read: (data: Buffer) => void): (data: Buffer) => void {
  let held: Buffer | undefined = Buffer.alloc(0);
  return (data) => {
    if (!held) {
      read(data);
      server.write(data);
      return;
    }
    held = Buffer.concat([held, data]);
    while (held && held.length >= 8 && held.length >= held.readInt32BE(0)) {
      const length: number = held.readInt32BE(0);
      const [message, rest]: [Buffer, Buffer] = [held.subarray(0, length), held.subarray(length)];
      if (askedForEncryption.has(message.readInt32BE(4))) {
        client.write('N');
        held = rest;
        continue;
      }
      held = undefined;
      server.write(Buffer.concat([message, rest]));
      read(rest);
    }
  };
}

/** Cuts a stream into messages: a letter, a length, a body. */
function framed(take: (type: string, body: Buffer) => void): (data: Buffer) => void {
  let held = Buffer.alloc(0);
  return (data) => {
    held = Buffer.concat([held, data]);
    while (held.length >= 5 && held.length > held.readInt32BE(1)) {
      const end = held.readInt32BE(1) + 1;
      take(String.fromCharCode(held[0] ?? 0), held.subarray(5, end));
      held = held.subarray(end);
    }
  };
}

/** What is executed is the statement that the portal was bound to. */
function frontend(session: number, note: Note): (data: Buffer) => void {
  const statements = new Map<string, string>();
  const portals = new Map<string, string>();
  return framed((type, body) => {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    if (type === 'Q') note({ session, kind: 'query', text: first });
    if (type === 'P') statements.set(first, second);
    if (type === 'B') portals.set(first, statements.get(second) ?? '');
    if (type === 'E') note({ session, kind: 'execute', text: portals.get(first) ?? '' });
    if (type === 'S') note({ session, kind: 'sync', text: '' });
  });
}

/** The field M of an ErrorResponse. */
function errorOf(body: Buffer): string {
  const field = body
    .toString('utf8')
    .split('\0')
    .find((each) => each.startsWith('M'));
  return field?.slice(1) ?? '';
}
