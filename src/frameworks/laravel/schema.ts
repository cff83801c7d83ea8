// The Schema facade. illuminate/database/Schema/Builder.php
import { addGap } from '../php/machine.ts';
import { type Call, isNull, knownText, list, type Native, native, nil, unknown, type Value } from '../php/value.ts';
import { blueprintValue } from './blueprint.ts';
import { newBlueprint } from './definition.ts';
import { statementsOf } from './grammar.ts';
import { quotedName, Unreadable, word, words } from './naming.ts';
import { carryOut, runGiven, type Session, send } from './session.ts';

export const schemaValue = (session: Session): Native =>
  native('Schema', (name, call) => schemaCall(session, name, call));

/** Undefined where it has no such method. */
export function schemaCall(session: Session, name: string, call: Call): Value | undefined {
  const known = methods[name.toLowerCase()];
  if (known) return carryOut(session, `Schema::${name}`, call, () => known(session, call) ?? nil) ?? nil;
  if (/^(?:has|get|tableExists)/.test(name)) return unknown(`what Schema::${name}() says`, 'schema');
  addGap(session.machine, call.site, `Schema::${name}() is not read: it is no method of Laravel’s own.`, 'unsupported');
  return nil;
}

// biome-ignore lint/suspicious/noConfusingVoidType: what has no value returns nothing
type Method = (session: Session, call: Call) => Value | undefined | void;

function build(session: Session, { args, named, site }: Call, isNew: boolean): void {
  const table = word(args[0] ?? named.get('table'), 'table');
  const blueprint = newBlueprint(table, isNew);
  const { machine, version, modelOf } = session;
  const callback = args[1] ?? named.get('callback');
  runGiven(session, callback, [blueprintValue(blueprint, { machine, modelOf })], { args, named, site, isOpen: false });
  const fail = (of: { site: Call['site'] }, what: string, reason: string): void =>
    addGap(machine, of.site, `${what} of the table ${table} is not read: ${reason}.`, 'unsupported');
  for (const { sql, site: at } of statementsOf(blueprint, site, { version, fail })) send(session, sql, { site: at });
}

const table = ({ args, named }: Call): string => quotedName(word(args[0] ?? named.get('table'), 'table'));

/** Those that ask first and then give the closure its table. */
const whenThere: Method = (session, call) =>
  build(session, { ...call, args: [call.args[0] ?? nil, call.args[2] ?? nil] }, false);
const whenIndexed: Method = (session, call) => {
  const closure = call.args.findLast(({ kind }) => kind === 'closure');
  build(session, { ...call, args: [call.args[0] ?? nil, closure ?? nil] }, false);
};

const methods: Readonly<Record<string, Method>> = {
  create: (session, call) => build(session, call, true),
  table: (session, call) => build(session, call, false),
  drop: (session, call) => send(session, `drop table ${table(call)}`, call),
  dropifexists: (session, call) => send(session, `drop table if exists ${table(call)}`, call),
  rename: (session, call) => {
    const to = quotedName(word(call.args[1] ?? call.named.get('to'), 'new name'));
    send(
      session,
      `alter table ${quotedName(word(call.args[0] ?? call.named.get('from'), 'name'))} rename to ${to}`,
      call,
    );
  },
  dropcolumns: (session, call) => {
    const given = call.args[1] ?? call.named.get('columns');
    const columns = words(given?.kind === 'list' ? given : list(given ? [given] : []), 'columns');
    const dropped = columns.map((column) => `drop column ${quotedName(word(column, 'column'))}`);
    send(session, `alter table ${table(call)} ${dropped.join(', ')}`, call);
  },
  whentablehascolumn: whenThere,
  whentabledoesnthavecolumn: whenThere,
  whentablehasindex: whenIndexed,
  whentabledoesnthaveindex: whenIndexed,
  disableforeignkeyconstraints: (session, call) => send(session, 'SET CONSTRAINTS ALL DEFERRED', call),
  enableforeignkeyconstraints: (session, call) => send(session, 'SET CONSTRAINTS ALL IMMEDIATE', call),
  withoutforeignkeyconstraints: (session, call) => {
    send(session, 'SET CONSTRAINTS ALL DEFERRED', call);
    const result = runGiven(session, call.args[0], [], call);
    send(session, 'SET CONSTRAINTS ALL IMMEDIATE', call);
    return result;
  },
  ensurevectorextensionexists: (session, call) => send(session, 'create extension if not exists "vector"', call),
  ensureextensionexists: (session, call) =>
    send(session, `create extension if not exists ${quotedName(word(call.args[0], 'name'))}`, call),
  connection: (session, { args: [name] }) => {
    own(name);
    return schemaValue(session);
  },
  setconnection: (session) => schemaValue(session),
  getconnection: ({ connection }) => connection(),
  defaultstringlength: () => nil,
  morphusinguuids: () => nil,
  morphusingulids: () => nil,
  registerenumtype: () => nil,
  usenativeschemaoperationsifpossible: () => nil,
  blueprintresolver: () => {
    throw new Unreadable('what its blueprints are is not in this file');
  },
};

/** Only a connection by another name is surely another database's. */
export function own(name: Value | undefined): void {
  const known = knownText(name);
  if (isNull(name) || known === undefined || /^(?:pgsql|postgres\w*|default)$/i.test(known)) return;
  throw new Unreadable(`it goes to the connection ${known}, which is another than the project’s`);
}
