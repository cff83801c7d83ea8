// The DB facade and its connections. illuminate/database/Connection.php
import { addGap, sendText } from '../php/machine.ts';
import {
  type Call,
  concatTexts,
  data,
  itemsOf,
  type Native,
  native,
  nil,
  plain,
  type Text,
  textOf,
  toText,
  unknown,
  type Value,
} from '../php/value.ts';
import { sliceText } from '../ruby/text.ts';
import { quotedText } from './naming.ts';
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
  const text = bound(toText(sql), args[1] ?? named.get('bindings'));
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

/** Values in place of `?` and `:name`, NULL where one is not known. */
function bound(text: Text, bindings: Value | undefined): Text {
  if (bindings?.kind !== 'list' || bindings.entries.size === 0) return text;
  const parts: Text[] = [];
  const values = itemsOf(bindings);
  let [from, next] = [0, 0];
  for (const { 0: found, index } of text.text.matchAll(/'(?:[^']|'')*'|"[^"]*"|--.*|::\w+|\?\??|:[a-z_]\w*/gi)) {
    if (!/^[?:]/.test(found) || /^(?:::|\?\?)/.test(found)) continue;
    const value =
      found === '?' ? values[next++] : (bindings.entries.get(found.slice(1)) ?? bindings.entries.get(found));
    if (!value) continue;
    parts.push(sliceText(text, from, index), textOf(literal(value)));
    from = index + found.length;
  }
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

function literal(value: Value): string {
  if (value.kind === 'primitive') return value.value === null ? 'NULL' : String(value.value);
  return value.kind === 'text' && value.holes.length === 0 ? quotedText(value.text) : 'NULL';
}
