// UNIQUE, PRIMARY KEY and EXCLUDE build their index while reads and writes wait, unless they take over one that is there.
import {
  advice,
  blockingLocks,
  briefly,
  briefTimeout,
  builtConstraints,
  type Constraint,
  constraintColumns,
  defineRule,
  effectsOf,
  effectsOn,
  keyIndexText,
  leavesOf,
  list,
  makeNotNull,
  nameOf,
  outsideTransaction,
  patiently,
  quoteIdent,
  type Relation,
  type RunView,
  relationOf,
  relations,
  type Stage,
  type Step,
  unless,
  waiting,
  withoutParts,
  writingOf,
} from '../src/rule.ts';

export const blockingConstraintBuild = defineRule({
  id: 'blocking-constraint-build',
  summary: 'The index of a unique, primary key or exclusion constraint is built while reads and writes wait',
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['disallowed-unique-constraint', 'adding-serial-primary-key-field'],
    eugene: ['E7', 'E8'],
    strongMigrations: ['add_unique_constraint', 'add_exclusion_constraint'],
    migrationPilot: ['MP027', 'MP031'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
    'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
  ],
  *check(step, run) {
    if (step.statement.kind !== 'AlterTableStmt') return;
    const builds = effectsOf(step, 'build').filter(({ relation }) => !step.isNew(relation));
    const locks = blockingLocks(step);
    const made = effectsOf(step, 'build').length > 0 ? builtConstraints(step) : [];
    const keys = made.filter((key) => writingOf(step, key));
    if (builds.length === 0 || locks.length === 0 || keys.length === 0) return;
    const tables = builds.map(({ relation }) => relation);
    const instead = indexFirst(step, run, keys);
    yield {
      message: `Adding the ${kindsOf(keys)} ${list(keys.map(({ name }) => quoteIdent(name)))} makes ${waiting(step, locks)} wait while an index of every row of ${relations(step, tables)} is built${unless(builds)}.`,
      ...(instead === undefined ? {} : { instead }),
      effects: effectsOn(
        step,
        locks.map(({ relation }) => relation),
      ),
    };
  },
});

const words: Partial<Record<Constraint['kind'], string>> = {
  unique: 'unique constraint',
  'primary-key': 'primary key',
  exclusion: 'exclusion constraint',
};

const kindsOf = (keys: readonly Constraint[]): string =>
  list([...new Set(keys.map(({ kind }) => words[kind] ?? kind))]);

/** The index CONCURRENTLY, then the constraint that takes it over. Exclusion constraints can't. */
function indexFirst(step: Step, run: RunView, keys: readonly Constraint[]): string | undefined {
  const texts = keys.flatMap((key) => writingOf(step, key) ?? []);
  const stages = keys.map((key, index) => stagesOf(step, run, key, texts[index]));
  if (texts.length < keys.length || stages.includes(undefined)) return undefined;
  const rest = withoutParts(step, texts);
  return advice(
    ...(rest === undefined ? [] : [{ statements: briefly(step, rest) }]),
    ...stages.flatMap((stage) => stage ?? []),
  );
}

function stagesOf(
  step: Step,
  run: RunView,
  key: Constraint,
  written: ReturnType<typeof writingOf>,
): Stage[] | undefined {
  const table = relationOf(step, key.relation);
  const text = written && keyIndexText(step, key, written);
  if (!table || !text) return undefined;
  const note = outsideTransaction(step);
  const name = quoteIdent(key.name);
  const target = nameOf(step, table);
  if (table.partitionKey) {
    const parts = partByPart(step, table, key, text);
    return parts && [...notNull(step, run, table, key), ...parts];
  }
  const build = `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${target} ${text.index}`;
  return [
    ...notNull(step, run, table, key),
    { ...(note ? { note } : {}), statements: patiently(step, build) },
    {
      statements: [
        briefTimeout,
        `ALTER TABLE ${target} ADD CONSTRAINT ${name} ${text.kind} USING INDEX ${name}${text.rest}`,
      ],
    },
  ];
}

/** A primary key's columns must be NOT NULL first, or they are read for nulls. */
function notNull(step: Step, run: RunView, table: Relation, key: Constraint): Stage[] {
  if (key.kind !== 'primary-key') return [];
  const names = constraintColumns(step, key);
  const nullable = table.columns.filter(({ name, notNull: already }) => names.includes(name) && !already);
  return nullable.map(({ name }) => ({
    note: 'each statement in a transaction of its own',
    statements: briefly(step, ...makeNotNull(step, run.version, table, name)),
  }));
}

/** Only for partitions right below the table. */
function partByPart(
  step: Step,
  table: Relation,
  key: Constraint,
  text: { kind: string; index: string; columns: string; rest: string },
): Stage[] | undefined {
  const leaves = leavesOf(step, table);
  if (leaves.length !== table.children.length) return undefined;
  const name = quoteIdent(key.name);
  const indexes = leaves.map((leaf) => ({
    leaf: nameOf(step, leaf),
    index: quoteIdent(`${leaf.name}_${key.name}`.slice(0, 63)),
  }));
  return [
    {
      note: outsideTransaction(step) ?? 'first the indexes of the partitions',
      statements: patiently(
        step,
        ...indexes.map(({ leaf, index }) => `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${leaf} ${text.index}`),
      ),
    },
    {
      note: 'then their constraints, and the one that they belong to',
      statements: [
        briefTimeout,
        ...indexes.map(
          ({ leaf, index }) =>
            `ALTER TABLE ${leaf} ADD CONSTRAINT ${index} ${text.kind} USING INDEX ${index}${text.rest}`,
        ),
        `ALTER TABLE ONLY ${nameOf(step, table)} ADD CONSTRAINT ${name} ${text.kind} ${text.columns}${text.rest}`,
        ...indexes.map(({ index }) => `ALTER INDEX ${name} ATTACH PARTITION ${index}`),
      ],
    },
  ];
}
