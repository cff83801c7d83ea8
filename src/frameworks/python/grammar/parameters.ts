// The parameters of Python's functions and lambdas.
import { starredIn } from './brackets.ts';
import { accept, as, type Node, nameOf, nodeFrom, nodeOf, peek, type Reader, startOf } from './nodes.ts';

/** As far as `end`, which is left. Annotations are no part of a lambda's. */
export function parametersOf(reader: Reader, type: string, end: string): Node {
  const start = startOf(reader);
  const items: Node[] = [];
  while (peek(reader) !== end) {
    items.push(parameter(reader, end !== ':'));
    if (!accept(reader, ',')) break;
  }
  return nodeFrom(reader, type, start, items);
}

function parameter(reader: Reader, isTyped: boolean): Node {
  const start = startOf(reader);
  if (accept(reader, '/')) return nodeFrom(reader, 'positional_separator', start, []);
  if (accept(reader, '**')) return rest(reader, 'dictionary_splat_pattern', start, isTyped);
  if (!accept(reader, '*')) return single(reader, isTyped);
  return peek(reader) === 'identifier'
    ? rest(reader, 'list_splat_pattern', start, isTyped)
    : nodeFrom(reader, 'keyword_separator', start, []);
}

function rest(reader: Reader, type: string, start: number, isTyped: boolean): Node {
  const name = nameOf(reader);
  if (isTyped) typeOf(reader);
  return nodeOf(type, start, name.end, [name]);
}

function single(reader: Reader, isTyped: boolean): Node {
  const start = startOf(reader);
  const name = nameOf(reader);
  const type = isTyped ? typeOf(reader) : undefined;
  if (!accept(reader, '=')) return type ? nodeFrom(reader, 'typed_parameter', start, [name, type]) : name;
  const value = as('value', reader.expression(reader));
  return type
    ? nodeFrom(reader, 'typed_default_parameter', start, [as('name', name), type, value])
    : nodeFrom(reader, 'default_parameter', start, [as('name', name), value]);
}

/** `: int`. */
export function typeOf(reader: Reader, sign = ':'): Node | undefined {
  if (!accept(reader, sign)) return undefined;
  const start = startOf(reader);
  return as('type', nodeFrom(reader, 'type', start, [starredIn(reader)]));
}
