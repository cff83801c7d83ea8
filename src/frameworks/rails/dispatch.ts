// What a migration's code calls: ActiveRecord's schema methods, and what decides when and in which transaction they run.
import { addGap, sendText } from '../ruby/machine.ts';
import { type Call, knownName, native, nil, primitive, toText, unknown, type Value, whatOf } from '../ruby/value.ts';
import { holeOf, type Text, textOf } from '../text.ts';
import { argumentsOf } from './arguments.ts';
import { safetyAssured } from './assurance.ts';
import type { Command } from './command.ts';
import { commandNamed, ignoredAt, isRecorded, takesHash } from './commands.ts';
import { gitlabCall } from './gitlab.ts';
import { expand, isHelper } from './helpers.ts';
import { quoteName, quoteTable, quoteText } from './names.ts';
import { Unreadable } from './options.ts';
import { perform } from './perform.ts';
import { reverted, type Session, send, unread } from './session.ts';
import { changeTableBlock } from './table-block.ts';

/** Undefined where it is none of ActiveRecord's methods. */
export function migrationCall(session: Session, name: string, call: Call): Value | undefined {
  return (
    (session.isGitlab ? ofGitlab(session, name, call) : undefined) ??
    control(session, name, call) ??
    query(session, name, call) ??
    command(session, name, call)
  );
}

function ofGitlab(session: Session, name: string, call: Call): Value | undefined {
  try {
    return gitlabCall(session, name, call);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    unread(session, name, call.args[0] && knownName(call.args[0]), call.site, error);
    return nil;
  }
}

function command(session: Session, name: string, call: Call): Value | undefined {
  const own = commandNamed(name);
  if (own === undefined && !isHelper(name) && name !== 'change_table') return undefined;
  try {
    const { args, options } = argumentsOf(session.machine, call, takesHash(name), ignoredAt(name, call));
    const { block, site } = call;
    if (name === 'change_table') changeTableBlock(session, args[0], options, call);
    else if (own === undefined) expand(session, { name, args, options, site });
    else perform(session, { name: own, args, options, block, site }, isRecorded(own));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    unread(session, name, call.args[0] && knownName(call.args[0]), call.site, error);
  }
  return nil;
}

function control(session: Session, name: string, call: Call): Value | undefined {
  const { args, block, site } = call;
  const { machine } = session;
  const run = (): Value => (block ? machine.yield(block, [], site) : nil);
  switch (name) {
    case 'execute':
    case 'exec_update':
    case 'exec_delete':
    case 'exec_insert':
    case 'update':
    case 'delete':
    case 'insert':
      return executed(session, args[0], call, name === 'execute');
    case 'reversible':
      return reversible(session, call);
    case 'up_only':
      if (!session.isReverting) perform(session, { ...runs('execute_block', call), run }, true);
      return nil;
    case 'revert':
      if (args.length > 0) addGap(machine, site, 'The migration that is reverted here is not read.', 'unsupported');
      else reverted(session, run);
      return nil;
    case 'transaction':
      return transaction(session, call);
    case 'safety_assured':
      safetyAssured(session, call);
      return run();
    case 'say_with_time':
    case 'suppress_messages':
    case 'with_lock_retries':
    case 'disable_statement_timeout':
    case 'without_statement_timeout':
    case 'uncached':
      if (name === 'disable_statement_timeout' && !block) send(session, 'SET statement_timeout TO 0', call);
      return run();
    case 'say':
    case 'announce':
    case 'write':
    case 'reset_column_information':
    case 'reload_type_map':
    case 'clear_cache!':
      return nil;
    case 'connection':
    case 'lease_connection':
      return connection(session);
    case 'with_connection':
      return block ? machine.yield(block, [connection(session)], site) : nil;
    case 'reverting?':
      return primitive(session.isReverting);
    default:
      return undefined;
  }
}

const runs = (name: string, { site }: Call): Command => ({ name, args: [], options: {}, site });

function executed(session: Session, sql: Value | undefined, call: Call, isRecorded: boolean): Value {
  const text = sql ? textOfSql(sql) : holeOf('its argument');
  perform(session, { ...runs('execute', call), text }, isRecorded);
  return unknown('the result of a query');
}

const textOfSql = (sql: Value): Text => (sql.kind === 'text' ? sql : toText(sql));

function reversible(session: Session, call: Call): Value {
  const { block, site } = call;
  const { isReverting, machine } = session;
  if (!block) return nil;
  const direction = native('dir', (name, { block: own }) => {
    if (name !== 'up' && name !== 'down') return undefined;
    return own && (name === 'down') === isReverting ? machine.yield(own, [], site) : nil;
  });
  const run = (): void => {
    machine.yield(block, [direction], site);
  };
  perform(session, { ...runs('execute_block', call), run }, true);
  return nil;
}

/** Within another transaction it is a part of that one, or a savepoint. */
export function transaction(session: Session, call: Call): Value {
  const { block, site } = call;
  const { machine, isReverting } = session;
  if (!block) return nil;
  const named = call.args.at(-1);
  const isNew = named?.kind === 'hash' && named.entries.has(':requires_new');
  const work = (): void => {
    machine.yield(block, [], site);
  };
  const run = (): void => {
    const depth = session.transactions + (session.hasTransaction ? 1 : 0);
    const [before, after] =
      depth === 0
        ? ['BEGIN', 'COMMIT']
        : isNew
          ? [`SAVEPOINT active_record_${depth}`, `RELEASE SAVEPOINT active_record_${depth}`]
          : [];
    if (before) send(session, before, call);
    session.transactions += 1;
    if (isReverting) reverted(session, work);
    else work();
    session.transactions -= 1;
    if (after) send(session, after, call);
  };
  perform(session, { ...runs('transaction', call), run }, true);
  return nil;
}

/** What a migration asks of the database, or has quoted. */
function query(session: Session, name: string, call: Call): Value | undefined {
  const { args, site } = call;
  const [first] = args;
  if (/_exists?\?$|^(?:extension_enabled|extension_available|constraint|index)_?\w*\?$/.test(name)) {
    return unknown(`what ${name} says`, { asks: 'schema' });
  }
  if (/^supports_\w+\?$/.test(name)) return primitive(true);
  if (/^(?:select_(?:all|one|value|values|rows)|exec_query|query|query_value|query_values)$/.test(name)) {
    if (first?.kind === 'text') sendText(session.machine, first, site);
    return unknown('the result of a query');
  }
  switch (name) {
    case 'quote':
      return first ? quoted(first) : nil;
    case 'quote_table_name':
    case 'quote_column_name': {
      const own = knownName(first);
      if (own === undefined) return holeOf(first ? whatOf(first) : name);
      return textOf(name === 'quote_table_name' ? quoteTable(own) : quoteName(own));
    }
    case 'quoted_true':
    case 'quoted_false':
      return textOf(name === 'quoted_true' ? 'TRUE' : 'FALSE');
    case 'reset_pk_sequence!':
    case 'reset_sequence!':
      return nil;
    case 'adapter_name':
      return textOf('PostgreSQL');
    case 'tables':
    case 'views':
    case 'columns':
    case 'indexes':
    case 'foreign_keys':
    case 'check_constraints':
    case 'column_names':
    case 'enum_types':
    case 'extensions':
    case 'primary_key':
    case 'postgresql_version':
    case 'database_version':
    case 'schema_search_path':
    case 'current_schema':
    case 'current_database':
    case 'version':
    case 'name':
    case 'index_name':
    case 'pool':
    case 'logger':
      return unknown(`the result of ${name}`, { asks: 'schema' });
    default:
      return undefined;
  }
}

export function quoted(value: Value): Text {
  if (value.kind === 'primitive') return textOf(value.value === null ? 'NULL' : String(value.value).toUpperCase());
  const own = knownName(value);
  return own === undefined ? holeOf(whatOf(value)) : textOf(quoteText(own));
}

/** `connection`, `ActiveRecord::Base.connection`: what is sent through it is never recorded. */
export function connection(session: Session): Value {
  return native('connection', (name, call) => {
    const before = session.recording;
    session.recording = undefined;
    try {
      return migrationCall(session, name, call);
    } finally {
      session.recording = before;
    }
  });
}
