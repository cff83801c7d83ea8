// Code of the application that a migration calls: models, services, Rails itself. None of it is read; what may change data is a gap.
import { addGap, type Machine } from '../ruby/machine.ts';
import {
  type Call,
  type ClassValue,
  nil,
  primitive,
  symbol,
  type Unknown,
  unknown,
  type Value,
  whatOf,
} from '../ruby/value.ts';
import { typeOfKeys } from './constants.ts';
import { connection, transaction } from './dispatch.ts';
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

/** Those of ActiveRecord itself: a name that only begins so may be anything, the schema included. */
const ofRecords =
  /^(?:update(?:_all|_columns?|_attributes?|_counters)?|delete(?:_all|_by)?|destroy(?:_all|_by)?|insert(?:_all)?|upsert(?:_all)?|create|save|(?:in|de)crement(?:_counter)?|touch(?:_all)?|find_each|find_in_batches|find_or_create_by)!?$/;

export function foreignCall(session: Session, receiver: ClassValue | Unknown, name: string, call: Call): Value {
  const what = whatOf(receiver);
  if (name === 'connection' || name === 'lease_connection') return connection(session);
  if (name === 'transaction') return transaction(session, call);
  if (harmless.has(name)) return nil;
  if (receiver.kind === 'unknown') {
    if (receiver.isTime) return momentOf(receiver, name);
    const key = receiver.asks === 'schema' ? aboutKey(session, name) : undefined;
    if (key) return key;
  }
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
  addGap(session.machine, call.site, reason, ofRecords.test(name) ? 'data-work' : 'unsupported');
  return unknown(`the result of ${what}.${name}`);
}

/** `Time.zone.now`, `Date.today - 1`: of no consequence but as a value. */
const momentOf = ({ what }: Unknown, name: string): Value =>
  /^to_[ifrd]$|\?$|^[<>=]/.test(name) ? unknown(`what ${name} gives of ${what}`) : unknown(what, { isTime: true });

/** Keys are of the type that the project's config names, by which the migrations of Rails ask for those of a table. */
function aboutKey(session: Session, name: string): Value | undefined {
  const type = typeOfKeys(session);
  if (name === 'bigint?') return primitive(type === undefined || type === 'bigint');
  return name === 'type' && type !== undefined ? symbol(type) : undefined;
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
