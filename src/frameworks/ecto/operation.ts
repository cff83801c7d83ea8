// What Ecto queues while a migration runs, each with its way back. lib/ecto/migration/runner.ex
import type { Site, Text } from '../text.ts';

export interface Table {
  readonly name: string;
  readonly prefix?: string;
  readonly comment?: string;
  /** What stands behind the columns: `PARTITION BY …`. */
  readonly options?: string;
}

export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly type: ColumnType;
  readonly name?: string;
  readonly prefix?: string;
  /** Further pairs of columns, own and referenced. */
  readonly with: readonly (readonly [own: string, other: string])[];
  readonly match?: string;
  readonly onDelete: string;
  readonly onUpdate: string;
  readonly isValidated: boolean;
}

/** As Ecto names it; `{:array, :string}` has an `of`. */
export interface ColumnType {
  readonly name: string;
  readonly of?: ColumnType;
}

/** SQL of a default, its ` DEFAULT ` left out. */
export interface ColumnOptions {
  readonly default?: (type: ColumnType) => string;
  readonly null?: boolean;
  readonly isPrimaryKey: boolean;
  readonly size?: string;
  readonly precision?: string;
  readonly scale?: string;
  readonly comment?: string;
  readonly collation?: string;
  readonly generated?: string;
  /** What it was before `modify`. */
  readonly from?: Column['is'];
  readonly fromOptions?: ColumnOptions;
}

export interface Column {
  readonly name: string;
  readonly is: ColumnType | Reference;
  readonly options: ColumnOptions;
}

export type Change =
  | ({ readonly kind: 'add' | 'addIfNotExists' | 'modify' } & Column)
  | { readonly kind: 'remove' | 'removeIfExists'; readonly name: string; readonly was?: Column };

export interface Index {
  readonly table: string;
  readonly prefix?: string;
  readonly name: string;
  /** SQL of each. */
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  readonly isConcurrent: boolean;
  readonly using?: string;
  readonly include: readonly string[];
  readonly nullsDistinct?: boolean;
  readonly isOnly: boolean;
  readonly options?: string;
  readonly where?: string;
  readonly comment?: string;
}

export interface Constraint {
  readonly table: string;
  readonly prefix?: string;
  readonly name: string;
  readonly check?: string;
  readonly exclude?: string;
  readonly isValidated: boolean;
  readonly comment?: string;
}

/** `ifs`: IF EXISTS, or IF NOT EXISTS. */
export type Operation =
  | { readonly kind: 'createTable'; readonly table: Table; readonly columns: readonly Column[]; readonly ifs: boolean }
  | { readonly kind: 'alter'; readonly table: Table; readonly changes: readonly Change[] }
  | { readonly kind: 'dropTable'; readonly table: Table; readonly ifs: boolean; readonly isCascade: boolean }
  | { readonly kind: 'createIndex'; readonly index: Index; readonly ifs: boolean }
  | { readonly kind: 'dropIndex'; readonly index: Index; readonly ifs: boolean; readonly isCascade: boolean }
  | { readonly kind: 'renameTable'; readonly from: Table; readonly to: Table }
  | { readonly kind: 'renameColumn'; readonly table: Table; readonly from: string; readonly to: string }
  | { readonly kind: 'renameIndex'; readonly index: Index; readonly to: string }
  | { readonly kind: 'createConstraint'; readonly constraint: Constraint }
  | {
      readonly kind: 'dropConstraint';
      readonly constraint: Constraint;
      readonly ifs: boolean;
      readonly isCascade: boolean;
    }
  | { readonly kind: 'sql'; readonly sql: Text; readonly back?: Text }
  | { readonly kind: 'run'; readonly run: () => void; readonly back?: () => void };

export interface Queued {
  readonly operation: Operation;
  readonly site: Site;
}

/** Undefined where Ecto refuses to go back. */
export function inverse(operation: Operation): Operation | undefined {
  switch (operation.kind) {
    case 'createTable':
      return { kind: 'dropTable', table: operation.table, ifs: operation.ifs, isCascade: false };
    case 'createIndex':
      return { kind: 'dropIndex', index: operation.index, ifs: operation.ifs, isCascade: false };
    case 'dropIndex':
      return { kind: 'createIndex', index: operation.index, ifs: operation.ifs };
    case 'alter':
      return inverseAlter(operation);
    case 'renameTable':
      return { kind: 'renameTable', from: operation.to, to: operation.from };
    case 'renameColumn':
      return { ...operation, from: operation.to, to: operation.from };
    case 'renameIndex':
      return { kind: 'renameIndex', index: { ...operation.index, name: operation.to }, to: operation.index.name };
    case 'createConstraint':
      return { kind: 'dropConstraint', constraint: operation.constraint, ifs: false, isCascade: false };
    case 'sql':
      return operation.back && { kind: 'sql', sql: operation.back, back: operation.sql };
    case 'run':
      return operation.back && { kind: 'run', run: operation.back, back: operation.run };
    default:
      return undefined;
  }
}

function inverseAlter({ table, changes }: Extract<Operation, { kind: 'alter' }>): Operation | undefined {
  const back = [...changes].reverse().map(inverseChange);
  return back.includes(undefined)
    ? undefined
    : { kind: 'alter', table, changes: back.filter((change) => change !== undefined) };
}

function inverseChange(change: Change): Change | undefined {
  switch (change.kind) {
    case 'add':
      return { kind: 'remove', name: change.name, was: change };
    case 'addIfNotExists':
      return { kind: 'removeIfExists', name: change.name, was: change };
    case 'remove':
      return change.was && { ...change.was, kind: 'add' };
    case 'removeIfExists':
      return change.was && { ...change.was, kind: 'addIfNotExists' };
    default: {
      const { from, fromOptions, ...now } = change.options;
      if (!from) return undefined;
      const options = { isPrimaryKey: false, ...fromOptions, from: change.is, fromOptions: now };
      return { kind: 'modify', name: change.name, is: from, options };
    }
  }
}
