// Python's statements of one line: expressions, assignments, imports, `return` and its like.
import { yielded } from './atoms.ts';
import { expressions } from './expressions.ts';
import { importStatement } from './imports.ts';
import {
  accept,
  as,
  expect,
  leafOf,
  type Node,
  nodeFrom,
  peek,
  peekAfter,
  type Reader,
  startOf,
  take,
} from './nodes.ts';
import { typeOf } from './parameters.ts';
import { asTarget } from './targets.ts';

/** Those of a line, with semicolons between them. */
export function line(reader: Reader, into: Node[]): void {
  do {
    if (peek(reader) === 'newline') break;
    into.push(simple(reader));
  } while (accept(reader, ';'));
  if (peek(reader) !== 'end') expect(reader, 'newline');
}

const types: Readonly<Record<string, string>> = {
  return: 'return_statement',
  raise: 'raise_statement',
  assert: 'assert_statement',
  del: 'delete_statement',
  global: 'global_statement',
  nonlocal: 'nonlocal_statement',
  pass: 'pass_statement',
  break: 'break_statement',
  continue: 'continue_statement',
};

/** What no expression has behind a name. */
const old = new Set(['identifier', 'string_start']);

function simple(reader: Reader): Node {
  const type = peek(reader);
  if (type === 'import' || type === 'from') return importStatement(reader);
  const own = types[type];
  if (own !== undefined) return worded(reader, own);
  if (type === 'identifier' && old.has(peekAfter(reader))) return oldOrAlias(reader);
  return expressionStatement(reader);
}

/** A word and what it is about. */
function worded(reader: Reader, type: string): Node {
  const { start } = take(reader);
  if (isEnd(reader)) return nodeFrom(reader, type, start, []);
  const value = listOf(reader);
  const parts = [value];
  if (accept(reader, 'from')) parts.push(as('cause', reader.expression(reader)));
  return nodeFrom(reader, type, start, type === 'assert_statement' ? value.children : parts);
}

const ends = new Set(['newline', ';', 'end']);
const isEnd = (reader: Reader): boolean => ends.has(peek(reader));

/** An expression, or a list of them as one node. */
function listOf(reader: Reader): Node {
  const start = startOf(reader);
  const { items, isList } = expressions(reader);
  return isList ? nodeFrom(reader, 'expression_list', start, items) : (items[0] as Node);
}

/** `print 'x'` of Python 2, `type X = int` of Python 3.12: nobody asks for what they say. */
function oldOrAlias(reader: Reader): Node {
  const { start } = take(reader);
  while (!isEnd(reader)) take(reader);
  return nodeFrom(reader, 'print_statement', start, []);
}

function expressionStatement(reader: Reader): Node {
  const start = startOf(reader);
  return nodeFrom(reader, 'expression_statement', start, peek(reader) === 'yield' ? [yielded(reader)] : parts(reader));
}

function parts(reader: Reader): readonly Node[] {
  const start = startOf(reader);
  const { items, isList } = expressions(reader);
  const type = peek(reader);
  if (type === '=' || type === ':') return [assignment(reader, start, targetIn(reader, start, items, isList))];
  if (isEnd(reader) || !/^(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)=$/.test(type)) return items;
  const operator = leafOf(take(reader), false, 'operator');
  const left = as('left', targetIn(reader, start, items, isList));
  return [nodeFrom(reader, 'augmented_assignment', start, [left, operator, as('right', right(reader))])];
}

function targetIn(reader: Reader, start: number, items: readonly Node[], isList: boolean): Node {
  const targets = items.map(asTarget);
  return isList ? nodeFrom(reader, 'pattern_list', start, targets) : (targets[0] as Node);
}

/** `a = b = c` is an assignment of an assignment. */
function assignment(reader: Reader, start: number, left: Node): Node {
  const annotation = typeOf(reader);
  const head = annotation ? [as('left', left), annotation] : [as('left', left)];
  if (!accept(reader, '=')) return nodeFrom(reader, 'assignment', start, head);
  return nodeFrom(reader, 'assignment', start, [...head, as('right', right(reader))]);
}

function right(reader: Reader): Node {
  if (peek(reader) === 'yield') return yielded(reader);
  const start = startOf(reader);
  const { items, isList } = expressions(reader);
  if (peek(reader) === '=') return assignment(reader, start, targetIn(reader, start, items, isList));
  return isList ? nodeFrom(reader, 'expression_list', start, items) : (items[0] as Node);
}
