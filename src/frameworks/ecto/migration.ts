// A migration of Ecto, its module read in one direction. lib/ecto/migration/runner.ex, lib/ecto/migrator.ex
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import { commentsIn } from '../elixir/comments.ts';
import { createMachine, defineModule } from '../elixir/evaluator.ts';
import { callFunction } from '../elixir/functions.ts';
import { addGap, bounded, type Machine } from '../elixir/machine.ts';
import { scopeIn } from '../elixir/scope.ts';
import { isParsed, type Node, parseElixir } from '../elixir/syntax.ts';
import { truth } from '../elixir/value.ts';
import { type Direction, type MigrationFile, type ReadOptions, type TransactionModel, waysOf } from '../framework.ts';
import type { Unparsed } from '../tree-sitter.ts';
import { migrationCall } from './commands.ts';
import { repoConfig } from './repo-config.ts';
import { flush, type Session } from './session.ts';

const transactional: TransactionModel = {
  scope: 'file',
  kind: 'explicit',
  wayOut: 'with `@disable_ddl_transaction true` and `@disable_migration_lock true`',
};
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit' };

/** The SQL that a migration sends, in the ways that are asked for. `loadElixir` must have been awaited. Never throws for any input. */
export function readMigration(text: SourceText, options: ReadOptions = {}): MigrationFile[] {
  const root = parseElixir(text);
  if (!isParsed(root))
    return [{ ...fileOf(text, 'up'), transaction: autocommit, pieces: [], gaps: [unparsed(text, root)] }];
  return waysOf(options).flatMap((direction) => readDirection(text, root, direction, options) ?? []);
}

const fileOf = (text: SourceText, direction: Direction) => ({
  path: text.path,
  framework: 'ecto',
  direction,
  text,
  psql: false,
});

const unparsed = (text: SourceText, { kind, reason, at }: Unparsed): Gap => ({
  kind,
  file: text.path,
  reason,
  ...(at === undefined ? {} : { span: text.span(at, Math.min(at + 1, text.text.length)) }),
});

function readDirection(
  text: SourceText,
  root: Node,
  direction: Direction,
  options: ReadOptions,
): MigrationFile | undefined {
  const machine: Machine = createMachine(text, {
    call: (call) => migrationCall(session, call),
    sent: () => session.pieces.length,
  });
  const session: Session = {
    machine,
    config: repoConfig(options),
    direction,
    isReversing: false,
    pieces: [],
    queue: [],
    fileAt: (path) => options.beside?.(`../../../${path}`),
  };
  const isRun = bounded(machine, () => {
    const name = defineModule(machine, root, (own) => /\buse\s+[\w.]*Migration\b/.test(own));
    if (name !== undefined) run(session);
  });
  const { gaps } = machine;
  if (direction === 'down' && !hasWay(machine, 'down')) return undefined;
  if (isRun && gaps.length === 0 && !hasWay(machine, 'up')) {
    const site = { source: text, start: 0, end: text.text.length };
    if ([root, ...root.children].some(({ type }) => type === 'ERROR'))
      addGap(machine, site, 'The code is not Elixir.', 'syntax');
    else addGap(machine, site, 'No code for the way up is found in this migration.', 'unsupported');
  }
  const marked = machine.attributes.get('disable_ddl_transaction');
  const transaction = marked && truth(marked) ? autocommit : transactional;
  const others = machine.functions.has(direction) ? [direction === 'up' ? 'down' : 'up'] : [];
  const comments = commentsIn(text, root, others);
  return { ...fileOf(text, direction), pieces: session.pieces, transaction, gaps, comments };
}

const hasWay = ({ functions }: Machine, direction: Direction): boolean =>
  functions.has(direction) || functions.has('change');

/** `after_begin` and `before_commit` are called in the migration's transaction. */
function run(session: Session): void {
  const { machine, direction } = session;
  const scope = scopeIn(undefined);
  const call = (name: string): void => {
    callFunction(machine, name, [], scope);
    flush(session);
  };
  call('after_begin');
  if (machine.functions.has(direction)) call(direction);
  else {
    session.isReversing = direction === 'down';
    call('change');
    session.isReversing = false;
  }
  call('before_commit');
}
