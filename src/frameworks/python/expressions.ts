// Python expressions: constants, strings, collections and calls, as far as they are known without running anything.

import { step } from '../followed.ts';
import { callOf } from './calls.ts';
import { collection, comprehension, dictOf, subscript } from './collections.ts';
import { enter, type Machine, wordOf } from './machine.ts';
import { lookUp, memberOf, settled } from './names.ts';
import { binary, comparison } from './operators.ts';
import { stringOf } from './strings.ts';
import { field, type Node, named, shown } from './syntax.ts';
import { concat, toText } from './texts.ts';
import { equals, truth } from './truth.ts';
import { asked, bool, none, type Scope, unknown, type Value, whatOf } from './value.ts';

export function evaluate(machine: Machine, node: Node | undefined, scope: Scope): Value {
  step(machine);
  if (!node) return unknown('what is missing here');
  return enter(machine, () => (evaluators[node.type] ?? opaque)(machine, node, scope));
}

type Evaluator = (machine: Machine, node: Node, scope: Scope) => Value;

const opaque: Evaluator = (machine, node) => unknown(shown(wordOf(machine, node)));

const inner: Evaluator = (machine, node, scope) => evaluate(machine, named(node)[0], scope);

const evaluators: Readonly<Record<string, Evaluator>> = {
  identifier: (machine, node, scope) => {
    const value = lookUp(machine, wordOf(machine, node), scope);
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

function numberOf(written: string): Value {
  const digits = written.replace(/_/g, '');
  const value = Number(digits);
  return Number.isNaN(value)
    ? unknown(written)
    : { kind: 'number', value, written: /^[\d.]+$/.test(digits) ? digits : String(value) };
}
