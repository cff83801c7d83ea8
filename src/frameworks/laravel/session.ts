// A Laravel migration while it is read in one direction.
import { addGap, type Machine, sendStatement } from '../php/machine.ts';
import { type Call, type Native, toText, type Value, whatOf } from '../php/value.ts';
import type { Model } from './models.ts';
import { Unreadable } from './naming.ts';
import type { Version } from './version.ts';

export interface Session {
  readonly machine: Machine;
  readonly version: Version;
  /** The text of a file, by its path from the root of the project; undefined where there is none. */
  readonly projectFile: (path: string) => string | undefined;
  /** By its path from the migration's own folder. */
  readonly beside: (path: string) => string | undefined;
  /** The path of such a file, for findings in it. */
  readonly pathOf: (path: string, isBeside: boolean) => string;
  /** The array that a file of config/ returns, by its name. */
  readonly config: (name: string) => Value | undefined;
  /** Of a class of the project. */
  readonly constantOf: (className: string, name: string) => Value | undefined;
  /** What `DB::connection()` and the schema builder answer with. */
  readonly connection: () => Native;
  readonly modelOf: (className: string) => Model | undefined;
  /** How deep in transactions the code is. */
  transactions: number;
}

export const send = ({ machine }: Session, sql: string, { site }: Pick<Call, 'site'>): void =>
  sendStatement(machine, sql, site);

/** What can't be read is a gap at its call; `name` is as a user writes it: `Schema::create`. */
export function carryOut(session: Session, name: string, call: Call, work: () => Value): Value | undefined {
  try {
    if (call.isOpen) throw new Unreadable('its arguments are known only at run time');
    return work();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const [first] = call.args;
    const target = first?.kind === 'text' && first.holes.length === 0 ? ` of ${toText(first).text.slice(0, 100)}` : '';
    addGap(session.machine, call.site, `${name}${target} is not read: ${error.message}.`, 'unsupported');
    return undefined;
  }
}

/** Runs a closure that the tool is given, once. */
export function runGiven({ machine }: Session, callee: Value | undefined, args: readonly Value[], call: Call): Value {
  if (callee?.kind !== 'closure')
    throw new Unreadable(`what it runs (${callee ? whatOf(callee) : 'nothing'}) is not in this file`);
  return machine.call(callee, { args, named: new Map(), isOpen: false, site: call.site });
}

/** A transaction of the code's own: a savepoint within another. */
export function inTransaction(session: Session, call: Call, work: () => Value): Value {
  begin(session, call);
  const result = work();
  commit(session, call);
  return result;
}

export function begin(session: Session, call: Call): void {
  session.transactions += 1;
  send(session, session.transactions === 1 ? 'BEGIN' : `SAVEPOINT trans${session.transactions}`, call);
}

export function commit(session: Session, call: Call): void {
  if (session.transactions === 1) send(session, 'COMMIT', call);
  session.transactions = Math.max(0, session.transactions - 1);
}
