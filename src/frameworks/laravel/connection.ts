// The DB facade and its connections. illuminate/database/Connection.php
import { addGap, sendText } from '../php/machine.ts';
import { withParameters } from '../php/parameters.ts';
import { type Call, data, type Native, native, nil, plain, textOf, toText, unknown, type Value } from '../php/value.ts';
import { queryValue } from './query.ts';
import { own, schemaValue } from './schema.ts';
import { begin, carryOut, commit, inTransaction, runGiven, type Session, send } from './session.ts';

export const connectionValue = (session: Session): Native =>
  native('DB', (name, call) => connectionCall(session, name, call));

export function connectionCall(session: Session, name: string, call: Call): Value | undefined {
  const known = methods[name.toLowerCase()];
  if (known) return carryOut(session, `DB::${name}`, call, () => known(session, call) ?? nil) ?? nil;
  return unknown(`the result of DB::${name}()`, /^(?:get|has|is)/.test(name) ? 'schema' : undefined);
}

// biome-ignore lint/suspicious/noConfusingVoidType: what has no value returns nothing
type Method = (session: Session, call: Call) => Value | undefined | void;

const sent: Method = ({ machine }, { args, named, site }) => {
  const sql = args[0] ?? named.get('query') ?? nil;
  const text = withParameters(toText(sql), args[1] ?? named.get('bindings'));
  if (text.text.trim() === '' && text.holes.length === 0) return nil;
  sendText(machine, text, site);
  const asksSchema = /\b(?:pg_\w+|information_schema|to_regclass)\b/i.test(text.text);
  return asksSchema ? unknown('what the database holds', 'schema') : data('what the database holds');
};

const methods: Readonly<Record<string, Method>> = {
  statement: sent,
  unprepared: sent,
  affectingstatement: sent,
  insert: sent,
  update: sent,
  delete: sent,
  select: sent,
  selectone: sent,
  selectfromwriteconnection: sent,
  scalar: sent,
  raw: (_session, { args: [sql] }) => expression(sql),
  table: (session, { args: [table] }) => queryValue(session, table),
  query: (session) => queryValue(session, undefined),
  transaction: (session, call) =>
    inTransaction(session, call, () => runGiven(session, call.args[0], [connectionValue(session)], call)),
  begintransaction: (session, call) => begin(session, call),
  commit: (session, call) => commit(session, call),
  rollback: (session, call) => {
    if (session.transactions > 0)
      send(
        session,
        session.transactions === 1 ? 'ROLLBACK' : `ROLLBACK TO SAVEPOINT trans${session.transactions}`,
        call,
      );
    session.transactions = Math.max(0, session.transactions - 1);
  },
  connection: (session, { args: [name] }) => {
    own(name);
    return connectionValue(session);
  },
  schema: (session) => schemaValue(session),
  getschemabuilder: (session) => schemaValue(session),
  getdrivername: () => textOf('pgsql'),
  getdrivertitle: () => textOf('PostgreSQL'),
  getdefaultconnection: () => textOf('pgsql'),
  getname: () => textOf('pgsql'),
  getconfig: (_session, { args: [key] }) =>
    key?.kind === 'text' && key.text === 'driver' ? textOf('pgsql') : unknown('a setting of the connection'),
  gettableprefix: () => textOf(''),
  transactionlevel: ({ transactions }) => plain(transactions),
  disablequerylog: () => nil,
  enablequerylog: () => nil,
  pretend: (session, call) => runGiven(session, call.args[0], [], call),
  getpdo: (session) =>
    native('PDO', (name, call) => (/^(?:exec|query)$/i.test(name) ? sent(session, call) || nil : undefined)),
  listen: () => nil,
  aftercommit: ({ machine }, { site }) =>
    addGap(machine, site, 'What runs after the commit is not read.', 'unsupported'),
};

/** SQL that is to be taken as it is. */
export const expression = (sql: Value | undefined): Native => ({
  kind: 'native',
  name: 'an expression',
  sql: toText(sql ?? nil),
});
