// Objects, arrays and tuples that C# code makes.
import { argumentsOf } from './calls.ts';
import { made } from './library.ts';
import { enter, type Machine, shown, step, wordOf } from './machine.ts';
import { field, type Node, named, ofType } from './syntax.ts';
import { list, object, pair, type Scope, unknown, type Value } from './value.ts';

/** `new string[] { … }`, `new[] { … }`, `[a, ..b]`, and a row within one. */
export function arrayOf(machine: Machine, node: Node, scope: Scope): Value {
  const type = field(node, 'type');
  const of = type && wordOf(machine, field(type, 'type') ?? type);
  const isWhole = node.type === 'initializer_expression' || node.type === 'collection_expression';
  const rows = isWhole ? node : ofType(node, 'initializer_expression');
  if (!rows) return emptyArray(machine, node, type, of);
  const items = named(rows).flatMap((item) => itemsOf(machine, item, scope));
  return list(items, node.type === 'initializer_expression' ? 'row' : (of ?? typeOf(items[0])));
}

function itemsOf(machine: Machine, node: Node, scope: Scope): Value[] {
  step(machine);
  const item = node.type === 'collection_element' ? (named(node)[0] ?? node) : node;
  if (item.type === 'expression_element') return [machine.evaluate(named(item)[0], scope)];
  if (item.type !== 'spread_element') return [machine.evaluate(item, scope)];
  const all = machine.evaluate(named(item)[0], scope);
  return all.kind === 'list' ? all.items : [unknown(shown(machine, item))];
}

/** Of an array that does not say it. */
function typeOf(item: Value | undefined): string | undefined {
  if (item?.kind === 'text') return 'string';
  if (item?.kind === 'number') return item.of;
  return item?.kind === 'made' ? item.type : undefined;
}

/** `new string[0]` */
function emptyArray(machine: Machine, node: Node, type: Node | undefined, of: string | undefined): Value {
  const rank = type && named(ofType(type, 'array_rank_specifier'))[0];
  return rank && wordOf(machine, rank) === '0' ? list([], of) : unknown(shown(machine, node));
}

/** `new Guid("…")`, `new List<string> { … }`, `new { A = 1 }`, `new()` */
export function constructed(machine: Machine, node: Node, scope: Scope): Value {
  if (node.type === 'anonymous_object_creation_expression') return anonymous(machine, node, scope);
  const type = field(node, 'type');
  const name = type ? wordOf(machine, type.type === 'generic_name' ? (named(type)[0] ?? type) : type) : '';
  const initializer = field(node, 'initializer') ?? ofType(node, 'initializer_expression');
  const given = argumentsOf(machine, node, scope);
  const plainName = name.replace(/^.*\./, '');
  return enter(
    machine,
    () =>
      made(machine, plainName, given, initializer ? elementsOf(machine, initializer, scope) : undefined) ??
      unknown(`an object of ${plainName || shown(machine, node)}`),
  );
}

/** `{ "a", "b" }`, `{ { "k", 1 } }`, `{ ["k"] = 1 }` as items; those of properties are left out. */
function elementsOf(machine: Machine, node: Node, scope: Scope): Value[] {
  return named(node).flatMap((item): Value[] => {
    step(machine);
    if (item.type === 'assignment_expression') {
      const left = field(item, 'left');
      const value = machine.evaluate(field(item, 'right'), scope);
      if (left?.type !== 'element_binding_expression') return [];
      return [pair(machine.evaluate(named(named(left)[0])[0], scope), value)];
    }
    const value = machine.evaluate(item, scope);
    const [key, of] = item.type === 'initializer_expression' && value.kind === 'list' ? value.items : [];
    return [key && of ? pair(key, of) : value];
  });
}

/** `new { Id = …, x.Name }` */
function anonymous(machine: Machine, node: Node, scope: Scope): Value {
  const parts = node.children.filter(({ type }) => type !== 'comment');
  const entries: [string, Value][] = [];
  for (const [at, part] of parts.entries()) {
    if (!part.named || parts[at + 1]?.type === '=') continue;
    const name = parts[at - 1]?.type === '=' ? parts[at - 2] : (field(part, 'name') ?? part);
    entries.push([name ? wordOf(machine, name).replace(/^@/, '') : '', machine.evaluate(part, scope)]);
  }
  return object(entries);
}

/** `(a, name: b)` */
export function tupleOf(machine: Machine, node: Node, scope: Scope): Value {
  const entries: [string, Value][] = [];
  for (const [at, argument] of named(node).entries()) {
    const name = field(argument, 'name');
    const value = machine.evaluate(named(argument).at(-1), scope);
    entries.push([`Item${at + 1}`, value]);
    if (name) entries.push([wordOf(machine, name), value]);
  }
  return object(entries);
}
