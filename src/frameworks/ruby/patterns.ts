// Assignments to names, several at once, parts of collections; and the parameters of methods and blocks.
import type { Machine } from './machine.ts';
import { assign } from './scope.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import { type ClassValue, type Hash, hash, list, nil, type Scope, setEntry, unknown, type Value } from './value.ts';

export const nameOf = (node: RubyNode, { source }: Scope): string => source.text.slice(node.start, node.end);

export function assignTo(machine: Machine, target: RubyNode, value: Value, scope: Scope): void {
  const name = nameOf(target, scope);
  switch (target.type) {
    case 'identifier':
      return assign(scope, name, value);
    case 'constant':
      scope.modules[0]?.constants.set(name, value);
      return;
    case 'instance_variable':
    case 'class_variable':
      scope.modules[0]?.fields.set(name, value);
      return;
    case 'global_variable':
      machine.globals.set(name, value);
      return;
    case 'element_reference':
      return assignElement(machine, target, value, scope);
    case 'left_assignment_list':
    case 'destructured_left_assignment':
    case 'destructured_parameter':
      return assignSeveral(machine, partsOf(target), value, scope);
    case 'call':
      return assignAttribute(machine, target, value, scope);
    default:
      return;
  }
}

function assignElement(machine: Machine, target: RubyNode, value: Value, scope: Scope): void {
  const object = childOf(target, 'object');
  if (!object) return;
  const collection = machine.evaluate(object, scope);
  const [index] = partsOf(target).filter((part) => part !== object);
  const key = index ? machine.evaluate(index, scope) : nil;
  if (collection.kind === 'hash') {
    setEntry(collection, key, value);
    if (machine.uncertain > 0 || key.kind === 'unknown') collection.isOpen = true;
  } else if (collection.kind === 'list') collection.isOpen = true;
}

/** `self.table_name = 'users'`, `config.x = 1`: methods of their own. */
function assignAttribute(machine: Machine, target: RubyNode, value: Value, scope: Scope): void {
  const receiver = childOf(target, 'receiver');
  const method = childOf(target, 'method');
  if (!receiver || !method) return;
  const object = machine.evaluate(receiver, scope);
  const site = { source: scope.source, start: target.start, end: target.end };
  machine.callMethod(object, `${nameOf(method, scope)}=`, { args: [value], block: undefined, site });
}

function assignSeveral(machine: Machine, targets: readonly RubyNode[], value: Value, scope: Scope): void {
  const rest = targets.findIndex(({ type }) => type === 'rest_assignment' || type === 'splat_parameter');
  for (const [at, target] of targets.entries()) {
    if (at !== rest) declare(machine, target, partAt(value, rest >= 0 && at > rest ? at - targets.length : at), scope);
    else {
      const [name] = partsOf(target);
      if (name) assignTo(machine, name, middleOf(value, at, targets.length - at - 1), scope);
    }
  }
}

const aPart = unknown('a part of a list');

function partAt(value: Value, at: number): Value {
  if (value.kind === 'list' && !value.isOpen) return value.items.at(at) ?? nil;
  if (value.kind === 'list' || value.kind === 'unknown') return aPart;
  return at === 0 ? value : nil;
}

const middleOf = (value: Value, from: number, after: number): Value =>
  value.kind === 'list' && !value.isOpen ? list(value.items.slice(from, value.items.length - after)) : aPart;

/** A parameter or a part of one is a variable of the scope itself. */
function declare(machine: Machine, target: RubyNode, value: Value, scope: Scope): void {
  if (target.type === 'identifier') scope.variables.set(nameOf(target, scope), value);
  else assignTo(machine, target, value, scope);
}

export interface Arguments {
  readonly args: readonly Value[];
  readonly block?: Value | undefined;
  /** A block takes a list apart where it has several parameters. */
  readonly isBlock: boolean;
}

export function bindParameters(machine: Machine, node: RubyNode | undefined, given: Arguments, scope: Scope): void {
  const params = node ? partsOf(node).filter(({ field }) => field !== 'locals') : [];
  if (!node && given.isBlock) bindNumbered(given.args, scope);
  const positional = params.filter(({ type }) => isPositional(type));
  const named = params.filter(({ type }) => type === 'keyword_parameter' || type === 'hash_splat_parameter');
  const { args, keywords } = parted(given, positional, named);
  bindPositional(machine, positional, args, scope);
  bindNamed(machine, named, keywords, scope);
  const block = params.find(({ type }) => type === 'block_parameter');
  const name = block && childOf(block, 'name');
  if (name) scope.variables.set(nameOf(name, scope), given.block ?? nil);
  if (params.some(({ type }) => type === 'forward_parameter')) scope.variables.set('...', list([...given.args]));
}

const isPositional = (type: string): boolean =>
  ['identifier', 'optional_parameter', 'splat_parameter', 'destructured_parameter'].includes(type);

function bindNumbered(args: readonly Value[], scope: Scope): void {
  scope.variables.set('it', args[0] ?? nil);
  for (const [at, arg] of args.entries()) scope.variables.set(`_${at + 1}`, arg);
}

function parted({ args, isBlock }: Arguments, positional: readonly RubyNode[], named: readonly RubyNode[]) {
  const [only] = args;
  const isApart = isBlock && args.length === 1 && only?.kind === 'list' && positional.length > 1;
  const all = isApart && only.kind === 'list' ? only.items : args;
  const last = all.at(-1);
  if (named.length > 0 && last?.kind === 'hash' && last.isNamed) return { args: all.slice(0, -1), keywords: last };
  return { args: all, keywords: undefined };
}

function bindPositional(machine: Machine, params: readonly RubyNode[], args: readonly Value[], scope: Scope): void {
  const required = params.filter(({ type }) => type === 'identifier' || type === 'destructured_parameter').length;
  let spare = Math.max(args.length - required, 0);
  let at = 0;
  for (const [index, param] of params.entries()) {
    if (param.type === 'splat_parameter') {
      const own = args.slice(at, Math.max(args.length - (params.length - index - 1), at));
      at += own.length;
      setNamed(param, list([...own]), scope);
    } else if (param.type === 'optional_parameter') {
      const value = childOf(param, 'value');
      const standard = (): Value => (value ? machine.evaluate(value, scope) : nil);
      setNamed(param, spare > 0 ? (args[at] ?? nil) : standard(), scope);
      if (spare > 0) at += 1;
      spare -= 1;
    } else {
      declareParameter(machine, param, args[at] ?? nil, scope);
      at += 1;
    }
  }
}

function setNamed(param: RubyNode, value: Value, scope: Scope): void {
  const name = childOf(param, 'name');
  if (name) scope.variables.set(nameOf(name, scope), value);
}

function declareParameter(machine: Machine, param: RubyNode, value: Value, scope: Scope): void {
  if (param.type === 'identifier') scope.variables.set(nameOf(param, scope), value);
  else assignSeveral(machine, partsOf(param), value, scope);
}

function bindNamed(machine: Machine, params: readonly RubyNode[], given: Hash | undefined, scope: Scope): void {
  const taken = new Set<string>();
  for (const param of params) {
    const node = childOf(param, 'name');
    if (!node) continue;
    const name = nameOf(node, scope);
    if (param.type === 'hash_splat_parameter') {
      scope.variables.set(name, withoutKeys(given, taken));
      continue;
    }
    taken.add(`:${name}`);
    const own = given?.entries.get(`:${name}`)?.value;
    const standard = childOf(param, 'value');
    const other = given?.isOpen ? unknown(`the argument ${name}`) : standard ? machine.evaluate(standard, scope) : nil;
    scope.variables.set(name, own ?? other);
  }
}

function withoutKeys(given: Hash | undefined, taken: ReadonlySet<string>): Hash {
  const rest = hash(true);
  for (const [key, entry] of given?.entries ?? []) if (!taken.has(key)) rest.entries.set(key, entry);
  rest.isOpen = given?.isOpen ?? false;
  return rest;
}

export const newClass = (name: string, superclass = ''): ClassValue => ({
  kind: 'class',
  name,
  superclass,
  constants: new Map(),
  methods: new Map(),
  statics: new Map(),
  marks: new Set(),
  mixins: [],
  fields: new Map(),
});
