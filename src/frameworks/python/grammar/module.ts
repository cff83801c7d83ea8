// A Python file to a syntax tree, in time and depth that its length bounds.
import type { Unparsed } from '../../tree-sitter.ts';
import { statements } from './compound.ts';
import { disjunction, expression, primary } from './expressions.ts';
import { type Node, nodeOf, type Reader } from './nodes.ts';
import { NotPython } from './scan.ts';
import { tokensOf } from './tokens.ts';

/** Beyond this, a file is no migration that somebody wrote. */
const longest = 2_000_000;

const reasons = {
  syntax: 'This is not valid Python, and is not read.',
  nesting: 'The code is nested more than 200 deep.',
  size: 'The file has more than 600000 parts.',
};

/** The node of a module, of which nothing before `from` is read, or why there is none. Never throws for any input. */
export function parseModule(text: string, from = 0): Node | Unparsed {
  if (text.length > longest)
    return { type: 'unparsed', kind: 'size', reason: `The file has more than ${longest} characters of Python.` };
  try {
    const reader: Reader = { text, tokens: tokensOf(text, from), at: 0, depth: 0, expression, disjunction, primary };
    return nodeOf('module', from, text.length, statements(reader, 'end'));
  } catch (fault) {
    if (fault instanceof NotPython) return unparsed(fault.kind, fault.at);
    if (fault instanceof RangeError) return unparsed('nesting', 0);
    throw fault;
  }
}

const unparsed = (kind: NotPython['kind'], at: number): Unparsed => ({
  type: 'unparsed',
  kind,
  reason: reasons[kind],
  at,
});
