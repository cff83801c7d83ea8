// What the simulated catalog holds: one object type per PostgreSQL catalog that migrations change, each with an oid of ours.
// Shapes follow pg_class, pg_attribute, pg_constraint, pg_depend and their neighbours, cut to what locks and work depend on.
import type { Node } from '@pgsql/types';

export type Oid = number;

export type RelationKind =
  | 'table'
  | 'partitioned-table'
  | 'materialized-view'
  | 'foreign-table'
  | 'view'
  | 'index'
  | 'sequence'
  | 'composite-type';

/** A column's or domain's type. `name` is `pg_type.typname` (`int8`, `varchar`, `bpchar`); `oid` is set for types that the project made. */
export interface TypeRef {
  readonly name: string;
  readonly schema?: string;
  readonly oid?: Oid;
  /** The numbers in parentheses, e.g. `[10, 2]` for `numeric(10,2)`; empty where there are none. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
  /** interval fields as the grammar's mask, where given. */
  readonly fields?: number;
  /** False where history does not tell what the name stands for. */
  readonly known: boolean;
}

export interface Column {
  readonly number: number;
  readonly name: string;
  readonly type: TypeRef;
  readonly notNull: boolean;
  readonly collation?: string;
  /** Its default or generation expression: an object of class `default`. */
  readonly default?: Oid;
  readonly identity?: 'always' | 'by default';
  readonly generated?: 'stored' | 'virtual';
  /** Defined here, not only inherited. */
  readonly local: boolean;
  /** How many parents it is inherited from. */
  readonly inherited: number;
}

interface ObjectBase {
  readonly oid: Oid;
  /** The number of the step that created it; -1 for what was there before history (assumed). */
  readonly born: number;
  readonly extension?: Oid;
}

export interface Relation extends ObjectBase {
  readonly class: 'relation';
  readonly kind: RelationKind;
  readonly schema: string;
  readonly name: string;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  /** False: history never said how it was made; its columns, constraints and kind are whatever statements have shown so far. */
  readonly known: boolean;
  /** Made by IF NOT EXISTS while history does not start at the beginning: it may have been there before. */
  readonly maybeOlder?: boolean;
  readonly columns: readonly Column[];
  readonly nextColumn: number;
  readonly constraints: readonly Oid[];
  /** Foreign keys of other tables (and of its own) that reference this one: their constraints. */
  readonly referencedBy: readonly Oid[];
  readonly indexes: readonly Oid[];
  readonly triggers: readonly Oid[];
  readonly rules: readonly Oid[];
  readonly policies: readonly Oid[];
  readonly statistics: readonly Oid[];
  /** Inheritance or partition parents, in order; for a partition index the parent index. */
  readonly parents: readonly Oid[];
  readonly children: readonly Oid[];
  readonly partitionKey?: PartitionKey;
  /** Set on partitions; `detaching` after DETACH … CONCURRENTLY that was not finished. */
  readonly bound?: PartitionBound;
  readonly owner?: string;
  readonly tablespace?: string;
  readonly accessMethod?: string;
  readonly ofType?: Oid;
  readonly rowSecurity?: boolean;
  readonly replicaIdentity?: 'default' | 'full' | 'nothing' | 'index';
  readonly options?: readonly string[];
  readonly index?: IndexInfo;
  /** For views and materialized views: the SELECT. */
  readonly query?: Node;
  /** For sequences: the column that owns it. */
  readonly ownedBy?: { readonly relation: Oid; readonly column: number; readonly identity: boolean };
}

export interface PartitionKey {
  readonly strategy: 'list' | 'range' | 'hash';
  /** A column number, or undefined for an expression, per key. */
  readonly columns: readonly (number | undefined)[];
}

export interface PartitionBound {
  readonly default: boolean;
  /** The PartitionBoundSpec node. */
  readonly spec?: Node;
  readonly detaching?: boolean;
}

export interface IndexInfo {
  readonly table: Oid;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly exclusion: boolean;
  readonly method: string;
  /** Key columns; undefined for an expression. */
  readonly keys: readonly (number | undefined)[];
  readonly include: readonly number[];
  /** Columns in expressions and in the predicate. */
  readonly expressionColumns: readonly number[];
  readonly predicateColumns: readonly number[];
  readonly hasExpressions: boolean;
  readonly partial: boolean;
  /** pg_index.indisvalid: false after ON ONLY a partitioned table until every partition is attached, or after a failed CONCURRENTLY. */
  readonly valid: boolean;
  readonly nullsNotDistinct?: boolean;
  readonly collations: readonly (string | undefined)[];
  /** pg_index.indisclustered: CLUSTER or CLUSTER ON chose it. */
  readonly clustered?: boolean;
  /** The index's own columns, keys and included: they keep the names that the table's columns had when it was made. */
  readonly columnNames?: readonly string[];
  /** Per key; '' for the type's default class. */
  readonly operatorClasses?: readonly string[];
  /** Key expressions and predicate as text in which columns are `{"Var":number}` (`comparable` in effects/index-match.ts). */
  readonly expressions?: readonly string[];
  readonly predicate?: string;
  readonly constraint?: Oid;
  /** The IndexStmt or Constraint node it came from, for LIKE and ATTACH PARTITION. */
  readonly definition?: Node;
}

export interface Constraint extends ObjectBase {
  readonly class: 'constraint';
  readonly kind: 'check' | 'foreign-key' | 'primary-key' | 'unique' | 'exclusion' | 'not-null' | 'trigger';
  readonly name: string;
  /** The table, or the domain (`domain` is then set). */
  readonly relation: Oid;
  readonly domain?: Oid;
  readonly columns: readonly number[];
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly noInherit: boolean;
  readonly local: boolean;
  readonly inherited: number;
  /** CHECK: its expression. */
  readonly expression?: Node;
  readonly index?: Oid;
  /** FOREIGN KEY: the other side. */
  readonly references?: Oid;
  readonly referencedColumns?: readonly number[];
  readonly onDelete?: string;
  readonly onUpdate?: string;
  /** A clone on a partition (pg_constraint.conparentid): its parent constraint. */
  readonly parent?: Oid;
}

export interface Trigger extends ObjectBase {
  readonly class: 'trigger';
  readonly name: string;
  readonly relation: Oid;
  readonly function?: Oid;
  readonly timing: 'before' | 'after' | 'instead of';
  /** Absent on triggers that history does not describe. */
  readonly events?: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly row: boolean;
  readonly columns: readonly number[];
  readonly constraint?: boolean;
  readonly parent?: Oid;
}

export interface Rule extends ObjectBase {
  readonly class: 'rule';
  readonly name: string;
  readonly relation: Oid;
  /** `_RETURN` rules of views are not kept as rules. */
  readonly event: string;
  readonly actions?: readonly Node[];
  readonly instead?: boolean;
  /** Has a WHERE, so that an INSTEAD rule leaves the other rows to the original statement. */
  readonly conditional?: boolean;
}

export interface Policy extends ObjectBase {
  readonly class: 'policy';
  readonly name: string;
  readonly relation: Oid;
  readonly command: string;
  readonly using?: Node;
  readonly check?: Node;
}

export interface Statistics extends ObjectBase {
  readonly class: 'statistics';
  readonly schema: string;
  readonly name: string;
  readonly relation: Oid;
  readonly columns: readonly number[];
}

/** A column default or generation expression (pg_attrdef). */
export interface Default extends ObjectBase {
  readonly class: 'default';
  readonly relation: Oid;
  readonly column: number;
  readonly expression?: Node;
}

export interface Type extends ObjectBase {
  readonly class: 'type';
  readonly kind: 'enum' | 'domain' | 'composite' | 'range' | 'base' | 'shell';
  readonly schema: string;
  readonly name: string;
  readonly owner?: string;
  /** enum: its labels with the step that added each. */
  readonly labels?: readonly { readonly name: string; readonly born: number }[];
  /** domain: the type below it, and whether any CHECK or NOT NULL constrains it. */
  readonly base?: TypeRef;
  readonly notNull?: boolean;
  /** domain: its DEFAULT. */
  readonly default?: Node;
  readonly constraints?: readonly Oid[];
  readonly collation?: string;
  /** composite: the relation that holds its attributes. */
  readonly relation?: Oid;
}

/** What CREATE OR REPLACE may not change. */
export interface RoutineSignature {
  /** Names of what a call passes; '' where there is none. */
  readonly inputs: readonly string[];
  /** RETURNS SETOF or TABLE; absent for procedures. */
  readonly set?: boolean;
  /** OUT, INOUT and TABLE. */
  readonly outputs: readonly { readonly name: string; readonly type: TypeRef }[];
}

export interface Routine extends ObjectBase {
  readonly class: 'function';
  readonly kind: 'function' | 'procedure' | 'aggregate';
  readonly schema: string;
  readonly name: string;
  readonly owner?: string;
  readonly arguments: readonly TypeRef[];
  readonly returns?: TypeRef;
  /** Absent where history does not tell it. */
  readonly signature?: RoutineSignature;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly language: string;
  /** How many trailing arguments have defaults. */
  readonly defaults: number;
  readonly variadic: boolean;
  /** The CREATE FUNCTION statement's node. */
  readonly definition?: Node;
}

export interface Schema extends ObjectBase {
  readonly class: 'schema';
  readonly name: string;
  readonly owner?: string;
}

export interface Extension extends ObjectBase {
  readonly class: 'extension';
  readonly name: string;
  readonly schema: string;
}

export interface Publication extends ObjectBase {
  readonly class: 'publication';
  readonly name: string;
  readonly relations: readonly Oid[];
  readonly allTables: boolean;
}

export interface EventTrigger extends ObjectBase {
  readonly class: 'event-trigger';
  readonly name: string;
}

export interface ForeignServer extends ObjectBase {
  readonly class: 'server' | 'foreign-data-wrapper';
  readonly name: string;
}

/** What CREATE CAST made. `name` is the two types' names (`castName` in effects/type-change.ts). */
export interface CastObject extends ObjectBase {
  readonly class: 'cast';
  readonly name: string;
  readonly method: 'binary' | 'function' | 'text';
  readonly context: 'explicit' | 'assignment' | 'implicit';
}

export type CatalogObject =
  | CastObject
  | ForeignServer
  | Relation
  | Constraint
  | Trigger
  | Rule
  | Policy
  | Statistics
  | Default
  | Type
  | Routine
  | Schema
  | Extension
  | Publication
  | EventTrigger;

/**
 * An edge of pg_depend: `from` needs `on`. `auto`: dropped along; `internal`: part of `on`; `normal`: refused without CASCADE.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
export interface Dependency {
  readonly from: Oid;
  readonly fromColumn?: number;
  readonly on: Oid;
  readonly onColumn?: number;
  readonly kind: 'normal' | 'auto' | 'internal' | 'extension' | 'partition';
}
