// What the parts of the evaluator share: the limits of a run, what it has found, and what the tool makes of what the file does not define.
import type { Gap } from '../../source/gap.ts';
import { limitOf, nested, noteGap, step as stepOf } from '../followed.ts';
import type { Node } from './syntax.ts';
import type { Call, Machine, Site } from './value.ts';

export type { Completion, Host, Machine } from './value.ts';

/** The migration throws. */
export class Thrown extends Error {}

/** How deep calls and expressions may go; each takes some frames of ours. */
const deepest = 400;

/** `length` is that of a string or a list. */
export const step = ({ run }: Machine, length = 0): void => stepOf(run, length);

export const enter = <T>({ run }: Machine, work: () => T): T => nested(run, deepest, work);

export const siteOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): Site => ({
  source,
  start,
  end,
});

export const wordOf = ({ source }: Machine, { start, end }: Pick<Node, 'start' | 'end'>): string =>
  source.text.slice(start, end);

/** A few words of code, for a sentence. */
export function shown(machine: Machine, node: Pick<Node, 'start' | 'end'>): string {
  const code = wordOf(machine, { start: node.start, end: Math.min(node.end, node.start + 400) }).replace(/\s+/g, ' ');
  return code.length > 60 ? `${code.slice(0, 57)}…` : code;
}

export function addGap({ run }: Machine, site: Site, reason: string, kind: Gap['kind'] = 'unsupported'): void {
  run.sent += 1;
  noteGap(run, site, reason, kind, 0);
}

/** A call into code that is not read. */
export const outsideWork = (machine: Machine, { site }: Pick<Call, 'site'>, what: string): void =>
  addGap(machine, site, `${what} is code outside this migration, which is not read.`);

/** Runs it to its end or to a limit, which is a gap. False where it throws. */
export function bounded(machine: Machine, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Thrown) return false;
    const { reason, kind } = limitOf(error);
    addGap(machine, siteOf(machine, { start: 0, end: Math.min(machine.source.text.length, 200) }), reason, kind);
    return true;
  }
}
