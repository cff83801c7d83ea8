// A column's new type that makes PostgreSQL write the table anew, build its indexes again or check its rows again.
import {
  type Action,
  actionsOf,
  advice,
  afterCommit,
  alteredTable,
  blockingLocks,
  type Column,
  defineRule,
  effectsOf,
  effectsOn,
  fill,
  here,
  keepFilled,
  list,
  nameOf,
  quoteIdent,
  type Relation,
  type RelationRef,
  type RunView,
  rebuildsOf,
  relationBy,
  relationOf,
  relations,
  restOf,
  rewritesFor,
  type Stage,
  type Step,
  scansOf,
  sentence,
  typeName,
  unless,
  waiting,
} from '../src/rule.ts';

export const rewritingTypeChange = defineRule({
  id: 'rewriting-type-change',
  summary: "A column's new type makes PostgreSQL write the table or its indexes anew while reads and writes wait",
  severity: 'error',
  concern: 'locks',
  equivalents: {
    squawk: ['changing-column-type'],
    eugene: ['E5', 'E10'],
    strongMigrations: ['change_column', 'change_column_constraint'],
    migrationPilot: ['MP007', 'MP089'],
  },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DATA-TYPE',
    'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
    'https://signalvnoise.com/svn3/postmortem-on-the-read-only-outage-of-basecamp-on-november-9th-2018/',
  ],
  *check(step, run) {
    const changed = effectsOf(step, 'alter').flatMap(({ object }) =>
      object.kind === 'column' && object.relation && !step.isNew(object.relation) ? object.relation : [],
    );
    if (changed.length === 0) return;
    const work = workOf(step);
    if (!work) return;
    const locks = blockingLocks(step);
    yield {
      message: sentence(`${waiting(step, locks)} wait while ${work.words}${unless(work.effects)}`),
      instead: safeWay(step, run, alteredTable(step) ?? (changed[0] as RelationRef)),
      effects: effectsOn(step, [...changed, ...locks.map(({ relation }) => relation)]),
    };
  },
});

/** The work that a change of type asks for, the heaviest first. */
function workOf(step: Step) {
  const rewrites = rewritesFor(step, 'type-change');
  const rebuilt = rebuildsOf(step);
  const checks = scansOf(step, 'check', 'foreign-key').filter(({ what }) => isOld(step, what));
  const keys = checks.filter(({ purpose }) => purpose === 'foreign-key');
  const checked = keys.length === 0 ? '' : ` and the foreign keys of ${namesOf(step, keys)} are checked again`;
  if (rewrites[0]) {
    const all = rewrites.map(({ rewrite }) => rewrite);
    return {
      words: `every row of ${namesOf(step, all)} is rewritten${checked}, because ${rewrites[0].reason.why}`,
      effects: all,
    };
  }
  if (rebuilt.length > 0) {
    const names = list([...new Set(rebuilt.map(({ index }) => bare(index)))]);
    return { words: `${names} on ${namesOf(step, rebuilt)} is built anew${checked}`, effects: rebuilt };
  }
  if (checks.length === 0) return undefined;
  const names = list([...new Set(checks.flatMap(({ what }) => (what ? quoteIdent(what) : [])))]);
  return { words: `every row of ${namesOf(step, checks)} is checked against ${names} again`, effects: checks };
}

const namesOf = (step: Step, effects: readonly { readonly relation: RelationRef }[]): string =>
  relations(
    step,
    effects.map(({ relation }) => relation),
  );

const bare = (index: string): string => quoteIdent(index.slice(index.lastIndexOf('.') + 1));

/** A constraint that the statement adds is another rule's. */
const isOld = (step: Step, name: string | undefined): boolean =>
  !effectsOf(step, 'create').some(({ object }) => object.kind === 'constraint' && object.name.endsWith(`.${name}`));

function safeWay(step: Step, run: RunView, target: { readonly oid: number }): string | undefined {
  const table = relationOf(step, target.oid);
  const changes = actionsOf(step).filter(({ node }) => node.subtype === 'AT_AlterColumnType');
  if (!table || changes.length === 0) return undefined;
  const rest = restOf(step, run.version, { actions: changes });
  const ways = changes.flatMap((change) => oneColumn(step, table, change) ?? []);
  return rest && ways.length > 0 ? advice(...rest.first, ...ways, ...rest.left) : undefined;
}

function oneColumn(step: Step, table: Relation, { node, text }: Action): Stage[] | undefined {
  const [before, after] = [columnOf(table, node.name), columnOf(relationBy(step.after, table.oid), node.name)];
  if (!after) return undefined;
  const using = /\busing\s+([\s\S]+)$/i.exec(text)?.[1];
  if (isBoundedText(before, after) && !using) return limit(step, table, after);
  const name = `${after.name}_new`;
  const value = using ?? `${quoteIdent(after.name)}::${typeName(after.type)}`;
  return [
    here(
      step,
      [
        `ALTER TABLE ${nameOf(step, table)} ADD COLUMN ${quoteIdent(name)} ${typeName(after.type)}`,
        ...keepFilled(step, table, name, value),
      ],
      'a new column beside the old one, which new and changed rows fill from now on',
    ),
    fill(step, table, name, value),
    {
      note: `then deploy the application that uses ${name}, and drop ${after.name} when nothing uses it`,
      statements: [],
    },
  ];
}

const columnOf = (relation: Relation | undefined, name: string | undefined): Column | undefined =>
  relation?.columns.find((column) => column.name === name);

/** Text that only gets a limit, which a constraint can hold as well. */
const isBoundedText = (before: Column | undefined, { type }: Column): boolean =>
  type.name === 'varchar' &&
  type.modifiers.length > 0 &&
  ['text', 'varchar'].includes(before?.type.name ?? '') &&
  !type.array;

function limit(step: Step, table: Relation, { name, type }: Column): Stage[] {
  const head = `ALTER TABLE ${nameOf(step, table)}`;
  const constraint = quoteIdent(`${table.name}_${name}_length`);
  const check = `CHECK (char_length(${quoteIdent(name)}) <= ${type.modifiers[0]})`;
  return [
    here(step, [`${head} ADD CONSTRAINT ${constraint} ${check} NOT VALID`]),
    { note: afterCommit(step), statements: [`${head} VALIDATE CONSTRAINT ${constraint}`] },
  ];
}
