// The types that a statement writes for columns, and the statement again with better ones.
import type { ColumnDef, Node } from '@pgsql/types';
import type { Severity } from '../findings/finding.ts';
import { getAs, relationBy } from '../postgres/catalog/catalog.ts';
import type { Column, Relation } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { advice, here } from './advice.ts';
import { alteredTable } from './catalog.ts';
import type { Problem } from './contract.ts';
import { blockingLocks, effectsOf, effectsOn, heldBlocking, isRefused, worksLong } from './facts.ts';
import { lockedReferenced } from './foreign-keys.ts';
import { list, nameOf, quoteIdent } from './names.ts';
import { takesAway } from './removal.ts';
import { type Action, actionsOf, elementsOf } from './text.ts';

/** A column that the statement creates or gives a type, on a new table or one in use; nothing of temporary tables. */
export interface TypedColumn {
  readonly table: Relation;
  readonly column: Column;
  /** What stands in the statement, from the name of the type on: `char(3) NOT NULL`. */
  readonly written: string;
  /** Where that is in the statement. */
  readonly at: number;
}

const typed = new Set(['AT_AddColumn', 'AT_AlterColumnType']);

/** Of CREATE TABLE, ADD COLUMN and ALTER COLUMN … TYPE. */
export function typedColumns(step: Step): TypedColumn[] {
  const { kind } = step.statement;
  if ((kind !== 'CreateStmt' && kind !== 'AlterTableStmt') || isRefused(step)) return [];
  const parts = kind === 'CreateStmt' ? elementsOf(step) : actionsOf(step);
  const table = kind === 'CreateStmt' ? createdTable(step) : relationBy(step.after, alteredTable(step)?.oid);
  if (!table || table.persistence === 'temporary') return [];
  return parts.flatMap((part) => typedColumn(step, table, part) ?? []);
}

/** The table that a CREATE TABLE makes. */
function createdTable(step: Step): Relation | undefined {
  const made = effectsOf(step, 'create').find(({ object }) => /table$/.test(object.kind));
  return relationBy(step.after, made?.object.oid);
}

function typedColumn(step: Step, table: Relation, { node }: Action): TypedColumn | undefined {
  const definition = definitionIn(node.def);
  const location = definition?.typeName?.location;
  const name = definition?.colname ?? node.name;
  const column = table.columns.find((one) => one.name === name);
  if (!column || location === undefined || !typed.has(node.subtype ?? '')) return undefined;
  const at = step.statement.offsetOf(location) - step.statement.fileOffset(0);
  return { table, column, at, written: step.statement.sql.slice(at) };
}

const definitionIn = (node: Node | undefined): ColumnDef | undefined =>
  node && 'ColumnDef' in node ? node.ColumnDef : undefined;

const spellings = {
  json: /^(?:pg_catalog\.)?"?json"?(?!\w)/i,
  char: /^(?:pg_catalog\.)?(?:bpchar|national\s+char(?:acter)?|nchar|char(?:acter)?)(?!\s+varying)\b\s*(?:\(\s*\d+\s*\))?/i,
  varchar: /^(?:pg_catalog\.)?(?:varchar|(?:national\s+)?char(?:acter)?\s+varying)\s*\(\s*\d+\s*\)/i,
  timestamp: /^(?:pg_catalog\.)?timestamp\b\s*(?:\(\s*\d+\s*\))?(?:\s+without\s+time\s+zone)?/i,
  serial: /^(?:small|big)?serial\d?\b/i,
  integer: /^(?:pg_catalog\.)?(?:int[24]?|integer|smallint)\b/i,
  'small serial': /^(?:small)?serial[24]?\b/i,
} as const;

/** How a type is spelt in the statement. */
export type Spelling = keyof typeof spellings;

export const isSpelt = ({ written }: TypedColumn, as: Spelling): boolean => spellings[as].test(written);

/** The integer columns of new primary keys of one column; those that a foreign key ties to another table's key are not free. */
export function smallKeys(step: Step): { table: Relation; column: Column }[] {
  if (!/^(?:Create|AlterTable)Stmt$/.test(step.statement.kind)) return [];
  const table = createdTable(step) ?? relationBy(step.after, alteredTable(step)?.oid);
  if (!table || table.persistence === 'temporary' || table.parents.length > 0) return [];
  const added = table.constraints.flatMap((oid) => getAs(step.after, oid, 'constraint') ?? []);
  const foreign = added.filter(({ kind }) => kind === 'foreign-key').flatMap(({ columns }) => columns);
  return added.flatMap(({ oid, kind, columns }) => {
    if (kind !== 'primary-key' || columns.length !== 1 || getAs(step.before, oid, 'constraint')) return [];
    const column = table.columns.find(({ number }) => number === columns[0]);
    const small = column && /^int[24]$/.test(column.type.name) && !column.type.array;
    // The type is chosen here, not years ago.
    const isWritten = typedColumns(step).some((one) => one.column.number === column?.number);
    return small && isWritten && !foreign.includes(column.number) ? [{ table, column }] : [];
  });
}

type Spelt = { readonly spelling: Spelling; readonly to: string } | undefined;

/** The statement's new columns of a kind as one problem; `words` is told their names and how many there are. */
export function typeProblem(
  step: Step,
  is: (column: TypedColumn) => boolean,
  about: {
    readonly words: (names: string, count: number, isNewTable: boolean) => string;
    /** The severity where the table is new; elsewhere the rule's. */
    readonly onNewTable?: Severity;
    readonly better?: (column: TypedColumn) => Spelt;
  },
): Problem | undefined {
  const columns = typedColumns(step).filter(is);
  const [first] = columns;
  if (!first) return undefined;
  const names = list(columns.map(({ column }) => `${nameOf(step, first.table)}.${quoteIdent(column.name)}`));
  const instead = withBetterTypes(step, about.better);
  const isNew = step.isNew(first.table);
  return {
    message: about.words(names, columns.length, isNew),
    ...(isNew && about.onNewTable ? { severity: about.onNewTable } : {}),
    ...(instead ? { instead } : {}),
    effects: effectsOn(step, [first.table]),
  };
}

interface Better {
  readonly at: number;
  readonly length: number;
  readonly to: string;
}

/**
 * The statement with jsonb, text and bigint where it says json, char and a key of int; with `more` of the same kind.
 * Undefined where it would still be a hazard, on which other findings advise.
 */
export function withBetterTypes(
  step: Step,
  more: (column: TypedColumn) => Spelt = () => undefined,
): string | undefined {
  const keys = smallKeys(step);
  const edits = typedColumns(step).flatMap((column): Better[] => {
    const isKey = keys.some((key) => key.table.oid === column.table.oid && key.column.number === column.column.number);
    const found = more(column) ?? usual(column, isKey);
    const match = found && spellings[found.spelling].exec(column.written);
    return found && match ? [{ at: column.at, length: match[0].trimEnd().length, to: found.to }] : [];
  });
  if (edits.length === 0) return undefined;
  const last = [...edits].sort((a, b) => b.at - a.at);
  const sql = last.reduce(
    (text, { at, length, to }) => text.slice(0, at) + to + text.slice(at + length),
    step.statement.sql,
  );
  if (blockingLocks(step).length === 0) return advice({ statements: [sql] });
  return isHazard(step) ? undefined : advice(here(step, [sql]));
}

/** Whatever the types. */
function isHazard(step: Step): boolean {
  const referenced = lockedReferenced(step).length;
  return worksLong(step) || takesAway(step) || referenced > 1 || (referenced > 0 && heldBlocking(step).length > 0);
}

function usual(column: TypedColumn, isKey: boolean): Spelt {
  if (isSpelt(column, 'json')) return { spelling: 'json', to: 'jsonb' };
  if (isSpelt(column, 'char')) return { spelling: 'char', to: 'text' };
  if (isKey && isSpelt(column, 'integer')) return { spelling: 'integer', to: 'bigint' };
  if (isKey && isSpelt(column, 'small serial')) return { spelling: 'small serial', to: 'bigserial' };
  return undefined;
}

/** The columns that a CREATE TABLE spells out, whether or not it makes the table; `type` is `pg_type.typname`. */
export const writtenColumns = (step: Step): { name: string; type: string | undefined }[] =>
  elementsOf(step).flatMap(({ node }) => {
    const { colname, typeName } = definitionIn(node.def) ?? {};
    const last = typeName?.names?.at(-1);
    const type = last && 'String' in last ? last.String.sval : undefined;
    return colname === undefined ? [] : [{ name: colname, type: serials[type ?? ''] ?? type }];
  });

const serials: Record<string, string> = {
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
  smallserial: 'int2',
  serial2: 'int2',
};
