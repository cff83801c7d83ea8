// A migration of Rails, its class read in one direction. activerecord/lib/active_record/migration.rb
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { AssuredSpan, Direction, MigrationFile, ReadOptions, TransactionModel } from '../framework.ts';
import { bounded, callOwn, createMachine, loadFile } from '../ruby/evaluator.ts';
import { addGap } from '../ruby/machine.ts';
import { methodOf } from '../ruby/scope.ts';
import { parseRuby, type RubyNode, type Unparsed } from '../ruby/syntax.ts';
import { type Call, type ClassValue, type MethodValue, native, type Value } from '../ruby/value.ts';
import { executeCommand } from './commands.ts';
import { migrationCall } from './dispatch.ts';
import { foreignCall, railsConstant } from './models.ts';
import { reverted, type Session } from './session.ts';
import { versionOf } from './version.ts';

const transactional: TransactionModel = {
  scope: 'file',
  kind: 'explicit',
  wayOut: 'with `disable_ddl_transaction!`',
  inStrings: true,
};
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };

/** The SQL that a migration sends, up and down. `loadRuby` must have been awaited. Never throws for any input. */
export function readMigration(text: SourceText, options: ReadOptions = {}): MigrationFile[] {
  const root = parseRuby(text);
  if ('reason' in root) return [unparsed(text, root)];
  return (['up', 'down'] as const).flatMap((direction) => readDirection(text, { root, direction, options }) ?? []);
}

function unparsed(text: SourceText, { kind, reason, at }: Unparsed): MigrationFile {
  const span = at === undefined ? {} : { span: text.span(at, Math.min(at + 1, text.text.length)) };
  const gap: Gap = { kind, file: text.path, reason, ...span };
  return {
    path: text.path,
    framework: 'rails',
    direction: 'up',
    text,
    pieces: [],
    transaction: autocommit,
    gaps: [gap],
    psql: false,
  };
}

interface Reading {
  readonly root: RubyNode;
  readonly direction: Direction;
  readonly options: ReadOptions;
}

function readDirection(text: SourceText, { root, direction, options }: Reading): MigrationFile | undefined {
  const holder: { session?: Session } = {};
  const own = (): Session => {
    holder.session ??= sessionOf('', false);
    return holder.session;
  };
  const machine = createMachine(root, () => ({
    constant: (name) => railsConstant(own(), name),
    call: (name, call) => migrationCall(own(), name, call),
    callOn: (receiver, name, call) => foreignCall(own(), receiver, name, call),
  }));
  function sessionOf(superclass: string, hasTransaction: boolean): Session {
    return {
      machine,
      version: versionOf(superclass),
      hasTransaction,
      assured,
      beside: (path) => options.beside?.(path),
      tables: new Map(),
      indexes: [],
      foreignKeys: new Map(),
      transactions: 0,
      recording: undefined,
      isReverting: false,
      execute: executeCommand,
    };
  }
  const assured: AssuredSpan[] = [];
  const made = migrationClass(loadFile(machine, text, root));
  const hasTransaction = !made?.marks.has('disable_ddl_transaction!');
  const session = sessionOf(made?.superclass ?? '', hasTransaction);
  holder.session = session;
  const before = machine.sent;
  const isRun = made && run(session, made, text, direction);
  if (direction === 'down' && !isRun) return undefined;
  if (!isRun && machine.sent === before && machine.gaps.length === 0) sayNothingRuns(session, text, made);
  const { pieces, gaps } = machine;
  const transaction = hasTransaction ? transactional : autocommit;
  const rest = assured.length > 0 ? { assured } : {};
  return { path: text.path, framework: 'rails', direction, text, pieces, transaction, psql: false, gaps, ...rest };
}

function sayNothingRuns({ machine }: Session, text: SourceText, made: ClassValue | undefined): void {
  const site = { source: text, start: 0, end: text.text.length };
  const reason = made ? 'No code for the way up is found in this migration.' : 'No migration is found in this file.';
  addGap(machine, site, reason, 'unsupported');
}

/** Its class derives from a migration's, whichever library has added to that. */
function migrationClass(top: ClassValue, depth = 0): ClassValue | undefined {
  const classes = [...top.constants.values()].filter((value): value is ClassValue => value.kind === 'class');
  const own = classes.find(({ superclass }) => /Migration\b/.test(superclass));
  if (own || depth > 5) return own;
  for (const inner of classes) {
    const found = migrationClass(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Whether it has that direction and can go it. */
function run(session: Session, made: ClassValue, text: SourceText, direction: Direction): boolean {
  const method = methodOf(made, direction) ?? made.statics.get(direction);
  const change = methodOf(made, 'change');
  const site = { source: text, start: 0, end: text.text.length };
  const self: Value = native('the migration', (name, call) =>
    name === 'class' ? made : selfCall(session, name, call),
  );
  const call = (own: MethodValue): void => {
    callOwn(session.machine, own, { args: [], block: undefined, site: { ...site, ...placeOf(own) } }, self);
  };
  if (method) return bounded(session.machine, text, () => call(method));
  if (!change) return false;
  if (direction === 'up') return bounded(session.machine, text, () => call(change));
  return bounded(session.machine, text, () => reverted(session, () => call(change)));
}

const placeOf = ({ node: { start, end } }: MethodValue): { start: number; end: number } => ({ start, end });

const selfCall = (session: Session, name: string, call: Call): Value | undefined => migrationCall(session, name, call);
