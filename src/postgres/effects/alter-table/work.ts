// One ALTER TABLE being executed: its target, its lock, and the work that its subcommands ask of phase 3, table by table.
// src/backend/commands/tablecmds.c (ATController, AlteredTableInfo, ATRewriteTables)
import type { AlterTableCmd } from '@pgsql/types';
import type { Oid, Relation } from '../../catalog/objects.ts';
import type { RewriteReason, ScanPurpose } from '../../effect.ts';
import type { LockMode } from '../../locks.ts';
import { current, type Execution, lockAll, type Note, rewrite, scan } from '../execution.ts';
import { descendants } from '../tree.ts';

/** PostgreSQL runs subcommands in passes, not in the order written. */
export const passes = [
  'drop',
  'alter type',
  'old index',
  'old constraint',
  'add column',
  'set expression',
  'add constraint',
  'column attributes',
  'add index constraint',
  'add index',
  'add other constraint',
  'misc',
] as const;
export type Pass = (typeof passes)[number];

interface Rewrite extends Note {
  readonly reason: RewriteReason;
}
interface Check extends Note {
  readonly purpose: ScanPurpose;
  readonly what?: string;
}
interface TableWork {
  readonly relation: Relation;
  readonly rewrites: Rewrite[];
  readonly checks: Check[];
  /** Foreign keys are looked up after everything else, rewrite or not. */
  readonly foreignKeys: Check[];
}

export interface AlterTable {
  readonly x: Execution;
  readonly target: Relation;
  readonly only: boolean;
  /** The strongest lock that any subcommand needs: taken once, on the target and on whatever is recursed to. */
  readonly mode: LockMode;
  readonly work: Map<Oid, TableWork>;
  readonly queues: ReadonlyMap<Pass, (() => void)[]>;
}

export type Subcommand = (at: AlterTable, cmd: AlterTableCmd) => void;

export const makeQueues = (): AlterTable['queues'] => new Map(passes.map((pass) => [pass, []]));

export function schedule(at: AlterTable, pass: Pass, task: () => void): void {
  at.queues.get(pass)?.push(task);
}

/** Runs every pass; a task may schedule more for its own or a later pass. */
export function runPasses(at: AlterTable): void {
  for (const pass of passes) {
    const queue = at.queues.get(pass) ?? [];
    for (let i = 0; i < queue.length && !at.x.failed; i++) queue[i]?.();
  }
}

const workOn = (at: AlterTable, relation: Relation): TableWork => {
  const known = at.work.get(relation.oid);
  if (known) return known;
  const work: TableWork = { relation, rewrites: [], checks: [], foreignKeys: [] };
  at.work.set(relation.oid, work);
  return work;
};

/** Rows live in tables and materialized views only. */
export const hasStorage = (relation: Relation): boolean =>
  relation.kind === 'table' || relation.kind === 'materialized-view' || relation.kind === 'sequence';

export function needRewrite(at: AlterTable, relation: Relation, reason: RewriteReason, note: Note = {}): void {
  if (hasStorage(relation)) workOn(at, relation).rewrites.push({ reason, ...note });
}

export function needCheck(at: AlterTable, relation: Relation, check: Check): void {
  if (hasStorage(relation) || relation.kind === 'foreign-table') {
    const work = workOn(at, relation);
    (check.purpose === 'foreign-key' ? work.foreignKeys : work.checks).push(check);
  }
}

/** Phase 3: one pass over each table for all of its subcommands; a rewrite does the checks on its way. */
export function rewriteTables(at: AlterTable): void {
  for (const { relation, rewrites, checks } of at.work.values()) {
    const certain = rewrites.find((one) => one.certain !== false);
    const [first, ...rest] = certain ? rewrites.filter((one) => one.certain !== false) : rewrites;
    if (first && relation.kind !== 'sequence')
      rewrite(at.x, relation, [first.reason, ...rest.map(({ reason }) => reason)], first);
    if (!certain && relation.kind !== 'foreign-table')
      for (const check of checks) scan(at.x, relation, check.purpose, check);
  }
  for (const { relation, foreignKeys } of at.work.values()) {
    for (const check of foreignKeys) scan(at.x, relation, 'foreign-key', check);
  }
}

export const willRewrite = (at: AlterTable, relation: Relation): boolean =>
  (at.work.get(relation.oid)?.rewrites.length ?? 0) > 0;

/** The relation and, unless ONLY was said, everything below it, locked as the ALTER TABLE locks (ATSimpleRecursion). */
export function recurse(at: AlterTable, relation: Relation = at.target): Relation[] {
  if (at.only) return [current(at.x, relation)];
  const below = descendants(at.x, relation);
  lockAll(at.x, below, at.mode);
  return [relation, ...below].map((one) => current(at.x, one));
}
