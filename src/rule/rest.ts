// What a statement does beside the parts that advice replaces: kept where it is harmless, left to the other findings where not.
import { relationBy } from '../postgres/catalog/catalog.ts';
import { execute } from '../postgres/effects/index.ts';
import { parsePiece } from '../postgres/parse.ts';
import type { Version } from '../postgres/versions.ts';
import type { Step } from '../simulation/step.ts';
import { wholeText } from '../source/piece.ts';
import { SourceText } from '../source/source-text.ts';
import { here, type Stage } from './advice.ts';
import { partsLeft, type WrittenConstraint, withoutParts, writtenConstraints } from './constraints.ts';
import { blockingLocks, refusalOf, worksLong } from './facts.ts';
import { lockedReferenced } from './foreign-keys.ts';
import { quoteIdent } from './names.ts';
import { droppedKeys, takesAway } from './removal.ts';
import { type Action, actionsOf, alterTableHead, columnParts, rebuilt, tokensOf } from './text.ts';

/** What advice replaces. */
export interface Replaced {
  readonly parts?: readonly WrittenConstraint[];
  readonly actions?: readonly Action[];
}

/** What remains to be done. */
export interface Rest {
  /** Goes before the advice. */
  readonly first: readonly Stage[];
  /** Goes after it, as a comment: hazards of their own, on which the statement's other findings advise. */
  readonly left: readonly Stage[];
}

/** Undefined where the replaced parts can't do without an action that is a hazard of its own. */
export function restOf(step: Step, version: Version, { parts = [], actions = [] }: Replaced): Rest | undefined {
  const all = partsLeft(step, parts, actions);
  const kept = harmless(step, version, all);
  const left = all.filter((one) => !kept.includes(one));
  const uses = [...parts.map(({ clause }) => clause), ...actions.map(({ text }) => text)].join(' ');
  if (left.some((one) => isNeeded(one, uses))) return undefined;
  const first = kept.length > 0 || 'CreateStmt' in step.statement.node ? rebuilt(step, kept) : undefined;
  const other = left.length > 0 ? rebuilt(step, left) : undefined;
  const blocks = first !== undefined && blockingLocks(trial(step, version, first) ?? step).length > 0;
  return {
    first: first === undefined ? [] : [blocks ? here(step, [first]) : { statements: [first] }],
    left: leftTo(other),
  };
}

const leftTo = (sql: string | undefined, words = 'left to the other findings of the statement'): Stage[] =>
  sql === undefined ? [] : [{ note: `${words}:\n${commented(sql)}`, statements: [] }];

/** What advice leaves out of a new column's definition: its constraints but for some kinds, as a comment. */
export function columnConstraints(step: Step, action: Action, kinds: readonly string[]): Stage[] {
  const column = columnParts(step, action);
  const others = writtenConstraints(step).filter(
    (one) => one.action === action && one.inColumn && !kinds.includes(one.node.contype ?? ''),
  );
  if (!column || others.length === 0) return [];
  const name = quoteIdent(column.name);
  const added = others.map(({ node, clause }) => {
    const named = node.conname ? `CONSTRAINT ${quoteIdent(node.conname)} ` : '';
    const key =
      node.contype === 'CONSTR_UNIQUE'
        ? `UNIQUE (${name})`
        : node.contype === 'CONSTR_PRIMARY'
          ? `PRIMARY KEY (${name})`
          : clause;
    return `ADD ${named}${key}`;
  });
  return leftTo(`${alterTableHead(step)} ${added.join(', ')}`, "left of the column's definition");
}

/** The statement with some of its actions and all harmless others. */
export function withHarmless(
  step: Step,
  version: Version,
  own: readonly Action[],
): { readonly sql: string; readonly left: readonly Stage[] } {
  const others = actionsOf(step).filter((action) => !own.includes(action));
  const kept = harmless(
    step,
    version,
    others.map(({ text }) => text),
  );
  const left = others.filter(({ text }) => !kept.includes(text));
  if (left.length === 0) return { sql: step.statement.sql, left: [] };
  const sql = withoutParts(step, [], left) ?? step.statement.sql;
  const other = rebuilt(
    step,
    left.map(({ text }) => text),
  );
  return { sql, left: leftTo(other) };
}

const commented = (sql: string): string =>
  `${sql};`
    .split('\n')
    .map((line) => `--   ${line}`)
    .join('\n');

/** The new column of an action that is left out, among what the advice names. */
function isNeeded(left: string, uses: string): boolean {
  const column = /^add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?("(?:[^"]|"")*"|\w+)/i.exec(left)?.[1];
  if (column === undefined || /^(?:constraint|check|foreign|unique|primary|exclude)$/i.test(column)) return false;
  return tokensOf(uses).some(({ text }) => text.toLowerCase() === column.toLowerCase());
}

/** As many of the actions, in order, as together make nobody wait for long and take nothing away. */
function harmless(step: Step, version: Version, actions: readonly string[]): readonly string[] {
  if (isHarmless(step, version, actions)) return actions;
  const kept: string[] = [];
  for (const one of actions) if (isHarmless(step, version, [...kept, one])) kept.push(one);
  return kept;
}

function isHarmless(step: Step, version: Version, actions: readonly string[]): boolean {
  const sql = rebuilt(step, actions);
  const tried = sql === undefined ? undefined : trial(step, version, sql);
  if (!tried) return sql === undefined;
  const keys = lockedReferenced(tried).length > 0 || droppedKeys(tried).length > 0;
  return !worksLong(tried) && !keys && !takesAway(tried) && !mayFail(tried);
}

const mayFail = (step: Step): boolean =>
  refusalOf(step) !== undefined || step.effects.some((effect) => effect.kind === 'fails' && effect.code === '23502');

/** The step as it would be with other SQL in the statement's place; undefined where that is not one statement. */
function trial(step: Step, version: Version, sql: string): Step | undefined {
  const { statements } = parsePiece(wholeText(SourceText.of(step.statement.file, sql)));
  const [statement, ...others] = statements;
  if (!statement || others.length > 0) return undefined;
  const { searchPath } = step.settings;
  const session = { version, searchPath, block: step.transaction?.block ?? 'none', step: step.index } as const;
  const { effects, catalog } = execute(statement, step.before, session);
  const isNew: Step['isNew'] = (relation) =>
    step.isNew(relation) || relationBy(catalog, relation.oid)?.born === step.index;
  return { ...step, statement, effects, after: catalog, isNew };
}
