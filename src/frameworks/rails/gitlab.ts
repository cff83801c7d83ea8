// GitLab's helpers for migrations, which Mastodon has taken over: what they send, with the transactions and timeouts around it.
// https://gitlab.com/gitlab-org/gitlab (lib/gitlab/database/migration_helpers.rb, migrations/constraints_helpers.rb)
import { createHash } from 'node:crypto';
import { addGap } from '../ruby/machine.ts';
import { type Call, type ClassValue, nil, type Value } from '../ruby/value.ts';
import { type Arguments, argumentsOf } from './arguments.ts';
import { quoteName, quoteTable } from './names.ts';
import { isList, nameIn, namesIn, type Plain, textIn, Unreadable, without } from './options.ts';
import { carryOut, type Session, send } from './session.ts';

/** By what it derives from or includes. */
export const usesGitlab = (made: ClassValue, superclasses: readonly string[]): boolean =>
  superclasses.some((superclass) => superclass.startsWith('Gitlab::')) ||
  [...made.marks].some((mark) => /^include (?:Gitlab::Database|.*MigrationHelpers\b)/.test(mark));

type Work = (session: Session, given: Arguments, call: Call) => void;

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10);

export const textLimitName = (table: string, column: string): string => checkName(table, column, 'max_length');

const checkName = (table: string, column: string, type: string): string =>
  `check_${hashed(`${table}_${column}_check_${type}`)}`;

/** A transaction of its own where none is open, with a timeout that later attempts lengthen. */
function withLockRetries(session: Session, call: Pick<Call, 'site'>, work: () => void): void {
  const isInside = session.hasTransaction || session.transactions > 0;
  if (!isInside) send(session, 'BEGIN', call);
  send(session, "SET LOCAL lock_timeout TO '100ms'", call);
  session.transactions += 1;
  work();
  session.transactions -= 1;
  if (!isInside) send(session, 'COMMIT', call);
}

function withoutTimeout(session: Session, call: Pick<Call, 'site'>, work: () => void): void {
  send(session, 'SET statement_timeout TO 0', call);
  work();
  send(session, 'RESET statement_timeout', call);
}

const yielded = (session: Session, { block, site }: Call): Value =>
  block ? session.machine.yield(block, [], site) : nil;

function addCheck(session: Session, { table, sql, name, validate }: Check, call: Call): void {
  const own = `ALTER TABLE ${quoteTable(table)}`;
  withLockRetries(session, call, () => send(session, `${own} ADD CONSTRAINT ${name} CHECK ( ${sql} ) NOT VALID`, call));
  if (validate) withoutTimeout(session, call, () => send(session, `${own} VALIDATE CONSTRAINT ${name}`, call));
}

interface Check {
  readonly table: string;
  readonly sql: string;
  readonly name: string;
  readonly validate: boolean;
}

const addColumnCheck =
  (type: string, sqlOf: (column: string, args: readonly Plain[]) => string): Work =>
  (session, { args, options }, call) => {
    const [table, column] = namesIn(args.slice(0, 2), 'its argument');
    if (table === undefined || column === undefined) throw new Unreadable('a name is left out');
    const name = textIn(options.constraint_name, 'constraint_name') ?? checkName(table, column, type);
    addCheck(session, { table, sql: sqlOf(column, args), name, validate: options.validate !== false }, call);
  };

const onColumnCheck =
  (type: string, isValidation: boolean): Work =>
  (session, { args, options }, call) => {
    const [table = '', column = ''] = namesIn(args.slice(0, 2), 'its argument');
    const name = textIn(options.constraint_name, 'constraint_name') ?? checkName(table, column, type);
    onCheck(session, { table, name, isValidation }, call);
  };

const onNamedCheck =
  (isValidation: boolean): Work =>
  (session, { args: [table, name] }, call) =>
    onCheck(session, { table: nameIn(table, 'the table'), name: nameIn(name, 'the constraint'), isValidation }, call);

function onCheck(
  session: Session,
  { table, name, isValidation }: { table: string; name: string; isValidation: boolean },
  call: Call,
): void {
  const own = `ALTER TABLE ${quoteTable(table)}`;
  if (isValidation) withoutTimeout(session, call, () => send(session, `${own} VALIDATE CONSTRAINT ${name}`, call));
  else withLockRetries(session, call, () => send(session, `${own} DROP CONSTRAINT IF EXISTS ${name}`, call));
}

const index =
  (name: 'add_index' | 'remove_index'): Work =>
  (session, { args: [table, column], options }, { site }) => {
    const own = { ...options, algorithm: 'concurrently' };
    const given =
      name === 'add_index' ? { args: [table, column], options: own } : { args: [table], options: { ...own, column } };
    withoutTimeout(session, { site }, () => carryOut(session, { name, ...given, site }));
  };

function addForeignKey(session: Session, { args, options }: Arguments, call: Call): void {
  const [source = '', target = ''] = namesIn(args.slice(0, 2), 'the table');
  const columns = namesIn(options.column, 'column');
  const keys = namesIn(options.target_column ?? 'id', 'target_column');
  const name = keyName(source, columns, options.name);
  const table = `ALTER TABLE ${quoteTable(source)}`;
  const action = (on: string, value: Plain): string => {
    const text = textIn(value, `on_${on.toLowerCase()}`);
    return text === undefined
      ? ''
      : ` ON ${on} ${text === 'nullify' ? 'SET NULL' : text.replaceAll('_', ' ').toUpperCase()}`;
  };
  const onDelete = action('DELETE', 'on_delete' in options ? options.on_delete : 'cascade');
  withLockRetries(session, call, () => {
    if (options.reverse_lock_order)
      send(session, `LOCK TABLE ${quoteTable(target)}, ${quoteTable(source)} IN SHARE ROW EXCLUSIVE MODE`, call);
    send(
      session,
      `${table} ADD CONSTRAINT ${name} FOREIGN KEY (${columns.map(quoteName).join(', ')}) REFERENCES ${quoteTable(target)} (${keys.map(quoteName).join(', ')})${action('UPDATE', options.on_update)}${onDelete} NOT VALID`,
      call,
    );
  });
  if (options.validate !== false)
    withoutTimeout(session, call, () => send(session, `${table} VALIDATE CONSTRAINT ${name}`, call));
}

const keyName = (table: string, columns: readonly string[], given: Plain): string =>
  textIn(given, 'name') ?? `fk_${hashed(`${table}_${columns.join('_')}_fk`)}`;

function addTimestamps(session: Session, { args: [table], options }: Arguments, { site }: Call): void {
  const names = isList(options.columns) ? options.columns : ['created_at', 'updated_at'];
  const own = { null: false, ...without(options, 'columns') };
  for (const name of names) {
    carryOut(session, { name: 'add_column', args: [table, name, 'datetime_with_timezone'], options: own, site });
  }
}

const works: Readonly<Record<string, Work>> = {
  add_concurrent_index: index('add_index'),
  remove_concurrent_index: index('remove_index'),
  remove_concurrent_index_by_name(session, { args: [table, name], options }, call) {
    const own = { name: name ?? options.name, algorithm: 'concurrently', if_exists: true };
    withoutTimeout(session, call, () =>
      carryOut(session, { name: 'remove_index', args: [table], options: own, site: call.site }),
    );
  },
  add_concurrent_foreign_key: addForeignKey,
  validate_foreign_key(session, { args: [table, column], options }, call) {
    const source = nameIn(table, 'the table');
    const name = keyName(source, column === undefined ? [] : namesIn(column, 'the column'), options.name);
    withoutTimeout(session, call, () =>
      send(session, `ALTER TABLE ${quoteTable(source)} VALIDATE CONSTRAINT ${name}`, call),
    );
  },
  remove_foreign_key_if_exists(session, { args: [table, target], options }, { site }) {
    const given = target === undefined ? [table] : [table, target];
    const own = { ...without(options, 'reverse_lock_order'), if_exists: true };
    carryOut(session, { name: 'remove_foreign_key', args: given, options: own, site });
  },
  add_check_constraint(session, { args: [table, sql, name], options }, call) {
    const own = {
      table: nameIn(table, 'the table'),
      sql: textIn(sql, 'the expression') ?? '',
      name: nameIn(name ?? options.name, 'the constraint'),
    };
    addCheck(session, { ...own, validate: options.validate !== false }, call);
  },
  validate_check_constraint: onNamedCheck(true),
  remove_check_constraint: onNamedCheck(false),
  add_text_limit: addColumnCheck('max_length', (column, [, , limit]) => `char_length(${column}) <= ${String(limit)}`),
  validate_text_limit: onColumnCheck('max_length', true),
  remove_text_limit: onColumnCheck('max_length', false),
  add_not_null_constraint: addColumnCheck('not_null', (column) => `${column} IS NOT NULL`),
  validate_not_null_constraint: onColumnCheck('not_null', true),
  remove_not_null_constraint: onColumnCheck('not_null', false),
  drop_constraint(session, { args: [table, name], options }, call) {
    const sql = `ALTER TABLE ${quoteTable(nameIn(table, 'the table'))} DROP CONSTRAINT ${quoteName(nameIn(name, 'the constraint'))}`;
    send(session, `${sql}${options.cascade ? ' CASCADE' : ''}`, call);
  },
  add_timestamps_with_timezone: addTimestamps,
  create_trigger_function(session, { args: [name], options }, call) {
    const body = call.block && session.machine.yield(call.block, [], call.site);
    if (body?.kind !== 'text' || body.holes.length > 0) throw new Unreadable('its body is computed');
    const head = `CREATE${options.replace === false ? '' : ' OR REPLACE'} FUNCTION ${nameIn(name, 'the function')}()`;
    send(session, `${head} RETURNS TRIGGER AS $$ BEGIN ${body.text} END $$ LANGUAGE PLPGSQL`, call);
  },
  create_trigger(session, { args: [table, name, fn], options }, call) {
    const fires = textIn(options.fires, 'fires') ?? 'AFTER INSERT';
    const sql = `CREATE TRIGGER ${nameIn(name, 'the trigger')} ${fires} ON ${nameIn(table, 'the table')} FOR EACH ROW`;
    send(session, `${sql} EXECUTE FUNCTION ${nameIn(fn, 'the function')}()`, call);
  },
  drop_trigger(session, { args: [table, name] }, call) {
    send(session, `DROP TRIGGER IF EXISTS ${nameIn(name, 'the trigger')} ON ${nameIn(table, 'the table')}`, call);
  },
  drop_function(session, { args: [name] }, call) {
    send(session, `DROP FUNCTION IF EXISTS ${nameIn(name, 'the function')}()`, call);
  },
  truncate_tables: truncate,
  'truncate_tables!': truncate,
  create_table_with_constraints(session, { args, options }, { block, site }) {
    withLockRetries(session, { site }, () => carryOut(session, { name: 'create_table', args, options, block, site }));
  },
};

function truncate(session: Session, { args }: Arguments, call: Call): void {
  send(session, `TRUNCATE TABLE ${namesIn(args, 'the table').map(quoteTable).join(', ')}`, call);
}

/** Rows of tables that say what background workers are to do; what these then do is none of the migration. */
const queued = /^(?:un)?prepare_(?:async|partitioned_async)_|^(?:delete|finalize)_batched_background_migration$/;

const dataWork =
  /^(?:queue_(?:batched_)?background_migration\w*|bulk_\w*migrate_\w+|migrate_(?:async|in)|update_column_in_batches|ensure_batched_background_migration_is_finished|backfill_\w+|sidekiq_\w+|requeue_\w+|finalize_background_migration)$/;

/** Undefined where it is none of them. */
export function gitlabCall(session: Session, name: string, call: Call): Value | undefined {
  if (name === 'with_lock_retries') {
    let value: Value = nil;
    withLockRetries(session, call, () => {
      value = yielded(session, call);
    });
    return value;
  }
  if (name === 'disable_statement_timeout') {
    if (call.block) withoutTimeout(session, call, () => yielded(session, call));
    else send(session, 'SET LOCAL statement_timeout TO 0', call);
    return nil;
  }
  if (queued.test(name)) return nil;
  if (dataWork.test(name)) {
    addGap(
      session.machine,
      call.site,
      `Rows are changed here in Ruby (${name}), by SQL that is known only at run time.`,
      'unsupported',
    );
    return nil;
  }
  const work = Object.hasOwn(works, name) ? works[name] : undefined;
  if (!work) return undefined;
  // A positional hash is nobody's argument here.
  work(session, argumentsOf(session.machine, call), call);
  return nil;
}
