// Python's `with`, whose items may stand in parentheses that are no tuple's.
import { accept, as, expect, type Node, nodeFrom, peek, type Reader, startOf } from './nodes.ts';
import { NotPython } from './scan.ts';
import { asTarget } from './targets.ts';

export function withStatement(reader: Reader, start: number, block: (reader: Reader) => Node): Node {
  const clause = clauseOf(reader);
  return nodeFrom(reader, 'with_statement', start, [clause, block(reader)]);
}

function clauseOf(reader: Reader): Node {
  const start = startOf(reader);
  if (peek(reader) !== '(') return nodeFrom(reader, 'with_clause', start, itemsOf(reader));
  const { at, depth } = reader;
  try {
    expect(reader, '(');
    const items = itemsOf(reader);
    expect(reader, ')');
    if (peek(reader) === ':') return nodeFrom(reader, 'with_clause', start, items);
  } catch (fault) {
    if (!(fault instanceof NotPython)) throw fault;
  }
  Object.assign(reader, { at, depth });
  return nodeFrom(reader, 'with_clause', start, itemsOf(reader));
}

function itemsOf(reader: Reader): Node[] {
  const items: Node[] = [];
  do {
    if (/^[:)]$/.test(peek(reader))) break;
    items.push(item(reader));
  } while (accept(reader, ','));
  return items;
}

function item(reader: Reader): Node {
  const start = startOf(reader);
  const value = reader.expression(reader);
  if (!accept(reader, 'as')) return nodeFrom(reader, 'with_item', start, [as('value', value)]);
  const at = startOf(reader);
  const name = asTarget(reader.primary(reader));
  const alias = as('alias', nodeFrom(reader, 'as_pattern_target', at, [name]));
  return nodeFrom(reader, 'with_item', start, [as('value', nodeFrom(reader, 'as_pattern', start, [value, alias]))]);
}
