// Code of the application that a migration calls: models, services, Rails itself. None of it is read; what may change data is a gap.
import { addGap, type Machine } from '../ruby/machine.ts';
import {
  type Call,
  type ClassValue,
  hash,
  native,
  nil,
  primitive,
  setEntry,
  symbol,
  type Unknown,
  unknown,
  type Value,
  whatOf,
} from '../ruby/value.ts';
import { textOf } from '../text.ts';
import { connection, migrationCall, transaction } from './dispatch.ts';
import type { Session } from './session.ts';

/** Methods that only describe rows. */
const describing = new Set([
  ...[
    'all',
    'where',
    'not',
    'joins',
    'left_joins',
    'includes',
    'select',
    'order',
    'limit',
    'unscoped',
    'unscope',
    'group',
  ],
  ...[
    'having',
    'distinct',
    'from',
    'or',
    'and',
    'merge',
    'rewhere',
    'with',
    'new',
    'in_batches',
    'preload',
    'with_deleted',
  ],
  ...['arel_table', 'eq', 'in', 'not_eq', 'table_name', 'column_names', 'columns_hash', 'quoted_table_name', 'name'],
  ...['lock', 'reorder', 'offset', 'readonly', 'extending', 'connection_pool', 'model_name', 'primary_key', 'class'],
]);

const harmless = new Set([
  'reset_column_information',
  'table_name=',
  'inheritance_column=',
  'ignored_columns=',
  'primary_key=',
  'schema_cache',
  'logger',
  'info',
  'debug',
  'warn',
  'to_sql',
  'clear!',
  'clear_cache!',
  'load_schema',
]);

/** Methods that write rows, or go over all of them. */
const changing =
  /^(?:update|delete|destroy|insert|upsert|create|save|increment|decrement|touch|find_each|find_in_batches|each|find_or_create|import)/;

export function foreignCall(session: Session, receiver: ClassValue | Unknown, name: string, call: Call): Value {
  const what = whatOf(receiver);
  if (name === 'connection' || name === 'lease_connection') return connection(session);
  if (name === 'transaction') return transaction(session, call);
  if (harmless.has(name)) return nil;
  const mayAct = receiver.kind === 'class' || receiver.canSend === true;
  if (!mayAct || describing.has(name)) {
    const asks = receiver.kind === 'unknown' ? receiver.asks : undefined;
    return unknownBlock(
      session.machine,
      call,
      unknown(mayAct ? what : `what ${name} gives of ${what}`, { asks, canSend: mayAct }),
    );
  }
  const isRead =
    /\?$|^(?:count|pluck|ids|find|find_by|first|last|sum|maximum|minimum|take|size|exists|pick|to_a|length)$/.test(
      name,
    );
  if (isRead) return unknown(`the result of ${what}.${name}`, { canSend: true });
  const reason = changing.test(name)
    ? `Rows are changed here in Ruby (${what}.${name}), by SQL that is known only at run time.`
    : `What ${what}.${name} does is code of the application, which is not read.`;
  addGap(session.machine, call.site, reason, 'unsupported');
  return unknown(`the result of ${what}.${name}`);
}

/** A block that something unknown may call is read once, so that what it sends is not missed. */
function unknownBlock(machine: Machine, { block, site }: Call, value: Unknown): Value {
  if (block?.kind !== 'proc' || value.canSend) return value;
  const before = machine.sent;
  machine.uncertain += 1;
  machine.yield(block, [unknown(`what ${value.what} gives`)], site);
  machine.uncertain -= 1;
  if (machine.sent > before) {
    addGap(
      machine,
      site,
      `How often this runs depends on ${value.what}, which is known only at run time.`,
      'unsupported',
    );
  }
  return value;
}

/** Constants that ActiveRecord and Rails bring. */
export function railsConstant(session: Session, name: string): Value | undefined {
  switch (name) {
    case 'ActiveRecord::Base':
    case 'ApplicationRecord':
      return native(name, (method, call) => {
        if (method === 'connection' || method === 'lease_connection') return connection(session);
        if (method === 'transaction') return transaction(session, call);
        if (/^sanitize_sql|^connection_pool$|^logger$/.test(method)) return unknown(`the result of ${method}`);
        return migrationCall(session, method, call);
      });
    case 'Arel':
      return native('Arel', (method, { args }) => {
        const [sql] = args;
        return method === 'sql' && sql?.kind === 'text'
          ? { kind: 'native', name: 'Arel.sql', sql }
          : unknown(`Arel.${method}`);
      });
    case 'Rails':
      return native('Rails', (method) => {
        if (method === 'env') return environment();
        return method === 'configuration' ? configuration(session) : unknown(`Rails.${method}`);
      });
    case 'ENV':
    case 'StrongMigrations':
    case 'OnlineMigrations':
    case 'Date':
    case 'Time':
    case 'DateTime':
    case 'SecureRandom':
    case 'JSON':
    case 'YAML':
    case 'File':
    case 'Dir':
    case 'Set':
    case 'BigDecimal':
    case 'Regexp':
    case 'Logger':
    case 'Benchmark':
    case 'StandardError':
    case 'ActiveSupport':
    case 'ActiveRecord::VERSION::MAJOR':
    case 'ActiveRecord::VERSION':
      return unknown(name);
    default:
      return undefined;
  }
}

/** The type of keys, which the migrations that Rails itself brings ask for. */
function configuration({ beside }: Session): Value {
  const files = ['application.rb', 'initializers/generators.rb', 'environment.rb'];
  const texts = files.map((file) => beside(`../../config/${file}`) ?? '');
  const type = /\bprimary_key_type:?\s*(?:=>\s*)?:(\w+)/.exec(texts.join('\n'))?.[1];
  const ofOrm = hash();
  if (type !== undefined) setEntry(ofOrm, symbol('primary_key_type'), symbol(type));
  const all = hash();
  setEntry(all, symbol('active_record'), ofOrm);
  return native('Rails.configuration', (name) => {
    if (name !== 'generators') return unknown(`Rails.configuration.${name}`);
    return native('Rails.configuration.generators', (inner) => {
      if (inner === 'options') return all;
      return inner === 'orm' ? symbol('active_record') : unknown(`Rails.configuration.generators.${inner}`);
    });
  });
}

/** Migrations are read as they run in production. */
const environment = (): Value =>
  native('Rails.env', (method) => {
    if (method === 'to_s') return textOf('production');
    return method.endsWith('?') ? primitive(method === 'production?') : unknown(`Rails.env.${method}`);
  });
