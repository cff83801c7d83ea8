// Columns that an ALTER TABLE changes, and what a run has made itself, which the running application does not know yet.
import type { AlterTableType } from '@pgsql/types';
import { relationBy } from '../postgres/catalog/catalog.ts';
import type { Column, Oid, Relation } from '../postgres/catalog/objects.ts';
import type { ObjectEffect } from '../postgres/effect.ts';
import type { Step } from '../simulation/step.ts';
import { alteredTable } from './catalog.ts';
import type { RunView } from './contract.ts';
import { effectsOf, isRefused } from './facts.ts';
import { lastName } from './removal.ts';
import { type Action, actionsOf } from './text.ts';

/** A column of a table in use, as it was before the statement and as it is after. */
export interface ChangedColumn {
  readonly action: Action;
  readonly table: Relation;
  readonly before: Column;
  readonly after: Column;
}

/** What the actions of these kinds change; nothing of tables born in this run. */
export function changedColumns(step: Step, ...subtypes: AlterTableType[]): ChangedColumn[] {
  const actions = actionsOf(step).filter(({ node }) => node.subtype && subtypes.includes(node.subtype));
  if (actions.length === 0 || isRefused(step)) return [];
  const table = alteredTable(step);
  const later = relationBy(step.after, table?.oid);
  if (!table || !later || step.isNew(table)) return [];
  return actions.flatMap((action) => {
    const before = table.columns.find(({ name }) => name === action.node.name);
    const after = later.columns.find(({ name }) => name === action.node.name);
    // Of a table that history does not tell, the statement itself shows the column.
    return after ? [{ action, table, before: before ?? after, after }] : [];
  });
}

/** What the run has made before this step. */
export interface MadeInRun {
  readonly hasColumn: (table: { readonly oid: Oid }, column: { readonly number: number }) => boolean;
  /** Types, functions and whatever else has no rows. */
  readonly hasObject: (oid: Oid | undefined) => boolean;
  /** Renamed by an earlier statement, so that the running application does not know it by the name it has now. */
  readonly hasName: (oid: Oid | undefined) => boolean;
}

/** To be called at every step, as the run goes by once. */
export function madeInRun(step: Step, { memory }: RunView): MadeInRun {
  const known = memory.get('made') as { columns: Set<string>; objects: Set<Oid>; named: Map<Oid, number> } | undefined;
  const made = known ?? { columns: new Set<string>(), objects: new Set<Oid>(), named: new Map<Oid, number>() };
  memory.set('made', made);
  for (const { object } of effectsOf(step, 'rename')) {
    if (object.oid !== undefined && !made.named.has(object.oid)) made.named.set(object.oid, step.index);
  }
  for (const { object } of effectsOf(step, 'create')) if (object.oid !== undefined) made.objects.add(object.oid);
  for (const column of addedColumns(step)) made.columns.add(column);
  return {
    hasColumn: ({ oid }, { number }) => made.columns.has(`${oid}.${number}`),
    hasObject: (oid) => oid !== undefined && made.objects.has(oid),
    hasName: (oid) => (made.named.get(oid ?? -1) ?? step.index) < step.index,
  };
}

/** The column that an effect is about is one that the run has added: no running application names it. */
export function isColumnMade(step: Step, made: MadeInRun, effect: ObjectEffect): boolean {
  const table = relationBy(step.before, effect.object.relation?.oid);
  const column = table?.columns.find(({ name }) => name === lastName(effect));
  return Boolean(table && column && made.hasColumn(table, column));
}

function addedColumns(step: Step): string[] {
  if (!actionsOf(step).some(({ node }) => node.subtype === 'AT_AddColumn')) return [];
  const oid = alteredTable(step)?.oid;
  const old = new Set(relationBy(step.before, oid)?.columns.map(({ number }) => number));
  const columns = relationBy(step.after, oid)?.columns ?? [];
  return columns.flatMap(({ number }) => (old.has(number) ? [] : [`${oid}.${number}`]));
}
