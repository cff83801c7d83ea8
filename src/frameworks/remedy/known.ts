// Statements that the migration tools have words of their own for, taken from PostgreSQL's tree. What says more than they can is none.
import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, IndexStmt, Node, RangeVar } from '@pgsql/types';
import type { Statement } from '../../postgres/statement.ts';
import { solid, textAfter, textWithin } from './sql-text.ts';

export interface Table {
  readonly schema?: string;
  readonly name: string;
}

export interface CreateIndex {
  readonly kind: 'create-index';
  readonly table: Table;
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  /** Where it is not `btree`. */
  readonly method?: string;
  readonly where?: string;
}

export interface DropIndex {
  readonly kind: 'drop-index';
  readonly schema?: string;
  readonly name: string;
  readonly concurrently: boolean;
  readonly ifExists: boolean;
}

export type KeyAction = 'cascade' | 'restrict' | 'set null' | 'set default';

export interface AddForeignKey {
  readonly kind: 'add-foreign-key';
  readonly table: Table;
  readonly name: string;
  readonly columns: readonly string[];
  readonly target: Table;
  readonly targetColumns: readonly string[];
  readonly onDelete?: KeyAction;
  readonly onUpdate?: KeyAction;
  readonly notValid: boolean;
}

export interface AddCheck {
  readonly kind: 'add-check';
  readonly table: Table;
  readonly name: string;
  /** Without its parentheses. */
  readonly expression: string;
  readonly notValid: boolean;
}

export interface AddColumn {
  readonly kind: 'add-column';
  readonly table: Table;
  readonly column: string;
  /** As written. */
  readonly type: string;
  readonly notNull: boolean;
  /** As written. */
  readonly default?: string;
}

interface OfConstraint {
  readonly kind: 'validate' | 'drop-constraint';
  readonly table: Table;
  readonly name: string;
}

interface OfColumn {
  readonly kind: 'set-not-null' | 'drop-not-null' | 'drop-default' | 'drop-column';
  readonly table: Table;
  readonly column: string;
}

export interface SetDefault {
  readonly kind: 'set-default';
  readonly table: Table;
  readonly column: string;
  /** As written. */
  readonly value: string;
}

export type Known =
  | CreateIndex
  | DropIndex
  | AddForeignKey
  | AddCheck
  | AddColumn
  | OfConstraint
  | OfColumn
  | SetDefault;

export function knownOf(statement: Statement): Known | undefined {
  const { node, sql } = statement;
  if ('IndexStmt' in node) return createIndex(node.IndexStmt, sql);
  if ('DropStmt' in node) return dropIndex(node);
  if ('AlterTableStmt' in node) return alterTable(node.AlterTableStmt, statement);
  return undefined;
}

const tableOf = ({ schemaname, relname = '' }: RangeVar): Table => ({
  ...(schemaname ? { schema: schemaname } : {}),
  name: relname,
});

function createIndex(node: IndexStmt, sql: string): CreateIndex | undefined {
  const { relation, idxname, indexParams = [], indexIncludingParams = [], options = [], accessMethod } = node;
  const columns = indexParams.flatMap((param) => plainColumn(param) ?? []);
  const isPlain = columns.length === indexParams.length && relation?.inh && !relation?.catalogname;
  const more = indexIncludingParams.length + options.length > 0 || node.tableSpace || node.nulls_not_distinct;
  if (!relation || !idxname || !isPlain || more) return undefined;
  return {
    kind: 'create-index',
    table: tableOf(relation),
    name: idxname,
    columns,
    unique: node.unique ?? false,
    concurrently: node.concurrent ?? false,
    ifNotExists: node.if_not_exists ?? false,
    ...(accessMethod && accessMethod !== 'btree' ? { method: accessMethod } : {}),
    ...(node.whereClause ? { where: textAfter(sql, 'where') } : {}),
  };
}

function plainColumn(param: Node): string | undefined {
  if (!('IndexElem' in param)) return undefined;
  const { name, collation, opclass, opclassopts, ordering, nulls_ordering } = param.IndexElem;
  const isOrdered = (ordering ?? 'SORTBY_DEFAULT') !== 'SORTBY_DEFAULT';
  const isPlain = !collation && !opclass && !opclassopts && !isOrdered;
  return isPlain && (nulls_ordering ?? 'SORTBY_NULLS_DEFAULT') === 'SORTBY_NULLS_DEFAULT' ? name : undefined;
}

function dropIndex(node: Extract<Node, { DropStmt: unknown }>): DropIndex | undefined {
  const { removeType, objects = [], behavior, concurrent = false, missing_ok = false } = node.DropStmt;
  const [object, ...others] = objects;
  if (removeType !== 'OBJECT_INDEX' || behavior === 'DROP_CASCADE' || others.length > 0) return undefined;
  const path = object && 'List' in object ? (object.List.items ?? []).flatMap((item) => nameIn(item) ?? []) : [];
  const name = path.at(-1);
  if (name === undefined || path.length > 2) return undefined;
  const schema = path.length > 1 ? { schema: path[0] } : {};
  return { kind: 'drop-index', ...schema, name, concurrently: concurrent, ifExists: missing_ok };
}

const nameIn = (node: Node): string | undefined => ('String' in node ? node.String.sval : undefined);

/** Of one action only: a tool's words for several are several statements. */
function alterTable(node: AlterTableStmt, statement: Statement): Known | undefined {
  const { relation, cmds = [], objtype, missing_ok } = node;
  const [cmd] = cmds;
  if (!relation?.inh || relation.catalogname || objtype !== 'OBJECT_TABLE' || missing_ok) return undefined;
  if (cmds.length !== 1 || !cmd || !('AlterTableCmd' in cmd) || cmd.AlterTableCmd.missing_ok) return undefined;
  return action(tableOf(relation), cmd.AlterTableCmd, statement);
}

function action(table: Table, cmd: AlterTableCmd, statement: Statement): Known | undefined {
  const { subtype, name = '', def, behavior } = cmd;
  const { sql } = statement;
  if (behavior === 'DROP_CASCADE') return undefined;
  switch (subtype) {
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? addConstraint(table, def.Constraint, sql) : undefined;
    case 'AT_ValidateConstraint':
      return { kind: 'validate', table, name };
    case 'AT_DropConstraint':
      return { kind: 'drop-constraint', table, name };
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', table, column: name };
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', table, column: name };
    case 'AT_ColumnDefault':
      return def
        ? { kind: 'set-default', table, column: name, value: textAfter(sql, 'default') }
        : { kind: 'drop-default', table, column: name };
    case 'AT_DropColumn':
      return { kind: 'drop-column', table, column: name };
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? addColumn(table, def.ColumnDef, statement) : undefined;
    default:
      return undefined;
  }
}

function addConstraint(table: Table, node: Constraint, sql: string): Known | undefined {
  const { conname: name, contype, skip_validation: notValid = false } = node;
  if (!name || node.deferrable || node.initdeferred || node.is_no_inherit) return undefined;
  if (contype === 'CONSTR_FOREIGN') return foreignKey(table, { ...node, conname: name }, notValid);
  if (contype !== 'CONSTR_CHECK' || /\benforced\b/i.test(sql)) return undefined;
  return { kind: 'add-check', table, name, expression: textWithin(sql, 'check'), notValid };
}

const keyActions: Readonly<Record<string, KeyAction>> = {
  c: 'cascade',
  r: 'restrict',
  n: 'set null',
  d: 'set default',
};

function foreignKey(table: Table, node: Constraint & { conname: string }, notValid: boolean): Known | undefined {
  const { pktable, fk_attrs = [], pk_attrs = [], fk_matchtype = 's', fk_del_set_cols = [] } = node;
  const columns = fk_attrs.flatMap((attr) => nameIn(attr) ?? []);
  const targetColumns = pk_attrs.flatMap((attr) => nameIn(attr) ?? []);
  if (!pktable || fk_matchtype !== 's' || fk_del_set_cols.length > 0 || columns.length === 0) return undefined;
  const [onDelete, onUpdate] = [keyActions[node.fk_del_action ?? ''], keyActions[node.fk_upd_action ?? '']];
  return {
    kind: 'add-foreign-key',
    table,
    name: node.conname,
    columns,
    target: tableOf(pktable),
    targetColumns,
    ...(onDelete ? { onDelete } : {}),
    ...(onUpdate ? { onUpdate } : {}),
    notValid,
  };
}

/** With a type, NOT NULL and DEFAULT, but nothing else. */
function addColumn(table: Table, column: ColumnDef, statement: Statement): AddColumn | undefined {
  const { sql } = statement;
  const charAt = (location: number) => statement.offsetOf(location) - statement.fileOffset(0);
  const constraints = (column.constraints ?? []).flatMap((one) => ('Constraint' in one ? [one.Constraint] : []));
  const kinds = constraints.map(({ contype }) => contype);
  const isPlain = kinds.every(
    (kind) => kind === 'CONSTR_NOTNULL' || kind === 'CONSTR_DEFAULT' || kind === 'CONSTR_NULL',
  );
  if (!isPlain || constraints.some(({ conname }) => conname) || column.collClause) return undefined;
  const begins = constraints.map(({ location = 0 }) => charAt(location));
  const cut = (at: number): string => solid(sql.slice(begins[at] ?? sql.length, begins[at + 1] ?? sql.length));
  const { location = -1 } = column.typeName ?? {};
  if (location < 0) return undefined;
  const value = kinds.indexOf('CONSTR_DEFAULT');
  return {
    kind: 'add-column',
    table,
    column: column.colname ?? '',
    type: solid(sql.slice(charAt(location), begins[0] ?? sql.length)),
    notNull: kinds.includes('CONSTR_NOTNULL'),
    ...(value < 0 ? {} : { default: cut(value).replace(/^default\s+/i, '') }),
  };
}
