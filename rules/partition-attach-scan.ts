// A partition joins, and PostgreSQL reads what no CHECK constraint proves to fit: the partition, the default partition, or both.
import {
  advice,
  afterCommit,
  blockingLocks,
  boundConditions,
  briefly,
  briefTimeout,
  createdApart,
  defineRule,
  eachAlone,
  effectsOn,
  getAs,
  here,
  nameOf,
  outsideTransaction,
  type PartitionChange,
  type Prepared,
  partitionChange,
  patiently,
  preparedPartition,
  quoteIdent,
  relationBy,
  relationOf,
  relations,
  type ScanEffect,
  type Stage,
  type Step,
  scansOf,
  unless,
  waiting,
} from '../src/rule.ts';

export const partitionAttachScan = defineRule({
  id: 'partition-attach-scan',
  summary: 'A partition is attached or created, and rows are read while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: { migrationPilot: ['MP072', 'MP094'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION',
    'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
  ],
  *check(step) {
    const change = partitionChange(step);
    if (!change || change.how === 'detach') return;
    const locks = blockingLocks(step);
    const all = scansOf(step, 'partition-bound', 'default-partition', 'foreign-key', 'index-build');
    const scans = all.filter((scan) => scan.certain || !isProven(step, scan));
    if (locks.length === 0 || scans.length === 0) return;
    const instead = provenFirst(step, change, scans);
    yield {
      message: `${change.how === 'create' ? 'Creating' : 'Attaching'} the partition ${quoteIdent(change.name)} makes ${waiting(step, locks)} wait while ${works(step, scans)}${unless(scans)}.`,
      ...(instead === undefined ? {} : { instead }),
      effects: effectsOn(
        step,
        [...locks, ...scans].map(({ relation }) => relation),
      ),
    };
  },
});

/** Of a table that history does not know, a valid CHECK constraint that the run made is taken for the proof. */
const isProven = (step: Step, { relation }: ScanEffect): boolean =>
  (relationBy(step.before, relation.oid)?.constraints ?? []).some((oid) => {
    const constraint = getAs(step.before, oid, 'constraint');
    return constraint?.kind === 'check' && constraint.validated;
  });

const phrases: Partial<Record<ScanEffect['purpose'], string>> = {
  'partition-bound': 'is checked against the bounds of the partition',
  'default-partition': 'is searched for rows of the new partition',
  'foreign-key': 'is looked up in the referenced table',
  'index-build': 'is read to build the indexes that the partitioned table has',
};

/** `every row of a is …, and every row of b is …` */
function works(step: Step, scans: readonly ScanEffect[]): string {
  const purposes = [...new Set(scans.map(({ purpose }) => purpose))];
  const parts = purposes.map((purpose) => {
    const tables = scans.filter((scan) => scan.purpose === purpose).map(({ relation }) => relation);
    return `every row of ${relations(step, tables)} ${phrases[purpose]}`;
  });
  return parts.join(', and ');
}

/** CHECK constraints that say the same, indexes and keys that the partitioned table has, made before; the CHECKs are dropped after. */
function provenFirst(step: Step, change: PartitionChange, scans: readonly ScanEffect[]): string | undefined {
  const bound = boundConditions(step, change.parent);
  const own = scans.filter(({ purpose }) => purpose === 'partition-bound' || purpose === 'default-partition');
  const proofs = own.flatMap(({ purpose, relation }) => {
    const condition = purpose === 'partition-bound' ? bound?.inside : bound?.outside;
    const table = relationOf(step, relation.oid);
    if (!table || !condition) return [];
    const name = quoteIdent(
      `${table.name}_${purpose === 'partition-bound' ? 'fits' : `without_${change.name}`}`.slice(0, 63),
    );
    return [{ table: `ALTER TABLE ${nameOf(step, table)}`, name, condition }];
  });
  const joins = change.how === 'create' ? createdApart(step) : { attach: step.statement.sql };
  const others = own.length < scans.length;
  const prepared = others ? change.partition && preparedPartition(step, change.partition) : nothing;
  if (!joins || !prepared || proofs.length < own.length) return undefined;
  const create = 'create' in joins ? [joins.create] : [];
  const checks = proofs.map((one) => `${one.table} ADD CONSTRAINT ${one.name} CHECK (${one.condition}) NOT VALID`);
  const added = [...prepared.adds, ...checks];
  const validated = [...prepared.validates, ...proofs.map(({ table, name }) => `${table} VALIDATE CONSTRAINT ${name}`)];
  const dropped = proofs.map(({ table, name }) => `${table} DROP CONSTRAINT ${name}`);
  const several = Math.max(added.length, dropped.length) > 1;
  const note = several ? eachAlone(step) : afterCommit(step);
  // A build has lifted the timeout.
  const brief = (...sql: string[]) => (prepared.builds.length > 0 ? [briefTimeout, ...sql] : briefly(step, ...sql));
  const first = several || prepared.builds.length > 0 ? when(note, brief(...added), added) : [here(step, added)];
  return advice(
    ...indexesFirst(step, prepared.builds),
    ...(added.length > 0 ? first : []),
    ...when(afterCommit(step), validated),
    { note: afterCommit(step), statements: brief(...create, joins.attach) },
    ...when(dropped.length > 1 ? note : afterCommit(step), brief(...dropped), dropped),
  );
}

const nothing: Prepared = { builds: [], adds: [], validates: [] };

const when = (note: string, statements: readonly string[], these = statements): Stage[] =>
  these.length > 0 ? [{ note, statements }] : [];

function indexesFirst(step: Step, builds: readonly string[]): Stage[] {
  const note = outsideTransaction(step);
  return builds.length > 0 ? [{ ...(note ? { note } : {}), statements: patiently(step, ...builds) }] : [];
}
