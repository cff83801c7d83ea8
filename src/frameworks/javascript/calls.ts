// Calls, and the members they are made on.
import type * as t from '@babel/types';
import { concatTexts, type Site } from '../text.ts';
import { attempt, kindOf } from './branches.ts';
import { functionOf, initialise, memberOf } from './closures.ts';
import { quasiText } from './expressions.ts';
import { type Invocation, invoke } from './invocation.ts';
import { iterate } from './iteration.ts';
import { keyName } from './keys.ts';
import { listMethod } from './list-methods.ts';
import { addGap, type Machine, siteOf } from './machine.ts';
import type { Scope } from './scope.ts';
import { textMethod } from './text-methods.ts';
import { canSend, isNullish, native, nullValue, toText, undefinedValue, unknown, type Value, whatOf } from './value.ts';

/** The value of a call, a member, `new` or a tagged template; undefined where the node is none of these. */
export function evaluateCall(machine: Machine, node: t.Node, scope: Scope): Value | undefined {
  switch (node.type) {
    case 'CallExpression':
    case 'OptionalCallExpression':
      return callValue(machine, node, scope);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return member(machine, node, scope);
    case 'NewExpression': {
      const args = argumentsOf(machine, node.arguments, scope);
      return machine.construct(machine.evaluate(node.callee, scope), args, siteOf(node, scope));
    }
    case 'TaggedTemplateExpression':
      return tagged(machine, node, scope);
    case 'ImportExpression':
      return imported(machine, node.source, node, scope);
    default:
      return undefined;
  }
}

function imported(machine: Machine, source: t.Node, node: t.Node, scope: Scope): Value {
  const specifier = toText(machine.evaluate(source, scope));
  const site = siteOf(node, scope);
  return specifier.holes.length > 0 ? unknown('a module') : machine.load(specifier.text, scope.module.source, site);
}

type AnyCall = t.CallExpression | t.OptionalCallExpression;
type AnyMember = t.MemberExpression | t.OptionalMemberExpression;

function callValue(machine: Machine, node: AnyCall, scope: Scope): Value {
  const { callee } = node;
  if (callee.type === 'Super') return superCall(machine, node, scope);
  if (callee.type === 'Import')
    return node.arguments[0] ? imported(machine, node.arguments[0], node, scope) : undefinedValue;
  const site = siteOf(node, scope);
  if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') {
    return methodCall(machine, node, callee, scope);
  }
  const target = machine.evaluate(callee, scope);
  if (isNullish(target) && node.type === 'OptionalCallExpression') return undefinedValue;
  return machine.call(target, argumentsOf(machine, node.arguments, scope), site);
}

function methodCall(machine: Machine, node: AnyCall, callee: AnyMember, scope: Scope): Value {
  const site = siteOf(node, scope);
  if (callee.object.type === 'Super') return superMethod(machine, node, callee, scope);
  const object = machine.evaluate(callee.object, scope);
  if (isNullish(object)) return undefinedValue;
  const key = keyName(machine, { key: callee.property, computed: callee.computed }, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  if (key === undefined)
    return machine.call({ ...unknown(`a method of ${whatOf(object)}`), canSend: canSend(object) }, args, site);
  return callMethod(machine, { object, key, args, site });
}

/** Calls `object.key(...args)`. */
function callMethod(machine: Machine, { object, key, args, site }: MethodCall): Value {
  const isAwaited = object.kind === 'native' && object.settle !== undefined && isPromiseMethod(key);
  const own = object.kind === 'native' && !isAwaited ? object.get?.(key, site) : undefined;
  if (own) return machine.call(own, args, site, object);
  return (
    promiseMethod(machine, object, key, args, site) ??
    builtIn(machine, { object, key, args, site }) ??
    machine.call(machine.get(object, key, site), args, site, object)
  );
}

export interface MethodCall {
  readonly object: Value;
  readonly key: string;
  readonly args: readonly Value[];
  readonly site: Site;
}

function builtIn(machine: Machine, call: MethodCall): Value | undefined {
  const { object, key, args, site } = call;
  if (object.kind === 'list') return listMethod(machine, object, key, args, site);
  if (object.kind === 'text') return textMethod(machine, object, key, args);
  if (object.kind === 'primitive' && (key === 'toString' || key === 'toLocaleString')) return toText(object);
  const isCode = object.kind === 'function' || object.kind === 'native' || object.kind === 'unknown';
  if (!isCode) return undefined;
  if (key === 'call') return machine.call(object, args.slice(1), site, args[0]);
  if (key === 'apply') return machine.call(object, args[1] ? iterate(machine, args[1]).items : [], site, args[0]);
  return key === 'bind' ? boundTo(machine, object, args) : undefined;
}

/** `f.bind(self, ...args)`. */
function boundTo(machine: Machine, callee: Value, [self, ...first]: readonly Value[]): Value | undefined {
  if (callee.kind !== 'function' && callee.kind !== 'native') return undefined;
  const bound = callee.kind === 'function' ? { ...callee, self } : callee;
  if (first.length === 0) return bound;
  return native(whatOf(callee), {
    canSend: canSend(callee),
    call: ({ args, site }) => machine.call(bound, [...first, ...args], site),
  });
}

const isPromiseMethod = (key: string): boolean => /^(?:then|catch|finally|tap|nodeify|asCallback)$/.test(key);

/** Promises are the values that they hold: all is run in the order in which it is written. */
function promiseMethod(
  machine: Machine,
  object: Value,
  key: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  if (object.kind === 'record' && object.fields.has(key)) return undefined;
  const [callback] = args;
  if (key === 'then' || key === 'tap') {
    const value = machine.settle(object);
    const result = callback && !isNullish(callback) ? machine.settle(machine.call(callback, [value], site)) : value;
    return key === 'tap' ? value : result;
  }
  if (key === 'catch') return machine.settle(object);
  const isTold = key === 'asCallback' || key === 'nodeify';
  if (key !== 'finally' && !isTold) return undefined;
  const value = machine.settle(object);
  if (callback) machine.settle(machine.call(callback, isTold ? [nullValue, value] : [], site));
  return value;
}

function argumentsOf(machine: Machine, nodes: readonly t.Node[], scope: Scope): Value[] {
  const args: Value[] = [];
  for (const node of nodes) {
    if (node.type !== 'SpreadElement') {
      args.push(machine.evaluate(node, scope));
      continue;
    }
    const spread = iterate(machine, machine.evaluate(node.argument, scope));
    for (const item of spread.items) args.push(item);
    if (spread.isOpen) args.push(unknown('a spread argument'));
  }
  return args;
}

function member(machine: Machine, node: AnyMember, scope: Scope): Value {
  if (node.object.type === 'Super') return unknown('a member of super');
  const object = machine.evaluate(node.object, scope);
  if (isNullish(object)) return undefinedValue;
  const key = keyName(machine, { key: node.property, computed: node.computed }, scope);
  if (key !== undefined) return machine.get(object, key, siteOf(node, scope));
  const asks = object.kind === 'unknown' ? object.asks : undefined;
  return { ...unknown(`a property of ${whatOf(object)}`, asks), canSend: canSend(object) };
}

function superCall(machine: Machine, node: AnyCall, scope: Scope): Value {
  const parent = scope.frame.home?.parent;
  const args = argumentsOf(machine, node.arguments, scope);
  if (parent?.kind !== 'class' || !scope.frame.self) return undefinedValue;
  const found = memberOf(parent, 'constructor');
  if (found) invoke(machine, methodOf(found, scope.frame.self), { args, self: scope.frame.self, home: found.home });
  return undefinedValue;
}

function superMethod(machine: Machine, node: AnyCall, callee: AnyMember, scope: Scope): Value {
  const { home, self } = scope.frame;
  const key = keyName(machine, { key: callee.property, computed: callee.computed }, scope);
  const args = argumentsOf(machine, node.arguments, scope);
  const found = home?.parent?.kind === 'class' && key !== undefined ? memberOf(home.parent, key) : undefined;
  if (!found || !self) return machine.call(unknown(`super.${key ?? ''}`), args, siteOf(node, scope));
  return invoke(machine, methodOf(found, self), { args, self, home: found.home });
}

export function methodOf(
  { node, home }: NonNullable<ReturnType<typeof memberOf>>,
  self: Value,
): Value & { kind: 'function' } {
  return { ...functionOf(node, home.scope), self, home };
}

function tagged(machine: Machine, node: t.TaggedTemplateExpression, scope: Scope): Value {
  const site = siteOf(node, scope);
  const tag = machine.evaluate(node.tag, scope);
  const quasis = node.quasi.quasis.map((quasi) => quasiText(quasi, scope));
  const args = node.quasi.expressions.map((inner) => machine.evaluate(inner, scope));
  if (tag.kind === 'native' && tag.call) return tag.call({ args, site, quasis });
  if (tag.kind === 'unknown' && canSend(tag)) {
    addGap(machine, site, `${tag.what} is not known, and may send SQL.`, 'unsupported');
    return unknown(tag.what);
  }
  const isText =
    tag.kind === 'unknown' && /(?:dedent|outdent|indent|raw|sql|pgsql|postgres|trim|format)/i.test(tag.what);
  if (!isText) return unknown('a tagged template');
  return concatTexts(quasis.flatMap((quasi, at) => (args[at] ? [quasi, toText(args[at])] : [quasi])));
}

/** Calls a value that may be anything. */
export function call(machine: Machine, callee: Value, args: readonly Value[], site: Site, self?: Value): Value {
  if (callee.kind === 'function') {
    const bound: Invocation = { args, self: callee.self ?? self, home: callee.home };
    return invoke(machine, callee, bound);
  }
  if (callee.kind === 'native' && callee.call) return callee.call({ args, site });
  return callUnknown(machine, callee, args, site);
}

/** Code that is not there to be read. What it is given to call may be called, and what it is given to send with may send. */
function callUnknown(machine: Machine, callee: Value, args: readonly Value[], site: Site): Value {
  const name = whatOf(callee).replace(/^the (?:value|result) of /, '');
  const mayBeCalled = args.filter((arg) => arg.kind === 'function');
  const runs = mayBeCalled.map((arg) =>
    attempt(machine, () => ({ type: 'return', value: machine.call(arg, [], site) })),
  );
  if (runs.some(({ hasSent }) => hasSent)) {
    const reason = `Whether and how often this runs is up to ${name}, whose code is not read.`;
    addGap(machine, site, reason, kindOf(runs));
  } else if (canSend(callee)) {
    addGap(machine, site, `${name} is not known here, and may send SQL.`, 'unsupported');
  } else if (args.some((arg) => canSend(arg))) {
    addGap(machine, site, `${name} is code that is not read, and may send SQL.`, 'unsupported');
  }
  const asks = callee.kind === 'unknown' ? callee.asks : undefined;
  return unknown(`the result of ${name}`, asks);
}

export function construct(machine: Machine, callee: Value, args: readonly Value[], site: Site): Value {
  if (callee.kind === 'native' && callee.construct) return callee.construct({ args, site });
  if (callee.kind !== 'class') {
    if (args.some((arg) => canSend(arg)))
      addGap(machine, site, `${whatOf(callee)} is code that is not read, and may send SQL.`, 'unsupported');
    return { ...unknown(`new ${whatOf(callee)}`), canSend: args.some((arg) => canSend(arg)) };
  }
  return instance(machine, callee, args);
}

export function instance(machine: Machine, callee: Value & { kind: 'class' }, args: readonly Value[]): Value {
  const self: Value & { kind: 'record' } = { kind: 'record', fields: new Map(), isOpen: false, of: callee };
  initialise(machine, callee, self);
  const found = memberOf(callee, 'constructor');
  if (found) invoke(machine, methodOf(found, self), { args, self, home: found.home });
  return self;
}
