// The constraints that an ALTER TABLE spells out, in the user's own words: what advice takes apart and puts together again.
import type { Constraint as ConstraintNode } from '@pgsql/types';
import { findRelation, getAs } from '../postgres/catalog/catalog.ts';
import type { Constraint } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { constraintColumns } from './catalog.ts';
import { effectsOf } from './facts.ts';
import { quoteIdent } from './names.ts';
import { type Action, actionsOf, columnParts, elementsOf, rebuilt } from './text.ts';

/** A constraint as one of the actions writes it. */
export interface WrittenConstraint {
  readonly action: Action;
  readonly node: ConstraintNode;
  /** As a table constraint without its name: `FOREIGN KEY (user_id) REFERENCES users`. */
  readonly clause: string;
  /** As it stands in its column's definition. */
  readonly inColumn?: { readonly text: string; readonly name: string };
}

const partsOf = (step: Step): Action[] => [...actionsOf(step), ...elementsOf(step)];

/** What ADD CONSTRAINT and ADD COLUMN, or a CREATE TABLE, spell out, in order. */
export const writtenConstraints = (step: Step): WrittenConstraint[] =>
  partsOf(step).flatMap((action) => [...ofTable(action), ...ofColumn(step, action)]);

function ofTable(action: Action): WrittenConstraint[] {
  const node = (action.node.def as { Constraint?: ConstraintNode } | undefined)?.Constraint;
  if (action.node.subtype !== 'AT_AddConstraint' || !node) return [];
  const clause = action.text.replace(/^(?:add\s+)?(?:constraint\s+(?:"(?:[^"]|"")*"|[^\s"]+)\s+)?/i, '');
  return [{ action, node, clause }];
}

function ofColumn(step: Step, action: Action): WrittenConstraint[] {
  const column = columnParts(step, action);
  const name = column?.name ?? '';
  return (column?.constraints ?? []).map(({ node, text, unnamed }) => {
    const clause = node.contype === 'CONSTR_FOREIGN' ? `FOREIGN KEY (${quoteIdent(name)}) ${unnamed}` : unnamed;
    return { action, node, clause, inColumn: { text, name } };
  });
}

/** The statement without some of its constraints and actions; undefined where nothing is left of an ALTER TABLE. */
export const withoutParts = (
  step: Step,
  parts: readonly WrittenConstraint[],
  actions: readonly Action[] = [],
): string | undefined => rebuilt(step, partsLeft(step, parts, actions));

/** The actions or elements that are left of a statement without some of its constraints and actions. */
export function partsLeft(
  step: Step,
  parts: readonly WrittenConstraint[],
  actions: readonly Action[] = [],
): readonly string[] {
  return partsOf(step).flatMap((action) => {
    const own = parts.filter((part) => part.action.start === action.start);
    if (actions.some(({ start }) => start === action.start) || own.some(({ inColumn }) => !inColumn)) return [];
    const column = own.length > 0 ? columnParts(step, action) : undefined;
    if (!column) return action.text;
    const kept = column.constraints.filter(({ text }) => !own.some(({ inColumn }) => inColumn?.text === text));
    return [column.head, ...kept.map(({ text }) => text)].join(' ');
  });
}

/** ADD CONSTRAINT … FOREIGN KEY, or a new column with REFERENCES. */
export function addsKey({ node: { def } }: Action): boolean {
  const nodes = def && 'ColumnDef' in def ? (def.ColumnDef.constraints ?? []) : def ? [def] : [];
  return nodes.some((one) => 'Constraint' in one && one.Constraint.contype === 'CONSTR_FOREIGN');
}

const kinds: Record<string, Constraint['kind']> = {
  CONSTR_FOREIGN: 'foreign-key',
  CONSTR_CHECK: 'check',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_NOTNULL: 'not-null',
};

/** How the statement writes a constraint that it adds. */
export const writingOf = (step: Step, constraint: Constraint): WrittenConstraint | undefined =>
  writtenConstraints(step).find((written) => isWriting(step, written, constraint));

function isWriting(step: Step, { node, inColumn }: WrittenConstraint, constraint: Constraint): boolean {
  if (kinds[node.contype ?? ''] !== constraint.kind) return false;
  if (node.conname) return node.conname === constraint.name;
  if (constraint.kind === 'exclusion') return true;
  if (constraint.kind === 'check') return JSON.stringify(node.raw_expr) === JSON.stringify(constraint.expression);
  const written = inColumn ? [inColumn.name] : namesOf(node.fk_attrs ?? node.keys);
  return written.join() === constraintColumns(step, constraint).join();
}

/** `[{String: {sval}}, …]` */
export const namesOf = (nodes: readonly unknown[] | undefined): string[] =>
  (nodes ?? []).flatMap((item) => (item as { String?: { sval?: string } }).String?.sval ?? []);

/** The UNIQUE, PRIMARY KEY and EXCLUDE constraints whose indexes the statement builds; of partitions the partitioned table's. */
export function builtConstraints(step: Step): Constraint[] {
  const built = effectsOf(step, 'build').flatMap(({ index, relation }) => {
    const made = findRelation(step.after, relation.schema, index.slice(relation.schema.length + 1));
    return made?.index?.constraint === undefined ? [] : (topmost(step, made.index.constraint) ?? []);
  });
  return [...new Map(built.map((one) => [one.oid, one])).values()].filter(({ born }) => born === step.index);
}

function topmost(step: Step, oid: number): Constraint | undefined {
  const constraint = getAs(step.after, oid, 'constraint');
  return constraint?.parent === undefined ? constraint : topmost(step, constraint.parent);
}
