// CREATE RULE. src/backend/rewrite/rewriteDefine.c (DefineRule), src/backend/parser/parse_utilcmd.c (transformRuleStmt)
import type { Node, RuleStmt } from '@pgsql/types';
import { add, depend, put } from '../catalog/catalog.ts';
import type { Relation, Rule } from '../catalog/objects.ts';
import { listOn } from './columns.ts';
import { change, changed, current, type Execution, fails, lock, objectAs, since } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import type { Query } from './query.ts';
import { analyzeExpression, analyzeQuery, scopeOver } from './query-analysis.ts';
import { dependOnQueries, forgetQueries, storedQuery } from './query-dependencies.ts';
import { runQuery } from './query-locks.ts';

export const rulesFamily: Family = { RuleStmt: { source: 'sql-createrule', run: createRule } };

const events: Record<string, string> = {
  CMD_SELECT: 'select',
  CMD_INSERT: 'insert',
  CMD_UPDATE: 'update',
  CMD_DELETE: 'delete',
};

function createRule(x: Execution, node: RuleStmt): void {
  const relation = rangeRelation(x, node.relation);
  if (!relation) return;
  lock(x, relation, 'AccessExclusiveLock');
  refuseRelation(x, relation, node);
  if (x.failed) return;
  const queries = analyzeRule(x, relation, node);
  for (const query of queries) runQuery(x, query, 'analyze');
  const existing = current(x, relation)
    .rules.flatMap((oid) => objectAs(x, oid, 'rule') ?? [])
    .find(({ name }) => name === node.rulename);
  if (existing && !node.replace) {
    fails(x, `rule "${node.rulename}" for relation "${relation.name}" already exists`, '42710');
    return;
  }
  if (node.event === 'CMD_SELECT') {
    becomeView(x, relation, queries.at(-1));
    return;
  }
  saveRule(x, relation, { node, queries, existing });
}

function refuseRelation(x: Execution, relation: Relation, { event }: RuleStmt): void {
  const { known: certain, name, kind } = relation;
  if (kind === 'materialized-view') fails(x, 'rules on materialized views are not supported', '0A000', { certain });
  else if (event === 'CMD_SELECT' && kind !== 'view' && since(x, 16)) {
    fails(x, `relation "${name}" cannot have ON SELECT rules`, '42809', { certain });
  }
}

/** The condition and the actions, which see the relation's row as NEW and OLD. */
function analyzeRule(x: Execution, relation: Relation, node: RuleStmt): Query[] {
  const condition = analyzeExpression([node.whereClause], scopeOver(x, relation, ['new', 'old']));
  const actions = (node.actions ?? []).flatMap((action) => {
    const scope = scopeOver(x, relation, ['new', 'old']);
    const query = analyzeQuery(x, action, scope);
    return [scope.query, query];
  });
  return [condition, ...actions];
}

/** ON SELECT DO INSTEAD on a table, which made it a view before PostgreSQL 16, or anew on a view. */
function becomeView(x: Execution, relation: Relation, query: Query | undefined): void {
  if (query) change(x, relation.oid, { kind: 'view', query: storedQuery(query) });
  if (query) dependOnQueries(x, relation.oid, [query]);
  changed(x, 'create', { kind: 'rule', name: '_RETURN', relation: { ...relation, known: relation.known } });
}

interface NewRule {
  readonly node: RuleStmt;
  readonly queries: readonly Query[];
  readonly existing: Rule | undefined;
}

function saveRule(x: Execution, relation: Relation, { node, queries, existing }: NewRule): void {
  const given = {
    class: 'rule' as const,
    name: node.rulename ?? '',
    relation: relation.oid,
    event: events[node.event ?? ''] ?? '',
    instead: node.instead ?? false,
    conditional: node.whereClause !== undefined,
    actions: queries.filter(isAction).map(storedQuery),
  };
  if (existing) {
    forgetQueries(x, existing.oid, storedQueries(x, relation, existing), relation.oid);
    x.catalog = put(x.catalog, { ...given, oid: existing.oid, born: existing.born });
  }
  const oid = existing?.oid ?? addRule(x, relation, given);
  dependOnQueries(x, oid, queries, relation.oid);
  changed(x, existing ? 'alter' : 'create', {
    kind: 'rule',
    name: `${relation.schema}.${relation.name}.${given.name}`,
    oid,
  });
}

/** NOTIFY and the scopes of NEW and OLD run nothing. */
const isAction = ({ node }: Query): boolean =>
  !('NotifyStmt' in node) && !('SelectStmt' in node && Object.keys(node.SelectStmt).length === 0);

const storedQueries = (x: Execution, relation: Relation, { actions }: Rule): Query[] =>
  (actions ?? []).map((action: Node) => analyzeQuery(x, action, scopeOver(x, relation, ['new', 'old'])));

function addRule(x: Execution, relation: Relation, given: Omit<Rule, 'oid' | 'born'>): number {
  const [catalog, rule] = add(x.catalog, (oid): Rule => ({ ...given, oid, born: x.step }));
  x.catalog = depend(catalog, { from: rule.oid, on: relation.oid, kind: 'auto' });
  listOn(x, relation.oid, 'rules', rule.oid);
  return rule.oid;
}
