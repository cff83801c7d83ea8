// Classes of the file: what they hold, and the names that code gives to classes.
import { type Machine, wordOf } from './machine.ts';
import { field, fields, type Node, named } from './syntax.ts';
import { type Cell, type ClassValue, type Instance, nil, type Scope, textOf, unknown, type Value } from './value.ts';

/** A name as `use` and the namespace make it whole, without a leading backslash. */
export function resolve({ uses, namespace }: Machine, written: string): string {
  if (written.startsWith('\\')) return written.slice(1);
  const [head = '', ...rest] = written.split('\\');
  const used = uses.get(head.toLowerCase());
  if (used !== undefined) return [used, ...rest].join('\\');
  return namespace.name === '' ? written : `${namespace.name}\\${written}`;
}

/** The class that a node before `::`, after `new` or after `instanceof` names: a whole name, or '' where it is computed. */
export function className(machine: Machine, node: Node, scope: Scope): string {
  const word = wordOf(machine, node);
  if (/^(?:self|static)$/i.test(word)) return scope.owner?.name ?? '';
  if (/^parent$/i.test(word)) return scope.owner?.parent ?? '';
  if (node.type === 'name' || node.type === 'qualified_name') return resolve(machine, word);
  const value = machine.evaluate(node, scope);
  if (value.kind === 'text' && value.holes.length === 0) return value.text.replace(/^\\/, '');
  return value.kind === 'instance' ? value.of.name : value.kind === 'class' ? value.name : '';
}

export const classOf = ({ classes }: Machine, name: string): ClassValue | undefined => classes.get(name);

export function defineClass(machine: Machine, node: Node, name: string): ClassValue {
  const base = named(named(node).find(({ type }) => type === 'base_clause'))[0];
  const made: ClassValue = {
    kind: 'class',
    name,
    parent: base && resolve(machine, wordOf(machine, base)),
    constants: new Map(),
    properties: new Map(),
    methods: new Map(),
    statics: new Map(),
  };
  for (const member of named(field(node, 'body'))) define(machine, made, member);
  return made;
}

function define(machine: Machine, made: ClassValue, member: Node): void {
  const name = field(member, 'name');
  if (member.type === 'method_declaration' && name) {
    made.methods.set(wordOf(machine, name).toLowerCase(), member);
  }
  if (member.type === 'const_declaration') {
    for (const element of named(member).filter(({ type }) => type === 'const_element')) {
      const [constant, value] = named(element);
      if (constant && value) made.constants.set(wordOf(machine, constant), value);
    }
  }
  if (member.type === 'enum_case' && name) {
    const value = field(member, 'value');
    if (value) made.constants.set(wordOf(machine, name), value);
  }
  if (member.type !== 'property_declaration') return;
  for (const element of named(member).filter(({ type }) => type === 'property_element')) {
    const own = field(element, 'name');
    if (own) made.properties.set(wordOf(machine, own).slice(1), field(element, 'default_value'));
  }
}

const outside = (owner: ClassValue): Scope => ({ variables: new Map(), parent: undefined, self: undefined, owner });

export function classConstant(machine: Machine, of: Node, constant: string, scope: Scope): Value {
  const name = className(machine, of, scope);
  if (constant === 'class') return name === '' ? unknown(wordOf(machine, of)) : textOf(name);
  const known = constantOf(machine, name, constant) ?? machine.host.classConstant?.(name, constant);
  return known ?? unknown(`${name.replace(/^.*\\/, '')}::${constant}`);
}

/** That of a class of the file. */
export function constantOf(machine: Machine, name: string, constant: string): Value | undefined {
  for (let at = classOf(machine, name), hops = 0; at && hops < 20; hops += 1) {
    const found = at.constants.get(constant);
    if (found) return machine.evaluate(found, outside(at));
    at = at.parent === undefined ? undefined : classOf(machine, at.parent);
  }
  return undefined;
}

/** The cell of `self::$x`; undefined where the file does not define it. */
export function staticCell(machine: Machine, node: Node, scope: Scope): Cell | undefined {
  const of = field(node, 'scope');
  const name = fields(node, 'name')[0];
  const owner = of && classOf(machine, className(machine, of, scope));
  if (!owner || !name) return undefined;
  const word = wordOf(machine, name).slice(1);
  const known = owner.statics.get(word);
  if (known) return known;
  if (!owner.properties.has(word)) return undefined;
  const cell = { value: machine.evaluate(owner.properties.get(word), outside(owner)) };
  owner.statics.set(word, cell);
  return cell;
}

/** An object whose properties have what their declarations give them. */
export function instanceOf(machine: Machine, of: ClassValue): Instance {
  const made: Instance = { kind: 'instance', of, fields: new Map() };
  for (let at: ClassValue | undefined = of, hops = 0; at && hops < 20; hops += 1) {
    for (const [name, node] of at.properties) {
      if (!made.fields.has(name)) made.fields.set(name, node ? machine.evaluate(node, outside(at)) : nil);
    }
    at = at.parent === undefined ? undefined : classOf(machine, at.parent);
  }
  return made;
}

export function methodOf(
  machine: Machine,
  of: ClassValue,
  name: string,
): { node: Node; owner: ClassValue } | undefined {
  for (let at: ClassValue | undefined = of, hops = 0; at && hops < 20; hops += 1) {
    const node = at.methods.get(name.toLowerCase());
    if (node && field(node, 'body')) return { node, owner: at };
    at = at.parent === undefined ? undefined : classOf(machine, at.parent);
  }
  return undefined;
}

/** Undefined where it is not known. */
export function memberOf({ host }: Machine, of: Value, name: string): Value | undefined {
  if (of.kind === 'instance') return of.fields.get(name) ?? host.property?.(name);
  // That of a case of an enum.
  if (of.kind === 'text' && name === 'value') return of;
  return of.kind === 'native' ? of.get?.(name) : undefined;
}

export function isInstance(machine: Machine, value: Value, name: string): boolean | undefined {
  const told = machine.host.isInstance?.(value, name);
  if (told !== undefined) return told;
  if (value.kind === 'primitive' || value.kind === 'list' || value.kind === 'text') return false;
  return value.kind === 'instance' && value.of.name === name ? true : undefined;
}
