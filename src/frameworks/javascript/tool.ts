// Migration tools whose migrations are JavaScript or TypeScript: what a tool says of itself, and how its files are read.
import type { Gap } from '../../source/gap.ts';
import type { SourceText } from '../../source/source-text.ts';
import type { Direction, MigrationFile, TransactionModel } from '../framework.ts';
import type { Site } from '../text.ts';
import { commentsFor } from './comments.ts';
import { bounded, createMachine, exportsOf, type Parsed } from './evaluator.ts';
import { addGap, type Host, type Machine, sendStatements } from './machine.ts';
import type { Neighbours } from './neighbours.ts';
import { type Plain, plain, Unreadable } from './plain.ts';
import { parseJavaScript, type Unparsed } from './syntax.ts';
import { type Call, isNullish, type Native, native, type RecordValue, unknown, type Value } from './value.ts';

export { loadJavaScript, parseJavaScript } from './syntax.ts';

/** A migration file while it is read in one direction. */
export interface Script {
  readonly machine: Machine;
  readonly text: SourceText;
  readonly exports: Value;
  readonly direction: Direction;
  /** The whole file. */
  readonly site: Site;
  readonly neighbours?: Neighbours;
  /** Another file, to be run beside this one; undefined where it can't be read. What it sends is its own. */
  readonly open: (text: SourceText, direction: Direction) => Script | undefined;
}

export interface ScriptTool {
  readonly id: string;
  /** What the tool's own packages bring. */
  readonly module: (machine: Machine, specifier: string) => Value | undefined;
  /** What the tool has put among the global names. */
  readonly global?: (machine: Machine, name: string) => Value | undefined;
  /** Sends what the migration sends; the transaction around it, or undefined where it has no such direction. */
  readonly run: (script: Script) => TransactionModel | undefined;
  /** Whether what would be one transaction around the run is one for each migration here. */
  readonly partsRun?: (script: Script) => boolean;
}

export interface ScriptOptions {
  readonly readFile?: (path: string) => SourceText | undefined;
  /** Of the files that several migrations import. */
  readonly parse?: typeof parseJavaScript;
  /** Both, where it is not given. */
  readonly direction?: Direction;
  /** What the project's configuration makes of the transaction that the tool opens by itself (`of`). */
  readonly instead?: Instead;
  readonly neighbours?: Neighbours;
}

interface Instead {
  readonly of: TransactionModel['scope'];
  readonly scope: 'none' | 'file' | 'run';
  readonly wayOut?: string;
  readonly elsewhere?: string;
}

/** The SQL that a migration sends, up and down. `loadJavaScript` must have been awaited. Never throws for any input. */
export function readScript(tool: ScriptTool, text: SourceText, options: ScriptOptions = {}): MigrationFile[] {
  const parsed: Parsed = new Map();
  const ways = options.direction ? [options.direction] : (['up', 'down'] as const);
  return ways.flatMap((direction) => readDirection(tool, text, direction, { ...options, parsed }));
}

function readDirection(
  tool: ScriptTool,
  text: SourceText,
  direction: Direction,
  options: ScriptOptions & { parsed: Parsed },
): MigrationFile[] {
  const { instead, parsed } = options;
  const script = scriptOf(tool, text, direction, options);
  const { machine, exports, site } = script;
  const file = { path: text.path, framework: tool.id, direction, text };
  const none: TransactionModel = { scope: 'none', kind: 'explicit' };
  if ('type' in exports) {
    return direction === 'up' ? [{ ...file, pieces: [], transaction: none, gaps: [unparsedGap(text, exports)] }] : [];
  }
  let transaction: TransactionModel | undefined;
  bounded(machine, text, () => {
    const whole = { ...script, exports };
    transaction = settled(tool.run(whole), instead);
    if (transaction?.scope === 'run' && tool.partsRun?.(whole)) transaction = { ...transaction, scope: 'file' };
  });
  const { pieces, gaps } = machine;
  if (!transaction && pieces.length + gaps.length === 0) {
    if (direction === 'down') return [];
    if (!isEmpty(parsed.get(text)))
      addGap(machine, site, 'No code for the way up is found in this migration.', 'unsupported');
  }
  const comments = commentsFor(parsed, text, direction);
  return [
    { ...file, ...sentAsStrings, pieces, transaction: { ...(transaction ?? none), ...inStrings }, gaps, comments },
  ];
}

/** A file of comments alone sends nothing. */
const isEmpty = (file: ReturnType<typeof parseJavaScript> | undefined): boolean =>
  file?.type === 'File' && file.program.body.length === 0;

/** A file with a machine of its own, its top-level code followed. */
function scriptOf(
  tool: ScriptTool,
  text: SourceText,
  direction: Direction,
  options: ScriptOptions & { parsed: Parsed },
): Omit<Script, 'exports'> & { exports: Value | Unparsed } {
  const { readFile = () => undefined, parse = parseJavaScript, parsed, neighbours } = options;
  const host: Host = {
    readFile,
    module: (specifier) => tool.module(machine, specifier),
    global: (name) => tool.global?.(machine, name),
  };
  const machine: Machine = createMachine(host, parsed, parse);
  const exports = exportsOf(machine, text);
  const site = { source: text, start: 0, end: text.text.length };
  const open = (other: SourceText, way: Direction): Script | undefined => {
    const script = scriptOf(tool, other, way, { ...options, neighbours: undefined, parsed: new Map() });
    return 'type' in script.exports ? undefined : { ...script, exports: script.exports };
  };
  return { machine, text, exports, direction, site, open, ...(neighbours ? { neighbours } : {}) };
}

function settled(model: TransactionModel | undefined, instead: Instead | undefined): TransactionModel | undefined {
  if (!instead || model?.scope !== instead.of) return model;
  const { scope, wayOut = model.wayOut, elsewhere } = instead;
  if (scope === 'none') return { scope, kind: 'explicit' };
  return { ...model, scope, ...(wayOut ? { wayOut } : {}), ...(elsewhere ? { elsewhere } : {}) };
}

/** No tool in JavaScript is psql, whose commands and variables would be looked for. */
const sentAsStrings = { psql: false };
/** Each piece is one string, of whose statements PostgreSQL makes a transaction where none is open. */
const inStrings = { inStrings: true };

const unparsedGap = (text: SourceText, { kind, reason, at }: Unparsed): Gap => ({
  kind,
  file: text.path,
  reason,
  ...(at === undefined ? {} : { span: text.span(at, Math.min(at + 1, text.text.length)) }),
});

/** A migration's function of that name: exported, of the default export, or of an object that is exported whole. */
export function exported({ machine, exports, site }: Script, name: string): Value | undefined {
  const own = exports.kind === 'record' || exports.kind === 'class' ? machine.get(exports, name, site) : undefined;
  if (own && !isNullish(own)) return own;
  const standard = exports.kind === 'record' ? exports.fields.get('default') : undefined;
  const found = standard?.kind === 'record' ? machine.get(standard, name, site) : undefined;
  if (found && !isNullish(found)) return found;
  const objects = exports.kind === 'record' ? [...exports.fields.values()].filter(isMigration) : [];
  return objects.length === 1 && objects[0] ? objects[0].fields.get(name) : undefined;
}

/** `export const addUsers: Migration = { up, down }`, which a list names. */
const isMigration = (value: Value): value is RecordValue => value.kind === 'record' && value.fields.has('up');

/** Calls a function of the migration and waits for what it returns. */
export function runFunction({ machine, site }: Script, callee: Value, args: readonly Value[], self?: Value): void {
  machine.settle(machine.call(callee, args, site, self));
}

type Work = (args: readonly Plain[], call: Call) => Value | readonly string[] | undefined;

/**
 * A method whose arguments must all be known. It returns the statements that it sends, each in a string of its own, or a value.
 * What cannot be read is a gap at its call, of the kind given.
 */
export function method(machine: Machine, name: string, work: Work, kind?: Gap['kind']): Native {
  return native(name, {
    call(call) {
      const result = reading(machine, { name, kind }, call, work);
      if (Array.isArray(result)) for (const sql of result) sendStatements(machine, [sql], call.site);
      return result && !Array.isArray(result) ? (result as Value) : unknown(`the result of ${name}`);
    },
  });
}

interface Named {
  readonly name: string;
  readonly kind: Gap['kind'] | undefined;
}

function reading(machine: Machine, { name, kind }: Named, call: Call, work: Work): ReturnType<Work> {
  try {
    return work(
      call.args.map((arg, at) => plain(arg, `argument ${at + 1}`)),
      call,
    );
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const what = kind === 'data-work' ? `Data work in code, ${name}${onWhat(call)},` : `${name}${onWhat(call)}`;
    addGap(machine, call.site, `${what} is not read: ${error.message}.`, kind);
    return undefined;
  }
}

/** The name that a call starts with, which mostly is the table's. */
function onWhat({ args }: Call): string {
  const [target] = args;
  const name = target?.kind === 'record' ? target.fields.get('name') : target;
  if (name?.kind === 'text' && name.holes.length === 0 && name.text.length < 100) return ` of ${name.text}`;
  return name?.kind === 'unknown' || name?.kind === 'text' ? ' on a name that is computed' : '';
}
