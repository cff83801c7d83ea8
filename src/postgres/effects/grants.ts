// GRANT and REVOKE of privileges, DROP OWNED, REASSIGN OWNED. What only concerns roles is in other-statements.ts.
// src/backend/catalog/aclchk.c, src/backend/catalog/pg_shdepend.c (shdepDropOwned, shdepReassignOwned)
import type { DropOwnedStmt, GrantStmt, Node, ReassignOwnedStmt, RoleSpec } from '@pgsql/types';
import type { CatalogObject } from '../catalog/objects.ts';
import { mapValues } from '../catalog/persistent-map.ts';
import { deleteObjects } from './deletion.ts';
import { type Execution, lock, since, unknown } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import { changeOwner, roleName, setOwner } from './ownership.ts';

/** Relations named one by one are opened since 18; before, and for ALL … IN SCHEMA, nothing is locked. */
function grant(x: Execution, node: GrantStmt): void {
  if (node.targtype !== 'ACL_TARGET_OBJECT' || !since(x, 18)) return;
  if (node.objtype !== 'OBJECT_TABLE' && node.objtype !== 'OBJECT_SEQUENCE') return;
  const kind = node.objtype === 'OBJECT_SEQUENCE' ? 'sequence' : 'table';
  for (const item of node.objects ?? []) {
    const relation = rangeRelation(x, 'RangeVar' in item ? item.RangeVar : undefined, kind);
    if (relation) lock(x, relation, 'AccessShareLock');
  }
}

const roleNames = (roles: readonly Node[] | undefined): (string | undefined)[] =>
  (roles ?? []).map((role) => roleName((role as { RoleSpec?: RoleSpec }).RoleSpec));

/** What the roles are known to own: by OWNER TO or AUTHORIZATION. Walks the catalog, as PostgreSQL walks pg_shdepend. */
function ownedBy(x: Execution, roles: readonly (string | undefined)[]): CatalogObject[] {
  const wanted = new Set(roles.filter((role) => role !== undefined));
  return [...mapValues(x.catalog.objects)].filter(
    (object) => 'owner' in object && object.owner !== undefined && wanted.has(object.owner),
  );
}

function admitUnknown(x: Execution, roles: readonly (string | undefined)[], what: string): void {
  if (roles.includes(undefined)) unknown(x, `the migrations do not tell which objects the current role owns; ${what}`);
}

function dropOwned(x: Execution, node: DropOwnedStmt): void {
  const roles = roleNames(node.roles);
  admitUnknown(x, roles, 'each of them is locked and dropped');
  const owned = ownedBy(x, roles).filter(
    (object) => !(object.class === 'relation' && (object.index || object.ownedBy)),
  );
  deleteObjects(x, owned, node.behavior === 'DROP_CASCADE' ? 'cascade' : 'restrict');
}

function reassignOwned(x: Execution, node: ReassignOwnedStmt): void {
  const roles = roleNames(node.roles);
  admitUnknown(x, roles, 'each of them is locked');
  for (const object of ownedBy(x, roles)) {
    if (object.class === 'relation') {
      if (!object.index && !object.ownedBy) changeOwner(x, object, node.newrole);
    } else setOwner(x, object, roleName(node.newrole));
  }
}

export const grantsFamily: Family = {
  GrantStmt: { source: 'sql-grant', run: grant },
  DropOwnedStmt: { source: 'sql-drop-owned', run: dropOwned },
  ReassignOwnedStmt: { source: 'sql-reassign-owned', run: reassignOwned },
};
