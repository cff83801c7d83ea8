// Row triggers that a partition takes over from its partitioned table. src/backend/commands/tablecmds.c (CloneRowTriggersToPartition)
import { add, depend, getAs } from '../catalog/catalog.ts';
import type { Relation, Trigger } from '../catalog/objects.ts';
import { listOn } from './columns.ts';
import { current, type Execution } from './execution.ts';
import { children } from './tree.ts';

/** Copies the parent's row triggers onto the partition and, if it is partitioned itself, onto its partitions. */
export function cloneTriggers(x: Execution, parent: Relation, partition: Relation): void {
  for (const oid of current(x, parent).triggers) {
    const trigger = getAs(x.catalog, oid, 'trigger');
    if (trigger?.row) cloneTrigger(x, trigger, partition);
  }
}

/** Copies one row trigger. */
export function cloneTrigger(x: Execution, trigger: Trigger, partition: Relation): void {
  const [catalog, clone] = add(
    x.catalog,
    (oid): Trigger => ({ ...trigger, oid, born: x.step, relation: partition.oid, columns: [], parent: trigger.oid }),
  );
  x.catalog = depend(catalog, { from: clone.oid, on: partition.oid, kind: 'auto' });
  x.catalog = depend(x.catalog, { from: clone.oid, on: trigger.oid, kind: 'partition' });
  if (trigger.function !== undefined) {
    x.catalog = depend(x.catalog, { from: clone.oid, on: trigger.function, kind: 'normal' });
  }
  listOn(x, partition.oid, 'triggers', clone.oid);
  for (const child of children(x, partition)) cloneTrigger(x, clone, child);
}
