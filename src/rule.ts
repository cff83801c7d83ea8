// Everything that a rule may use: the contract, questions about a step's facts, and words and SQL for its messages. Rules import this file
// and nothing else.

export type { Severity } from './findings/finding.ts';
export { getAs, relationBy } from './postgres/catalog/catalog.ts';
export type { Column, Constraint, Relation } from './postgres/catalog/objects.ts';
export type { Effect, LockEffect, RelationRef, ScanEffect, ScanPurpose } from './postgres/effect.ts';
export { blocksReads, blocksWrites, conflict, type LockMode, lockName } from './postgres/locks.ts';
export { since, type Version } from './postgres/versions.ts';
export { advice, afterCommit, briefly, outsideTransaction, patiently, type Stage } from './rule/advice.ts';
export {
  addedConstraints,
  columnsOf,
  constraintColumns,
  constraintNamed,
  leavesOf,
  relationOf,
} from './rule/catalog.ts';
export { defineRule, type Problem, type Rule, type RuleOption, type RunView } from './rule/contract.ts';
export {
  blockingLocks,
  effectsOf,
  effectsOn,
  hasLockTimeout,
  heldBlocking,
  isRefused,
  refusalOf,
  scansOf,
} from './rule/facts.ts';
export { type ForeignKeyText, foreignKeyText } from './rule/foreign-key.ts';
export { list, nameOf, quoteIdent } from './rule/names.ts';
export {
  type Action,
  actionsOf,
  alterTableHead,
  type ColumnParts,
  columnParts,
  validatedActions,
} from './rule/text.ts';
export { relations, unless, waiting } from './rule/words.ts';
export type { HeldLock, Step } from './simulation/step.ts';
