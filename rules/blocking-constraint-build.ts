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
  eachAlone,
  effectsOf,
  effectsOn,
  getAs,
  type KeyIndexText,
  keyIndexText,
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
  restOf,
  type Stage,
  type Step,
  unless,
  waiting,
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
      message: `Adding the ${kindsOf(keys)} ${list(keys.map(({ name }) => quoteIdent(name)))} makes ${waiting(step, locks)} wait while an index of every row of ${relations(step, tables)} is built${unless(builds)}${why(keys)}.`,
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

/** There is no safe form, which the message says. */
const why = (keys: readonly Constraint[]): string =>
  keys.some(({ kind }) => kind === 'exclusion')
    ? '; an exclusion constraint can not take over an index that was built before, nor be NOT VALID'
    : '';

/** The index CONCURRENTLY, then the constraint that takes it over. Exclusion constraints can't. */
function indexFirst(step: Step, run: RunView, keys: readonly Constraint[]): string | undefined {
  const texts = keys.flatMap((key) => writingOf(step, key) ?? []);
  const stages = keys.map((key, index) => stagesOf(step, run, key, texts[index]));
  if (texts.length < keys.length || stages.includes(undefined)) return undefined;
  const rest = restOf(step, run.version, { parts: texts });
  return rest && advice(...rest.first, ...stages.flatMap((stage) => stage ?? []), ...rest.left);
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
  if (table.partitionKey) return [...notNull(step, run, table, key), ...partByPart(step, table, key, text)];
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
    note: eachAlone(step),
    statements: briefly(step, ...makeNotNull(step, run.version, table, name)),
  }));
}

/** The partitions' own first, those that hold rows; then level by level up to the table's. */
function partByPart(step: Step, table: Relation, key: Constraint, text: KeyIndexText): Stage[] {
  const parts = partitionsOf(step, table, key);
  const leaves = parts.filter(({ relation }) => !relation.partitionKey);
  const alter = (relation: Relation) => `ALTER TABLE ${relation.partitionKey ? 'ONLY ' : ''}${nameOf(step, relation)}`;
  const add = (name: string) => `ADD CONSTRAINT ${quoteIdent(name)} ${text.kind}`;
  const inSchema = ({ relation, name }: Part) => nameOf(step, { schema: relation.schema, name });
  return [
    {
      note: outsideTransaction(step) ?? 'first the indexes of the partitions',
      statements: patiently(
        step,
        ...leaves.map(
          ({ relation, name }) =>
            `CREATE UNIQUE INDEX CONCURRENTLY ${quoteIdent(name)} ON ${nameOf(step, relation)} ${text.index}`,
        ),
      ),
    },
    {
      ...(outsideTransaction(step) ? {} : { note: 'then their constraints, and the one that they belong to' }),
      statements: [
        briefTimeout,
        ...leaves.map(
          ({ relation, name }) => `${alter(relation)} ${add(name)} USING INDEX ${quoteIdent(name)}${text.rest}`,
        ),
        ...[{ relation: table, name: key.name }, ...parts.filter(({ relation }) => relation.partitionKey)].map(
          ({ relation, name }) => `${alter(relation)} ${add(name)} ${text.columns}${text.rest}`,
        ),
        ...parts.map((part) => `ALTER INDEX ${inSchema(part.above)} ATTACH PARTITION ${inSchema(part)}`),
      ],
    },
  ];
}

interface Part {
  readonly relation: Relation;
  readonly name: string;
  readonly above: Part;
}

/** Every partition below, each after its own, with the name that PostgreSQL chooses for its constraint. */
function partitionsOf(step: Step, table: Relation, key: Constraint): Part[] {
  const below = (above: Part, parent: Constraint): Part[] =>
    above.relation.children.flatMap((oid) => {
      const relation = relationOf(step, oid);
      const own =
        relation &&
        getAs(step.after, oid, 'relation')
          ?.constraints.flatMap((one) => getAs(step.after, one, 'constraint') ?? [])
          .find((one) => one.parent === parent.oid);
      if (!relation || !own) return [];
      const part = { relation, name: own.name, above };
      return [...below(part, own), part];
    });
  const top = { relation: table, name: key.name } as Part;
  return below(top, key);
}
