// COPY. src/backend/commands/copy.c (DoCopy), copyfrom.c, copyto.c
import type { CopyStmt } from '@pgsql/types';
import type { Relation } from '../catalog/objects.ts';
import { type Execution, fails, lock, objectAs, since, write } from './execution.ts';
import { rangeRelation } from './names.ts';
import { stringsOf } from './query-columns.ts';
import { lockQuery } from './query-locks.ts';
import { lockAncestors } from './query-planning.ts';
import { placeRows } from './query-writes.ts';

export function copy(x: Execution, node: CopyStmt): void {
  if (node.query) {
    lockQuery(x, node.query);
    return;
  }
  const relation = rangeRelation(x, node.relation);
  if (!relation) return;
  refuseCopy(x, relation, node.is_from ?? false);
  if (x.failed) return;
  lock(x, relation, node.is_from ? 'RowExclusiveLock' : 'AccessShareLock');
  if (node.is_from) copyFrom(x, relation, node);
}

const kindNames: Record<string, string> = {
  view: 'view',
  'materialized-view': 'materialized view',
  'foreign-table': 'foreign table',
  sequence: 'sequence',
  'partitioned-table': 'partitioned table',
};

function refuseCopy(x: Execution, relation: Relation, isFrom: boolean): void {
  const { kind, name, known: certain } = relation;
  const word = kindNames[kind];
  if (!word) return;
  if (isFrom) {
    if (kind === 'partitioned-table' || kind === 'foreign-table' || (kind === 'view' && insertTrigger(x, relation)))
      return;
    fails(x, `cannot copy to ${word} "${name}"`, '42809', { certain });
    return;
  }
  if (kind === 'materialized-view' && since(x, 18)) return;
  fails(x, `cannot copy from ${word} "${name}"`, '42809', { certain });
}

const insertTrigger = (x: Execution, view: Relation): boolean =>
  view.triggers.some((oid) => {
    const trigger = objectAs(x, oid, 'trigger');
    return trigger?.timing === 'instead of' && trigger.events?.includes('insert');
  });

/** How many rows come, if any, is in a file that nobody reads here. */
function copyFrom(x: Execution, relation: Relation, node: CopyStmt): void {
  const unsure = { certain: false, unless: 'the data holds no rows' };
  write(x, relation, 'copy');
  if (relation.kind === 'view') return;
  if (!since(x, 14)) lockAncestors(x, relation);
  const names = node.attlist ? stringsOf(node.attlist) : relation.columns.map(({ name }) => name);
  placeRows(x, relation, { columns: relation.columns.filter(({ name }) => names.includes(name)) }, unsure);
}
