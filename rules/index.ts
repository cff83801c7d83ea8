// Every rule, by id.
import type { Rule } from '../src/rule.ts';
import { blockingCluster } from './blocking-cluster.ts';
import { blockingConstraintBuild } from './blocking-constraint-build.ts';
import { blockingIndexBuild } from './blocking-index-build.ts';
import { blockingIndexDrop } from './blocking-index-drop.ts';
import { blockingPartitionChange } from './blocking-partition-change.ts';
import { blockingRefresh } from './blocking-refresh.ts';
import { blockingReindex } from './blocking-reindex.ts';
import { blockingVacuumFull } from './blocking-vacuum-full.ts';
import { cascadingDrop } from './cascading-drop.ts';
import { changedDefault } from './changed-default.ts';
import { changedRowSecurity } from './changed-row-security.ts';
import { concurrentlyInTransaction } from './concurrently-in-transaction.ts';
import { corruptingConcurrentBuild } from './corrupting-concurrent-build.ts';
import { disabledTrigger } from './disabled-trigger.ts';
import { droppedColumn } from './dropped-column.ts';
import { droppedDefault } from './dropped-default.ts';
import { droppedForeignKey } from './dropped-foreign-key.ts';
import { droppedIndex } from './dropped-index.ts';
import { droppedNotNull } from './dropped-not-null.ts';
import { droppedObject } from './dropped-object.ts';
import { droppedTable } from './dropped-table.ts';
import { droppedView } from './dropped-view.ts';
import { enumValueUsedInItsTransaction } from './enum-value-used-in-its-transaction.ts';
import { foreignKeyLocksReferencedTable } from './foreign-key-locks-referenced-table.ts';
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.ts';
import { foreignKeyWithoutOnDelete } from './foreign-key-without-on-delete.ts';
import { hashIndex } from './hash-index.ts';
import { indexDriftBehindIfNotExists } from './index-drift-behind-if-not-exists.ts';
import { indexDroppedBeforeReplacement } from './index-dropped-before-replacement.ts';
import { indexLostWithColumn } from './index-lost-with-column.ts';
import { ineffectiveLockTimeout } from './ineffective-lock-timeout.ts';
import { invalidIndexBehindIfNotExists } from './invalid-index-behind-if-not-exists.ts';
import { jsonColumn } from './json-column.ts';
import { limitedVarcharColumn } from './limited-varchar-column.ts';
import { lockedSequence } from './locked-sequence.ts';
import { missingLockTimeout } from './missing-lock-timeout.ts';
import { missingReplicaIdentity } from './missing-replica-identity.ts';
import { missingStatementTimeout } from './missing-statement-timeout.ts';
import { notNullWithoutDefault } from './not-null-without-default.ts';
import { paddedCharColumn } from './padded-char-column.ts';
import { partitionAttachScan } from './partition-attach-scan.ts';
import { refusedStatement } from './refused-statement.ts';
import { renamedColumn } from './renamed-column.ts';
import { renamedEnumValue } from './renamed-enum-value.ts';
import { renamedObject } from './renamed-object.ts';
import { renamedTable } from './renamed-table.ts';
import { restartedSequence } from './restarted-sequence.ts';
import { revokedPrivilege } from './revoked-privilege.ts';
import { rewriteRule } from './rewrite-rule.ts';
import { rewritingColumnDefault } from './rewriting-column-default.ts';
import { rewritingGeneratedColumn } from './rewriting-generated-column.ts';
import { rewritingNewColumn } from './rewriting-new-column.ts';
import { rewritingStorageChange } from './rewriting-storage-change.ts';
import { rewritingTypeChange } from './rewriting-type-change.ts';
import { rowSecurityWithoutPolicy } from './row-security-without-policy.ts';
import { scanBySetNotNull } from './scan-by-set-not-null.ts';
import { serialColumn } from './serial-column.ts';
import { serverWideStatement } from './server-wide-statement.ts';
import { severalReferencedTablesLocked } from './several-referenced-tables-locked.ts';
import { severalTablesLocked } from './several-tables-locked.ts';
import { shortLockTimeoutOnConcurrently } from './short-lock-timeout-on-concurrently.ts';
import { shortStatementTimeoutOnValidate } from './short-statement-timeout-on-validate.ts';
import { slowWorkUnderLock } from './slow-work-under-lock.ts';
import { smallIntegerKey } from './small-integer-key.ts';
import { tableDriftBehindIfNotExists } from './table-drift-behind-if-not-exists.ts';
import { timestampWithoutTimeZoneColumn } from './timestamp-without-time-zone-column.ts';
import { truncatedIdentifier } from './truncated-identifier.ts';
import { truncatedTable } from './truncated-table.ts';
import { unboundedDataChange } from './unbounded-data-change.ts';
import { unindexedForeignKey } from './unindexed-foreign-key.ts';
import { unlimitedTableLock } from './unlimited-table-lock.ts';
import { unnamedIndex } from './unnamed-index.ts';
import { unrepeatableMigration } from './unrepeatable-migration.ts';
import { unvalidatedConstraint } from './unvalidated-constraint.ts';
import { validateWithLockHeld } from './validate-with-lock-held.ts';
import { validatingCheck } from './validating-check.ts';
import { validatingDomainConstraint } from './validating-domain-constraint.ts';
import { validatingForeignKey } from './validating-foreign-key.ts';
import { wideIndex } from './wide-index.ts';

export const rules: readonly Rule[] = [
  blockingCluster,
  blockingConstraintBuild,
  blockingIndexBuild,
  blockingIndexDrop,
  blockingPartitionChange,
  blockingRefresh,
  blockingReindex,
  blockingVacuumFull,
  cascadingDrop,
  changedDefault,
  changedRowSecurity,
  concurrentlyInTransaction,
  corruptingConcurrentBuild,
  disabledTrigger,
  droppedColumn,
  droppedDefault,
  droppedForeignKey,
  droppedIndex,
  droppedNotNull,
  droppedObject,
  droppedTable,
  droppedView,
  enumValueUsedInItsTransaction,
  foreignKeyLocksReferencedTable,
  foreignKeyTypeMismatch,
  foreignKeyWithoutOnDelete,
  hashIndex,
  indexDriftBehindIfNotExists,
  indexDroppedBeforeReplacement,
  indexLostWithColumn,
  ineffectiveLockTimeout,
  invalidIndexBehindIfNotExists,
  jsonColumn,
  limitedVarcharColumn,
  lockedSequence,
  missingLockTimeout,
  missingReplicaIdentity,
  missingStatementTimeout,
  notNullWithoutDefault,
  paddedCharColumn,
  partitionAttachScan,
  refusedStatement,
  renamedColumn,
  renamedEnumValue,
  renamedObject,
  renamedTable,
  restartedSequence,
  revokedPrivilege,
  rewriteRule,
  rewritingColumnDefault,
  rewritingGeneratedColumn,
  rewritingNewColumn,
  rewritingStorageChange,
  rewritingTypeChange,
  rowSecurityWithoutPolicy,
  scanBySetNotNull,
  serialColumn,
  serverWideStatement,
  severalReferencedTablesLocked,
  severalTablesLocked,
  shortLockTimeoutOnConcurrently,
  shortStatementTimeoutOnValidate,
  slowWorkUnderLock,
  smallIntegerKey,
  tableDriftBehindIfNotExists,
  timestampWithoutTimeZoneColumn,
  truncatedIdentifier,
  truncatedTable,
  unboundedDataChange,
  unindexedForeignKey,
  unlimitedTableLock,
  unnamedIndex,
  unrepeatableMigration,
  unvalidatedConstraint,
  validateWithLockHeld,
  validatingCheck,
  validatingDomainConstraint,
  validatingForeignKey,
  wideIndex,
];
