// Python's expressions by precedence, from lambdas and conditions down to calls. https://docs.python.org/3/reference/grammar.html
import { atom } from './atoms.ts';
import { argumentsOf, starredIn, subscriptsOf } from './brackets.ts';
import {
  accept,
  as,
  expect,
  leafOf,
  type Node,
  nameOf,
  nested,
  nodeFrom,
  peek,
  peekAfter,
  type Reader,
  startOf,
  take,
} from './nodes.ts';
import { parametersOf } from './parameters.ts';

/** One expression, `name := value` too. */
export const expression = (reader: Reader): Node => nested(reader, whole);

function whole(reader: Reader): Node {
  const type = peek(reader);
  if (type === 'lambda') return lambda(reader);
  const start = startOf(reader);
  if (type === 'identifier' && peekAfter(reader) === ':=') {
    const name = as('name', nameOf(reader));
    take(reader);
    return nodeFrom(reader, 'named_expression', start, [name, as('value', expression(reader))]);
  }
  const value = disjunction(reader);
  if (peek(reader) !== 'if') return value;
  take(reader);
  const test = disjunction(reader);
  expect(reader, 'else');
  return nodeFrom(reader, 'conditional_expression', start, [value, test, expression(reader)]);
}

function lambda(reader: Reader): Node {
  const { start } = take(reader);
  const parameters = peek(reader) === ':' ? [] : [as('parameters', parametersOf(reader, 'lambda_parameters', ':'))];
  expect(reader, ':');
  return nodeFrom(reader, 'lambda', start, [...parameters, as('body', expression(reader))]);
}

/** What a comprehension goes through: no condition may follow it, whose `if` is the comprehension's. */
export function disjunction(reader: Reader): Node {
  return logical(reader, 'or', conjunction);
}

const conjunction = (reader: Reader): Node => logical(reader, 'and', inversion);

function logical(reader: Reader, operator: string, part: (reader: Reader) => Node): Node {
  const start = startOf(reader);
  let left = part(reader);
  while (peek(reader) === operator) {
    const sign = leafOf(take(reader), false, 'operator');
    left = nodeFrom(reader, 'boolean_operator', start, [as('left', left), sign, as('right', part(reader))]);
  }
  return left;
}

function inversion(reader: Reader): Node {
  if (peek(reader) !== 'not') return comparison(reader);
  const { start } = take(reader);
  return nodeFrom(reader, 'not_operator', start, [as('argument', nested(reader, inversion))]);
}

const comparisons = new Set(['<', '<=', '==', '!=', '>=', '>', '<>', 'in', 'not', 'is']);

function comparison(reader: Reader): Node {
  const start = startOf(reader);
  const left = binary(reader, 0);
  if (!comparisons.has(peek(reader))) return left;
  const children = [left];
  while (comparisons.has(peek(reader))) children.push(comparator(reader), binary(reader, 0));
  return nodeFrom(reader, 'comparison_operator', start, children);
}

function comparator(reader: Reader): Node {
  const token = take(reader);
  if (token.type === 'not')
    return leafOf({ ...token, type: 'not in', end: expect(reader, 'in').end }, false, 'operators');
  if (token.type === 'is' && peek(reader) === 'not')
    return leafOf({ ...token, type: 'is not', end: take(reader).end }, false, 'operators');
  return leafOf(token, false, 'operators');
}

const levels: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};

/** Operators that bind more than `level`, from left to right. */
function binary(reader: Reader, level: number): Node {
  const start = startOf(reader);
  let left = unary(reader);
  for (;;) {
    const own = levels[peek(reader)];
    if (own === undefined || own <= level) return left;
    const sign = leafOf(take(reader), false, 'operator');
    left = nodeFrom(reader, 'binary_operator', start, [as('left', left), sign, as('right', binary(reader, own))]);
  }
}

function unary(reader: Reader): Node {
  const type = peek(reader);
  if (type !== '-' && type !== '+' && type !== '~') return power(reader);
  const start = startOf(reader);
  const sign = leafOf(take(reader), false, 'operator');
  return nodeFrom(reader, 'unary_operator', start, [sign, as('argument', nested(reader, unary))]);
}

function power(reader: Reader): Node {
  const start = startOf(reader);
  const base = awaited(reader);
  if (peek(reader) !== '**') return base;
  const sign = leafOf(take(reader), false, 'operator');
  return nodeFrom(reader, 'binary_operator', start, [as('left', base), sign, as('right', nested(reader, unary))]);
}

function awaited(reader: Reader): Node {
  if (peek(reader) !== 'await') return primary(reader);
  const { start } = take(reader);
  return nodeFrom(reader, 'await', start, [primary(reader)]);
}

export function primary(reader: Reader): Node {
  const start = startOf(reader);
  let value = atom(reader);
  for (;;) {
    const type = peek(reader);
    if (type === '.') {
      take(reader);
      value = nodeFrom(reader, 'attribute', start, [as('object', value), as('attribute', nameOf(reader))]);
    } else if (type === '(') {
      value = nodeFrom(reader, 'call', start, [as('function', value), as('arguments', argumentsOf(reader))]);
    } else if (type === '[') {
      value = nodeFrom(reader, 'subscript', start, [as('value', value), ...subscriptsOf(reader)]);
    } else return value;
  }
}

/** Expressions with commas between them; `isList` where there is a comma, even behind the last. */
export function expressions(reader: Reader): { readonly items: Node[]; readonly isList: boolean } {
  const items = [starredIn(reader)];
  let isList = false;
  while (accept(reader, ',')) {
    isList = true;
    if (!startsExpression(peek(reader))) break;
    items.push(starredIn(reader));
  }
  return { items, isList };
}

const ends = new Set(['newline', 'end', ')', ']', '}', '=', ':', ';', 'in', 'dedent']);

const startsExpression = (type: string): boolean => !ends.has(type) && !/^[-+*/%@&|^<>]+=$/.test(type);
