// Calls of functions that the file itself defines.
import { bind } from './assignment.ts';
import { enter, type Given, type Machine, within, wordOf } from './machine.ts';
import { field, type Node, named } from './syntax.ts';
import { type FunctionValue, list, none, type Scope, text, unknown, type Value } from './value.ts';

export function callFunction(machine: Machine, value: FunctionValue, given: Given): Value {
  const { home } = value;
  if (!home || home.source === machine.source) return follow(machine, value, given);
  return within(machine, home, given.site, () => follow(machine, value, given));
}

/** What calls itself in a branch that may not run is followed no deeper than this. */
const mostOfOne = 4;

function follow(machine: Machine, { node, scope, name }: FunctionValue, given: Given): Value {
  const open = machine.following.filter((each) => each === node).length;
  if (open >= mostOfOne && machine.uncertain > 0) return unknown(`the result of ${name}()`);
  machine.following.push(node);
  try {
    return run(machine, { node, scope, name }, given);
  } finally {
    machine.following.pop();
  }
}

function run(
  machine: Machine,
  { node, scope, name }: Pick<FunctionValue, 'node' | 'scope' | 'name'>,
  given: Given,
): Value {
  return enter(machine, () => {
    const own: Scope = { variables: new Map(), parent: scope };
    bindParameters(machine, node, given, own);
    const body = field(node, 'body');
    if (node.type === 'lambda') return machine.evaluate(body, own);
    const completion = body && machine.execute(body, own);
    if (completion?.type === 'return') return completion.value ?? none;
    return completion?.type === 'raise' ? unknown(`the result of ${name}()`) : none;
  });
}

function bindParameters(machine: Machine, node: Node, { args, keywords }: Given, own: Scope): void {
  const parameters = field(node, 'parameters');
  const taken = new Set<string>();
  let next = 0;
  for (const parameter of parameters ? named(parameters) : []) {
    const inside = parameter.type === 'identifier' ? parameter : (field(parameter, 'name') ?? named(parameter)[0]);
    const name = inside ? wordOf(machine, inside).replace(/^\*+/, '') : '';
    if (parameter.type === 'list_splat_pattern') {
      own.variables.set(name, list(args.slice(next), 'tuple'));
      next = args.length;
    } else if (parameter.type === 'dictionary_splat_pattern') {
      const rest = [...keywords].filter(([key]) => !taken.has(key));
      own.variables.set(name, { kind: 'dict', entries: rest.map(([key, value]) => [text(key), value]), isOpen: false });
    } else if (inside) {
      const fallback = field(parameter, 'value');
      const value = keywords.get(name) ?? args[next] ?? (fallback ? machine.evaluate(fallback, own) : unknown(name));
      if (!keywords.has(name)) next += 1;
      taken.add(name);
      bind(machine, { ...inside, type: 'identifier' }, value, own);
    }
  }
}
