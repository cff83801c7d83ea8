// A sequence starts again from a number written in the migration: values that rows have come back.
import {
  actionsOf,
  alteredTable,
  defineRule,
  effectsOf,
  effectsOn,
  findRelation,
  isRefused,
  nameOf,
  quoteIdent,
  type Step,
} from '../src/rule.ts';

export const restartedSequence = defineRule({
  id: 'restarted-sequence',
  summary: 'A sequence is set to a number: values that rows already have are given out again',
  severity: 'warning',
  concern: 'data',
  sources: [
    'https://www.postgresql.org/docs/current/sql-altersequence.html',
    'https://www.postgresql.org/docs/current/functions-sequence.html',
  ],
  *check(step) {
    const found = isRefused(step) ? undefined : (restarted(step) ?? restartedColumn(step) ?? setByCall(step));
    if (!found) return;
    yield {
      message: `${found.what} goes on from ${found.value ?? 'its first value'}: INSERTs fail on each value that a row already has, unless all of them are below.`,
      effects: effectsOn(
        step,
        effectsOf(step, 'lock').map(({ relation }) => relation),
      ),
    };
  },
});

interface Restarted {
  readonly what: string;
  readonly value: string | undefined;
}

type Options = readonly unknown[] | undefined;
type Def = { DefElem?: { defname?: string; arg?: { Integer?: { ival?: number }; Float?: { fval?: string } } } };

function restartOf(options: Options): { value: string | undefined } | undefined {
  const option = (options ?? []).map((one) => (one as Def).DefElem).find((def) => def?.defname === 'restart');
  if (!option) return undefined;
  const { Integer, Float } = option.arg ?? {};
  return { value: Float?.fval ?? (Integer ? String(Integer.ival ?? 0) : undefined) };
}

function restarted(step: Step): Restarted | undefined {
  const { node } = step.statement;
  if (!('AlterSeqStmt' in node)) return undefined;
  const restart = restartOf(node.AlterSeqStmt.options);
  const [sequence] = effectsOf(step, 'lock').filter(({ relation }) => relation.kind === 'sequence');
  return restart && sequence && !step.isNew(sequence.relation)
    ? { what: nameOf(step, sequence.relation), ...restart }
    : undefined;
}

function restartedColumn(step: Step): Restarted | undefined {
  const table = alteredTable(step);
  for (const { node } of actionsOf(step)) {
    const items = (node.def as { List?: { items?: unknown[] } } | undefined)?.List?.items;
    const restart = node.subtype === 'AT_SetIdentity' ? restartOf(items) : undefined;
    if (restart && table && !step.isNew(table)) {
      return { what: `The sequence of ${nameOf(step, table)}.${quoteIdent(node.name ?? '')}`, ...restart };
    }
  }
  return undefined;
}

/** `SELECT setval('orders_id_seq', 1)`: with a query for the value nothing is wrong. */
function setByCall(step: Step): Restarted | undefined {
  if (step.statement.kind !== 'SelectStmt') return undefined;
  const call =
    /^\s*select\s+(?:pg_catalog\.)?setval\s*\(\s*'((?:[^']|'')+)'(?:::regclass)?\s*,\s*(\d+)\s*(?:,\s*(?:true|false)\s*)?\)\s*$/i.exec(
      step.statement.text,
    );
  const name = call?.[1]?.split('.').at(-1)?.replaceAll('"', '');
  if (!call || name === undefined) return undefined;
  const known = step.settings.searchPath.map((schema) => findRelation(step.before, schema, name)).find(Boolean);
  return known && step.isNew(known) ? undefined : { what: quoteIdent(name), value: call[2] };
}
