// What a statement does to relations, as facts: the one vocabulary of the lock model, the rules and the live server.
import type { Oid, RelationKind } from './catalog/objects.ts';
import type { LockMode } from './locks.ts';

/** A relation as it was named just before the statement. */
export interface RelationRef {
  readonly oid: Oid;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
  /** False where history does not tell that it exists. */
  readonly known: boolean;
}

export type ScanPurpose =
  | 'check' // rows are tested against a CHECK constraint
  | 'not-null'
  | 'foreign-key' // rows are looked up in the referenced table
  | 'partition-bound'
  | 'default-partition' // the default partition is searched for rows of the new one
  | 'index-build'
  | 'rewrite'
  | 'domain' // a domain's new constraint
  | 'refresh'
  | 'vacuum'
  | 'analyze';

interface Certainty {
  /** False where it depends on something that history does not tell; `unless` then says on what. */
  readonly certain: boolean;
  /** Completes "unless …". */
  readonly unless?: string;
  /** The documentation page or PostgreSQL source file that says so. */
  readonly source: string;
}

export type LockEffect = Certainty & {
  readonly kind: 'lock';
  readonly relation: RelationRef;
  readonly mode: LockMode;
  /** Taken only at the end of a CONCURRENTLY form or only for a moment, after the waits. */
  readonly brief?: boolean;
};
/** A full pass that PostgreSQL makes to check or build, not a read that the planner chooses. */
export type ScanEffect = Certainty & {
  readonly kind: 'scan';
  readonly relation: RelationRef;
  readonly purpose: ScanPurpose;
  /** The constraint that is checked, or the column, where there is one. */
  readonly what?: string;
};
/** What asks for a rewrite. */
export type RewriteCause =
  | 'type-change'
  | 'volatile-default'
  | 'serial'
  | 'identity'
  | 'generated'
  | 'domain' // a new column of a domain with constraints
  | 'expression' // SET EXPRESSION
  | 'persistence'
  | 'tablespace'
  | 'access-method'
  | 'vacuum-full'
  | 'cluster'
  | 'refresh';
export interface RewriteReason {
  readonly cause: RewriteCause;
  /** Completes "because …". */
  readonly why: string;
  readonly column?: string;
}
export type RewriteEffect = Certainty & {
  readonly kind: 'rewrite';
  readonly relation: RelationRef;
  /** At least one; a statement rewrites a relation once, whatever number of its parts ask for it. */
  readonly reasons: readonly RewriteReason[];
};
export type BuildEffect = Certainty & {
  readonly kind: 'build';
  /** `schema.name`; the name PostgreSQL would choose where the statement gives none. */
  readonly index: string;
  readonly relation: RelationRef;
};
/** INSERT, UPDATE, DELETE, MERGE, COPY FROM. */
export type WriteEffect = Certainty & {
  readonly kind: 'write';
  readonly relation: RelationRef;
  readonly command: 'insert' | 'update' | 'delete' | 'merge' | 'copy' | 'truncate';
  /** No WHERE, or one that is constant: every row. */
  readonly unbounded: boolean;
  /** The WHERE gives constants for a unique key: few rows. */
  readonly keyed?: boolean;
};
export type WaitEffect = Certainty & {
  readonly kind: 'wait';
  readonly for: 'writers' | 'lockers' | 'snapshots';
  readonly relation: RelationRef;
};
export interface ObjectName {
  /** SQL's word: `table`, `column`, `index`, `constraint`, `trigger`, `type`, `function`, … */
  readonly kind: string;
  /** `schema.name`, `schema.table.column`; as the catalog holds it. */
  readonly name: string;
  /** The new name, for renames. */
  readonly to?: string;
  readonly oid?: Oid;
  /** The relation that the column, constraint, trigger … belongs to. */
  readonly relation?: RelationRef;
}
export type ObjectEffect = Certainty & {
  readonly kind: 'create' | 'drop' | 'rename' | 'alter';
  readonly object: ObjectName;
  /** Dropped only because CASCADE reached it or because it belongs to what is dropped. */
  readonly cascaded?: boolean;
};
/** PostgreSQL refuses the statement. */
export type FailsEffect = Certainty & {
  readonly kind: 'fails';
  /** `always`, `in a transaction block`, `if a row violates it`, … */
  readonly when: string;
  readonly message: string;
  /** SQLSTATE. */
  readonly code: string;
  /** Where it depends on rows: of which relation and column. */
  readonly relation?: RelationRef;
  readonly column?: string;
};
/** A statement, or a part of one, whose effects we do not know. */
export type UnknownEffect = Certainty & { readonly kind: 'unknown'; readonly reason: string };

export type Effect =
  | LockEffect
  | ScanEffect
  | RewriteEffect
  | BuildEffect
  | WriteEffect
  | WaitEffect
  | ObjectEffect
  | FailsEffect
  | UnknownEffect;

export const qualifiedName = (relation: { readonly schema: string; readonly name: string }): string =>
  `${relation.schema}.${relation.name}`;
