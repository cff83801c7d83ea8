// One statement of a run, with everything a rule may ask of its circumstances.
import type { MigrationFile } from '../frameworks/framework.ts';
import type { Catalog } from '../postgres/catalog/catalog.ts';
import type { Effect, RelationRef } from '../postgres/effect.ts';
import type { TransactionBlock } from '../postgres/effects/execution.ts';
import type { LockMode } from '../postgres/locks.ts';
import type { Statement } from '../postgres/parse.ts';
import type { Settings } from './settings.ts';

/** The transaction that a statement runs in; undefined in autocommit. */
export interface Transaction {
  /** Counts from 0 over the whole document. */
  readonly id: number;
  readonly block: TransactionBlock;
  /** Who began it: the file's own BEGIN, the migration tool's wrapper, PostgreSQL for a multi-statement string, or the statement whose body it is. */
  readonly openedBy: 'statement' | 'runner' | 'string' | 'body';
  readonly firstStep: number;
}

/** A lock that the transaction took at an earlier statement and still holds. */
export interface HeldLock {
  readonly relation: RelationRef;
  readonly mode: LockMode;
  /** The step that took it in this mode. */
  readonly step: Step;
}

/** A migration that is taken back. */
export interface Undone {
  readonly file: string;
  /** The schema before it. */
  readonly before: Catalog;
}

export interface Step {
  readonly index: number;
  readonly file: MigrationFile;
  readonly statement: Statement;
  /** All of them; DO blocks and called functions contribute the effects of their bodies. */
  readonly effects: readonly Effect[];
  readonly transaction: Transaction | undefined;
  /** Where it runs bodies: the statement by itself, then each statement of the bodies as a step of its own, in order. */
  readonly parts?: readonly Step[];
  /** Locks held before this statement on relations that are not new, strongest per relation. */
  readonly held: readonly HeldLock[];
  readonly settings: Settings;
  readonly before: Catalog;
  readonly after: Catalog;
  /** In a way back: the migration that it takes back, and the schema before that. */
  readonly undoes?: Undone;
  /** Judged statements are linted; history only teaches the schema. */
  readonly judged: boolean;
  /** Born in this run: nobody uses it yet. */
  readonly isNew: (relation: { readonly oid: number }) => boolean;
  /** TRUNCATE emptied it earlier in this transaction, whose lock keeps everybody else from filling it. */
  readonly isEmptied: (relation: { readonly oid: number }) => boolean;
}
