// Calls: of the file's own methods, of what the language brings, and of the tool.

import { step } from '../followed.ts';
import type { Site } from '../text.ts';
import { collectionMethod } from './collection-methods.ts';
import { classCall } from './definitions.ts';
import { invoke, passedOn } from './invocation.ts';
import { kernelCall } from './kernel.ts';
import { listOf } from './lists.ts';
import { addGap, Jump, type Machine, siteOf } from './machine.ts';
import { binary } from './operators.ts';
import { nameOf } from './patterns.ts';
import { lookUp, methodAbove, methodIn, methodOf, staticOf } from './scope.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import { textMethod } from './text-methods.ts';
import {
  type Block,
  type Call,
  type ClassValue,
  isNil,
  knownName,
  type Native,
  native,
  nil,
  type Proc,
  primitive,
  type Scope,
  toText,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

/** Undefined where the node is no call. */
export function evaluateCall(machine: Machine, node: RubyNode, scope: Scope): Value | undefined {
  if (node.type === 'identifier') return implicit(machine, nameOf(node, scope), noArgs(siteOf(node, scope)), scope);
  if (node.type === 'yield') return yielded(machine, node, scope);
  if (node.type === 'super') return superCall(machine, passedOn(noArgs(siteOf(node, scope)), scope), scope);
  if (node.type !== 'call') return undefined;
  const method = childOf(node, 'method');
  const receiver = childOf(node, 'receiver');
  const name = method ? nameOf(method, scope) : 'call';
  const object = receiver && machine.evaluate(receiver, scope);
  if (object && isNil(object) && node.children.some(({ type }) => type === '&.')) return nil;
  const call = callOf(machine, node, scope);
  machine.at = call.site;
  if (name === 'super') return superCall(machine, call, scope);
  return breaking(node, scope, () => {
    if (!object || receiver?.type === 'self') return implicit(machine, name, call, scope);
    return callOn(machine, object, name, call);
  });
}

const noArgs = (site: Site): Call => ({ args: [], block: undefined, site });

/** `break` in a block ends the call that it was given to. */
function breaking(node: RubyNode, scope: Scope, work: () => Value): Value {
  if (!childOf(node, 'block')) return work();
  try {
    return work();
  } catch (error) {
    if (error instanceof Jump && error.type === 'break' && error.frame === scope.frame) return error.value;
    throw error;
  }
}

function callOf(machine: Machine, node: RubyNode, scope: Scope): Call {
  const given = childOf(node, 'arguments');
  const parts = given ? partsOf(given) : [];
  const passed = parts.find(({ type }) => type === 'block_argument');
  const args = [
    ...argumentsOf(
      machine,
      parts.filter((part) => part !== passed),
      scope,
    ),
  ];
  const literal = childOf(node, 'block');
  const block = literal ? blockOf(literal, scope) : passed ? blockFrom(machine.evaluate(passed, scope)) : undefined;
  return { args, block, site: siteOf(node, scope) };
}

function argumentsOf(machine: Machine, parts: readonly RubyNode[], scope: Scope): Value[] {
  if (parts.some(({ type }) => type === 'forward_argument')) {
    const all = lookUp(scope, '...');
    return all?.kind === 'list' ? all.items : [];
  }
  const { items, isOpen } = listOf(machine, parts, scope);
  return isOpen ? [...items, unknown('arguments that are computed')] : items;
}

const blockOf = (node: RubyNode, scope: Scope): Proc => ({
  kind: 'proc',
  parameters: childOf(node, 'parameters'),
  body: childOf(node, 'body'),
  scope,
  isLambda: false,
});

const blockFrom = (value: Value): Block | undefined => {
  if (isNil(value)) return undefined;
  const isBlock = value.kind === 'proc' || value.kind === 'symbol' || value.kind === 'native';
  return isBlock ? value : unknown(whatOf(value), { canSend: true });
};

/** A call without a receiver. */
function implicit(machine: Machine, name: string, call: Call, scope: Scope): Value {
  step(machine);
  const { self, block } = scope.frame;
  const made = self.kind === 'native' ? self.made : undefined;
  const method = (made && methodOf(made, name)) ?? methodIn(scope, name);
  if (method) return invoke(machine, method, call, self);
  const own = self.kind === 'native' ? self.send?.(name, call) : undefined;
  if (own) return own;
  const sent = name === 'send' || name === 'public_send' ? knownName(call.args[0]) : undefined;
  if (sent !== undefined) return implicit(machine, sent, { ...call, args: call.args.slice(1) }, scope);
  if (name === 'block_given?') return primitive(block !== undefined);
  const asked = ofFiles.has(name) ? machine.host.call(name, call, self) : undefined;
  const standard = asked ?? kernelCall(machine, name, call);
  if (standard) return standard;
  if (self.kind === 'class' && self.name !== '') return classCall(self, name, call.args);
  return machine.host.call(name, call, self) ?? undefinedMethod(machine, name, call);
}

/** What it calls where the file defines none is the tool's, or the language's own, which does nothing. */
function superCall(machine: Machine, call: Call, { frame: { self, method }, modules }: Scope): Value {
  const made = self.kind === 'native' ? self.made : self.kind === 'class' ? self : modules[0];
  const above = method && made && methodAbove(made, method);
  if (above) return invoke(machine, above, call, self);
  const name = method?.name ?? 'super';
  if (hooks.has(name)) return nil;
  return machine.host.call(name, call, self) ?? undefinedMethod(machine, `super of ${name}`, call);
}

const hooks: ReadonlySet<string> = new Set(['initialize', 'included', 'inherited', 'extended', 'prepended']);

const ofFiles: ReadonlySet<string> = new Set(['require', 'require_relative', 'load', '__FILE__', '__dir__']);

function undefinedMethod(machine: Machine, name: string, { site }: Call): Value {
  if (!name.endsWith('?'))
    addGap(machine, site, `${name} is defined elsewhere, and what it does is not read.`, 'unsupported');
  return unknown(`the result of ${name}`);
}

/** A call of a method of something. */
export function callOn(machine: Machine, object: Value, name: string, call: Call): Value {
  step(machine);
  const common = commonMethod(machine, object, name, call);
  if (common) return common;
  switch (object.kind) {
    case 'native':
      return object.send?.(name, call) ?? foreign(machine, object, name, call);
    case 'class':
      return onClass(machine, object, name, call);
    case 'unknown':
      return machine.host.callOn(object, name, call);
    case 'proc':
      return ['call', '()', 'yield', '[]'].includes(name) ? machine.yield(object, call.args, call.site) : object;
    case 'text':
    case 'symbol':
      return textMethod(machine, object, name, call) ?? without(machine, object, name, call);
    default:
      return collectionMethod(machine, object, name, call) ?? without(machine, object, name, call);
  }
}

function commonMethod(machine: Machine, object: Value, name: string, { args, site, block }: Call): Value | undefined {
  const [arg] = args;
  switch (name) {
    case 'freeze':
    case 'dup':
    case 'clone':
    case 'itself':
    case 'presence':
    case 'html_safe':
      return object;
    case 'nil?':
      return object.kind === 'unknown' ? undefined : primitive(isNil(object));
    case 'then':
    case 'yield_self':
    case 'tap': {
      const value = block ? machine.yield(block, [object], site) : nil;
      return name === 'tap' ? object : value;
    }
    case 'send':
    case 'public_send':
    case '__send__': {
      const method = arg?.kind === 'symbol' ? arg.name : arg?.kind === 'text' && arg.holes.length === 0 ? arg.text : '';
      return method === '' ? undefined : callOn(machine, object, method, { args: args.slice(1), block, site });
    }
    case '==':
    case '!=':
    case '+':
    case '-':
      return arg && object.kind !== 'unknown' && object.kind !== 'native'
        ? binary(machine, name, object, arg)
        : undefined;
    default:
      return undefined;
  }
}

/** A method of known data that is not known: what it gives is not, and its block may run. */
function without(machine: Machine, object: Value, name: string, { args, block, site }: Call): Value {
  if (block && block.kind === 'proc') machine.yield(block, [unknown(`what ${name} gives`), ...args], site);
  return unknown(`what ${name} gives of ${whatOf(object)}`);
}

function foreign(machine: Machine, object: Native, name: string, { site }: Call): Value {
  addGap(machine, site, `${object.name}.${name} is not known here, and what it does is not read.`, 'unsupported');
  return unknown(`the result of ${object.name}.${name}`);
}

function onClass(machine: Machine, made: ClassValue, name: string, call: Call): Value {
  const method = staticOf(made, name) ?? (isOpen(made) ? methodOf(made, name) : undefined);
  if (method) return invoke(machine, method, call, made);
  if (name === 'new' && !made.superclass) return instanceOf(machine, made, call);
  if (name === 'name' || name === 'to_s') return toText(made);
  return machine.host.callOn(made, name, call);
}

/** Methods of a module that are its own functions too. */
const isOpen = ({ marks }: ClassValue): boolean => marks.has('module_function') || marks.has('extend');

function instanceOf(machine: Machine, made: ClassValue, call: Call): Value {
  const send = (name: string, given: Call): Value | undefined => {
    const method = methodOf(made, name);
    return method ? invoke(machine, method, given, self) : undefined;
  };
  const self: Native = { ...native(made.name, send), made };
  const initialise = methodOf(made, 'initialize');
  if (initialise) invoke(machine, initialise, call, self);
  return self;
}

function yielded(machine: Machine, node: RubyNode, scope: Scope): Value {
  const { block } = scope.frame;
  const given = node.children.find(({ type }) => type === 'argument_list');
  const args = given ? argumentsOf(machine, partsOf(given), scope) : [];
  if (block) return machine.yield(block, args, siteOf(node, scope));
  return unknown('the result of a block');
}
