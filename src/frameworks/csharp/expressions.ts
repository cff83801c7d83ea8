// C#'s expressions, as far as they are known without running anything.
import { assign, augment, update } from './assignment.ts';
import { callExpression } from './calls.ts';
import { memberNamed, memberOf, ownMember } from './classes.ts';
import { arrayOf, constructed, tupleOf } from './construction.ts';
import { enter, type Machine, shown, step, Thrown, wordOf } from './machine.ts';
import { converted, entryOf, numberOf, operate, unary } from './operators.ts';
import { interpolated, raw, regular, verbatim } from './strings.ts';
import { field, type Node, named } from './syntax.ts';
import { cellOf, equals, isNull, nil, plain, type Scope, textOf, truth, unknown, type Value, whatOf } from './value.ts';

type Evaluator = (machine: Machine, node: Node, scope: Scope) => Value;

export function evaluate(machine: Machine, node: Node | undefined, scope: Scope): Value {
  step(machine);
  if (!node) return nil;
  return enter(machine, () => (evaluators[node.type] ?? opaque)(machine, node, scope));
}

const opaque: Evaluator = (machine, node) => unknown(shown(machine, node));
const inner: Evaluator = (machine, node, scope) => evaluate(machine, named(node)[0], scope);
const lambda: Evaluator = (machine, node, scope) => ({
  kind: 'lambda',
  name: shown(machine, node),
  node,
  scope,
  home: machine,
});

const evaluators: Readonly<Record<string, Evaluator>> = {
  identifier,
  generic_name: (machine, node) => ({ kind: 'name', path: wordOf(machine, named(node)[0] ?? node) }),
  predefined_type: (machine, node) => ({ kind: 'name', path: wordOf(machine, node) }),
  qualified_name: (machine, node) => ({ kind: 'name', path: wordOf(machine, node) }),
  alias_qualified_name: (machine, node) => ({ kind: 'name', path: wordOf(machine, named(node).at(-1) ?? node) }),
  integer_literal: (machine, node) => numberOf(wordOf(machine, node), false),
  real_literal: (machine, node) => numberOf(wordOf(machine, node), true),
  boolean_literal: (machine, node) => plain(wordOf(machine, node) === 'true'),
  null_literal: () => nil,
  string_literal: regular,
  character_literal: regular,
  verbatim_string_literal: verbatim,
  raw_string_literal: raw,
  interpolated_string_expression: interpolated,
  parenthesized_expression: inner,
  checked_expression: inner,
  await_expression: inner,
  ref_expression: inner,
  binary_expression: binary,
  conditional_expression: conditional,
  prefix_unary_expression: prefix,
  postfix_unary_expression: postfix,
  assignment_expression: assignment,
  member_access_expression: member,
  conditional_access_expression: (machine, node, scope) => {
    const of = evaluate(machine, field(node, 'condition'), scope);
    if (isNull(of)) return nil;
    const name = named(node).find(({ type }) => type === 'member_binding_expression');
    return name ? memberOf(of, wordOf(machine, field(name, 'name') ?? name)) : unknown(shown(machine, node));
  },
  element_access_expression: element,
  invocation_expression: callExpression,
  object_creation_expression: constructed,
  implicit_object_creation_expression: constructed,
  anonymous_object_creation_expression: constructed,
  array_creation_expression: arrayOf,
  implicit_array_creation_expression: arrayOf,
  collection_expression: arrayOf,
  initializer_expression: arrayOf,
  tuple_expression: tupleOf,
  lambda_expression: lambda,
  anonymous_method_expression: lambda,
  cast_expression: (machine, node, scope) => {
    const type = field(node, 'type');
    return converted(type ? wordOf(machine, type) : '', evaluate(machine, field(node, 'value'), scope));
  },
  as_expression: (machine, node, scope) => evaluate(machine, field(node, 'left'), scope),
  is_pattern_expression: isPattern,
  typeof_expression: (machine, node) => ({ kind: 'type', name: wordOf(machine, field(node, 'type') ?? node) }),
  default_expression: defaultOf,
  switch_expression: switched,
  this_expression: () => ({ kind: 'name', path: 'this' }),
  this: () => ({ kind: 'name', path: 'this' }),
  base_expression: () => ({ kind: 'name', path: 'base' }),
  base: () => ({ kind: 'name', path: 'base' }),
  throw_expression: () => {
    throw new Thrown('throw');
  },
};

function identifier(machine: Machine, node: Node, scope: Scope): Value {
  const name = wordOf(machine, node);
  const cell = cellOf(name.replace(/^@/, ''), scope);
  return cell?.value ?? memberNamed(name, scope) ?? { kind: 'name', path: name };
}

function binary(machine: Machine, node: Node, scope: Scope): Value {
  const operator = field(node, 'operator')?.type ?? '';
  const right = field(node, 'right');
  const left = evaluate(machine, field(node, 'left'), scope);
  if (operator === '??') return left.kind !== 'unknown' && isNull(left) ? evaluate(machine, right, scope) : left;
  if (operator === '&&' || operator === '||') return logical(machine, operator === '&&', left, right, scope);
  const other = evaluate(machine, right, scope);
  const result = operate(operator, left, other);
  if (result?.kind === 'text') step(machine, result.text.length);
  return result ?? unknown(shown(machine, node));
}

function logical(machine: Machine, isAnd: boolean, left: Value, right: Node | undefined, scope: Scope): Value {
  const holds = truth(left);
  if (holds === !isAnd) return plain(!isAnd);
  const other = evaluate(machine, right, scope);
  if (holds !== undefined || truth(other) === !isAnd) return other;
  return unknown(whatOf(left));
}

function conditional(machine: Machine, node: Node, scope: Scope): Value {
  const holds = truth(evaluate(machine, field(node, 'condition'), scope));
  if (holds !== undefined) return evaluate(machine, field(node, holds ? 'consequence' : 'alternative'), scope);
  const both = ['consequence', 'alternative'].map((way) => evaluate(machine, field(node, way), scope));
  const [yes = nil, no = nil] = both;
  return equals(yes, no) === true ? yes : unknown(shown(machine, node));
}

function prefix(machine: Machine, node: Node, scope: Scope): Value {
  const operator = node.children.find((child) => !child.named)?.type ?? '';
  const target = named(node)[0];
  if (operator === '++' || operator === '--') return update(machine, target, operator, scope).after;
  return unary(operator, evaluate(machine, target, scope)) ?? unknown(shown(machine, node));
}

function postfix(machine: Machine, node: Node, scope: Scope): Value {
  const operator = node.children.find((child) => !child.named)?.type ?? '';
  const target = named(node)[0];
  if (operator === '++' || operator === '--') return update(machine, target, operator, scope).before;
  return evaluate(machine, target, scope);
}

function assignment(machine: Machine, node: Node, scope: Scope): Value {
  const operator = field(node, 'operator')?.type ?? '=';
  if (operator !== '=') return augment(machine, node, operator.slice(0, -1), scope);
  const value = evaluate(machine, field(node, 'right'), scope);
  assign(machine, field(node, 'left'), value, scope);
  return value;
}

function member(machine: Machine, node: Node, scope: Scope): Value {
  const of = evaluate(machine, field(node, 'expression'), scope);
  const name = field(node, 'name');
  if (!name) return of;
  const word = wordOf(machine, name.type === 'generic_name' ? (named(name)[0] ?? name) : name);
  return ownMember(machine, of, word, scope) ?? memberOf(of, word);
}

function element(machine: Machine, node: Node, scope: Scope): Value {
  const of = evaluate(machine, field(node, 'expression'), scope);
  const [argument] = named(field(node, 'subscript'));
  const key = argument && evaluate(machine, named(argument).at(-1), scope);
  return entryOf(of, key) ?? unknown(shown(machine, node));
}

/** What `default` of a type that can't be null is in SQL. */
function defaultOf(machine: Machine, node: Node): Value {
  const type = field(node, 'type');
  const name = type ? wordOf(machine, type) : '';
  if (/^(?:s?byte|u?short|u?int|u?long|float|double|decimal)$/.test(name))
    return { kind: 'number', text: '0', of: name };
  if (name === 'bool') return plain(false);
  if (name === 'Guid') return { kind: 'made', type: name, args: [textOf('00000000-0000-0000-0000-000000000000')] };
  return /^(?:DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan)$/.test(name)
    ? { kind: 'made', type: name, args: [] }
    : nil;
}

/** Whether a value is what a pattern says; undefined where it is not known. */
export function fits(machine: Machine, pattern: Node | undefined, value: Value, scope: Scope): boolean | undefined {
  const [first, second] = named(pattern);
  switch (pattern?.type) {
    case 'discard':
    case 'var_pattern':
      return true;
    case 'constant_pattern':
      return equals(value, evaluate(machine, first, scope));
    case 'parenthesized_pattern':
      return fits(machine, first, value, scope);
    case 'negated_pattern': {
      const is = fits(machine, first, value, scope);
      return is === undefined ? undefined : !is;
    }
    case 'or_pattern': {
      const both = [fits(machine, first, value, scope), fits(machine, second, value, scope)];
      return both.includes(true) ? true : both.includes(undefined) ? undefined : false;
    }
    default:
      return undefined;
  }
}

function isPattern(machine: Machine, node: Node, scope: Scope): Value {
  const value = evaluate(machine, field(node, 'expression'), scope);
  const is = fits(machine, field(node, 'pattern'), value, scope);
  return is === undefined ? unknown(shown(machine, node)) : plain(is);
}

function switched(machine: Machine, node: Node, scope: Scope): Value {
  const [subject, ...arms] = named(node);
  const value = evaluate(machine, subject, scope);
  for (const arm of arms.filter(({ type }) => type === 'switch_expression_arm')) {
    const [pattern, ...rest] = named(arm);
    const is = rest.length > 1 ? undefined : fits(machine, pattern, value, scope);
    if (is === undefined) return unknown(shown(machine, node));
    if (is) return evaluate(machine, rest[0], scope);
  }
  return unknown(shown(machine, node));
}
