// NOT NULL on a column that may hold nulls: the whole table is read while reads and writes wait, to make sure that none does.
import {
  type Action,
  actionsOf,
  advice,
  alteredTable,
  alterTableHead,
  blockingLocks,
  briefly,
  builtConstraints,
  columnParts,
  defineRule,
  eachAlone,
  effectsOn,
  list,
  makeNotNull,
  quoteIdent,
  type Relation,
  type RunView,
  relationOf,
  relations,
  restOf,
  type ScanEffect,
  type Step,
  scansOf,
  unless,
  validatedNames,
  waiting,
} from '../src/rule.ts';

export const scanBySetNotNull = defineRule({
  id: 'scan-by-set-not-null',
  summary: 'NOT NULL is set on an existing column and the whole table read while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['adding-not-nullable-field'],
    eugene: ['E2', 'W14'],
    strongMigrations: ['change_column_null_postgresql', 'change_column_with_not_null'],
    migrationPilot: ['MP002', 'MP018'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
    'https://www.postgresql.org/docs/18/release-18.html',
  ],
  *check(step, run) {
    const actions = actionsOf(step).filter((action) => setsNotNull(action) || addsVirtual(action));
    const later = validatedNames(step);
    const scans = scansOf(step, 'not-null').filter(({ what = '' }) => !later.includes(what));
    const locks = blockingLocks(step);
    // The build of a primary key reads the rows anyway: blocking-constraint-build.
    if (actions.length === 0 || scans.length === 0 || locks.length === 0 || builtConstraints(step).length > 0) return;
    const columns = [...new Set(scans.flatMap(({ what }) => what ?? []))];
    const tables = scans.map(({ relation }) => relation);
    yield {
      message: `Making ${list(columns.map(quoteIdent))} NOT NULL makes ${waiting(step, locks)} wait while every row of ${relations(step, tables)} is checked${unless(scans)}.`,
      ...provenFirst(step, run, actions, scans),
      // Who makes a key of an index mostly has NOT NULL on its columns.
      ...(actions.every(isKey) && scans.every(({ certain }) => !certain) ? { severity: 'info' as const } : {}),
      effects: effectsOn(step, [...locks.map(({ relation }) => relation), ...tables]),
    };
  },
});

/** SET NOT NULL, ADD CONSTRAINT … NOT NULL and PRIMARY KEY USING INDEX. */
function setsNotNull({ node }: Action): boolean {
  if (node.subtype === 'AT_SetNotNull') return true;
  const constraint = node.def && 'Constraint' in node.def ? node.def.Constraint : undefined;
  return (
    constraint?.contype === 'CONSTR_NOTNULL' ||
    (constraint?.contype === 'CONSTR_PRIMARY' && Boolean(constraint.indexname))
  );
}

/** A new virtual column is computed for every row to see whether it is NULL. */
function addsVirtual({ node }: Action): boolean {
  const constraints = node.def && 'ColumnDef' in node.def ? (node.def.ColumnDef.constraints ?? []) : [];
  return constraints.some(
    (one) =>
      'Constraint' in one &&
      one.Constraint.contype === 'CONSTR_GENERATED' &&
      (one.Constraint as { generated_kind?: string }).generated_kind === 'v',
  );
}

const isKey = ({ node }: Action): boolean => node.subtype === 'AT_AddConstraint' && !isNotNull(node.def);
const isNotNull = (def: Action['node']['def']): boolean =>
  Boolean(def && 'Constraint' in def && def.Constraint.contype === 'CONSTR_NOTNULL');

function provenFirst(step: Step, run: RunView, actions: readonly Action[], scans: readonly ScanEffect[]) {
  const table = alteredTable(step) ?? relationOf(step, scans[0]?.relation.oid);
  if (!table) return {};
  const virtual = actions.find(addsVirtual);
  if (virtual) return virtualFirst(step, run, table, virtual);
  const added = new Set(actionsOf(step).map((action) => columnParts(step, action)?.name));
  const columns = [...new Set(scans.flatMap(({ what }) => what ?? []))].filter((column) => !added.has(column));
  const proofs = columns.map((column) => ({
    note: eachAlone(step),
    statements: briefly(step, ...makeNotNull(step, run.version, table, column)),
  }));
  const rest = restOf(step, run.version, { actions });
  const keys = actions.filter(isKey).map(({ text }) => `${alterTableHead(step)} ${text}`);
  const last = keys.length > 0 ? [{ statements: briefly(step, ...keys) }] : [];
  return rest ? { instead: advice(...rest.first, ...proofs, ...last, ...rest.left) } : {};
}

/** The column without NOT NULL, then as for any other. */
function virtualFirst(step: Step, run: RunView, table: Relation, action: Action): { instead?: string } {
  const parts = columnParts(step, action);
  if (!parts || actionsOf(step).length > 1) return {};
  const kept = parts.constraints.filter(({ node }) => node.contype !== 'CONSTR_NOTNULL').map(({ text }) => text);
  const add = [alterTableHead(step), parts.head, ...kept].join(' ');
  const proof = makeNotNull(step, run.version, table, parts.name);
  return {
    instead: advice({ statements: briefly(step, add) }, { note: eachAlone(step), statements: briefly(step, ...proof) }),
  };
}
