// A foreign key that a statement adds, in the user's own words: what advice takes apart and puts together again.
import type { Constraint as ConstraintNode } from '@pgsql/types';
import type { Constraint } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { constraintColumns } from './catalog.ts';
import { quoteIdent } from './names.ts';
import { type Action, actionsOf, alterTableHead, columnParts } from './text.ts';

export interface ForeignKeyText {
  /** `ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES users`, validated or not as written. */
  readonly add: string;
  /** The ALTER TABLE without the key; undefined where nothing is left of it. */
  readonly rest: string | undefined;
}

/** Undefined where the statement is no ALTER TABLE that spells the key out. */
export function foreignKeyText(step: Step, constraint: Constraint): ForeignKeyText | undefined {
  const actions = actionsOf(step);
  for (const action of actions) {
    const found = fromConstraint(step, action, constraint) ?? fromColumn(step, action, constraint);
    if (!found) continue;
    const rest = actions.flatMap((other) => (other === action ? (found.rest ?? []) : other.text));
    return { add: found.add, rest: rest.length > 0 ? `${alterTableHead(step)} ${rest.join(', ')}` : undefined };
  }
  return undefined;
}

const namesOf = (list: ConstraintNode['fk_attrs']): string[] =>
  (list ?? []).flatMap((item) => ('String' in item ? (item.String.sval ?? '') : []));

/** ADD [CONSTRAINT name] FOREIGN KEY … */
function fromConstraint(step: Step, { node, text }: Action, constraint: Constraint): ForeignKeyText | undefined {
  const written = (node.def as { Constraint?: ConstraintNode } | undefined)?.Constraint;
  if (node.subtype !== 'AT_AddConstraint' || written?.contype !== 'CONSTR_FOREIGN') return undefined;
  const same = written.conname
    ? written.conname === constraint.name
    : hasColumns(step, constraint, namesOf(written.fk_attrs));
  if (!same) return undefined;
  const add = written.conname ? text : text.replace(/^add\s+/i, `ADD CONSTRAINT ${quoteIdent(constraint.name)} `);
  return { add, rest: undefined };
}

const hasColumns = (step: Step, constraint: Constraint, names: readonly string[]): boolean =>
  constraintColumns(step, constraint).join() === names.join();

/** ADD COLUMN … REFERENCES … */
function fromColumn(step: Step, action: Action, constraint: Constraint): ForeignKeyText | undefined {
  const column = columnParts(step, action);
  if (!column || !constraintColumns(step, constraint).includes(column.name)) return undefined;
  const key = column.constraints.find(({ node }) => node.contype === 'CONSTR_FOREIGN');
  if (!key) return undefined;
  const others = column.constraints.filter((one) => one !== key).map(({ text }) => text);
  const add = `ADD CONSTRAINT ${quoteIdent(constraint.name)} FOREIGN KEY (${quoteIdent(column.name)}) ${key.unnamed}`;
  return { add, rest: [column.head, ...others].join(' ') };
}
