// PHP's expressions, as far as they are known without running anything.

import { step } from '../followed.ts';
import { assign, augment, update } from './assignment.ts';
import { callFunction, callMethod, callStatic, construct } from './calls.ts';
import { classConstant, className, isInstance, memberOf, staticCell } from './classes.ts';
import { enter, type Machine, shown, wordOf } from './machine.ts';
import { operate } from './operators.ts';
import { heredoc, quoted } from './strings.ts';
import { field, type Node, named } from './syntax.ts';
import {
  asked,
  type Cell,
  type Closure,
  cellOf,
  equals,
  keyOf,
  nil,
  plain,
  type Scope,
  textOf,
  truth,
  unknown,
  type Value,
  whatOf,
} from './value.ts';

type Evaluator = (machine: Machine, node: Node, scope: Scope) => Value;

export function evaluate(machine: Machine, node: Node | undefined, scope: Scope): Value {
  step(machine);
  if (!node) return nil;
  return enter(machine, () => (evaluators[node.type] ?? opaque)(machine, node, scope));
}

const opaque: Evaluator = (machine, node) => unknown(shown(machine, node));
const inner: Evaluator = (machine, node, scope) => evaluate(machine, named(node)[0], scope);

const evaluators: Readonly<Record<string, Evaluator>> = {
  variable_name: (machine, node, scope) => variable(wordOf(machine, node).slice(1), scope),
  dynamic_variable_name: (machine, node, scope) =>
    variable(/^\$\{(\w+)\}$/.exec(wordOf(machine, node))?.[1] ?? '', scope),
  integer: (machine, node) => plain(Number(wordOf(machine, node).replace(/_/g, ''))),
  float: (machine, node) => plain(Number(wordOf(machine, node).replace(/_/g, ''))),
  boolean: (machine, node) => plain(/^true$/i.test(wordOf(machine, node))),
  null: () => nil,
  string: quoted,
  encapsed_string: quoted,
  heredoc,
  nowdoc: heredoc,
  name: constant,
  qualified_name: constant,
  parenthesized_expression: inner,
  error_suppression_expression: inner,
  clone_expression: inner,
  print_intrinsic: inner,
  argument: (machine, node, scope) => evaluate(machine, named(node).at(-1), scope),
  array_creation_expression: arrayOf,
  subscript_expression: subscript,
  member_access_expression: member,
  nullsafe_member_access_expression: member,
  class_constant_access_expression: (machine, node, scope) => {
    const [of, name] = named(node);
    return of && name ? classConstant(machine, of, wordOf(machine, name), scope) : nil;
  },
  scoped_property_access_expression: (machine, node, scope) => {
    const cell = staticCell(machine, node, scope);
    return cell?.value ?? unknown(shown(machine, node));
  },
  function_call_expression: callFunction,
  member_call_expression: callMethod,
  nullsafe_member_call_expression: callMethod,
  scoped_call_expression: callStatic,
  object_creation_expression: construct,
  anonymous_function: closure,
  anonymous_function_creation_expression: closure,
  arrow_function: closure,
  assignment_expression: (machine, node, scope) => {
    const value = evaluate(machine, field(node, 'right'), scope);
    assign(machine, field(node, 'left'), value, scope);
    return value;
  },
  reference_assignment_expression: (machine, node, scope) => {
    const value = evaluate(machine, field(node, 'right'), scope);
    assign(machine, field(node, 'left'), value, scope);
    return value;
  },
  augmented_assignment_expression: augment,
  update_expression: update,
  conditional_expression: conditional,
  binary_expression: binary,
  unary_op_expression: unary,
  cast_expression: (machine, node, scope) => {
    const value = evaluate(machine, field(node, 'value'), scope);
    return operate(`(${wordOf(machine, field(node, 'type') ?? node).toLowerCase()})`, value, value) ?? value;
  },
  match_expression: match,
  include_expression: opaque,
  throw_expression: opaque,
};

function variable(name: string, scope: Scope): Value {
  if (name === 'this') return scope.self ?? unknown('$this');
  return cellOf(name, scope)?.value ?? unknown(`$${name}`);
}

const magic: Readonly<Record<string, Value>> = { PHP_EOL: textOf('\n'), DIRECTORY_SEPARATOR: textOf('/') };

function constant(machine: Machine, node: Node): Value {
  const name = wordOf(machine, node).replace(/^.*\\/, '');
  return machine.constants.get(name) ?? magic[name] ?? unknown(name);
}

function arrayOf(machine: Machine, node: Node, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const made = { next: 0, isOpen: false };
  const add = (name: string | undefined, value: Value): void => {
    const key = name ?? String(made.next);
    if (/^\d{1,15}$/.test(key)) made.next = Math.max(made.next, Number(key) + 1);
    entries.set(key, value);
    step(machine);
  };
  const spread = (value: Value): void => {
    made.isOpen ||= value.kind !== 'list' || value.isOpen;
    const all = value.kind === 'list' ? value.entries : [];
    for (const [key, each] of all) add(/^\d+$/.test(key) ? undefined : key, each);
  };
  for (const item of named(node)) {
    const [first, second] = named(item);
    if (first?.type === 'variadic_unpacking') spread(evaluate(machine, named(first)[0], scope));
    else if (first) {
      const key = second ? keyOf(evaluate(machine, first, scope)) : undefined;
      const value = evaluate(machine, second ?? first, scope);
      if (second && key === undefined) made.isOpen = true;
      else add(key, value);
    }
  }
  return { kind: 'list', entries, isOpen: made.isOpen };
}

function subscript(machine: Machine, node: Node, scope: Scope): Value {
  const [of, at] = named(node);
  const value = evaluate(machine, of, scope);
  const key = at && keyOf(evaluate(machine, at, scope));
  const found = value.kind === 'list' && key !== undefined ? value.entries.get(key) : undefined;
  if (found) return found;
  return value.kind === 'list' && key !== undefined && !value.isOpen
    ? nil
    : unknown(shown(machine, node), asked(value));
}

function member(machine: Machine, node: Node, scope: Scope): Value {
  const of = evaluate(machine, field(node, 'object'), scope);
  const name = field(node, 'name');
  if (name?.type !== 'name') return unknown(shown(machine, node), asked(of));
  return memberOf(machine, of, wordOf(machine, name)) ?? { ...unknown(shown(machine, node)), ...statusOf(of) };
}

const statusOf = (of: Value): object => (of.kind === 'unknown' ? { asks: of.asks, isData: of.isData } : {});

function closure(machine: Machine, node: Node, scope: Scope): Closure {
  const captured = new Map<string, { cell: Cell; isShared: boolean }>();
  for (const used of named(named(node).find(({ type }) => type === 'anonymous_function_use_clause'))) {
    const isShared = used.type === 'by_ref';
    const name = wordOf(machine, used).replace(/^&?\s*\$/, '');
    const cell = cellOf(name, scope) ?? { value: unknown(`$${name}`) };
    if (isShared) scope.variables.set(name, cell);
    captured.set(name, { cell: isShared ? cell : { value: cell.value }, isShared });
  }
  return { kind: 'closure', name: 'a closure', node, scope, captured };
}

function conditional(machine: Machine, node: Node, scope: Scope): Value {
  const test = evaluate(machine, field(node, 'condition'), scope);
  const body = field(node, 'body');
  const holds = truth(test);
  if (holds === true) return body ? evaluate(machine, body, scope) : test;
  if (holds === false) return evaluate(machine, field(node, 'alternative'), scope);
  const before = machine.sent;
  const [yes, no] = [
    body ? evaluate(machine, body, scope) : test,
    evaluate(machine, field(node, 'alternative'), scope),
  ];
  if (machine.sent === before && equals(yes, no, true) === true) return yes;
  return unknown(shown(machine, node), asked(test));
}

function binary(machine: Machine, node: Node, scope: Scope): Value {
  const operator = (field(node, 'operator')?.type ?? '').toLowerCase();
  const right = field(node, 'right');
  if (operator === 'instanceof') return instance(machine, node, scope);
  const left = evaluate(machine, field(node, 'left'), scope);
  if (operator === '??') {
    if (left.kind === 'unknown') return left.what.startsWith('$') ? evaluate(machine, right, scope) : left;
    return left.kind === 'primitive' && left.value === null ? evaluate(machine, right, scope) : left;
  }
  if (/^(?:&&|and|\|\||or)$/.test(operator)) return logical(machine, /^(?:&&|and)$/.test(operator), left, right, scope);
  const other = evaluate(machine, right, scope);
  const result = operate(operator, left, other);
  if (result?.kind === 'text') step(machine, result.text.length);
  return result ?? unknown(shown(machine, node), asked(left) ?? asked(other));
}

function instance(machine: Machine, node: Node, scope: Scope): Value {
  const value = evaluate(machine, field(node, 'left'), scope);
  const right = field(node, 'right');
  const is = right ? isInstance(machine, value, className(machine, right, scope)) : undefined;
  return is === undefined ? unknown(shown(machine, node)) : plain(is);
}

function logical(machine: Machine, isAnd: boolean, left: Value, right: Node | undefined, scope: Scope): Value {
  const holds = truth(left);
  if (holds === !isAnd) return plain(!isAnd);
  const other = evaluate(machine, right, scope);
  const otherHolds = truth(other);
  if (holds !== undefined) return otherHolds === undefined ? other : plain(otherHolds);
  if (otherHolds === !isAnd) return plain(!isAnd);
  return unknown(whatOf(left), asked(left) ?? asked(other));
}

function unary(machine: Machine, node: Node, scope: Scope): Value {
  const value = evaluate(machine, field(node, 'argument'), scope);
  const operator = field(node, 'operator')?.type;
  if (operator === '!') {
    const holds = truth(value);
    return holds === undefined ? unknown(whatOf(value), asked(value)) : plain(!holds);
  }
  if (value.kind !== 'primitive' || typeof value.value !== 'number') return unknown(shown(machine, node));
  return operator === '-' ? plain(-value.value) : operator === '+' ? value : unknown(shown(machine, node));
}

function match(machine: Machine, node: Node, scope: Scope): Value {
  const subject = evaluate(machine, field(node, 'condition'), scope);
  for (const arm of named(field(node, 'body'))) {
    const result = field(arm, 'return_expression');
    if (arm.type === 'match_default_expression') return evaluate(machine, result, scope);
    for (const condition of named(field(arm, 'conditional_expressions'))) {
      const same = equals(subject, evaluate(machine, condition, scope), true);
      if (same === undefined) return unknown(shown(machine, node), asked(subject));
      if (same) return evaluate(machine, result, scope);
    }
  }
  return unknown(shown(machine, node));
}
