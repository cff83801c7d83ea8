// How a family of statements joins the model: a table from the parse tree's node kind to the function that executes it.
import type { Node } from '@pgsql/types';
import type { Statement } from '../parse.ts';
import type { Execution } from './execution.ts';

type KeysOfUnion<T> = T extends T ? keyof T : never;
export type NodeKind = KeysOfUnion<Node>;
type NodeOf<K extends NodeKind> = Extract<Node, Record<K, unknown>> extends Record<K, infer V> ? V : never;

/** `source` is the documentation page (`sql-altertable`) or URL that effects cite unless they name another. */
export type Family = {
  readonly [K in NodeKind]?: {
    readonly source: string;
    readonly run: (x: Execution, node: NodeOf<K>, statement: Statement) => void;
  };
};
