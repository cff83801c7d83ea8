// What stands in brackets behind a value, and comprehensions: arguments of a call, subscripts, `for … in … if …`.
import {
  accept,
  as,
  expect,
  type Node,
  nameOf,
  nodeFrom,
  peek,
  peekAfter,
  type Reader,
  startOf,
  take,
} from './nodes.ts';
import { NotPython } from './scan.ts';
import { targetsOf } from './targets.ts';

/** `*rest` or an expression. */
export function starredIn(reader: Reader): Node {
  if (peek(reader) !== '*') return reader.expression(reader);
  const { start } = take(reader);
  return nodeFrom(reader, 'list_splat', start, [reader.expression(reader)]);
}

/** `(a, *b, c=d, **e)`, or a generator that is the only argument. */
export function argumentsOf(reader: Reader): Node {
  const { start } = take(reader);
  const items: Node[] = [];
  while (peek(reader) !== ')') {
    const item = argument(reader);
    if (peek(reader) === 'for' || peek(reader) === 'async') {
      if (items.length === 0) return comprehensionOf(reader, 'generator_expression', start, item, ')');
      throw new NotPython(startOf(reader));
    }
    items.push(item);
    if (!accept(reader, ',')) break;
  }
  expect(reader, ')');
  return nodeFrom(reader, 'argument_list', start, items);
}

function argument(reader: Reader): Node {
  const start = startOf(reader);
  const type = peek(reader);
  if (type === 'identifier' && peekAfter(reader) === '=') {
    const name = as('name', nameOf(reader));
    take(reader);
    return nodeFrom(reader, 'keyword_argument', start, [name, as('value', reader.expression(reader))]);
  }
  if (type !== '**') return starredIn(reader);
  take(reader);
  return nodeFrom(reader, 'dictionary_splat', start, [reader.expression(reader)]);
}

export function subscriptsOf(reader: Reader): Node[] {
  take(reader);
  const items: Node[] = [];
  while (peek(reader) !== ']') {
    items.push(as('subscript', subscript(reader)));
    if (!accept(reader, ',')) break;
  }
  expect(reader, ']');
  return items;
}

function subscript(reader: Reader): Node {
  const start = startOf(reader);
  const parts: Node[] = [];
  if (peek(reader) !== ':') parts.push(starredIn(reader));
  if (peek(reader) !== ':') return parts[0] as Node;
  while (accept(reader, ':')) if (!/^[:\],]$/.test(peek(reader))) parts.push(reader.expression(reader));
  return nodeFrom(reader, 'slice', start, parts);
}

/** What follows the body of a comprehension, and the bracket that ends it. */
export function comprehensionOf(reader: Reader, type: string, start: number, body: Node, end: string): Node {
  const clauses = [as('body', body)];
  for (let next = peek(reader); next === 'for' || next === 'async' || next === 'if'; next = peek(reader))
    clauses.push(next === 'if' ? ifClause(reader) : forClause(reader));
  if (clauses.length === 1) throw new NotPython(startOf(reader));
  expect(reader, end);
  return nodeFrom(reader, type, start, clauses);
}

function forClause(reader: Reader): Node {
  const start = startOf(reader);
  accept(reader, 'async');
  expect(reader, 'for');
  const left = as('left', targetsOf(reader));
  expect(reader, 'in');
  return nodeFrom(reader, 'for_in_clause', start, [left, as('right', reader.disjunction(reader))]);
}

function ifClause(reader: Reader): Node {
  const { start } = take(reader);
  const isLambda = peek(reader) === 'lambda' || peekAfter(reader) === ':=';
  return nodeFrom(reader, 'if_clause', start, [isLambda ? reader.expression(reader) : reader.disjunction(reader)]);
}
