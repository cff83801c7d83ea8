// Code of the application that a migration calls: models, services, Rails itself. None of it is read; what may change data is a gap.
import { attempt } from '../ruby/branches.ts';
import { underscore } from '../ruby/inflections.ts';
import { addGap, addUnsure, type Machine } from '../ruby/machine.ts';
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
import { rootPath, type Session } from './session.ts';

/** Methods that only describe rows. */
const describing = new Set(
  `all where not joins left_joins includes select order limit unscoped unscope group having distinct from or and merge rewhere with
  new in_batches preload with_deleted eager_load references none left_outer_joins reselect regroup invert_where excluding missing
  associated arel_table arel project eq in not_eq table_name column_names columns_hash quoted_table_name name lock reorder offset
  readonly extending connection_pool model_name primary_key class service services find_or_initialize_by`.split(/\s+/),
);

const harmless = new Set(
  `reset_column_information table_name= inheritance_column= ignored_columns= primary_key= schema_cache logger info debug warn to_sql
  clear! clear_cache! load_schema flush sync= puts print gets belongs_to has_many has_one self_and_descendants`.split(
    /\s+/,
  ),
);

/** Methods that write rows, or go over all of them. */
const changing =
  /^(?:update|delete|destroy|insert|upsert|create|save|increment|decrement|touch|find_each|find_in_batches|each|find_or_create|import)/;

/** Those of ActiveRecord itself: a name that only begins so may be anything, the schema included. */
const ofRecords =
  /^(?:update(?:_all|_columns?|_attributes?|_counters)?|delete(?:_all|_by)?|destroy(?:_all|_by)?|insert(?:_all)?|upsert(?:_all)?|create|save|(?:in|de)crement(?:_counter)?|touch(?:_all)?|find_each|find_in_batches|find_or_create_by|reset_counters|import)!?$/;

/** They give what they go over to a block. */
const turns =
  /^(?:each(?:_\w+)?|find_each|find_in_batches|in_batches|(?:flat_|filter_)?map|collect|with_index|times|upto|select|reject|filter|group_by|index_by|sort_by|partition|sum|any\?|all\?|none\?|tap|then)$/;

const reading =
  /\?$|^(?:count|pluck|ids|find|find_by(?:_\w+)?!?|first|last|second|sum|maximum|minimum|take|size|exists|pick|to_[ahis]|to_set|length|uniq|join|compact|flatten|map|collect|keys|values|dig|max|min|sort|reverse|reload|sole|id|attributes|\[\])!?$/;

/** Work that is put off until later. */
const queueing = /^(?:perform_(?:later|async|in|at|now)|enqueue|delay)$/;

export function foreignCall(session: Session, receiver: ClassValue | Unknown, name: string, call: Call): Value {
  const what = whatOf(receiver);
  if (name === 'connection' || name === 'lease_connection') return connection(session);
  if (name === 'transaction') return transaction(session, call);
  if (harmless.has(name)) return nil;
  if (receiver.kind === 'unknown') {
    if (receiver.isTime) return momentOf(receiver, name);
    const key = receiver.asks === 'schema' ? aboutKey(session, name) : undefined;
    if (key) return key;
    if (receiver.ofRows && /\w=$/.test(name)) return nil;
  }
  const mayAct = receiver.kind === 'class' || receiver.canSend === true;
  if (mayAct && call.block && turns.test(name)) return overRows(session.machine, receiver, name, call);
  if (!mayAct || describing.has(name)) {
    const asks = receiver.kind === 'unknown' ? receiver.asks : undefined;
    const given = mayAct ? what : `what ${name} gives of ${what}`;
    return unknownBlock(session.machine, call, unknown(given, { asks, canSend: mayAct, ofRows: mayAct }));
  }
  if (reading.test(name)) return unknown(`the result of ${what}.${name}`, { canSend: true, ofRows: true });
  return acting(session, receiver, name, call);
}

function acting(session: Session, receiver: ClassValue | Unknown, name: string, { site }: Call): Value {
  const what = whatOf(receiver);
  const reason = changing.test(name)
    ? `Rows are changed here in Ruby (${what}.${name}), by SQL that is known only at run time.`
    : `What ${what}.${name} does is code of the application, which is not read.`;
  const isOfRows = ofRecords.test(name) || queueing.test(name) || what === 'Flipper' || isModel(session, receiver);
  addGap(session.machine, site, reason, isOfRows ? 'data-work' : 'unsupported');
  return unknown(`the result of ${what}.${name}`, { canSend: isOfRows, ofRows: isOfRows });
}

/** One of the file or the project that derives from a model, or rows of one: code of a model works on rows. */
function isModel(session: Session, receiver: ClassValue | Unknown): boolean {
  if (receiver.kind === 'class') return /^(?:::)?(?:ActiveRecord::Base$|\w*Record$)/.test(receiver.superclass);
  if (receiver.ofRows) return true;
  if (!/^[A-Z][\w:]*$/.test(receiver.what)) return false;
  const text = session.beside(`${rootPath(session)}/app/models/${underscore(receiver.what)}.rb`) ?? '';
  return /^\s*class\s+[\w:]+\s*<\s*[\w:]+/m.test(text) && !/<\s*(?:::)?ActiveRecord::Migration/.test(text);
}

/** Rows that only a run can tell are gone over once: what is done with one is done with all. */
function overRows(machine: Machine, receiver: ClassValue | Unknown, name: string, { block, site }: Call): Value {
  const what = whatOf(receiver);
  const result = unknown(what, { canSend: true, ofRows: true });
  if (!block) return result;
  const gaps = machine.gaps.length;
  const row = unknown(`a row of ${what}`, { canSend: true, ofRows: true });
  const run = attempt(machine, () => machine.yield(block, [row, row], site));
  const found = machine.gaps.slice(gaps);
  if (found.some(({ kind }) => kind !== 'data-work') || run.hasChanged) {
    if (run.hasSent) addUnsure(machine, site, howOften(what), !run.hasChanged);
  } else if (found.length > 0 || run.hasSent || ofRecords.test(name)) {
    machine.gaps.length = gaps;
    const reason = `Rows are changed here in Ruby (${what}.${name}), by SQL that is known only at run time.`;
    addGap(machine, site, reason, 'data-work');
  }
  return result;
}

const howOften = (what: string): string => `How often this runs depends on ${what}, which is known only at run time.`;

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
  const run = attempt(machine, () => machine.yield(block, [unknown(`what ${value.what} gives`)], site));
  if (run.hasSent) addUnsure(machine, site, howOften(value.what), !run.hasChanged);
  return value;
}
