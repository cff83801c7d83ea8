// The project's own functions that a query calls and the trigger functions that its writes fire, for the simulation to read.
import type { Node } from '@pgsql/types';
import type { Relation, Routine, Trigger } from '../catalog/objects.ts';
import { current, type Execution, objectAs } from './execution.ts';
import { routinesNamed } from './expression.ts';
import { nameOfList } from './names.ts';
import type { Query } from './query.ts';
import { analyzeQuery } from './query-analysis.ts';
import { everyQuery } from './query-dependencies.ts';
import { runQuery } from './query-locks.ts';
import { eventsOf } from './query-rewriting.ts';

/**
 * Functions that executing the statement calls, each once: in the query, in the views and rules below it, and by the triggers
 * of the tables it writes to. Takes no locks and changes nothing.
 */
export function routinesCalled(x: Execution, node: Node): Routine[] {
  const apart: Execution = { ...x, effects: [] };
  const query = 'CallStmt' in node ? callQuery(apart, node) : analyzeQuery(apart, node);
  const run = runQuery(apart, query, 'rewrite');
  const queries = [query, ...run.views.values(), ...run.products].flatMap(everyQuery);
  const called = queries.flatMap(({ calls }) =>
    calls.flatMap((call) => routinesNamed(apart, nameOfList(call.funcname), call.args?.length ?? 0)),
  );
  const fired = run.writes.flatMap(({ query: writing, relation }) => triggerFunctions(apart, relation, writing));
  return [...new Map([...called, ...fired].map((routine) => [routine.oid, routine])).values()];
}

const callQuery = (x: Execution, node: Node): Query => {
  const call = 'CallStmt' in node ? node.CallStmt.funccall : undefined;
  return analyzeQuery(x, { SelectStmt: call ? { targetList: [{ ResTarget: { val: { FuncCall: call } } }] } : {} });
};

function triggerFunctions(x: Execution, relation: Relation, query: Query): Routine[] {
  const events = eventsOf(query);
  return current(x, relation)
    .triggers.flatMap((oid) => objectAs(x, oid, 'trigger') ?? [])
    .filter(
      (trigger: Trigger) => !trigger.events || trigger.events.some((event) => events.some((done) => done === event)),
    )
    .flatMap((trigger) => objectAs(x, trigger.function, 'function') ?? []);
}
