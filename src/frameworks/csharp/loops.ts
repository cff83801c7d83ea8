// C#'s loops. Those over what is not known run once.
import { declare, variables } from './assignment.ts';
import { addGap, type Completion, type Machine, siteOf, step } from './machine.ts';
import { field, fields, type Node, ofType } from './syntax.ts';
import { plain, type Scope, truth, unknown, type Value, whatOf } from './value.ts';

export type Loop = 'foreach' | 'for' | 'while' | 'do';

export function loopOver(machine: Machine, kind: Loop, node: Node, scope: Scope): Completion | undefined {
  if (kind === 'foreach') return foreach(machine, node, scope);
  begin(machine, node, scope);
  const condition = field(node, 'condition');
  for (let turn = 0; ; turn += 1) {
    step(machine);
    if (kind !== 'do' || turn > 0) {
      const test = condition ? machine.evaluate(condition, scope) : plain(true);
      const holds = truth(test);
      if (holds === false) return undefined;
      // What ends a loop without a condition is within it, and mostly known only at run time.
      const isEndless = !condition || condition.type === 'boolean_literal';
      if (holds === undefined || isEndless) {
        return once(machine, condition ?? node, test, () => body(machine, node, scope));
      }
    }
    const completion = body(machine, node, scope);
    if (completion?.type === 'break') return undefined;
    if (completion?.type === 'return') return completion;
    for (const next of fields(node, 'update').filter(({ named }) => named)) machine.evaluate(next, scope);
  }
}

function begin(machine: Machine, node: Node, scope: Scope): void {
  const first = field(node, 'initializer') ?? ofType(node, 'variable_declaration');
  if (first?.type === 'variable_declaration') variables(machine, first, scope);
  else if (first) machine.evaluate(first, scope);
}

const body = (machine: Machine, node: Node, scope: Scope): Completion | undefined =>
  machine.execute(fields(node, 'body'), scope);

function once(machine: Machine, site: Node, about: Value, work: () => unknown): undefined {
  const before = machine.run.sent;
  work();
  const reason = `How often this runs depends on ${whatOf(about)}, which is known only at run time.`;
  if (machine.run.sent > before) addGap(machine, siteOf(machine, site), reason);
}

function foreach(machine: Machine, node: Node, scope: Scope): Completion | undefined {
  const [target, over] = [field(node, 'left'), field(node, 'right')];
  const value = machine.evaluate(over, scope);
  const turn = (item: Value): Completion | undefined => {
    const own: Scope = { variables: new Map(), parent: scope, owner: scope.owner };
    declare(machine, target, item, own);
    return body(machine, node, own);
  };
  if (value.kind !== 'list') {
    return once(machine, over ?? node, value, () => turn(unknown(`an item of ${whatOf(value)}`)));
  }
  for (const item of [...value.items]) {
    step(machine);
    const completion = turn(item);
    if (completion?.type === 'break') break;
    if (completion?.type === 'return') return completion;
  }
  return undefined;
}
