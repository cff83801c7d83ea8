// Python calls: of functions in the project, of built-in ones, and of what only a tool understands.
import { callBuiltin } from './builtins.ts';
import { spread } from './collections.ts';
import { type Machine, wordOf } from './machine.ts';
import { callMethod } from './methods.ts';
import { field, type Node, named, shown } from './syntax.ts';
import { asked, type Called, knownText, list, pathOf, type Scope, unknown, type Value, whatOf } from './value.ts';

export function callOf(machine: Machine, node: Node, scope: Scope): Value {
  const called = calledOf(machine, node, scope);
  return call(machine, called);
}

function calledOf(machine: Machine, node: Node, scope: Scope): Called {
  const callee = machine.evaluate(field(node, 'function'), scope);
  const given = field(node, 'arguments');
  const args = list([]);
  const keywords = new Map<string, Value>();
  let isOpen = false;
  if (given?.type === 'generator_expression') args.items.push(machine.evaluate(given, scope));
  for (const arg of given && given.type === 'argument_list' ? named(given) : []) {
    if (arg.type === 'keyword_argument') {
      keywords.set(wordOf(machine, field(arg, 'name') ?? arg), machine.evaluate(field(arg, 'value'), scope));
    } else if (arg.type === 'dictionary_splat') {
      const value = machine.evaluate(named(arg)[0], scope);
      for (const [name, each] of value.kind === 'dict' ? value.entries : []) keywords.set(knownText(name) ?? '', each);
      isOpen ||= value.kind !== 'dict' || value.isOpen;
    } else spread(machine, arg, scope, args);
  }
  return {
    kind: 'called',
    callee,
    args: args.items,
    keywords,
    isOpen: isOpen || args.isOpen,
    site: { start: node.start, end: node.end },
  };
}

/** A call made by code or, of a function that it is given, by the tool. */
export function call(machine: Machine, called: Called): Value {
  const { callee, isOpen, site } = called;
  if (callee.kind === 'function') return machine.callFunction(callee, called);
  if (callee.kind === 'unknown')
    return machine.host.called?.(called) ?? unknown(`the result of ${callee.what}()`, callee.asks);
  const path = pathOf(callee);
  const known = path !== undefined && !isOpen ? callBuiltin(path, called) : undefined;
  const result =
    known ?? (callee.kind === 'member' && !isOpen ? callMethod(callee.of, callee.name, called) : undefined);
  if (result) return result;
  const about = callee.kind === 'reference' && !callee.path.includes('.') ? called.args.find(asked) : undefined;
  if (about) return unknown(whatOf(about), asked(about));
  if (callee.kind === 'member' && path === undefined)
    return machine.host.called?.(called) ?? unknown(shown(machine.source.text.slice(site.start, site.end)));
  return machine.host.called?.(called) ?? called;
}
