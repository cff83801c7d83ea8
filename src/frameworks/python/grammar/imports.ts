// Python's imports.
import { accept, as, expect, leafOf, type Node, nameOf, nodeFrom, peek, type Reader, startOf, take } from './nodes.ts';

export function importStatement(reader: Reader): Node {
  const { type, start } = take(reader);
  if (type === 'import') return nodeFrom(reader, 'import_statement', start, names(reader, dotted, 'newline'));
  const module = as('module_name', moduleName(reader));
  expect(reader, 'import');
  if (peek(reader) === '*')
    return nodeFrom(reader, 'import_from_statement', start, [
      module,
      leafOf({ ...take(reader), type: 'wildcard_import' }),
    ]);
  const isBracketed = accept(reader, '(');
  const all = names(reader, dotted, isBracketed ? ')' : 'newline');
  if (isBracketed) expect(reader, ')');
  return nodeFrom(reader, 'import_from_statement', start, [module, ...all]);
}

function names(reader: Reader, name: (reader: Reader) => Node, end: string): Node[] {
  const all: Node[] = [];
  do {
    if (peek(reader) === end) break;
    all.push(as('name', aliased(reader, name)));
  } while (accept(reader, ','));
  return all;
}

function aliased(reader: Reader, name: (reader: Reader) => Node): Node {
  const start = startOf(reader);
  const imported = name(reader);
  if (!accept(reader, 'as')) return imported;
  return nodeFrom(reader, 'aliased_import', start, [as('name', imported), as('alias', nameOf(reader))]);
}

function dotted(reader: Reader): Node {
  const start = startOf(reader);
  const parts = [nameOf(reader)];
  while (accept(reader, '.')) parts.push(nameOf(reader));
  return nodeFrom(reader, 'dotted_name', start, parts);
}

function moduleName(reader: Reader): Node {
  const start = startOf(reader);
  while (accept(reader, '.') || accept(reader, '...'));
  if (startOf(reader) === start) return dotted(reader);
  const name = peek(reader) === 'identifier' ? [dotted(reader)] : [];
  return nodeFrom(reader, 'relative_import', start, name);
}
