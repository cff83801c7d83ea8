// CREATE POLICY and ALTER POLICY. src/backend/commands/policy.c
import type { AlterPolicyStmt, CreatePolicyStmt, Node } from '@pgsql/types';
import { add, depend, put } from '../catalog/catalog.ts';
import type { Policy, Relation } from '../catalog/objects.ts';
import { listOn } from './columns.ts';
import { changed, current, type Execution, fails, lock, objectAs } from './execution.ts';
import type { Family } from './family.ts';
import { rangeRelation } from './names.ts';
import type { Query } from './query.ts';
import { analyzeExpression, scopeOver } from './query-analysis.ts';
import { dependOnQueries, forgetQueries } from './query-dependencies.ts';
import { runQuery } from './query-locks.ts';

export const policiesFamily: Family = {
  CreatePolicyStmt: { source: 'sql-createpolicy', run: createPolicy },
  AlterPolicyStmt: { source: 'sql-alterpolicy', run: alterPolicy },
};

type PolicyNode = Pick<CreatePolicyStmt, 'policy_name' | 'table' | 'qual' | 'with_check'>;

/** RangeVarCallbackForPolicy: ACCESS EXCLUSIVE on a table; undefined where there is none. */
function lockTable(x: Execution, node: PolicyNode): Relation | undefined {
  const table = rangeRelation(x, node.table);
  if (!table) return undefined;
  lock(x, table, 'AccessExclusiveLock');
  if (table.kind !== 'table' && table.kind !== 'partitioned-table') {
    fails(x, `"${table.name}" is not a table`, '42809', { certain: table.known });
  }
  return table;
}

/** What USING and WITH CHECK read is locked as a query's analysis locks it. */
function lockExpressions(x: Execution, table: Relation, node: PolicyNode): Query[] {
  return [node.qual, node.with_check].map((expression) => {
    const query = expressionQuery(x, table, expression);
    // The relation itself is locked already; it is there to find its columns.
    runQuery(x, { ...query, entries: [] }, 'analyze');
    return query;
  });
}

const expressionQuery = (x: Execution, table: Relation, expression: Node | undefined): Query =>
  analyzeExpression([expression], scopeOver(x, table, [table.name]));

const findPolicy = (x: Execution, table: Relation, name: string | undefined): Policy | undefined =>
  current(x, table)
    .policies.flatMap((oid) => objectAs(x, oid, 'policy') ?? [])
    .find((policy) => policy.name === name);

function createPolicy(x: Execution, node: CreatePolicyStmt): void {
  const table = lockTable(x, node);
  if (!table || x.failed) return;
  const queries = lockExpressions(x, table, node);
  if (findPolicy(x, table, node.policy_name)) {
    fails(x, `policy "${node.policy_name}" for table "${table.name}" already exists`, '42710');
    return;
  }
  const [catalog, policy] = add(
    x.catalog,
    (oid): Policy => ({
      class: 'policy',
      oid,
      born: x.step,
      name: node.policy_name ?? '',
      relation: table.oid,
      command: node.cmd_name ?? 'all',
      ...(node.qual ? { using: node.qual } : {}),
      ...(node.with_check ? { check: node.with_check } : {}),
    }),
  );
  x.catalog = depend(catalog, { from: policy.oid, on: table.oid, kind: 'auto' });
  listOn(x, table.oid, 'policies', policy.oid);
  dependOnQueries(x, policy.oid, queries, table.oid);
  changed(x, 'create', { kind: 'policy', name: `${table.schema}.${table.name}.${policy.name}`, oid: policy.oid });
}

function alterPolicy(x: Execution, node: AlterPolicyStmt): void {
  const table = lockTable(x, node);
  if (!table || x.failed) return;
  const policy = findPolicy(x, table, node.policy_name);
  if (!policy && table.known) {
    fails(x, `policy "${node.policy_name}" for table "${table.name}" does not exist`, '42704');
    return;
  }
  const queries = lockExpressions(x, table, node);
  if (!policy) return;
  forgetQueries(
    x,
    policy.oid,
    [policy.using, policy.check].map((old) => expressionQuery(x, table, old)),
    table.oid,
  );
  const next: Policy = {
    ...policy,
    ...(node.qual ? { using: node.qual } : {}),
    ...(node.with_check ? { check: node.with_check } : {}),
  };
  x.catalog = put(x.catalog, next);
  dependOnQueries(
    x,
    policy.oid,
    [next.using, next.check].map((now) => expressionQuery(x, table, now)),
    table.oid,
  );
  if (queries.length)
    changed(x, 'alter', { kind: 'policy', name: `${table.schema}.${table.name}.${policy.name}`, oid: policy.oid });
}
