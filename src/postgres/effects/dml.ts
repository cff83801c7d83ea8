// Queries and the statements that carry them: SELECT, INSERT, UPDATE, DELETE, MERGE, COPY, EXPLAIN, PREPARE, cursors, CALL.
// src/backend/tcop/pquery.c, src/backend/commands/explain.c, prepare.c, portalcmds.c
import type { CallStmt, DeclareCursorStmt, ExplainStmt, Node, SelectStmt } from '@pgsql/types';
import { copy } from './copy.ts';
import { type Execution, fails, since } from './execution.ts';
import type { Family } from './family.ts';
import { forgetPrepared, preparedQuery, rememberPrepared } from './prepared.ts';
import { lockQuery, type Stage } from './query-locks.ts';
import { isOn, statementOptions } from './statement-options.ts';
import { createTableAs } from './views.ts';

const nothing = () => undefined;

export const dmlFamily: Family = {
  SelectStmt: { source: 'sql-select', run: (x, node) => select(x, node) },
  InsertStmt: { source: 'sql-insert', run: (x, node) => void lockQuery(x, { InsertStmt: node }) },
  UpdateStmt: { source: 'sql-update', run: (x, node) => void lockQuery(x, { UpdateStmt: node }) },
  DeleteStmt: { source: 'sql-delete', run: (x, node) => void lockQuery(x, { DeleteStmt: node }) },
  MergeStmt: { source: 'sql-merge', run: (x, node) => query(x, { MergeStmt: node }, 'execute') },
  CopyStmt: { source: 'sql-copy', run: copy },
  ExplainStmt: { source: 'sql-explain', run: explain },
  PrepareStmt: { source: 'sql-prepare', run: (x, node) => prepare(x, node.name, node.query) },
  ExecuteStmt: { source: 'sql-execute', run: (x, node) => query(x, { ExecuteStmt: node }, 'execute') },
  DeallocateStmt: { source: 'sql-deallocate', run: (x, node) => forgetPrepared(x, node.isall ? undefined : node.name) },
  DeclareCursorStmt: { source: 'sql-declare', run: declare },
  FetchStmt: { source: 'sql-fetch', run: nothing },
  ClosePortalStmt: { source: 'sql-close', run: nothing },
  CallStmt: { source: 'sql-call', run: call },
  ReturnStmt: { source: 'sql-createfunction', run: (x, node) => expression(x, node.returnval) },
};

function select(x: Execution, node: SelectStmt, stage: Stage = 'execute'): void {
  const { intoClause, ...query } = node;
  if (intoClause) createTableAs(x, { query: { SelectStmt: query }, into: intoClause, objtype: 'OBJECT_TABLE' }, stage);
  else lockQuery(x, { SelectStmt: node }, stage);
}

/** Whatever EXPLAIN and EXECUTE can carry. */
function query(x: Execution, node: Node, stage: Stage): void {
  if ('SelectStmt' in node) select(x, node.SelectStmt, stage);
  else if ('CreateTableAsStmt' in node) createTableAs(x, node.CreateTableAsStmt, stage);
  else if ('DeclareCursorStmt' in node) query(x, node.DeclareCursorStmt.query ?? { SelectStmt: {} }, stage);
  else if ('ExecuteStmt' in node) {
    const prepared = preparedQuery(x, node.ExecuteStmt);
    if (prepared) lockQuery(x, prepared, stage);
  } else if ('MergeStmt' in node && !since(x, 15)) fails(x, 'syntax error at or near "MERGE"', '42601');
  else lockQuery(x, node, stage);
}

function explain(x: Execution, node: ExplainStmt): void {
  const analyze = isOn(statementOptions(node.options), 'analyze');
  if (node.query) query(x, node.query, analyze ? 'execute' : 'plan');
}

function prepare(x: Execution, name: string | undefined, node: Node | undefined): void {
  if (!node) return;
  lockQuery(x, node, 'rewrite');
  rememberPrepared(x, name ?? '', node);
}

/** CURSOR_OPT_HOLD of src/include/nodes/parsenodes.h. */
const hold = 0x20;

function declare(x: Execution, node: DeclareCursorStmt): void {
  if (x.block === 'none' && !((node.options ?? 0) & hold)) {
    fails(x, 'DECLARE CURSOR can only be used in transaction blocks', '25P01');
  }
  if (!x.failed) query(x, { DeclareCursorStmt: node }, 'plan');
}

/** The procedure's own statements are read by the simulation; its arguments may hold subqueries. */
function call(x: Execution, { funccall }: CallStmt): void {
  for (const argument of funccall?.args ?? []) expression(x, argument);
}

const expression = (x: Execution, value: Node | undefined): void => {
  if (value) lockQuery(x, { SelectStmt: { targetList: [{ ResTarget: { val: value } }] } });
};
