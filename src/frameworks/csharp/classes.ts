// What the classes of a C# file hold: fields, constants, properties and methods.

import { textMember } from './library.ts';
import { enter, type Machine, wordOf } from './machine.ts';
import { field, type Node, named, ofType } from './syntax.ts';
import { type Cell, type ClassValue, nil, type Scope, unknown, type Value, whatOf } from './value.ts';

const bodies = /^(?:class|record|struct|interface|record_struct)_declaration$/;

/** All classes of the file, those in namespaces and in classes too. Parts of one class are one. */
export function defineClasses(machine: Machine, root: Node): void {
  const open = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    const body = field(next, 'body');
    if (bodies.test(next.type)) defineClass(machine, next);
    if (next === root || body || /^(?:file_scoped_)?namespace|^preproc/.test(next.type)) {
      open.push(...named(body ?? next).filter(({ type }) => /declaration$|^preproc/.test(type)));
    }
  }
}

function defineClass(machine: Machine, node: Node): void {
  const name = field(node, 'name');
  const word = name ? wordOf(machine, name) : '';
  const bases = named(ofType(node, 'base_list')).map((base) => wordOf(machine, base).replace(/[<(].*$/s, ''));
  const known = machine.classes.get(word);
  const made: ClassValue = {
    name: word,
    home: machine,
    bases: [...(known?.bases ?? []), ...bases],
    attributes: [...(known?.attributes ?? []), ...node.children.filter(({ type }) => type === 'attribute_list')],
    methods: known?.methods ?? new Map(),
    members: known?.members ?? new Map(),
    cells: known?.cells ?? new Map(),
  };
  machine.classes.set(word, made);
  for (const member of named(field(node, 'body'))) define(machine, made, member);
}

function define(machine: Machine, made: ClassValue, node: Node): void {
  const name = field(node, 'name');
  if (node.type === 'method_declaration' && name) {
    const word = wordOf(machine, name);
    made.methods.set(word, [...(made.methods.get(word) ?? []), node]);
  }
  if (node.type === 'property_declaration' && name) {
    const value = field(node, 'value');
    made.members.set(wordOf(machine, name), value?.type === 'arrow_expression_clause' ? named(value)[0] : value);
  }
  if (node.type === 'preproc_if' || node.type === 'preproc_region')
    for (const one of named(node)) define(machine, made, one);
  if (node.type !== 'field_declaration') return;
  for (const one of named(ofType(node, 'variable_declaration'))) {
    const own = field(one, 'name');
    if (one.type === 'variable_declarator' && own) made.members.set(wordOf(machine, own), valueIn(one));
  }
}

/** What a declaration gives its name. */
export const valueIn = (declarator: Node): Node | undefined =>
  named(declarator).find((part) => part.field !== 'name' && part.type !== 'bracketed_argument_list');

const outside = (owner: ClassValue): Scope => ({ variables: new Map(), parent: undefined, owner });

function cellIn(owner: ClassValue, name: string): Cell | undefined {
  const machine = owner.home;
  const known = owner.cells.get(name);
  if (known || !owner.members.has(name)) return known;
  const node = owner.members.get(name);
  const cell: Cell = { value: unknown(name) };
  owner.cells.set(name, cell);
  if (node) cell.value = enter(machine, () => machine.evaluate(node, outside(owner)));
  return cell;
}

/** The class and those it derives from, as far as the project's files are found. */
export function* lineage(owner: ClassValue | undefined, isBase = false): Generator<ClassValue> {
  const seen = new Set<ClassValue>();
  for (const open = owner ? [owner] : []; open.length > 0; ) {
    const next = open.pop() as ClassValue;
    if (seen.has(next)) continue;
    seen.add(next);
    if (next !== owner || !isBase) yield next;
    open.push(...next.bases.flatMap((base) => next.home.classNamed(base.replace(/^.*\./, '')) ?? []));
  }
}

export function cellNamed(name: string, { owner }: Scope): Cell | undefined {
  for (const of of lineage(owner)) {
    const cell = cellIn(of, name);
    if (cell) return cell;
  }
  return undefined;
}

/** A field, constant or property of the class whose code runs, or a method as a value. */
export function memberNamed(name: string, scope: Scope): Value | undefined {
  const cell = cellNamed(name, scope);
  if (cell) return cell.value;
  for (const of of lineage(scope.owner)) {
    const [node] = of.methods.get(name) ?? [];
    if (node) return { kind: 'lambda', name, node, scope: outside(of), home: of.home };
  }
  return undefined;
}

/** `this.x`, `Other.x` of a class of the file. */
export function ownMember(machine: Machine, of: Value, name: string, scope: Scope): Value | undefined {
  if (of.kind !== 'name') return undefined;
  if (of.path === 'this' || of.path === 'base') return memberNamed(name, scope);
  const owner = machine.classNamed(of.path.replace(/^.*\./, ''));
  return owner && memberNamed(name, outside(owner));
}

export function memberOf(of: Value, name: string): Value {
  switch (of.kind) {
    case 'native':
      return of.get?.(name) ?? unknown(`${of.name}.${name}`);
    case 'object':
      return of.entries.get(name) ?? nil;
    case 'name': {
      const path = `${of.path}.${name}`;
      return textMember(path) ?? { kind: 'name', path };
    }
    case 'list':
      return name === 'Length' || name === 'Count'
        ? { kind: 'number', text: String(of.items.length), of: 'int' }
        : unknown(`${whatOf(of)}.${name}`);
    case 'text':
      return name === 'Length' && of.holes.length === 0
        ? { kind: 'number', text: String(of.text.length), of: 'int' }
        : unknown(`the ${name} of a string`);
    default:
      return unknown(`${whatOf(of)}.${name}`);
  }
}
