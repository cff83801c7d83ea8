// An UPDATE or DELETE of every row, written anew as one that changes some rows at a time.
import type { Node, UpdateStmt } from '@pgsql/types';
import { relationBy } from '../postgres/catalog/catalog.ts';
import type { RelationRef } from '../postgres/effect.ts';
import { isSolid, lexer } from '../postgres/lexer.ts';
import type { Step } from '../simulation/step.ts';
import type { Stage } from './advice.ts';
import { inBatches, keyOf, someRows } from './backfill.ts';
import { effectsOf } from './facts.ts';
import { nameOf, quoteIdent } from './names.ts';

/** The statement in batches; undefined where it is no plain UPDATE or DELETE of a whole table, or of what is still NULL in it. */
export function batchedWrite(step: Step): (Stage & { readonly note: string }) | undefined {
  if (!['UpdateStmt', 'DeleteStmt'].includes(step.statement.kind)) return undefined;
  const [write] = effectsOf(step, 'write').filter(({ unbounded }) => unbounded || nullTested(step) !== undefined);
  if (!write) return undefined;
  const { node } = step.statement;
  const table = nameOf(step, write.relation);
  if ('DeleteStmt' in node) {
    const { usingClause, withClause, returningClause, returningList, relation } = node.DeleteStmt as Record<
      string,
      unknown
    >;
    if (usingClause || withClause || returningClause || returningList || hasAlias(relation)) return undefined;
    return inBatches(step, `DELETE FROM ${table} WHERE ${someRows(step, write.relation)}`);
  }
  return 'UpdateStmt' in node ? batchedUpdate(step, node.UpdateStmt, write.relation) : undefined;
}

const hasAlias = (relation: unknown): boolean => Boolean((relation as { alias?: unknown } | undefined)?.alias);

function batchedUpdate(step: Step, update: UpdateStmt, relation: RelationRef) {
  const rest = update as unknown as Record<string, unknown>;
  if (update.fromClause || update.withClause || rest.returningList || rest.returningClause) return undefined;
  if (hasAlias(update.relation)) return undefined;
  const set = assignments(step.statement.sql);
  if (!set) return undefined;
  const empty = nullTested(step);
  const changed = empty === undefined ? notYet(update, set) : `${quoteIdent(empty)} IS NULL`;
  const statement = `UPDATE ${nameOf(step, relation)} SET ${set} WHERE`;
  if (changed) return inBatches(step, `${statement} ${someRows(step, relation, changed)}`);
  const key = integerKey(step, relation);
  if (!key) return undefined;
  const { note, statements } = inBatches(step, `${statement} ${key} BETWEEN 1 AND 1000`);
  return {
    note: note.replace(
      /again and again(.*), until it changes no row$/,
      `range after range$1, up to the highest ${key}`,
    ),
    statements,
  };
}

/** `UPDATE … SET plan = … WHERE plan IS NULL`: the column. */
export function nullTested({ statement }: Step): string | undefined {
  if (statement.kind !== 'UpdateStmt' || !('UpdateStmt' in statement.node)) return undefined;
  const { whereClause, targetList = [] } = statement.node.UpdateStmt;
  const test = whereClause && 'NullTest' in whereClause ? whereClause.NullTest : undefined;
  const field = test?.arg && 'ColumnRef' in test.arg ? test.arg.ColumnRef.fields?.at(-1) : undefined;
  const column = field && 'String' in field ? field.String.sval : undefined;
  const set = targetList.some((node) => 'ResTarget' in node && node.ResTarget.name === column);
  return test?.nulltesttype === 'IS_NULL' && set ? column : undefined;
}

/** From SET to WHERE. */
function assignments(sql: string): string | undefined {
  const token = lexer(sql);
  let [depth, from, to] = [0, -1, sql.length];
  while (token.next()) {
    if (!isSolid(token.kind)) continue;
    const text = sql.slice(token.start, token.end).toLowerCase();
    if (text === '(') depth++;
    if (text === ')') depth--;
    if (depth === 0 && from < 0 && text === 'set') from = token.end;
    if (depth === 0 && from >= 0 && text === 'where') {
      to = token.start;
      break;
    }
  }
  return from < 0 ? undefined : sql.slice(from, to).trim();
}

/** Which rows an UPDATE of one column has yet to change, where its value is the same however often it is computed. */
function notYet(update: UpdateStmt, set: string): string | undefined {
  const [target, ...others] = (update.targetList ?? []).flatMap((node) => ('ResTarget' in node ? node.ResTarget : []));
  const value = set.slice(set.indexOf('=') + 1).trim();
  if (!target?.name || !target.val || others.length > 0 || target.indirection || !isStable(target.val, target.name))
    return undefined;
  if (/^default$/i.test(value)) return undefined;
  return `${quoteIdent(target.name)} IS DISTINCT FROM ${'A_Const' in target.val || 'ColumnRef' in target.val ? value : `(${value})`}`;
}

/** Calls no function, asks no other table and does not build on the column itself. */
function isStable(node: Node, column: string): boolean {
  const text = JSON.stringify(node);
  if (/"(?:FuncCall|SubLink|SQLValueFunction|SetToDefault)"/.test(text)) return false;
  return !text.includes(`{"String":{"sval":${JSON.stringify(column)}}}`);
}

function integerKey(step: Step, relation: RelationRef): string | undefined {
  const [key, ...others] = keyOf(step, relation);
  const column = relationBy(step.before, relation.oid)?.columns.find(({ name }) => quoteIdent(name) === key);
  return others.length === 0 && ['int2', 'int4', 'int8'].includes(column?.type.name ?? '') ? key : undefined;
}
