// One Alembic revision read: what its upgrade() and downgrade() send, and in which transactions.
import type { SourceText } from '../../source/source-text.ts';
import type { Direction, MigrationFile, ReadOptions, TransactionModel, TransactionUnit } from '../framework.ts';
import { commentsIn } from '../python/comments.ts';
import { type Module, moduleOf } from '../python/evaluator.ts';
import { addGap, bounded, type Project } from '../python/machine.ts';
import { type FunctionValue, pathOf, reference, type Value } from '../python/value.ts';
import { handle, memberAt } from './calls.ts';
import { typeStoodFor } from './decorators.ts';
import type { Reading } from './sending.ts';

const wayOut = 'in a `with op.get_context().autocommit_block():`';

/** The directions of a revision, or the one that is asked for. `loadPython` must have been awaited. Never throws for any input. */
export function readRevision(source: SourceText, options: ReadOptions): MigrationFile[] {
  const directions = options.direction ? [options.direction] : (['up', 'down'] as const);
  return directions.flatMap((direction) => readDirection(source, direction, options));
}

/** What env.py says of transactions: `transaction_per_migration`, and engines that commit each statement by themselves. */
function modelOf({ beside, transaction, memory }: ReadOptions): TransactionModel {
  const env = ['../', '../../', '../../../'].map((up) => beside?.(`${up}env.py`)).find((text) => text !== undefined);
  const scope = transaction ?? (env === undefined ? 'run' : scopeIn(env, memory));
  return { scope, kind: 'explicit', inStrings: true, ...(scope === 'none' ? {} : { elsewhere: wayOut }) };
}

function scopeIn(env: string, memory = new Map<string, unknown>()): TransactionModel['scope'] {
  const scopes = (memory.get('alembic env.py') ?? new Map()) as Map<string, TransactionModel['scope']>;
  const known = scopes.get(env);
  const says = (pattern: RegExp): boolean => env.split('\n').some((line) => pattern.test(line.replace(/#.*/, '')));
  const scope =
    known ??
    (says(/\bisolation_level\s*["']?\s*[:=]\s*["']AUTOCOMMIT["']/)
      ? 'none'
      : says(/\btransaction_per_migration["']?\s*[:=]\s*True\b/)
        ? 'file'
        : 'run');
  memory.set('alembic env.py', scopes.set(env, scope));
  return scope;
}

function readDirection(source: SourceText, direction: Direction, options: ReadOptions): MigrationFile[] {
  const reading: Reading = {
    source,
    made: new Set(),
    units: [{ pieces: [], isAutocommit: false }],
    hasObjects: false,
    batched: undefined,
    machine: undefined,
  };
  const module = moduleOf(
    source,
    {
      called: (called) => handle(reading, called),
      member: memberAt,
      defined: typeStoodFor,
      enter: (value) => enter(reading, value),
      exit: (value) => exit(reading, value),
    },
    projectOf(options, direction),
    direction === 'up' ? endOfUpgrade(source.text) : undefined,
  );
  const { machine } = module;
  reading.machine = machine;
  const found = functionsFor(module, direction);
  if (found.length === 0) {
    if (direction === 'down') return [];
    if (machine.gaps.length === 0)
      addGap(machine, { start: 0, end: 1 }, 'The file has no function upgrade.', 'unsupported');
  }
  for (const each of found) bounded(machine, () => run(module, each));
  return fileOf(reading, module, direction, modelOf(options));
}

/** Where downgrade() starts, if nothing follows it and nothing else names it. */
function endOfUpgrade(text: string): number | undefined {
  const start = /^(?:async )?def downgrade\w*\(/m.exec(text)?.index;
  if (start === undefined || /\bdowngrade\b/.test(text.slice(0, start).replace(/#.*|["']{3}[\s\S]*?["']{3}/g, '')))
    return undefined;
  return /^(?:def (?!downgrade)|async def (?!downgrade)|class |@|if |for |with |\w+ *[=(:])/m.test(text.slice(start))
    ? undefined
    : start;
}

function enter(reading: Reading, value: Value): void {
  if (isAutocommitBlock(value)) reading.units.push({ pieces: [], isAutocommit: true });
  if (isBatch(value)) reading.batched = [];
}

function exit(reading: Reading, value: Value): void {
  if (isAutocommitBlock(value)) reading.units.push({ pieces: [], isAutocommit: false });
  if (!isBatch(value)) return;
  const { batched = [] } = reading;
  reading.batched = undefined;
  for (const sendAll of batched) sendAll();
}

const isBatch = (value: Value): boolean => pathOf(value) === 'alembic.op.batch_alter_table()';

const isAutocommitBlock = (value: Value): boolean => pathOf(value)?.endsWith('.autocommit_block()') ?? false;

/** Ways back are asked for before history is read, which is to ask for all that it goes by. */
function projectOf({ beside, memory = new Map() }: ReadOptions, direction: Direction): Project | undefined {
  const key = `alembic ${direction}`;
  const own = (memory.get(key) ?? new Map()) as Project['memory'];
  memory.set(key, own);
  return beside && { text: beside, memory: own };
}

function fileOf(
  reading: Reading,
  { machine }: Module,
  direction: Direction,
  transaction: TransactionModel,
): MigrationFile[] {
  const units = reading.units.filter(({ pieces }) => pieces.length > 0);
  const pieces = units.flatMap((unit) => unit.pieces);
  if (direction === 'down' && pieces.length + machine.gaps.length === 0) return [];
  const autocommit: TransactionModel = { scope: 'none', kind: 'explicit', inStrings: true };
  const parted: TransactionUnit[] = units.map((unit) => ({
    pieces: unit.pieces,
    transaction: unit.isAutocommit ? autocommit : transaction,
  }));
  const { source } = reading;
  const file = {
    path: source.path,
    framework: 'alembic',
    direction,
    text: source,
    pieces,
    transaction,
    psql: false,
    gaps: machine.gaps,
    get comments() {
      return commentsIn(source);
    },
  };
  return [units.some(({ isAutocommit }) => isAutocommit) ? Object.assign(file, { units: parted }) : file];
}

/** `upgrade`, or those of several databases: `upgrade_engine1`. */
function functionsFor({ names }: Module, direction: Direction): FunctionValue[] {
  const name = direction === 'up' ? 'upgrade' : 'downgrade';
  const own = names.get(name);
  const each = [...names].filter(([key]) => key.startsWith(`${name}_`));
  const named = each.flatMap(([, value]) => (value.kind === 'function' ? [value] : []));
  if (own?.kind !== 'function') return named;
  return named.length > 0 && isDispatching(own) ? named : [own];
}

/** `def upgrade(engine_name): globals()["upgrade_%s" % engine_name]()`. */
const isDispatching = ({ node }: FunctionValue): boolean =>
  (node.children.find(({ field }) => field === 'parameters')?.children.filter(({ named }) => named).length ?? 0) > 0;

function run({ machine }: Module, value: FunctionValue): void {
  machine.callFunction(value, { args: [], keywords: new Map([['op', reference('alembic.op')]]) });
}
