// A migration of Rails, its class read in one direction. activerecord/lib/active_record/migration.rb
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import { type Direction, type MigrationFile, type ReadOptions, type TransactionModel, waysOf } from '../framework.ts';
import { commentsFor } from '../ruby/asides.ts';
import { bounded, callOwn, createMachine, loadFile, type ParsedFile, parseFile } from '../ruby/evaluator.ts';
import { addGap } from '../ruby/machine.ts';
import { methodOf } from '../ruby/scope.ts';
import type { Unparsed } from '../ruby/syntax.ts';
import { type Call, type ClassValue, type MethodValue, type Native, native, type Value } from '../ruby/value.ts';
import { executeCommand } from './commands.ts';
import { railsConstant } from './constants.ts';
import { migrationCall } from './dispatch.ts';
import { fileCall } from './files.ts';
import { usesGitlab } from './gitlab.ts';
import { foreignCall } from './models.ts';
import { addedMethod, projectConstant } from './project-code.ts';
import { reverted, type Session } from './session.ts';
import { newest, versionOf } from './version.ts';

const transactional: TransactionModel = {
  scope: 'file',
  kind: 'explicit',
  wayOut: 'with `disable_ddl_transaction!`',
  inStrings: true,
};
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };

/** The SQL that a migration sends, up and down. `loadRuby` must have been awaited. Never throws for any input. */
export function readMigration(text: SourceText, options: ReadOptions = {}): MigrationFile[] {
  const file = parseFile(text);
  if ('reason' in file) return [unparsed(text, file)];
  return waysOf(options).flatMap((direction) => readDirection(file, direction, options) ?? []);
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

/** `ActiveRecord::Schema[7.1].define(version: …) do … end`, which begins with what is there. */
export function readSchema(text: SourceText): MigrationFile {
  const file = parseFile(text);
  if ('reason' in file) return unparsed(text, file);
  const session = sessionOf(text.path, {});
  const { machine } = session;
  loadFile(machine, file);
  const { pieces, gaps } = machine;
  return {
    path: text.path,
    framework: 'rails',
    direction: 'up',
    text,
    pieces,
    transaction: autocommit,
    psql: false,
    gaps,
  };
}

function readDirection(file: ParsedFile, direction: Direction, options: ReadOptions): MigrationFile | undefined {
  const { source: text } = file;
  const session = sessionOf(text.path, options);
  const { machine, assured } = session;
  const made = migrationClass(loadFile(machine, file), text.path);
  const superclasses = made ? superclassesOf(made) : [];
  session.version = versionOf(superclasses);
  session.isGitlab = made !== undefined && usesGitlab(made, superclasses);
  session.hasTransaction = !made?.marks.has('disable_ddl_transaction!');
  const before = machine.sent;
  const isRun = made && run(session, made, text, direction);
  if (direction === 'down' && !isRun) return undefined;
  if (!isRun && machine.sent === before && machine.gaps.length === 0 && !isEmpty(made))
    sayNothingRuns(session, text, made);
  const { pieces, gaps } = machine;
  return {
    path: text.path,
    framework: 'rails',
    direction,
    text,
    pieces,
    transaction: session.hasTransaction ? transactional : autocommit,
    psql: false,
    gaps,
    comments: commentsFor(file.asides, text, direction),
    ...(assured.length > 0 ? { assured } : {}),
  };
}

function sessionOf(path: string, { beside = () => undefined, memory = new Map() }: ReadOptions): Session {
  const machine = createMachine(() => ({
    constant: (name) => railsConstant(session, name) ?? projectConstant(session, name),
    call: (name, call, self) =>
      fileCall(session, name, call) ?? migrationCall(session, name, call) ?? addedCall(session, name, call, self),
    callOn: (receiver, name, call) => foreignCall(session, receiver, name, call),
  }));
  const session: Session = {
    path,
    machine,
    version: newest,
    hasTransaction: false,
    assured: [],
    beside,
    memory,
    required: new Map(),
    tables: new Map(),
    indexes: [],
    foreignKeys: new Map(),
    transactions: 0,
    recording: undefined,
    isReverting: false,
    isGitlab: false,
    execute: executeCommand,
  };
  return session;
}

function addedCall(session: Session, name: string, call: Call, self: Value): Value | undefined {
  const method = addedMethod(session, name);
  return method && callOwn(session.machine, method, call, self);
}

/** One without a way up does nothing. */
const isEmpty = (made: ClassValue | undefined): boolean =>
  made !== undefined &&
  ![...made.marks].some((mark) => mark.startsWith('include ')) &&
  !methodOf(made, 'up') &&
  !methodOf(made, 'change');

function sayNothingRuns({ machine }: Session, text: SourceText, made: ClassValue | undefined): void {
  const site = { source: text, start: 0, end: text.text.length };
  const reason = made ? 'No code for the way up is found in this migration.' : 'No migration is found in this file.';
  addGap(machine, site, reason, 'unsupported');
}

/** Its class derives from a migration's, whichever library has added to that, and is named as the file is. */
function migrationClass(top: ClassValue, path: string): ClassValue | undefined {
  const all = migrationsIn(top);
  const named = /\d+_(\w+)(?:\.\w+)?\.rb$/.exec(path)?.[1]?.replaceAll('_', '').toLowerCase();
  return all.find(({ name }) => name.toLowerCase() === named) ?? all[0] ?? ownClass(top, named);
}

/** Its superclass may be the value of a constant. */
function ownClass(top: ClassValue, named: string | undefined): ClassValue | undefined {
  const classes = [...top.constants.values()].filter((value): value is ClassValue => value.kind === 'class');
  return classes.find(({ name, superclass }) => name.toLowerCase() === named && superclass !== '');
}

function migrationsIn(module: ClassValue, depth = 0): ClassValue[] {
  const classes = [...module.constants.values()].filter((value): value is ClassValue => value.kind === 'class');
  const own = classes.filter((made) => superclassesOf(made).some((superclass) => /Migration\b/.test(superclass)));
  return own.length > 0 || depth > 5 ? own : classes.flatMap((inner) => migrationsIn(inner, depth + 1));
}

const superclassesOf = (made: ClassValue): string[] =>
  [made, ...made.mixins].flatMap(({ superclass }) => (superclass === '' ? [] : [superclass]));

/** Whether it has that direction and can go it. */
function run(session: Session, made: ClassValue, text: SourceText, direction: Direction): boolean {
  const method = methodOf(made, direction) ?? made.statics.get(direction);
  const change = methodOf(made, 'change');
  const site = { source: text, start: 0, end: text.text.length };
  const send: Native['send'] = (name, given) => (name === 'class' ? made : migrationCall(session, name, given));
  const self: Native = { ...native('the migration', send), made };
  const call = (own: MethodValue): void => {
    callOwn(session.machine, own, { args: [], block: undefined, site: { ...site, ...placeOf(own) } }, self);
  };
  if (method) return bounded(session.machine, text, () => call(method));
  if (!change) return false;
  if (direction === 'up') return bounded(session.machine, text, () => call(change));
  return bounded(session.machine, text, () => reverted(session, () => call(change)));
}

const placeOf = ({ node: { start, end } }: MethodValue): { start: number; end: number } => ({ start, end });
