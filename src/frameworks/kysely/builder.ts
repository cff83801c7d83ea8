// Kysely's builders: each call gives a new one, and `execute()` sends what has been gathered.
import type { Gap } from '../../source/gap.ts';
import { addGap, type Machine, sendStatements } from '../javascript/machine.ts';
import { type Plain, plain, Unreadable } from '../javascript/plain.ts';
import { type Part, textOfParts } from '../javascript/sql-tag.ts';
import { type Call, type Native, native, truth, unknown, type Value } from '../javascript/value.ts';
import { holeOf, textOf } from '../text.ts';
import { aliased, compiled } from './fragments.ts';

/** Called with the arguments as data; gives what the builder has gathered after it. */
export type Step<S> = (state: S, args: readonly Plain[], call: Call, machine: Machine) => S;

export interface Kind<S> {
  readonly name: string;
  readonly steps: Readonly<Record<string, Step<S>>>;
  /** The statement; left out where the builder is only a part of one. Throws `Unreadable`. */
  readonly sql?: (state: S) => string;
  /** Of a query: its SQL, as it stands alone. Throws `Unreadable`. */
  readonly query?: (state: S) => readonly Part[];
  /** Of a query: what it does to which table, for a sentence. */
  readonly work?: (state: S) => string;
}

interface Built<S> {
  readonly state: S;
  readonly failure: string | undefined;
  /** Of a query: as it stands alone, and within another. */
  readonly bare?: () => readonly Part[];
  readonly parts?: () => readonly Part[];
}

/** `failure` is what of the calls so far could not be read. */
export function builder<S>(machine: Machine, kind: Kind<S>, state: S, failure?: string): Native {
  const self: Native = native(kind.name, {
    canSend: kind.sql !== undefined || kind.query !== undefined,
    data: dataOf(kind, state, failure),
    get: (key, at) => memberOf(machine, { kind, state, failure, self }, key, at),
  });
  return self;
}

interface Member<S> {
  readonly kind: Kind<S>;
  readonly state: S;
  readonly failure: string | undefined;
  readonly self: Native;
}

function memberOf<S>(machine: Machine, member: Member<S>, key: string, at: Call['site']): Native {
  const { kind, state, failure, self } = member;
  const step = Object.hasOwn(kind.steps, key) ? kind.steps[key] : undefined;
  if (step) return native(key, { call: (call) => stepped(machine, member, step, { ...call, site: call.site ?? at }) });
  if (/^(?:execute(?:TakeFirst(?:OrThrow)?)?|stream)$/.test(key))
    return native(key, { call: ({ site }) => send(machine, member, site) });
  if (key === '$call' || key === '$if') return native(key, { call: (call) => applied(machine, member, key, call) });
  if (/^\$|^withPlugin$/.test(key)) return native(key, { call: () => self });
  if (key === 'as' && kind.query) return native(key, { call: ({ args }) => aliased(machine, self, args[0]) });
  if (key === 'compile') return native(key, { call: () => compiled(self) });
  return native(key, { call: () => builder(machine, kind, state, failure ?? `${key} is not known here`) });
}

function stepped<S>(machine: Machine, { kind, state, failure }: Member<S>, step: Step<S>, call: Call): Native {
  try {
    const args = call.args.map((arg, at) => plain(arg, `argument ${at + 1}`));
    return builder(machine, kind, step(state, args, call, machine), failure);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return builder(machine, kind, state, failure ?? error.message);
  }
}

/** `$call((query) => …)`, `$if(condition, (query) => …)`. */
function applied<S>(machine: Machine, { kind, state, self }: Member<S>, key: string, { args, site }: Call): Value {
  const [test, callback] = key === '$if' ? args : [undefined, args[0]];
  const known = test ? truth(test) : true;
  if (known === undefined) return builder(machine, kind, state, 'a part of it depends on a condition');
  return known && callback ? machine.call(callback, [self], site) : self;
}

function dataOf<S>(kind: Kind<S>, state: S, failure: string | undefined): Built<S> {
  const { query } = kind;
  if (!query) return { state, failure };
  const bare = (): readonly Part[] => {
    try {
      return failure === undefined ? query(state) : [holeOf(failure)];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return [holeOf(error.message)];
    }
  };
  return { state, failure, bare, parts: () => [textOf('('), ...bare(), textOf(')')] };
}

function send<S>(machine: Machine, { kind, state, failure }: Member<S>, site: Call['site']): Value {
  try {
    if (failure !== undefined) throw new Unreadable(failure);
    sendStatements(machine, [statementOf(kind, state)], site);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const [reason, sort] = unread(kind, state, error.message);
    addGap(machine, site, reason, sort);
  }
  return unknown(`the ${kind.work ? 'rows' : 'result'} of ${kind.name}`);
}

function statementOf<S>({ query, sql }: Kind<S>, state: S): string {
  if (!query) return sql?.(state) ?? unreadable('it is not known here');
  const text = textOfParts(query(state));
  return text.holes[0] ? unreadable(`a part of it is computed (${text.holes[0].what})`) : text.text;
}

function unreadable(reason: string): never {
  throw new Unreadable(reason);
}

const unread = <S>(kind: Kind<S>, state: S, why: string): [string, Gap['kind']] =>
  kind.work
    ? [`Data work in code, ${kind.work(state)}, is not read: ${why}.`, 'data-work']
    : [`${kind.name} is not read: ${why}.`, 'dynamic-sql'];

/** What a callback such as `(column) => column.notNull()` makes of a builder. Throws `Unreadable` where that is not known. */
export function builtBy<S>(
  machine: Machine,
  kind: Kind<S>,
  start: S,
  callback: Value | undefined,
  site: Call['site'],
): S {
  if (callback?.kind !== 'function') return start;
  const result = machine.call(callback, [builder(machine, kind, start)], site);
  const data = result.kind === 'native' ? (result.data as Partial<Built<S>> | undefined) : undefined;
  if (data?.state === undefined || data.failure !== undefined) {
    throw new Unreadable(data?.failure ?? 'what its callback gives is not known');
  }
  return data.state;
}

/** A query that is given to another, as it stands alone; undefined for what is none. */
export const bareQuery = (value: Value): readonly Part[] | undefined =>
  value.kind === 'native' ? (value.data as Partial<Built<unknown>> | undefined)?.bare?.() : undefined;
