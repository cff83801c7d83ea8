// What Python assigns to: the left side of `=`, what `for` and a comprehension go through their items by.
import { accept, type Node, nodeFrom, nodeOf, peek, type Reader, startOf, take } from './nodes.ts';

/** As far as `in`. */
export function targetsOf(reader: Reader): Node {
  const start = startOf(reader);
  const items = [target(reader)];
  let isList = false;
  while (accept(reader, ',')) {
    isList = true;
    if (peek(reader) === 'in') break;
    items.push(target(reader));
  }
  return isList ? nodeFrom(reader, 'pattern_list', start, items) : (items[0] as Node);
}

function target(reader: Reader): Node {
  if (peek(reader) !== '*') return asTarget(reader.primary(reader));
  const { start } = take(reader);
  return nodeFrom(reader, 'list_splat_pattern', start, [reader.primary(reader)]);
}

const patterns: Readonly<Record<string, string>> = {
  tuple: 'tuple_pattern',
  list: 'list_pattern',
  list_splat: 'list_splat_pattern',
  parenthesized_expression: 'tuple_pattern',
};

/** An expression that turned out to be assigned to. */
export function asTarget(node: Node): Node {
  const type = patterns[node.type];
  return type === undefined
    ? node
    : { ...nodeOf(type, node.start, node.end, node.children.map(asTarget)), field: node.field };
}
