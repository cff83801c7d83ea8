// Python expressions: constants, strings, collections and calls, as far as they are known without running anything.

import { callBuiltin } from './builtins.ts';
import { literal } from './literals.ts';
import { type Machine, nested, step } from './machine.ts';
import { callMethod, percent } from './methods.ts';
import { isEnum, settled } from './modules.ts';
import { field, fields, type Node, named } from './syntax.ts';
import {
  type Asks,
  bool,
  type Called,
  type ClassValue,
  concat,
  type Dict,
  equals,
  holeText,
  key,
  knownText,
  list,
  none,
  number,
  pathOf,
  reference,
  type Scope,
  type Text,
  text,
  toText,
  truth,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

export const wordOf = (machine: Machine, node: Node): string => machine.source.text.slice(node.start, node.end);

export function evaluate(machine: Machine, node: Node | undefined, scope: Scope): Value {
  step(machine);
  if (!node) return unknown('what is missing here');
  return nested(machine, () => (evaluators[node.type] ?? opaque)(machine, node, scope));
}

type Evaluator = (machine: Machine, node: Node, scope: Scope) => Value;

const opaque: Evaluator = (machine, node) => unknown(shown(wordOf(machine, node)));

const shown = (code: string): string => (code.length > 60 ? `${code.slice(0, 57)}…` : code).replace(/\s+/g, ' ');

const inner: Evaluator = (machine, node, scope) => evaluate(machine, named(node)[0], scope);

const evaluators: Readonly<Record<string, Evaluator>> = {
  identifier: (machine, node, scope) => {
    const value = lookUp(wordOf(machine, node), scope);
    return (value.kind === 'reference' && settled(machine, value.path)) || value;
  },
  integer: (machine, node) => numberOf(wordOf(machine, node)),
  float: (machine, node) => numberOf(wordOf(machine, node)),
  true: () => bool(true),
  false: () => bool(false),
  none: () => none,
  string: stringOf,
  concatenated_string: (machine, node, scope) =>
    concat(named(node).map((part) => toText(evaluate(machine, part, scope)))),
  parenthesized_expression: inner,
  await: inner,
  type: inner,
  list: (machine, node, scope) => collection(machine, node, scope, 'list'),
  tuple: (machine, node, scope) => collection(machine, node, scope, 'tuple'),
  expression_list: (machine, node, scope) => collection(machine, node, scope, 'tuple'),
  set: (machine, node, scope) => collection(machine, node, scope, 'set'),
  dictionary: dictOf,
  attribute: (machine, node, scope) =>
    memberOf(
      machine,
      evaluate(machine, field(node, 'object'), scope),
      wordOf(machine, field(node, 'attribute') ?? node),
    ),
  subscript: subscript,
  call: callOf,
  lambda: ({ source, folder }, node, scope) => ({
    kind: 'function',
    name: 'a lambda',
    node,
    scope,
    home: { source, folder },
  }),
  named_expression: (machine, node, scope) => {
    const value = evaluate(machine, field(node, 'value'), scope);
    const name = field(node, 'name');
    if (name) scope.variables.set(wordOf(machine, name), value);
    return value;
  },
  conditional_expression: (machine, node, scope) => {
    const [yes, test, no] = named(node);
    const holds = truth(evaluate(machine, test, scope));
    if (holds !== undefined) return evaluate(machine, holds ? yes : no, scope);
    const [left, right] = [evaluate(machine, yes, scope), evaluate(machine, no, scope)];
    return equals(left, right) === true ? left : unknown(shown(wordOf(machine, node)));
  },
  not_operator: (machine, node, scope) => {
    const value = evaluate(machine, field(node, 'argument'), scope);
    const holds = truth(value);
    return holds === undefined ? unknown(whatOf(value), asked(value)) : bool(!holds);
  },
  boolean_operator: (machine, node, scope) => {
    const left = evaluate(machine, field(node, 'left'), scope);
    const holds = truth(left);
    const isAnd = node.children.some(({ type }) => type === 'and');
    if (holds !== undefined) return holds === isAnd ? evaluate(machine, field(node, 'right'), scope) : left;
    const right = evaluate(machine, field(node, 'right'), scope);
    if (truth(right) === !isAnd) return bool(!isAnd);
    return unknown(whatOf(left), asked(left) ?? asked(right));
  },
  comparison_operator: comparison,
  unary_operator: (machine, node, scope) => {
    const value = evaluate(machine, field(node, 'argument'), scope);
    const operator = node.children[0]?.type ?? '';
    if (value.kind === 'number')
      return operator === '-' ? { ...value, value: -value.value, written: `-${value.written}` } : value;
    return { kind: 'operation', operator, left: undefined, right: value, site: node };
  },
  binary_operator: binary,
  list_comprehension: (machine, node, scope) => comprehension(machine, node, scope, 'list'),
  generator_expression: (machine, node, scope) => comprehension(machine, node, scope, 'list'),
  set_comprehension: (machine, node, scope) => comprehension(machine, node, scope, 'set'),
};

export const asked = (value: Value): Asks | undefined => (value.kind === 'unknown' ? value.asks : undefined);

function lookUp(name: string, scope: Scope): Value {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.variables.get(name);
    if (found) return found;
  }
  return reference(name);
}

function numberOf(written: string): Value {
  const digits = written.replace(/_/g, '');
  const value = Number(digits);
  return Number.isNaN(value)
    ? unknown(written)
    : { kind: 'number', value, written: /^[\d.]+$/.test(digits) ? digits : String(value) };
}

function stringOf(machine: Machine, node: Node, scope: Scope): Value {
  const [start] = node.children;
  const prefix = start ? wordOf(machine, start).toLowerCase() : '';
  const options = { isRaw: prefix.includes('r'), braces: /^[rb]*f/.test(prefix) };
  const parts = node.children.flatMap((part): Text[] => {
    if (part.type === 'string_content') return [literal(wordOf(machine, part), part.start, options)];
    return part.type === 'interpolation' ? [interpolated(machine, part, scope)] : [];
  });
  const whole = concat(parts);
  step(machine, whole.text.length);
  const ours = machine.source === machine.own ? whole : { ...whole, segments: [] };
  return prefix.includes('b') ? { ...ours, bytes: true } : ours;
}

function interpolated(machine: Machine, node: Node, scope: Scope): Text {
  const value = evaluate(machine, field(node, 'expression') ?? named(node)[0], scope);
  const isPlain = !node.children.some(
    ({ type }) => type === 'format_specifier' || type === 'type_conversion' || type === '=',
  );
  return isPlain ? toText(value) : holeText(whatOf(value));
}

function collection(machine: Machine, node: Node, scope: Scope, form: 'list' | 'tuple' | 'set'): Value {
  const all = list([], form);
  for (const item of named(node)) spread(machine, item, scope, all);
  return all;
}

function spread(machine: Machine, item: Node, scope: Scope, into: ReturnType<typeof list>): void {
  if (item.type !== 'list_splat') {
    into.items.push(evaluate(machine, item, scope));
    return;
  }
  const value = evaluate(machine, named(item)[0], scope);
  if (value.kind === 'list') into.items.push(...value.items);
  if (value.kind !== 'list' || value.isOpen) into.isOpen = true;
}

function dictOf(machine: Machine, node: Node, scope: Scope): Value {
  const dict: Dict = { kind: 'dict', entries: [], isOpen: false };
  for (const item of named(node)) {
    if (item.type === 'pair') {
      dict.entries.push([evaluate(machine, field(item, 'key'), scope), evaluate(machine, field(item, 'value'), scope)]);
      continue;
    }
    const value = evaluate(machine, named(item)[0], scope);
    if (value.kind === 'dict') dict.entries.push(...value.entries);
    if (value.kind !== 'dict' || value.isOpen) dict.isOpen = true;
  }
  return dict;
}

export function memberOf(machine: Machine, of: Value, name: string): Value {
  if (of.kind === 'class') return classMember(of, name) ?? unknown(`${of.name}.${name}`);
  if (name === 'value' && (of.kind === 'text' || of.kind === 'number')) return of;
  if (of.kind === 'unknown') return unknown(`${of.what}.${name}`, of.asks);
  const value: Value = of.kind === 'reference' ? reference(`${of.path}.${name}`) : { kind: 'member', of, name };
  const path = pathOf(value);
  if (path === undefined) return value;
  return machine.host.member?.(path, of) ?? (of.kind === 'reference' ? settled(machine, path) : undefined) ?? value;
}

/** Its own, or one that it inherits. */
function classMember({ scope, bases }: ClassValue, name: string, depth = 0): Value | undefined {
  const own = scope.variables.get(name);
  if (own || depth > 20) return own;
  for (const base of bases) {
    const found = base.kind === 'class' ? classMember(base, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function subscript(machine: Machine, node: Node, scope: Scope): Value {
  const of = evaluate(machine, field(node, 'value'), scope);
  const [at] = fields(node, 'subscript');
  const index = at?.type === 'slice' ? unknown('a slice') : evaluate(machine, at, scope);
  if (of.kind === 'list' && index.kind === 'number' && !of.isOpen)
    return of.items.at(index.value) ?? unknown('an item');
  if (of.kind === 'dict') {
    const found = of.entries.findLast(([name]) => key(name) === key(index))?.[1];
    if (found && !of.isOpen) return found;
  }
  return unknown(shown(wordOf(machine, node)), asked(of));
}

function comparison(machine: Machine, node: Node, scope: Scope): Value {
  const [left, right, ...more] = named(node).map((part) => evaluate(machine, part, scope));
  const operator = node.children
    .filter((child) => !child.named || child.field === 'operators')
    .map(({ type }) => type)
    .join(' ');
  if (!left || !right || more.length > 0) return unknown(shown(wordOf(machine, node)));
  const known = compare(operator, left, right);
  if (known !== undefined) return bool(known);
  const asks = asked(left) ?? asked(right);
  // Whoever overloads an operator gets both sides: a condition of SQLAlchemy.
  if (!asked(left) && ['member', 'called', 'operation'].includes(left.kind) && pathOf(left) !== undefined)
    return { kind: 'operation', operator, left, right, site: node, written: shown(wordOf(machine, node)) };
  return unknown(shown(wordOf(machine, node)), asks);
}

function compare(operator: string, left: Value, right: Value): boolean | undefined {
  const isNot = /!=|not/.test(operator);
  if (/==|!=|\bis\b/.test(operator)) {
    const same = equals(left, right);
    return same === undefined ? undefined : same !== isNot;
  }
  if (/\bin\b/.test(operator)) {
    const found = contains(right, left);
    return found === undefined ? undefined : found !== isNot;
  }
  if (left.kind !== 'number' || right.kind !== 'number') return undefined;
  if (operator === '<') return left.value < right.value;
  if (operator === '<=') return left.value <= right.value;
  if (operator === '>') return left.value > right.value;
  return operator === '>=' ? left.value >= right.value : undefined;
}

function contains(all: Value, one: Value): boolean | undefined {
  const word = knownText(one);
  if (all.kind === 'text' && all.hole === undefined && word !== undefined) return all.text.includes(word);
  const items = all.kind === 'list' ? all.items : all.kind === 'dict' ? all.entries.map(([at]) => at) : undefined;
  if (!items || (all.kind !== 'list' && all.kind !== 'dict')) return undefined;
  const each = items.map((item) => equals(item, one));
  if (each.includes(true)) return true;
  return each.includes(undefined) || all.isOpen ? undefined : false;
}

function binary(machine: Machine, node: Node, scope: Scope): Value {
  const left = evaluate(machine, field(node, 'left'), scope);
  const right = evaluate(machine, field(node, 'right'), scope);
  const operator = field(node, 'operator')?.type ?? '';
  return operate(machine, operator, left, right) ?? { kind: 'operation', operator, left, right, site: node };
}

export function operate(machine: Machine, operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '+' && (left.kind === 'text' || right.kind === 'text')) {
    const whole = concat([toText(left), toText(right)]);
    step(machine, whole.text.length);
    return whole;
  }
  if (operator === '%' && left.kind === 'text') return percent(left, right);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list') {
    step(machine, (left.items.length + right.items.length) << 4);
    return list([...left.items, ...right.items], left.form, left.isOpen || right.isOpen);
  }
  if (operator === '|' && left.kind === 'dict' && right.kind === 'dict') {
    return { kind: 'dict', entries: [...left.entries, ...right.entries], isOpen: left.isOpen || right.isOpen };
  }
  if (operator === '*' && left.kind === 'text' && right.kind === 'number') {
    step(machine, left.text.length * Math.max(right.value, 0));
    return text(left.text.repeat(Math.max(0, Math.trunc(right.value))));
  }
  if (left.kind === 'unknown' || right.kind === 'unknown')
    return unknown(whatOf(left.kind === 'unknown' ? left : right));
  return left.kind === 'number' && right.kind === 'number' ? arithmetic(operator, left.value, right.value) : undefined;
}

function arithmetic(operator: string, left: number, right: number): Value | undefined {
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '**': left ** right,
    '//': Math.floor(left / right),
    '%': ((left % right) + right) % right,
  };
  const result = results[operator];
  return result !== undefined && Number.isSafeInteger(result) ? number(result) : undefined;
}

function callOf(machine: Machine, node: Node, scope: Scope): Value {
  const called = calledOf(machine, node, scope);
  return call(machine, called);
}

function calledOf(machine: Machine, node: Node, scope: Scope): Called {
  const callee = evaluate(machine, field(node, 'function'), scope);
  const given = field(node, 'arguments');
  const args = list([]);
  const keywords = new Map<string, Value>();
  let isOpen = false;
  if (given?.type === 'generator_expression') args.items.push(evaluate(machine, given, scope));
  for (const arg of given && given.type === 'argument_list' ? named(given) : []) {
    if (arg.type === 'keyword_argument') {
      keywords.set(wordOf(machine, field(arg, 'name') ?? arg), evaluate(machine, field(arg, 'value'), scope));
    } else if (arg.type === 'dictionary_splat') {
      const value = evaluate(machine, named(arg)[0], scope);
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

function comprehension(machine: Machine, node: Node, scope: Scope, form: 'list' | 'set'): Value {
  const own: Scope = { variables: new Map(), parent: scope };
  const result = list([], form);
  const clauses = named(node).filter(({ type }) => type === 'for_in_clause' || type === 'if_clause');
  const body = field(node, 'body') ?? named(node)[0];
  let source: Value | undefined;
  const run = (at: number): void => {
    const clause = clauses[at];
    step(machine);
    if (!clause) {
      result.items.push(evaluate(machine, body, own));
      return;
    }
    if (clause.type === 'if_clause') {
      const holds = truth(evaluate(machine, named(clause)[0], own));
      if (holds === undefined) result.isOpen = true;
      if (holds) run(at + 1);
      return;
    }
    const from = evaluate(machine, field(clause, 'right'), own);
    const items = itemsOf(from);
    if (!items) {
      result.isOpen = true;
      source ??= from;
      return;
    }
    for (const item of items) {
      bind(machine, field(clause, 'left'), item, own);
      run(at + 1);
    }
  };
  run(0);
  return source && asked(source) && result.items.length === 0 ? unknown(whatOf(source), asked(source)) : result;
}

/** What a loop goes through; undefined where that is not known in full. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.isOpen ? undefined : value.items;
  if (value.kind === 'dict') return value.isOpen ? undefined : value.entries.map(([at]) => at);
  if (value.kind === 'class' && isEnum(value)) return membersOf(value);
  return undefined;
}

/** The members of an Enum, as their values. */
const membersOf = ({ scope }: ClassValue): Value[] =>
  [...scope.variables].flatMap(([name, value]) => (/^_|_$/.test(name) || value.kind === 'function' ? [] : [value]));

/** `a = …`, `a, b = …`, and what an assignment to anything else may have changed. */
export function bind(machine: Machine, target: Node | undefined, value: Value, scope: Scope): void {
  if (!target) return;
  if (target.type === 'identifier') scope.variables.set(wordOf(machine, target), value);
  else if (/^(?:pattern_list|tuple_pattern|list_pattern|tuple|parenthesized_expression)$/.test(target.type)) {
    const items = value.kind === 'list' && !value.isOpen ? value.items : [];
    for (const [at, part] of named(target).entries()) bind(machine, part, items[at] ?? unknown('an item'), scope);
  } else if (target.type === 'subscript') {
    const of = evaluate(machine, field(target, 'value'), scope);
    const at = evaluate(machine, fields(target, 'subscript')[0], scope);
    if (of.kind === 'dict') of.entries.push([at, value]);
    if (of.kind === 'list') of.isOpen = true;
  } else if (target.type === 'attribute') {
    const of = evaluate(machine, field(target, 'object'), scope);
    if (of.kind === 'class') of.scope.variables.set(wordOf(machine, field(target, 'attribute') ?? target), value);
  }
}
