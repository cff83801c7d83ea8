// How the grammar's parts take tokens and make nodes of them. Types and fields are those of tree-sitter's grammar of Python.
import { NotPython, type Token } from './scan.ts';

export interface Node {
  readonly type: string;
  /** The name under which the node above holds it: `left`. */
  field: string | null;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Node[];
}

export type Part = (reader: Reader) => Node;

export interface Reader {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  /** The grammar's parts that lead back to themselves. */
  readonly expression: Part;
  readonly disjunction: Part;
  readonly primary: Part;
}

const nothing: readonly Node[] = [];

/** The type of the next token. */
export const peek = (reader: Reader): string => (reader.tokens[reader.at] as Token).type;
export const peekAfter = (reader: Reader): string => reader.tokens[reader.at + 1]?.type ?? 'end';
export const startOf = (reader: Reader): number => (reader.tokens[reader.at] as Token).start;

/** Where the last token that was taken ends. */
export function endOf({ tokens, at }: Reader): number {
  for (let last = at - 1; last >= 0; last -= 1) {
    const { type, end } = tokens[last] as Token;
    if (type !== 'newline' && type !== 'indent' && type !== 'dedent') return end;
  }
  return 0;
}

export function take(reader: Reader): Token {
  const token = reader.tokens[reader.at] as Token;
  if (token.type !== 'end') reader.at += 1;
  return token;
}

export function accept(reader: Reader, type: string): boolean {
  if (peek(reader) !== type) return false;
  reader.at += 1;
  return true;
}

export function expect(reader: Reader, type: string): Token {
  if (peek(reader) !== type) throw new NotPython(startOf(reader));
  return take(reader);
}

/** `named` is false for operators, which say what the node above does. */
export const leafOf = ({ type, start, end }: Token, named = true, field: string | null = null): Node => ({
  type,
  field,
  named,
  start,
  end,
  children: nothing,
});

export const nodeOf = (type: string, start: number, end: number, children: readonly Node[]): Node => ({
  type,
  field: null,
  named: true,
  start,
  end,
  children,
});

/** A node from `start` to what was taken last. */
export const nodeFrom = (reader: Reader, type: string, start: number, children: readonly Node[]): Node =>
  nodeOf(type, start, endOf(reader), children);

export function as(field: string, node: Node): Node {
  node.field = field;
  return node;
}

export const nameOf = (reader: Reader): Node => leafOf(expect(reader, 'identifier'));

const deepest = 200;

export function nested<T>(reader: Reader, work: (reader: Reader) => T): T {
  reader.depth += 1;
  if (reader.depth > deepest) throw new NotPython(startOf(reader), 'nesting');
  const result = work(reader);
  reader.depth -= 1;
  return result;
}
