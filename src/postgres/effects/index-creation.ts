// Index creation in the catalog, for CREATE INDEX, PRIMARY KEY, UNIQUE and EXCLUDE alike, with its recursion into partitions.
// DefineIndex in src/backend/commands/indexcmds.c, index_create in src/backend/catalog/index.c
import { findRelation, getAs } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';
import { build, change, changed, current, type Execution, fails, lock, type Note } from './execution.ts';
import { definitionOfIndex, type IndexDefinition } from './index-definition.ts';
import { addIndexConstraint, indexInfo, recordIndexDependencies, refuseMissingPartitionKeys } from './index-info.ts';
import { attachIndex, matchingIndex, setValid } from './index-match.ts';
import { indexName } from './index-names.ts';
import { newRelation } from './names.ts';
import { children, relationsOf } from './tree.ts';

export { definitionOfConstraint, definitionOfStatement, type IndexDefinition } from './index-definition.ts';

export interface CreateIndexOptions {
  /** Taken on each partition as the recursion reaches it; absent where the caller has locked them. */
  readonly lockPartitions?: LockMode;
  /** The partitioned index that this one becomes a part of. */
  readonly parent?: Relation;
  /** Certainty of the builds, where they depend on something that history does not tell. */
  readonly note?: Note;
}

/**
 * Adds the index, its constraint, and on a partitioned table its parts; records the builds on tables that were there before.
 * Takes no lock but `lockPartitions`. Fails as PostgreSQL does where the name is taken or a column is missing.
 */
export function createIndex(
  x: Execution,
  table: Relation,
  definition: IndexDefinition,
  options: CreateIndexOptions = {},
): Relation {
  const name = indexName(x, current(x, table), definition);
  refuseTakenName(x, table, name, definition);
  const info = indexInfo(x, table, definition);
  refuseMissingPartitionKeys(x, current(x, table), definition, info);
  const partitioned = table.kind === 'partitioned-table';
  const valid = !(partitioned && definition.only && current(x, table).children.length > 0);
  const index = newRelation(x, {
    kind: 'index',
    schema: table.schema,
    name,
    persistence: table.persistence,
    ...(options.note?.certain === false ? { maybeOlder: true } : {}),
    index: { ...info, valid },
  });
  change(x, table.oid, { indexes: [...current(x, table).indexes, index.oid] });
  if (definition.isConstraint) addIndexConstraint(x, index, current(x, table), definition);
  recordIndexDependencies(x, index, table, definition);
  changed(x, 'create', { kind: 'index', name: `${index.schema}.${name}`, oid: index.oid });
  if (options.parent) attachIndex(x, options.parent, current(x, index));
  if (!partitioned) build(x, `${index.schema}.${name}`, table, options.note);
  else if (!definition.only) for (const part of children(x, table)) indexPartition(x, index, part, definition, options);
  return current(x, index);
}

function refuseTakenName(x: Execution, table: Relation, name: string, definition: IndexDefinition): void {
  const taken = findRelation(x.catalog, table.schema, name);
  if (taken) fails(x, `relation "${name}" already exists`, '42P07', { certain: taken.known || taken.born >= 0 });
  const same = definition.isConstraint
    ? current(x, table).constraints.some((oid) => getAs(x.catalog, oid, 'constraint')?.name === name)
    : false;
  if (same) fails(x, `constraint "${name}" for relation "${table.name}" already exists`, '42710');
}

/** Creates the part of `parentIndex` on one partition, or attaches an index that already does the same. */
function indexPartition(
  x: Execution,
  parentIndex: Relation,
  partition: Relation,
  definition: IndexDefinition,
  options: CreateIndexOptions,
): void {
  const { lockPartitions } = options;
  if (lockPartitions) lock(x, partition, lockPartitions);
  if (partition.kind === 'foreign-table') return;
  const found = matchingIndex(x, current(x, parentIndex), current(x, partition), {
    constraint: definition.isConstraint,
  });
  if (found) attachIndex(x, parentIndex, found);
  const { name: _, only: __, ...rest } = definition;
  const part = found ?? createIndex(x, partition, rest, { ...options, parent: parentIndex });
  if (!part.index?.valid) setValid(x, parentIndex, false);
}

/**
 * The indexes that a new partition needs: those of `table`, each attached if the partition has it, else built.
 * CREATE TABLE … PARTITION OF and ATTACH PARTITION (AttachPartitionEnsureIndexes in src/backend/commands/tablecmds.c).
 */
export function ensurePartitionIndexes(x: Execution, table: Relation, partition: Relation): void {
  const indexes = relationsOf(x, current(x, table).indexes);
  if (partition.kind === 'foreign-table') {
    const unique = indexes.find(({ index }) => index?.unique || index?.primary);
    if (unique) fails(x, foreignPartitionMessage(x, table, partition), '42809');
    return;
  }
  for (const index of indexes) ensureIndex(x, index, partition);
}

const foreignPartitionMessage = (x: Execution, table: Relation, partition: Relation): string =>
  partition.born === x.step
    ? `cannot create foreign partition of partitioned table "${table.name}"`
    : `cannot attach foreign table "${partition.name}" as partition of partitioned table "${table.name}"`;

function ensureIndex(x: Execution, parentIndex: Relation, partition: Relation): void {
  const constraint = parentIndex.index?.constraint !== undefined;
  const found = matchingIndex(x, parentIndex, current(x, partition), { constraint, valid: true });
  if (found) attachIndex(x, parentIndex, found);
  else createIndex(x, partition, definitionOfIndex(x, parentIndex), { parent: parentIndex });
}
