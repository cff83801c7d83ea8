// A query as parse analysis leaves it: the relations it ranges over with the lock each takes, its subqueries, and which
// columns it names. src/include/nodes/parsenodes.h (Query, RangeTblEntry)
import type { FuncCall, Node, RangeVar } from '@pgsql/types';
import type { Oid, Relation, TypeRef } from '../catalog/objects.ts';
import type { LockMode } from '../locks.ts';

/** A column that a query, subquery or function returns. */
export interface OutputColumn {
  readonly name: string;
  /** Absent where it would take PostgreSQL's function catalog to tell. */
  readonly type?: TypeRef;
  /** Where it is nothing but a column of one of the query's own entries. */
  readonly source?: ColumnSource;
}

export interface ColumnSource {
  readonly entry: RangeEntry;
  readonly column: string;
}

export interface CommonTable {
  readonly name: string;
  /** Absent while a recursive query is still being read. */
  query?: Query;
  columns?: readonly string[];
  references: number;
  readonly materialized: string;
  readonly recursive: boolean;
}

/** A range table entry. */
export interface RangeEntry {
  /** What qualifies its columns: the alias, or the relation's name. */
  readonly name: string | undefined;
  readonly relation?: Relation;
  /** Where the query names it. */
  readonly range?: RangeVar;
  /** Without the relation's children: ONLY was said, or rows are inserted. */
  only: boolean;
  /** Set by the rewriter where a write to a view moves to the table below. */
  mode: LockMode;
  /** FOR UPDATE or FOR SHARE applies to it, and to what a view or subquery below it reads. */
  readonly forUpdate: boolean;
  readonly subquery?: Query;
  readonly common?: CommonTable;
  /** The columns it offers, undefined where they are not known. */
  readonly columns: readonly OutputColumn[] | undefined;
  /** Numbers of the relation's columns that the query names. */
  readonly used: Set<number>;
}

/** A condition with the entries that it may limit: the nullable side of an outer join for its ON, all for WHERE. */
export interface Condition {
  readonly node: Node;
  readonly entries: readonly RangeEntry[];
  /** What a ColumnRef in it means. */
  readonly find: (fields: readonly Node[]) => OutputColumn | undefined;
}

export type Command = 'select' | 'insert' | 'update' | 'delete' | 'merge';

export interface Query {
  readonly command: Command;
  readonly entries: RangeEntry[];
  target?: RangeEntry;
  readonly commonTables: CommonTable[];
  /** Subqueries in expressions. */
  readonly sublinks: Query[];
  readonly calls: FuncCall[];
  readonly conditions: Condition[];
  output: readonly OutputColumn[] | undefined;
  /** Primary keys that GROUP BY relies on, so that other columns of their tables need not be grouped. */
  readonly keys: Oid[];
  /** Arms of UNION, INTERSECT and EXCEPT. */
  readonly arms: Query[];
  /** Conditions on its output do not reach below: LIMIT or window functions. */
  closed: boolean;
  /** The statement: InsertStmt, UpdateStmt, … */
  readonly node: Node;
}
