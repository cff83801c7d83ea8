// Code that may or may not run, or runs an unknown number of times: it is run once, and told where it sends something.
import { addDataGap, addGap, type Completion, type Machine } from './machine.ts';
import { field, type Node } from './syntax.ts';
import { asked, type Scope, type Site, type Value, whatOf } from './value.ts';

interface Attempt {
  readonly hasSent: boolean;
  /** Whether what has been sent may be other than work on rows. */
  readonly hasChanged: boolean;
  readonly completion: Completion | undefined;
}

export function attempt(machine: Machine, block: Node | undefined, scope: Scope): Attempt {
  const { sent, changed } = machine;
  machine.uncertain += 1;
  try {
    const completion = block && machine.execute(block, scope);
    return { hasSent: machine.sent > sent, hasChanged: machine.changed > changed, completion };
  } finally {
    machine.uncertain -= 1;
  }
}

/**
 * Migrations ask the database whether something is there, so that they can be run twice, or worth doing: what they then do is taken to
 * be done, unless both ways do something. A way that only leaves or raises is not taken.
 */
export function undecided(
  machine: Machine,
  test: Value,
  branches: readonly Node[],
  scope: Scope,
  site: Node,
): Completion | undefined {
  const tried = branches.map((branch) =>
    attempt(machine, field(branch, 'consequence') ?? field(branch, 'body'), scope),
  );
  const sending = tried.filter(({ hasSent }) => hasSent);
  const leaving = tried.filter(({ completion }) => completion?.type === 'return');
  const isGuard = asked(test) !== undefined && sending.length < 2;
  if (sending.length + leaving.length > 0 && !isGuard) {
    const isOfRows = !tried.some(({ hasChanged }) => hasChanged) && leaving.length === 0;
    unsure(machine, site, `Whether this runs depends on ${whatOf(test)}`, isOfRows);
  }
  return tried.length === branches.length && tried.every(({ completion }) => completion) && branches.length > 1
    ? tried[0]?.completion
    : undefined;
}

/** What a loop without a known end does, once. */
export function repeated(machine: Machine, site: Site, value: Value, work: () => Attempt): void {
  const { hasSent, hasChanged } = work();
  if (hasSent) unsure(machine, site, `How often this runs depends on ${whatOf(value)}`, !hasChanged);
}

export function unsure(machine: Machine, site: Site, reason: string, isOfRows: boolean): void {
  if (isOfRows) addDataGap(machine, site, `Rows are worked on in Python. ${reason}, which is known only at run time.`);
  else addGap(machine, site, `${reason}, which is known only at run time.`, 'unsupported');
}
