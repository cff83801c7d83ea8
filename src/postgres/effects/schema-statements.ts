// CREATE SCHEMA with the statements written inside it, and ALTER SCHEMA … RENAME. DROP SCHEMA is in drop.ts.
// src/backend/commands/schemacmds.c, src/backend/parser/parse_utilcmd.c (transformCreateSchemaStmtElements)
import type { CreateSchemaStmt, Node } from '@pgsql/types';
import { add, membersOf, put } from '../catalog/catalog.ts';
import type { Schema } from '../catalog/objects.ts';
import { changed, type Execution, fails } from './execution.ts';
import type { Family } from './family.ts';
import { schemaNamed } from './names.ts';
import { roleName } from './ownership.ts';

function createSchema(x: Execution, node: CreateSchemaStmt): void {
  const owner = roleName(node.authrole);
  const name = node.schemaname ?? owner;
  if (name === undefined) return;
  if (schemaNamed(x, name)) {
    if (!node.if_not_exists) fails(x, `schema "${name}" already exists`, '42P06');
    return;
  }
  const [catalog, schema] = add(x.catalog, (oid): Schema => ({ class: 'schema', oid, name, owner, born: x.step }));
  x.catalog = catalog;
  changed(x, 'create', { kind: 'schema', name, oid: schema.oid });
  executeElements(x, node.schemaElts ?? [], name);
}

/** In PostgreSQL's order: sequences, tables, views, indexes, triggers, grants; unqualified names are of the new schema. */
const elementOrder = ['CreateSeqStmt', 'CreateStmt', 'ViewStmt', 'IndexStmt', 'CreateTrigStmt', 'GrantStmt'];

function executeElements(x: Execution, elements: readonly Node[], schema: string): void {
  const rank = (node: Node) => elementOrder.indexOf(Object.keys(node)[0] ?? '');
  const ordered = [...elements].sort((a, b) => rank(a) - rank(b));
  const { searchPath } = x;
  Object.assign(x, { searchPath: [schema, ...searchPath] });
  for (const element of ordered) x.run?.(element);
  Object.assign(x, { searchPath });
}

/** Every object of the schema is found under the new name from then on; nothing is locked. */
export function renameSchema(x: Execution, from: string, to: string): void {
  const schema = schemaNamed(x, from);
  if (schemaNamed(x, to)) fails(x, `schema "${to}" already exists`, '42P06');
  if (x.failed) return;
  changed(x, 'rename', { kind: 'schema', name: from, to, oid: schema?.oid });
  if (schema) x.catalog = put(x.catalog, { ...schema, name: to });
  for (const member of membersOf(x.catalog, from)) {
    if ('schema' in member) x.catalog = put(x.catalog, { ...member, schema: to });
  }
}

export const schemaFamily: Family = {
  CreateSchemaStmt: { source: 'sql-createschema', run: createSchema },
};
