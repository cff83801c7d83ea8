// TRUNCATE: with inheritance children and partitions, under CASCADE with every table that references one.
// ExecuteTruncate in src/backend/commands/tablecmds.c, heap_truncate_find_FKs in src/backend/catalog/heap.c
import type { TruncateStmt } from '@pgsql/types';
import { dependentsOf, getAs, relationBy } from '../catalog/catalog.ts';
import type { Constraint, Oid, Relation } from '../catalog/objects.ts';
import { current, type Execution, fails, lock, lockAll, since, unknown, write } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import { ancestors, descendants } from './tree.ts';

function truncate(x: Execution, stmt: TruncateStmt): void {
  const tables = new Map<Oid, Relation>();
  for (const node of stmt.relations ?? []) {
    const range = 'RangeVar' in node ? node.RangeVar : undefined;
    const table = rangeRelation(x, range);
    if (!table || x.failed) continue;
    refuseKind(x, table);
    if (!x.failed) take(x, tables, table, range?.inh ?? false);
  }
  if (x.failed) return;
  if (stmt.behavior === 'DROP_CASCADE') takeReferencing(x, tables);
  else refuseReferenced(x, tables);
  if (x.failed) return;
  for (const table of tables.values()) {
    if (stmt.restart_seqs) restartSequences(x, table);
    // 13 reads the partition constraint, from the parents, when it sets up the statement triggers.
    if (table.bound && !since(x, 14)) lockAll(x, ancestors(x, table), 'AccessShareLock');
    if (table.kind !== 'partitioned-table') write(x, table, 'truncate', { unbounded: true });
  }
}

function take(x: Execution, tables: Map<Oid, Relation>, table: Relation, recurse: boolean): void {
  lock(x, table, 'AccessExclusiveLock');
  tables.set(table.oid, table);
  if (!recurse && table.kind === 'partitioned-table') {
    fails(x, 'cannot truncate only a partitioned table', '42809');
  } else if (recurse) {
    for (const child of descendants(x, table)) {
      lock(x, child, 'AccessExclusiveLock');
      refuseKind(x, child);
      tables.set(child.oid, child);
    }
  }
}

/** truncate_check_rel. Foreign tables since 14, where their wrapper can. */
function refuseKind(x: Execution, table: Relation): void {
  if (table.kind === 'table' || table.kind === 'partitioned-table') return;
  if (table.kind !== 'foreign-table' || !since(x, 14)) {
    fails(x, `"${table.name}" is not a table`, '42809');
  } else {
    const message = `cannot truncate foreign table "${table.name}"`;
    fails(x, message, '0A000', { certain: false, unless: 'its foreign-data wrapper supports TRUNCATE' });
  }
}

const constraintsOf = (x: Execution, oids: readonly Oid[]): Constraint[] =>
  oids.flatMap((oid) => getAs(x.catalog, oid, 'constraint') ?? []);

/** The foreign keys that reference any of the tables, or a table that one of them is a partition of. */
function referencing(x: Execution, tables: Iterable<Oid>): Constraint[] {
  const found = new Map<Oid, Constraint>();
  const seen = new Set<Oid>(tables);
  for (const oid of seen) {
    // The keys of a partitioned table count for each of its partitions: PostgreSQL clones them.
    const table = relationBy(x.catalog, oid);
    if (table?.bound) for (const parent of table.parents) seen.add(parent);
    for (const constraint of constraintsOf(x, relationBy(x.catalog, oid)?.referencedBy ?? [])) {
      found.set(constraint.oid, constraint);
      for (const above of ancestry(x, constraint)) if (above.references !== undefined) seen.add(above.references);
    }
  }
  return [...found.values()];
}

function* ancestry(x: Execution, constraint: Constraint): Generator<Constraint> {
  for (let next = getAs(x.catalog, constraint.parent, 'constraint'); next; ) {
    yield next;
    next = getAs(x.catalog, next.parent, 'constraint');
  }
}

function takeReferencing(x: Execution, tables: Map<Oid, Relation>): void {
  const stranger = [...tables.values()].find(({ known }) => !known);
  if (stranger) {
    const { name } = stranger;
    unknown(x, `CASCADE also empties every table that references ${name}`, {
      unless: `no foreign key references ${name}`,
    });
  }
  for (let added = true; added; ) {
    added = false;
    for (const { relation } of referencing(x, tables.keys())) {
      const table = relationBy(x.catalog, relation);
      if (!table || tables.has(relation)) continue;
      lock(x, table, 'AccessExclusiveLock');
      tables.set(relation, table);
      added = true;
    }
  }
}

function refuseReferenced(x: Execution, tables: Map<Oid, Relation>): void {
  const outside = referencing(x, tables.keys()).some(({ relation }) => !tables.has(relation));
  const message = 'cannot truncate a table referenced in a foreign key constraint';
  if (outside) fails(x, message, '0A000');
  const stranger = [...tables.values()].find(({ known }) => !known);
  if (stranger && !outside) {
    fails(x, message, '0A000', { certain: false, unless: `no foreign key references ${stranger.name}` });
  }
}

function restartSequences(x: Execution, table: Relation): void {
  for (const { from } of dependentsOf(x.catalog, current(x, table).oid)) {
    const sequence = relationBy(x.catalog, from);
    if (sequence?.kind !== 'sequence' || sequence.ownedBy?.relation !== table.oid) continue;
    lock(x, sequence, 'AccessExclusiveLock');
  }
}

export const truncateFamily: Family = {
  TruncateStmt: { source: 'sql-truncate', run: truncate },
};
