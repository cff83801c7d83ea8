// Kysely's builders: each call gives a new one, and `execute()` sends what has been gathered.
import { addGap, type Machine, sendStatements } from '../javascript/machine.ts';
import { type Plain, plain, Unreadable } from '../javascript/plain.ts';
import { type Call, type Native, native, unknown, type Value } from '../javascript/value.ts';

/** Called with the arguments as data; gives what the builder has gathered after it. */
export type Step<S> = (state: S, args: readonly Plain[], call: Call) => S;

export interface Kind<S> {
  readonly name: string;
  readonly steps: Readonly<Record<string, Step<S>>>;
  /** The statement; left out where the builder is only a part of one. Throws `Unreadable`. */
  readonly sql?: (state: S) => string;
}

interface Built<S> {
  readonly state: S;
  readonly sql: string | undefined;
}

/** `failure` is what of the calls so far could not be read. */
export function builder<S>(machine: Machine, kind: Kind<S>, state: S, failure?: string): Native {
  const next = (after: S, reason = failure): Native => builder(machine, kind, after, reason);
  const self: Native = native(kind.name, {
    canSend: kind.sql !== undefined,
    data: dataOf(kind, state, failure),
    get(key, at) {
      if (key === 'execute' || key === 'executeTakeFirst' || key === 'executeTakeFirstOrThrow') {
        return native(key, { call: ({ site }) => send(machine, kind, state, { site, failure }) });
      }
      if (key === '$call')
        return native(key, {
          call: ({ args: [callee], site }) => (callee ? machine.call(callee, [self], site) : self),
        });
      if (key === '$if') return undefined;
      const step = Object.hasOwn(kind.steps, key) ? kind.steps[key] : undefined;
      if (!step) return native(key, { call: () => next(state, failure ?? `${key} is not known here`) });
      return native(`${kind.name}.${key}`, { call: (call) => stepped(step, { ...call, site: call.site ?? at }) });
    },
  });
  return self;

  function stepped(step: Step<S>, call: Call): Native {
    try {
      return next(
        step(
          state,
          call.args.map((arg, at) => plain(arg, `argument ${at + 1}`)),
          call,
        ),
      );
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return next(state, failure ?? error.message);
    }
  }
}

/** Most builders are only a step to the next, and their SQL is not asked for. */
function dataOf<S>(kind: Kind<S>, state: S, failure: string | undefined): Built<S> & { failure?: string } {
  let made: ReturnType<typeof built<S>> | undefined;
  const all = () => {
    made ??= built(kind, state, failure);
    return made;
  };
  return {
    state,
    get sql() {
      return all().sql;
    },
    get failure() {
      return all().failure;
    },
  };
}

function built<S>(kind: Kind<S>, state: S, failure: string | undefined): Built<S> & { failure?: string } {
  try {
    return { state, sql: failure === undefined ? kind.sql?.(state) : undefined, failure };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { state, sql: undefined, failure: error.message };
  }
}

function send<S>(
  machine: Machine,
  kind: Kind<S>,
  state: S,
  { site, failure }: { site: Call['site']; failure?: string },
): Value {
  const made = built(kind, state, failure);
  if (made.sql === undefined)
    addGap(machine, site, `${kind.name} is not read: ${made.failure ?? 'it is not known here'}.`);
  else sendStatements(machine, [made.sql], site);
  return unknown(`the result of ${kind.name}`);
}

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
  const data = result.kind === 'native' ? (result.data as { state?: S; failure?: string } | undefined) : undefined;
  if (data?.state === undefined || data.failure !== undefined) {
    throw new Unreadable(data?.failure ?? 'what its callback gives is not known');
  }
  return data.state;
}

/** The SQL of a builder that is given to another. */
export function sqlOf(value: Plain): string {
  const data =
    (value as Native | undefined)?.kind === 'native'
      ? ((value as Native).data as Built<unknown> | undefined)
      : undefined;
  if (typeof data?.sql !== 'string') throw new Unreadable('a query is not known');
  return data.sql;
}
