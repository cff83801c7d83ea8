// Methods, classes and modules that a file defines.
import type { Machine } from './machine.ts';
import { nameOf, newClass } from './patterns.ts';
import { constantIn, methodScope } from './scope.ts';
import { childOf, partsOf, type RubyNode } from './syntax.ts';
import { type ClassValue, type MethodValue, nil, type Scope, symbol, type Value, whatOf } from './value.ts';

/** Undefined where the node defines nothing. */
export function define(machine: Machine, node: RubyNode, scope: Scope): Value | undefined {
  switch (node.type) {
    case 'method':
      return defineMethod(node, scope, false);
    case 'singleton_method':
      return defineMethod(node, scope, true);
    case 'class':
    case 'module':
      return defineClass(machine, node, scope);
    case 'singleton_class':
      return defineStatics(machine, node, scope);
    case 'alias':
      return aliasMethod(node, scope);
    default:
      return undefined;
  }
}

function defineMethod(node: RubyNode, scope: Scope, isStatic: boolean): Value {
  const nameNode = childOf(node, 'name');
  const name = nameNode ? nameOf(nameNode, scope) : '';
  const made: MethodValue = { node, scope, name };
  const [module] = scope.modules;
  if (module) (isStatic ? module.statics : module.methods).set(name, made);
  return symbol(name);
}

function defineClass(machine: Machine, node: RubyNode, scope: Scope): Value {
  const nameNode = childOf(node, 'name');
  const name = nameNode ? nameOf(nameNode, scope) : '';
  const known = constantIn(scope, name);
  const made = known?.kind === 'class' ? known : derivedClass(name, superclassOf(node, scope), scope);
  scope.modules[0]?.constants.set(name, made);
  runBody(machine, node, scope, made);
  return nil;
}

/** Where it derives from a class of the file, it has that one's methods and constants. */
function derivedClass(name: string, superclass: string, scope: Scope): ClassValue {
  const made = newClass(name, superclass);
  const parent = constantIn(scope, superclass);
  if (parent?.kind === 'class') made.mixins.push(parent);
  return made;
}

function superclassOf(node: RubyNode, scope: Scope): string {
  const superclass = childOf(node, 'superclass');
  const [written] = superclass ? partsOf(superclass) : [];
  return written ? nameOf(written, scope) : '';
}

/** Runs the body of a class, whose methods and constants become its own. */
function runBody(machine: Machine, node: RubyNode, scope: Scope, made: ClassValue): void {
  const body = childOf(node, 'body');
  if (!body) return;
  const frame = { self: made, block: undefined, name: '', mayHaveReturned: false };
  const inner = { ...methodScope(scope, frame), modules: [made, ...scope.modules] };
  machine.run(partsOf(body), inner);
}

function defineStatics(machine: Machine, node: RubyNode, scope: Scope): Value {
  const [module] = scope.modules;
  if (!module) return nil;
  const aside = newClass(module.name);
  runBody(machine, node, scope, aside);
  for (const [name, method] of aside.methods) module.statics.set(name, { ...method, scope });
  return nil;
}

function aliasMethod(node: RubyNode, scope: Scope): Value {
  const names = [childOf(node, 'name'), childOf(node, 'alias')].map((each) => (each ? nameOf(each, scope) : ''));
  const [module] = scope.modules;
  const [to = '', from = ''] = names.map((name) => name.replace(/^:/, ''));
  const method = module?.methods.get(from);
  if (module && method) module.methods.set(to, method);
  return nil;
}

/** What a call in the body of a class does to it. */
export function classCall(made: ClassValue, name: string, args: readonly Value[]): Value {
  if (name === 'include' || name === 'extend' || name === 'prepend') {
    for (const arg of [...args].reverse()) {
      if (arg.kind !== 'class') {
        made.marks.add(`include ${whatOf(arg)}`);
        continue;
      }
      made.mixins.unshift(arg);
      if (name === 'extend') for (const [key, method] of arg.methods) made.statics.set(key, method);
    }
  }
  if (name === 'alias_method') {
    const [to, from] = args.map((arg) => (arg.kind === 'symbol' ? arg.name : ''));
    const method = made.methods.get(from ?? '');
    if (method && to) made.methods.set(to, method);
  }
  if (name !== 'include') made.marks.add(name);
  return nil;
}
