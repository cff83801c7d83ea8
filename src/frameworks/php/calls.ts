// Calls: of closures, functions and methods of the file; all others are PHP's own or the tool's.

import { step } from '../followed.ts';
import { assign } from './assignment.ts';
import { className, classOf, defineClass, instanceOf, methodOf } from './classes.ts';
import { builtin } from './functions.ts';
import { addGap, enter, type Machine, shown, siteOf, wordOf } from './machine.ts';
import { field, type Node, named } from './syntax.ts';
import {
  asked,
  type Call,
  type Cell,
  type ClassValue,
  type Closure,
  type Instance,
  isNull,
  knownText,
  list,
  nil,
  type Scope,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

function argumentsOf(machine: Machine, node: Node, scope: Scope): Call {
  const args: Value[] = [];
  const byName = new Map<string, Value>();
  let isOpen = false;
  const given = field(node, 'arguments') ?? named(node).find(({ type }) => type === 'arguments');
  for (const argument of named(given)) {
    const name = field(argument, 'name');
    const value = named(argument).at(-1);
    if (argument.type === 'variadic_placeholder' || value?.type === 'variadic_unpacking') {
      const all = value && machine.evaluate(named(value)[0], scope);
      for (const [key, item] of all?.kind === 'list' ? all.entries : []) {
        if (/^\d+$/.test(key)) args.push(item);
        else byName.set(key, item);
      }
      isOpen ||= all?.kind !== 'list' || all.isOpen;
    } else if (name && value) byName.set(wordOf(machine, name), machine.evaluate(value, scope));
    else args.push(machine.evaluate(value, scope));
  }
  return { args, named: byName, isOpen, site: siteOf(machine, node) };
}

/** A function, method or closure run with what it is given. */
interface Run {
  readonly node: Node;
  readonly name: string;
  readonly scope: Scope;
  readonly call: Call;
}

function run(machine: Machine, { node, name, scope, call }: Run): Value {
  return enter(machine, () => {
    bindParameters(machine, node, call, scope);
    const body = field(node, 'body');
    if (node.type === 'arrow_function') return machine.evaluate(body, scope);
    const before = machine.leaves.length;
    const completion = body && machine.execute(named(body), scope);
    for (const { site, reason, sent } of machine.leaves.splice(before)) {
      if (machine.sent > sent) addGap(machine, site, reason, 'unsupported');
    }
    if (completion?.type === 'return') return completion.value ?? nil;
    return completion?.type === 'throw' ? unknown(`the result of ${name}()`) : nil;
  });
}

function bindParameters(machine: Machine, node: Node, { args, named: byName, isOpen }: Call, scope: Scope): void {
  const single = named(node).filter(({ type }) => type === 'variable_name' && node.type === 'arrow_function');
  const parameters = field(node, 'parameters');
  for (const [at, parameter] of (parameters ? named(parameters) : single.slice(0, 1)).entries()) {
    const written = wordOf(machine, field(parameter, 'name') ?? parameter);
    const name = written.replace(/^[^$]*\$/, '');
    if (parameter.type === 'variadic_parameter') {
      scope.variables.set(name, { value: list(args.slice(at), isOpen) });
      continue;
    }
    const fallback = field(parameter, 'default_value');
    const given = args[at] ?? byName.get(name);
    const value = given ?? (fallback && !isOpen ? machine.evaluate(fallback, scope) : unknown(`$${name}`));
    scope.variables.set(name, { value });
    if (parameter.type === 'property_promotion_parameter' && scope.self?.kind === 'instance') {
      scope.self.fields.set(name, value);
    }
  }
}

function callClosure(machine: Machine, { node, scope, captured, name }: Closure, call: Call): Value {
  step(machine);
  const variables = new Map<string, Cell>();
  for (const [key, { cell, isShared }] of captured) variables.set(key, isShared ? cell : { ...cell });
  const isArrow = node.type === 'arrow_function';
  const own: Scope = { variables, parent: isArrow ? scope : undefined, self: scope.self, owner: scope.owner };
  return run(machine, { node, name, scope: own, call });
}

export function callOwnMethod(machine: Machine, of: ClassValue, self: Instance | undefined, name: string, call: Call) {
  const found = methodOf(machine, of, name);
  if (!found) return undefined;
  const scope: Scope = { variables: new Map(), parent: undefined, self, owner: found.owner };
  return run(machine, { node: found.node, name, scope, call });
}

/** What is called by a value: a closure, a name, an array of an object and a name. */
export function callValue(machine: Machine, callee: Value, call: Call): Value {
  if (callee.kind === 'closure') return callClosure(machine, callee, call);
  if (callee.kind === 'native') return callee.send?.('__invoke', call) ?? unknown(`the result of ${callee.name}()`);
  if (callee.kind === 'list') {
    const [of, name] = callee.entries.values();
    const word = knownText(name);
    if (of?.kind === 'instance' && word) return callOn(machine, of, word, call);
  }
  if (callee.kind === 'instance') return callOn(machine, callee, '__invoke', call);
  const name = knownText(callee);
  if (name) return callNamed(machine, name, call);
  return machine.host.callOn(unknown(whatOf(callee), asked(callee)), '__invoke', call);
}

export function callFunction(machine: Machine, node: Node, scope: Scope): Value {
  const callee = field(node, 'function');
  const call = argumentsOf(machine, node, scope);
  if (!callee) return nil;
  if (callee.type !== 'name' && callee.type !== 'qualified_name') {
    return callValue(machine, machine.evaluate(callee, scope), call);
  }
  const name = wordOf(machine, callee).replace(/^.*\\/, '');
  if (name === 'compact') return compact(call, scope);
  const result = callNamed(machine, name, call);
  sortedInPlace(machine, node, name, scope);
  return result;
}

/** Variables by their names, as an array. */
function compact({ args }: Call, scope: Scope): Value {
  const names = args.map((name) => knownText(name) ?? '');
  return {
    kind: 'list',
    entries: new Map(names.map((name) => [name, scope.variables.get(name)?.value ?? nil])),
    isOpen: false,
  };
}

/** Functions that change what they are given: what it is then is not known. */
function sortedInPlace(machine: Machine, node: Node, name: string, scope: Scope): void {
  const changing =
    /^(?:[aku]*r?sort|array_(?:push|pop|shift|unshift|splice|walk|multisort)|shuffle|preg_match(?:_all)?)$/;
  if (!changing.test(name)) return;
  const given = named(field(node, 'arguments'))[name.startsWith('preg') ? 2 : 0];
  const target = given && named(given).at(-1);
  if (target) assign(machine, target, unknown(shown(machine, target)), scope);
}

function callNamed(machine: Machine, name: string, call: Call): Value {
  const own = machine.functions.get(name.toLowerCase());
  if (own) return callClosure(machine, own, call);
  const known = builtin(machine, name.toLowerCase(), call);
  if (known) return known;
  const about = call.args.find((value) => asked(value));
  return machine.host.callFunction(name, call) ?? unknown(`the result of ${name}()`, about && 'schema');
}

export function callMethod(machine: Machine, node: Node, scope: Scope): Value {
  const of = machine.evaluate(field(node, 'object'), scope);
  const name = field(node, 'name');
  const call = argumentsOf(machine, node, scope);
  const word = name?.type === 'name' ? wordOf(machine, name) : knownText(name && machine.evaluate(name, scope));
  if (node.type === 'nullsafe_member_call_expression' && isNull(of)) return nil;
  if (word === undefined) return machine.host.callOn(unknown(whatOf(of)), shown(machine, node), call);
  return callOn(machine, of, word, call);
}

function callOn(machine: Machine, of: Value, name: string, call: Call): Value {
  step(machine);
  if (of.kind === 'closure') return closureMethod(machine, of, name, call);
  if (of.kind === 'instance') {
    return callOwnMethod(machine, of.of, of, name, call) ?? machine.host.callOn(of, name, call);
  }
  if (of.kind === 'native') return of.send?.(name, call) ?? machine.host.callOn(unknown(of.name), name, call);
  if (of.kind === 'unknown') return machine.host.callOn(of, name, call);
  return unknown(`the result of ${name}()`);
}

function closureMethod(machine: Machine, of: Closure, name: string, call: Call): Value {
  if (/^(?:__invoke)$/.test(name)) return callClosure(machine, of, call);
  if (name === 'call') return callClosure(machine, of, { ...call, args: call.args.slice(1) });
  return /^bind/.test(name) ? of : unknown(`the result of ${name}()`);
}

export function callStatic(machine: Machine, node: Node, scope: Scope): Value {
  const of = field(node, 'scope');
  const name = field(node, 'name');
  const call = argumentsOf(machine, node, scope);
  if (!of || name?.type !== 'name') return unknown(shown(machine, node));
  const word = wordOf(machine, name);
  const whole = className(machine, of, scope);
  const own = classOf(machine, whole);
  const self = scope.self?.kind === 'instance' ? scope.self : undefined;
  const found = own && callOwnMethod(machine, own, self, word, call);
  if (found) return found;
  if (/^(?:parent|self|static)$/i.test(wordOf(machine, of)) && self) return machine.host.callOn(self, word, call);
  if (own && word === 'cases') return unknown(`the cases of ${own.name}`);
  return machine.host.callStatic(whole, word, call);
}

export function construct(machine: Machine, node: Node, scope: Scope): Value {
  const [what] = named(node);
  if (!what) return nil;
  const isAnonymous = what.type === 'anonymous_class';
  const call = argumentsOf(machine, isAnonymous ? what : node, scope);
  const name = isAnonymous ? `a class at ${what.start}` : className(machine, what, scope);
  const made = isAnonymous ? defineClass(machine, what, name) : classOf(machine, name);
  if (!made) return machine.host.construct(name, call);
  if (isAnonymous) machine.classes.set(name, made);
  return newInstance(machine, made, call);
}

export function newInstance(machine: Machine, of: ClassValue, call: Call): Instance {
  const made = instanceOf(machine, of);
  if (methodOf(machine, of, '__construct')) callOwnMethod(machine, of, made, '__construct', call);
  return made;
}
