// A PHP file followed without running it: its classes, and what a tool's host makes of the calls in it.
import type { SourceText } from '../../source/source-text.ts';
import { callValue } from './calls.ts';
import { evaluate } from './expressions.ts';
import { addGap, bounded, type Host, type Machine, siteOf } from './machine.ts';
import { declare, execute } from './statements.ts';
import { isParsed, type Node, named, parsePhp } from './syntax.ts';
import type { Value } from './value.ts';

export { callOwnMethod, newInstance } from './calls.ts';
export { constantOf } from './classes.ts';

/** A file whose statements have been followed. */
export interface Module {
  readonly machine: Machine;
  /** Undefined where it is not PHP. */
  readonly root: Node | undefined;
  /** What the file returns, as an anonymous migration. */
  readonly returned: Value | undefined;
}

type Found = Pick<Machine, 'pieces' | 'gaps'>;

function createMachine(source: SourceText, host: Host, { pieces, gaps }: Found): Machine {
  const machine: Machine = {
    source,
    host,
    pieces,
    gaps,
    classes: new Map(),
    functions: new Map(),
    constants: new Map(),
    uses: new Map(),
    namespace: { name: '' },
    sent: 0,
    leaves: [],
    steps: 0,
    depth: 0,
    evaluate: (node, scope) => evaluate(machine, node, scope),
    execute: (nodes, scope) => execute(machine, nodes, scope),
    call: (callee, call) => callValue(machine, callee, call),
  };
  return machine;
}

/** `loadPhp` must have been awaited; `found`: of the file on whose behalf this one is followed. Never throws for any input. */
export function moduleOf(
  source: SourceText,
  host: (machine: () => Machine) => Host,
  found: Found = { pieces: [], gaps: [] },
): Module {
  const machine: Machine = createMachine(
    source,
    host((): Machine => machine),
    found,
  );
  const parsed = parsePhp(source.text);
  if (!isParsed(parsed)) {
    const at = parsed.at ?? 0;
    addGap(machine, siteOf(machine, { start: at, end: at + 1 }), parsed.reason, parsed.kind);
    return { machine, root: undefined, returned: undefined };
  }
  let returned: Value | undefined;
  bounded(machine, () => {
    declare(machine, named(parsed));
    const top = { variables: new Map(), parent: undefined, self: undefined, owner: undefined };
    returned = execute(machine, named(parsed), top)?.value;
  });
  return { machine, root: parsed, returned };
}
