// Python's syntax tree, and how the parts of it are asked for.

export { parseModule as parsePython } from './grammar/module.ts';
export type { Node } from './grammar/nodes.ts';

import type { Node } from './grammar/nodes.ts';

/** The child that the node holds under that name. */
export const field = (node: Node, name: string): Node | undefined => {
  for (const child of node.children) if (child.field === name) return child;
  return undefined;
};

export const fields = (node: Node, name: string): Node[] => node.children.filter((child) => child.field === name);

const isNamed = (child: Node): boolean => child.named;

/** Its children without operators. */
export const named = ({ children }: Node): readonly Node[] =>
  children.every(isNamed) ? children : children.filter(isNamed);

/** Code as a sentence shows it. */
export const shown = (code: string): string => (code.length > 60 ? `${code.slice(0, 57)}…` : code).replace(/\s+/g, ' ');
