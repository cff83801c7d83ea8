// The functions of Ecto.Migration, and those of repositories that send SQL.
import { callValue } from '../elixir/functions.ts';
import { addGap } from '../elixir/machine.ts';
import { type Atom, atom, type Call, isNil, made, nil, rows, unknown, type Value, wordOf } from '../elixir/value.ts';
import { type Site, type Text, textOf } from '../text.ts';
import { nameIn, optionsOf, Unreadable } from './arguments.ts';
import type { Change, Operation } from './operation.ts';
import { columnOf, constraintOf, indexOf, ownKey, tableOf, timestampsOf } from './schema.ts';
import { flush, type Session, send } from './session.ts';

type Work = (session: Session, call: Call, changes: Change[]) => Value | Operation | undefined;

const ok: Atom = atom('ok');

const only = (call: Call): Value => made(call.name, call.args);

const create =
  (ifs: boolean): Work =>
  (session, { args: [what], block }) => {
    if (what?.kind !== 'made') throw new Unreadable('what it creates is known only at run time');
    if (what.by === 'constraint') return { kind: 'createConstraint', constraint: constraintOf(what) };
    if (what.by !== 'table') return { kind: 'createIndex', index: indexOf(what), ifs };
    const { table, key } = tableOf(what);
    const added = within(session, block).filter((change) => 'is' in change);
    return { kind: 'createTable', table, columns: [...ownKey(key, session.config), ...added], ifs };
  };

const drop =
  (ifs: boolean): Work =>
  (_, { args: [what, options] }) => {
    if (what?.kind !== 'made') throw new Unreadable('what it drops is known only at run time');
    const isCascade = optionsOf(options).text('mode') === 'cascade';
    if (what.by === 'constraint') return { kind: 'dropConstraint', constraint: constraintOf(what), ifs, isCascade };
    if (what.by === 'table') return { kind: 'dropTable', table: tableOf(what).table, ifs, isCascade };
    return { kind: 'dropIndex', index: indexOf(what), ifs, isCascade };
  };

const rename: Work = (_, { args }) => {
  const [what, second, third] = args;
  if (what?.kind === 'made' && (what.by === 'index' || what.by === 'unique_index')) {
    return { kind: 'renameIndex', index: indexOf(what), to: optionsOf(second).text('to') ?? '' };
  }
  const { table } = tableOf(what);
  if (third !== undefined) {
    const to = nameIn(optionsOf(third).value('to'), 'the new name');
    return { kind: 'renameColumn', table, from: nameIn(second, 'the column'), to };
  }
  return { kind: 'renameTable', from: table, to: tableOf(optionsOf(second).value('to')).table };
};

const column =
  (kind: 'add' | 'addIfNotExists' | 'modify'): Work =>
  ({ config }, { args }, changes) => {
    changes.push({ kind, ...columnOf(args, config) });
    return ok;
  };

const remove =
  (kind: 'remove' | 'removeIfExists'): Work =>
  ({ config }, { args }, changes) => {
    const name = nameIn(args[0], 'the name of the column');
    changes.push({ kind, name, ...(args.length > 1 ? { was: columnOf(args, config) } : {}) });
    return ok;
  };

const execute: Work = (session, { args: [up, down], site }) => {
  const back = isNil(down) ? undefined : down;
  if (up?.kind === 'text') {
    const sql = back?.kind === 'text' ? { back } : {};
    return { kind: 'sql', sql: up, ...sql };
  }
  const runs = (work: Value) => () => {
    if (!callValue(session.machine, work, [])) sayUnknown(session, site, 'What it executes');
  };
  return { kind: 'run', run: runs(up ?? nil), ...(back ? { back: runs(back) } : {}) };
};

const executeFile: Work = (session, { args: [up, down] }) => {
  const read = (path: Value): Text => {
    const name = nameIn(path, 'the path of the file');
    const text = session.fileAt(name);
    if (text === undefined) throw new Unreadable(`${name} can't be read`);
    return textOf(text);
  };
  const back = isNil(down) || down === undefined ? {} : { back: read(down) };
  return { kind: 'sql', sql: read(up ?? nil), ...back };
};

const sayUnknown = ({ machine }: Session, site: Site, what: string): void =>
  addGap(machine, site, `${what} is known only at run time.`, 'dynamic-sql');

const works: Readonly<Record<string, Work>> = {
  table: (_, call) => only(call),
  index: (_, call) => only(call),
  unique_index: (_, call) => only(call),
  constraint: (_, call) => only(call),
  references: (_, call) => only(call),
  fragment: (_, call) => only(call),
  create: create(false),
  create_if_not_exists: create(true),
  drop: drop(false),
  drop_if_exists: drop(true),
  alter: (session, { args: [what], block }) => ({
    kind: 'alter',
    table: tableOf(what).table,
    changes: within(session, block),
  }),
  rename,
  add: column('add'),
  add_if_not_exists: column('addIfNotExists'),
  modify: column('modify'),
  remove: remove('remove'),
  remove_if_exists: remove('removeIfExists'),
  timestamps: ({ config }, { args: [options] }, changes) => {
    changes.push(...timestampsOf(options, config).map((each) => ({ kind: 'add', ...each }) as const));
    return ok;
  },
  execute,
  execute_file: executeFile,
  flush: (session) => {
    flush(session);
    return ok;
  },
  direction: ({ direction }) => atom(direction),
  repo: () => unknown('the repository'),
  prefix: () => nil,
};

const blocks = new WeakMap<Session, Change[][]>();

/** What a block adds to its table. */
function within(session: Session, block: (() => void) | undefined): Change[] {
  const changes: Change[] = [];
  const open = blocks.get(session) ?? [];
  blocks.set(session, open);
  open.push(changes);
  try {
    block?.();
  } finally {
    open.pop();
  }
  return changes;
}

const isQuery = /(?:^|\.|\brepo\(\)\.)(?:query|query_many)!?$/;
const isDataWork = /(?:\bRepo|\brepo\(\))\.\w+[!?]?$/;

/** Undefined where the call is none of Ecto's. */
export function migrationCall(session: Session, call: Call): Value | undefined {
  const work = Object.hasOwn(works, call.name) ? works[call.name] : undefined;
  if (!work) return repositoryCall(session, call);
  try {
    const result = work(session, call, blocks.get(session)?.at(-1) ?? []);
    if (!result || !isOperation(result)) return result;
    session.queue.push({ operation: result, site: call.site });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    addGap(session.machine, call.site, `${call.name}${onWhat(call)} is not read: ${error.message}.`, 'unsupported');
  }
  return ok;
}

const operations = /^(?:create|alter|drop|rename|sql$|run$)/;

const isOperation = (result: Value | Operation): result is Operation => operations.test(result.kind);

function onWhat({ args: [what] }: Call): string {
  const name = what?.kind === 'made' ? wordOf(what.args[0]) : wordOf(what);
  return name === undefined ? ' on a name that is computed' : ` of ${name}`;
}

function repositoryCall(session: Session, { name, args, site }: Call): Value | undefined {
  if (isQuery.test(name)) {
    const sql = args.find(({ kind }) => kind === 'text');
    if (sql?.kind === 'text') send(session, sql, site);
    else sayUnknown(session, site, 'The SQL that is sent here');
    return rows;
  }
  if (/\.(?:transaction|checkout)$/.test(name)) return callValue(session.machine, args[0], []) ?? unknown('a result');
  if (!isDataWork.test(name)) return undefined;
  addGap(session.machine, site, `${name}() works on rows in host code, which is not read.`, 'data-work');
  return rows;
}
