// The rewriter: views become the queries behind them, rules add or replace statements, writes to simple views go to the table
// below. src/backend/rewrite/rewriteHandler.c
import type { Node } from '@pgsql/types';
import type { Relation, Rule } from '../catalog/objects.ts';
import { current, fails, objectAs, since, unknown } from './execution.ts';
import type { Query, RangeEntry } from './query.ts';
import { analyzeQuery, scopeOver } from './query-analysis.ts';
import { acquire, type QueryRun, type Write } from './query-run.ts';

const mostProducts = 200;

export function rewriteQuery(run: QueryRun, query: Query): void {
  for (const entry of query.entries) {
    if (entry.subquery) rewriteQuery(run, entry.subquery);
    if (entry.relation?.kind === 'view' && entry !== query.target) expandView(run, entry);
  }
  for (const inner of [...query.arms, ...query.sublinks]) rewriteQuery(run, inner);
  for (const { query: common } of query.commonTables) if (common) rewriteQuery(run, common);
  if (query.target?.relation) rewriteTarget(run, query, query.target.relation, new Map());
}

/** ApplyRetrieveRule. */
function expandView(run: QueryRun, entry: RangeEntry): void {
  const relation = entry.relation && current(run.x, entry.relation);
  if (!relation?.query) return;
  const forUpdate = run.modes.get(entry) === 'RowShareLock';
  const key = `${relation.oid} ${forUpdate}`;
  const known = run.expanded.get(key);
  const view = known ?? analyzeQuery(run.x, relation.query);
  run.views.set(entry, view);
  if (known) return;
  run.expanded.set(key, view);
  acquire(run, view, forUpdate);
  rewriteQuery(run, view);
}

type Event = 'insert' | 'update' | 'delete';

/** The kinds of writing that a statement does: ON CONFLICT DO UPDATE updates too. */
export function eventsOf(query: Query): readonly Event[] {
  const { node } = query;
  if ('MergeStmt' in node) {
    const commands = (node.MergeStmt.mergeWhenClauses ?? []).map((clause) =>
      'MergeWhenClause' in clause ? clause.MergeWhenClause.commandType : '',
    );
    const events: Record<string, Event> = { CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete' };
    return [...new Set(commands.flatMap((command) => events[command ?? ''] ?? []))];
  }
  const updates = 'InsertStmt' in node && node.InsertStmt.onConflictClause?.action === 'ONCONFLICT_UPDATE';
  return query.command === 'select' || query.command === 'merge'
    ? []
    : [query.command, ...(updates ? (['update'] as const) : [])];
}

function rewriteTarget(run: QueryRun, query: Query, target: Relation, names: Write['names']): void {
  const { x } = run;
  const relation = current(x, target);
  const rules = rulesFor(run, relation, query);
  for (const rule of rules) runActions(run, query, rule);
  if (rules.some(({ instead, conditional }) => instead && !conditional)) {
    const reads = rules.some((rule) => rule.actions?.length && refersToRow(run, relation, rule));
    run.replaced.set(query, reads ? 'read' : 'dropped');
    if (relation.kind === 'view' && reads && query.command !== 'insert' && query.target) expandView(run, query.target);
    return;
  }
  if (relation.kind === 'view') writeToView(run, query, relation, names);
  else run.writes.push({ query, relation, names });
}

function rulesFor({ x }: QueryRun, relation: Relation, query: Query): Rule[] {
  const rules = relation.rules.flatMap((oid) => objectAs(x, oid, 'rule') ?? []);
  if (query.command === 'merge') {
    if (rules.length) fails(x, `cannot execute MERGE on relation "${relation.name}"`, '0A000');
    return [];
  }
  return rules.filter(({ event }) => event === query.command);
}

function runActions(run: QueryRun, query: Query, rule: Rule): void {
  for (const action of rule.actions ?? []) {
    const product = actionQuery(run, rule, action);
    if (!product) continue;
    if (run.products.length > mostProducts) {
      unknown(run.x, 'rules that run more statements than this tool follows');
      return;
    }
    acquire(run, product, false);
    run.products.push(product);
    // A rule that leads back to its own relation is an error when it runs.
    if (product.target?.relation?.oid !== query.target?.relation?.oid) rewriteQuery(run, product);
  }
}

function actionQuery({ x }: QueryRun, rule: Rule, action: Node): Query | undefined {
  const relation = objectAs(x, rule.relation, 'relation');
  return relation && analyzeQuery(x, action, scopeOver(x, relation, ['new', 'old']));
}

/** Whether any action names a column of NEW or OLD, and so runs once per row of the original statement. */
function refersToRow(run: QueryRun, relation: Relation, rule: Rule): boolean {
  const scope = scopeOver(run.x, relation, ['new', 'old']);
  for (const action of rule.actions ?? []) analyzeQuery(run.x, action, scope);
  return scope.query.entries.some(({ used }) => used.size > 0);
}

/** rewriteTargetView, or INSTEAD OF triggers, which read the view and write nothing themselves. */
function writeToView(run: QueryRun, query: Query, view: Relation, names: Write['names']): void {
  const { x } = run;
  const triggered = insteadOf(run, view);
  if (query.target && eventsOf(query).some((event) => triggered.has(event))) {
    if (query.command !== 'insert') expandView(run, query.target);
    run.writes.push({ query, relation: view, names });
    return;
  }
  if (!view.query || !query.target) return;
  const below = analyzeQuery(x, view.query);
  const base = updatable(below, view) ? below.entries[0] : undefined;
  if (!base?.relation || (query.command === 'merge' && !since(x, 17))) {
    refuse(run, query, view);
    return;
  }
  base.mode = 'RowExclusiveLock';
  base.only ||= query.command === 'insert';
  run.views.set(query.target, below);
  acquire(run, below, false);
  for (const sublink of below.sublinks) rewriteQuery(run, sublink);
  rewriteTarget(run, { ...query, target: base }, base.relation, namesBelow(view, below, names));
}

/** The columns of the table below under the names that the statement uses. */
function namesBelow(view: Relation, below: Query, names: Write['names']): Write['names'] {
  const own = view.columns.map(({ name }, at) => [name, below.output?.[at]?.source?.column ?? name] as const);
  const down = new Map(own);
  if (names.size === 0) return down;
  return new Map([...names].map(([from, to]) => [from, down.get(to) ?? to]));
}

function insteadOf({ x }: QueryRun, view: Relation): ReadonlySet<string> {
  const triggers = view.triggers.flatMap((oid) => objectAs(x, oid, 'trigger') ?? []);
  return new Set(triggers.filter(({ timing }) => timing === 'instead of').flatMap(({ events }) => events ?? []));
}

/** view_query_is_auto_updatable: one relation, nothing that groups, limits or combines rows. */
function updatable(query: Query, { query: definition }: Relation): boolean {
  const select = definition && 'SelectStmt' in definition ? definition.SelectStmt : undefined;
  const [only, ...others] = select?.fromClause ?? [];
  const { relation } = query.entries[0] ?? {};
  if (!select || !only || others.length > 0 || !('RangeVar' in only) || !relation) return false;
  const { distinctClause, groupClause, havingClause, limitCount, limitOffset, withClause, op } = select;
  const shaped = distinctClause ?? groupClause ?? havingClause ?? limitCount ?? limitOffset ?? withClause;
  return (
    !shaped &&
    (op ?? 'SETOP_NONE') === 'SETOP_NONE' &&
    relation.kind !== 'sequence' &&
    relation.kind !== 'materialized-view'
  );
}

const refusals: Record<string, string> = {
  insert: 'cannot insert into view',
  update: 'cannot update view',
  delete: 'cannot delete from view',
};

function refuse({ x }: QueryRun, query: Query, view: Relation): void {
  const certain = view.known;
  const early = query.command === 'merge' && !since(x, 17);
  if (early) fails(x, `cannot execute MERGE on relation "${view.name}"`, '0A000', { certain });
  else fails(x, `${refusals[query.command] ?? 'cannot merge into view'} "${view.name}"`, '55000', { certain });
}
