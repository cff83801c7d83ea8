// Everything that a rule may use: the contract, questions about a step's facts, and words and SQL for its messages. Rules import this file
// and nothing else.

export type { Severity } from './findings/finding.ts';
export { type Catalog, findRelation, getAs, named, relationBy } from './postgres/catalog/catalog.ts';
export type { Column, Constraint, IndexInfo, Relation } from './postgres/catalog/objects.ts';
export type { Effect, LockEffect, RelationRef, RewriteReason, ScanEffect, ScanPurpose } from './postgres/effect.ts';
export { blocksReads, blocksWrites, conflict, isWeaker, type LockMode, lockName } from './postgres/locks.ts';
export { since, type Version } from './postgres/versions.ts';
export {
  advice,
  afterCommit,
  briefly,
  briefTimeout,
  eachAlone,
  here,
  outsideTransaction,
  patiently,
  type Stage,
} from './rule/advice.ts';
export { fill, inBatches, keepEqual, keepFilled, makeNotNull, someRows } from './rule/backfill.ts';
export { batchedWrite } from './rule/batches.ts';
export { type BulkWrite, bulkWrite } from './rule/bulk-writes.ts';
export {
  addedConstraints,
  alteredTable,
  columnsOf,
  constraintColumns,
  constraintNamed,
  findTable,
  leavesOf,
  relationOf,
} from './rule/catalog.ts';
export {
  isSpelt,
  smallKeys,
  type TypedColumn,
  typedColumns,
  typeProblem,
  withBetterTypes,
  writtenColumns,
} from './rule/column-types.ts';
export { type ChangedColumn, changedColumns, isColumnMade, type MadeInRun, madeInRun } from './rule/columns.ts';
export {
  addsKey,
  builtConstraints,
  namesOf,
  type WrittenConstraint,
  withoutParts,
  writingOf,
  writtenConstraints,
} from './rule/constraints.ts';
export {
  type Concern,
  concerns,
  defineRule,
  type Equivalents,
  type Problem,
  type Rule,
  type RuleOption,
  type RunView,
  type Stands,
} from './rule/contract.ts';
export {
  blockingLocks,
  effectsOf,
  effectsOn,
  hasLockTimeout,
  heldBlocking,
  isRefused,
  rebuildsOf,
  refusalOf,
  rewritesFor,
  scansOf,
} from './rule/facts.ts';
export { isIndexed, keyText, type LockedReferenced, lockedReferenced } from './rule/foreign-keys.ts';
export {
  columnDrop,
  type DroppedIndex,
  droppedWithoutReplacement,
  indexesLostWithColumns,
  isReplaced,
  type LostIndex,
  unsupportedKeys,
} from './rule/index-cover.ts';
export { concurrentBuild, indexDrop, indexText, type KeyIndexText, keyIndexText } from './rule/indexes.ts';
export { type LoopWrite, loopWrite } from './rule/loops.ts';
export { isNamedIn, list, nameOf, quoteIdent, typeName } from './rule/names.ts';
export { type PartitionChange, partitionChange } from './rule/partition-change.ts';
export { type Prepared, preparedPartition } from './rule/partition-preparation.ts';
export { boundConditions, createdApart } from './rule/partitions.ts';
export {
  droppedKeys,
  dropsOf,
  existingIn,
  foreignKeysOf,
  lastName,
  onceUnused,
  renamesOf,
  takesAway,
} from './rule/removal.ts';
export { unidentified } from './rule/replication.ts';
export { columnConstraints, type Rest, restOf, withHarmless } from './rule/rest.ts';
export { rewriteProblem } from './rule/rewrites.ts';
export { checksOwnConstraint, locksOverWork, type SlowWork, slowWork } from './rule/slow-work.ts';
export {
  type Action,
  actionsOf,
  alterTableHead,
  type ColumnParts,
  columnParts,
  tokensOf,
  validatedNames,
  validations,
} from './rule/text.ts';
export {
  type Ineffective,
  lastTimeoutChange,
  needsLockTimeout,
  type TimeoutChange,
  timeoutChange,
  whyIneffective,
} from './rule/timeouts.ts';
export { relations, sentence, unless, waiting } from './rule/words.ts';
export type { HeldLock, Step } from './simulation/step.ts';
