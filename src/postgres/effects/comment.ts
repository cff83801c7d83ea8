// COMMENT ON and SECURITY LABEL: SHARE UPDATE EXCLUSIVE on a relation, ACCESS SHARE on the table of a constraint or trigger.
// src/backend/commands/comment.c, seclabel.c; the locks are get_object_address's
import type { Node, ObjectType } from '@pgsql/types';
import type { RelationKind } from '../catalog/objects.ts';
import { type Execution, fails, lock } from './execution.ts';
import type { Family } from './family.ts';
import { nameOfList, relationNamed } from './names.ts';
import { listItems, nameOfNode, notOfKind, relationKinds } from './object-address.ts';

interface About {
  readonly objtype?: ObjectType;
  readonly object?: Node;
}

/** Constraint, trigger, rule, policy: the last name is its own, those before are its table's. */
const parts: readonly ObjectType[] = ['OBJECT_TABCONSTRAINT', 'OBJECT_TRIGGER', 'OBJECT_RULE', 'OBJECT_POLICY'];

function lockCommented(x: Execution, { objtype = 'OBJECT_TABLE', object }: About): void {
  const kinds = relationKinds[objtype];
  if (kinds) lockRelation(x, objtype, kinds, object);
  else if (objtype === 'OBJECT_COLUMN') lockOwner(x, object, 'ShareUpdateExclusiveLock');
  else if (parts.includes(objtype)) lockOwner(x, object, 'AccessShareLock');
}

function lockRelation(x: Execution, type: ObjectType, kinds: readonly RelationKind[], object: Node | undefined): void {
  const relation = relationNamed(x, nameOfNode(object), kinds[0]);
  if (!relation) return;
  lock(x, relation, 'ShareUpdateExclusiveLock');
  if (relation.known && !kinds.includes(relation.kind)) fails(x, notOfKind(relation, type), '42809');
}

function lockOwner(x: Execution, object: Node | undefined, mode: 'ShareUpdateExclusiveLock' | 'AccessShareLock'): void {
  const relation = relationNamed(x, nameOfList(listItems(object).slice(0, -1)));
  if (relation) lock(x, relation, mode);
}

function securityLabel(x: Execution, node: About & { provider?: string }): void {
  const message = node.provider
    ? `security label provider "${node.provider}" is not loaded`
    : 'no security label providers have been loaded';
  fails(x, message, '22023', { certain: false, unless: 'a label provider is loaded' });
  lockCommented(x, node);
}

export const commentFamily: Family = {
  CommentStmt: { source: 'sql-comment', run: lockCommented },
  SecLabelStmt: { source: 'sql-security-label', run: securityLabel },
};
