// A CREATE TABLE of which only the name could be read.
import { findRelation } from '../catalog/catalog.ts';
import type { UnreadTable } from '../statement.ts';
import type { Execution } from './execution.ts';
import { creationSchema, mayBeThere, nameOfRange, newRelation } from './names.ts';

/** Its definition could not be read, so what later statements name in it is taken to be there. */
export function createUnread(x: Execution, node: UnreadTable['UnreadTable']): void {
  const name = nameOfRange(node.relation);
  const schema = creationSchema(x, name);
  if (findRelation(x.catalog, schema, name.name)) return;
  const maybeOlder = node.if_not_exists && mayBeThere(x, undefined);
  newRelation(x, { kind: 'table', schema, name: name.name, known: false, ...(maybeOlder ? { maybeOlder } : {}) });
}
