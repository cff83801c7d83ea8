// The smallest of Python's expressions: names, constants, strings, and what stands in brackets of its own.

import { comprehensionOf, starredIn } from './brackets.ts';
import { accept, as, expect, leafOf, type Node, nodeFrom, peek, type Reader, startOf, take } from './nodes.ts';
import { NotPython } from './scan.ts';

const constants: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'none', '...': 'ellipsis' };

export function atom(reader: Reader): Node {
  const type = peek(reader);
  if (type === 'identifier' || type === 'integer' || type === 'float') return leafOf(take(reader));
  if (type === 'string_start') return strings(reader);
  if (type === '(') return parenthesized(reader);
  if (type === '[') return listed(reader);
  if (type === '{') return braced(reader);
  if (type === 'yield') return yielded(reader);
  const constant = constants[type];
  if (constant === undefined) throw new NotPython(startOf(reader));
  return leafOf({ ...take(reader), type: constant });
}

function strings(reader: Reader): Node {
  const start = startOf(reader);
  const first = string(reader);
  if (peek(reader) !== 'string_start') return first;
  const parts = [first];
  while (peek(reader) === 'string_start') parts.push(string(reader));
  return nodeFrom(reader, 'concatenated_string', start, parts);
}

function string(reader: Reader): Node {
  const start = startOf(reader);
  const parts = [leafOf(take(reader))];
  for (let type = peek(reader); type !== 'string_end'; type = peek(reader))
    parts.push(type === 'interpolation' ? interpolation(reader) : leafOf(expect(reader, 'string_content')));
  parts.push(leafOf(take(reader)));
  return nodeFrom(reader, 'string', start, parts);
}

function interpolation(reader: Reader): Node {
  const { start } = take(reader);
  const parts = [as('expression', several(reader))];
  if (peek(reader) === '=') parts.push(leafOf(take(reader), false));
  if (peek(reader) === 'type_conversion') parts.push(leafOf(take(reader), true, 'type_conversion'));
  if (peek(reader) === 'format_specifier') parts.push(leafOf(take(reader), true, 'format_specifier'));
  expect(reader, '}');
  return nodeFrom(reader, 'interpolation', start, parts);
}

/** An expression, or several with commas between them. */
function several(reader: Reader): Node {
  const start = startOf(reader);
  const first = starredIn(reader);
  if (peek(reader) !== ',') return first;
  const items = [first];
  while (accept(reader, ',')) if (peek(reader) !== '}') items.push(starredIn(reader));
  return nodeFrom(reader, 'expression_list', start, items);
}

export function yielded(reader: Reader): Node {
  const { start } = take(reader);
  accept(reader, 'from');
  const value = /^(?:newline|end|[)\]};,=])$/.test(peek(reader)) ? [] : [several(reader)];
  return nodeFrom(reader, 'yield', start, value);
}

function parenthesized(reader: Reader): Node {
  const { start } = take(reader);
  if (accept(reader, ')')) return nodeFrom(reader, 'tuple', start, []);
  const first = starredIn(reader);
  if (accept(reader, ')'))
    return nodeFrom(reader, first.type === 'list_splat' ? 'tuple' : 'parenthesized_expression', start, [first]);
  if (peek(reader) === ',') return nodeFrom(reader, 'tuple', start, itemsFrom(reader, first, ')'));
  return comprehensionOf(reader, 'generator_expression', start, first, ')');
}

function listed(reader: Reader): Node {
  const { start } = take(reader);
  if (accept(reader, ']')) return nodeFrom(reader, 'list', start, []);
  const first = starredIn(reader);
  if (peek(reader) === ',' || peek(reader) === ']')
    return nodeFrom(reader, 'list', start, itemsFrom(reader, first, ']'));
  return comprehensionOf(reader, 'list_comprehension', start, first, ']');
}

/** What follows the first item, and the bracket that ends all. */
function itemsFrom(reader: Reader, first: Node, end: string, next: (reader: Reader) => Node = starredIn): Node[] {
  const items = [first];
  while (accept(reader, ',')) {
    if (peek(reader) === end) break;
    items.push(next(reader));
  }
  expect(reader, end);
  return items;
}

function braced(reader: Reader): Node {
  const { start } = take(reader);
  if (accept(reader, '}')) return nodeFrom(reader, 'dictionary', start, []);
  const first = entry(reader);
  const isDict = first.type === 'pair' || first.type === 'dictionary_splat';
  if (peek(reader) === ',' || peek(reader) === '}')
    return nodeFrom(reader, isDict ? 'dictionary' : 'set', start, itemsFrom(reader, first, '}', entry));
  return comprehensionOf(reader, isDict ? 'dictionary_comprehension' : 'set_comprehension', start, first, '}');
}

function entry(reader: Reader): Node {
  const start = startOf(reader);
  if (accept(reader, '**')) return nodeFrom(reader, 'dictionary_splat', start, [reader.expression(reader)]);
  const value = starredIn(reader);
  if (!accept(reader, ':')) return value;
  return nodeFrom(reader, 'pair', start, [as('key', value), as('value', reader.expression(reader))]);
}
