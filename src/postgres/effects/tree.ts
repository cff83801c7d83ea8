// Inheritance and partition trees: who is below or above a relation. src/backend/catalog/pg_inherits.c
import { relationBy } from '../catalog/catalog.ts';
import type { Oid, Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';

export const relationsOf = (x: Execution, oids: readonly Oid[]): Relation[] =>
  oids.flatMap((oid) => relationBy(x.catalog, oid) ?? []);

/** Direct partitions or inheritance children. */
export const children = (x: Execution, relation: Relation): Relation[] =>
  relationsOf(x, relationBy(x.catalog, relation.oid)?.children ?? []);

/** Everything below, without the relation itself, each once, parents before children. */
export function descendants(x: Execution, relation: Relation): Relation[] {
  const seen = new Map<Oid, Relation>();
  const queue = children(x, relation);
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (seen.has(next.oid)) continue;
    seen.set(next.oid, next);
    queue.push(...children(x, next));
  }
  return [...seen.values()];
}

/** Direct parents. */
export const parents = (x: Execution, relation: Relation): Relation[] =>
  relationsOf(x, relationBy(x.catalog, relation.oid)?.parents ?? []);

/** Every parent above, nearest first. */
export function ancestors(x: Execution, relation: Relation): Relation[] {
  const above = parents(x, relation);
  return [...above, ...above.flatMap((parent) => ancestors(x, parent))];
}

/** The relation and, unless ONLY was said, everything below it. */
export const recurseSet = (x: Execution, relation: Relation, only: boolean): Relation[] =>
  only ? [relation] : [relation, ...descendants(x, relation)];

export const defaultPartition = (x: Execution, partitioned: Relation): Relation | undefined =>
  children(x, partitioned).find((partition) => partition.bound?.default);
