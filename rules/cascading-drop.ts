// DROP … CASCADE takes along parts of other relations that the statement does not name.
import {
  blockingLocks,
  defineRule,
  dropsOf,
  effectsOf,
  effectsOn,
  getAs,
  lastName,
  list,
  nameOf,
  quoteIdent,
  type Step,
} from '../src/rule.ts';

export const cascadingDrop = defineRule({
  id: 'cascading-drop',
  summary: 'CASCADE drops columns, tables, views, constraints, triggers or defaults that the statement does not name',
  severity: 'error',
  concern: 'data',
  equivalents: { migrationPilot: ['MP022'] },
  sources: [
    'https://www.postgresql.org/docs/current/ddl-depend.html',
    'https://www.postgresql.org/docs/current/sql-droptype.html',
  ],
  *check(step) {
    const lost = lostElsewhere(step);
    if (lost.length === 0) return;
    const shown = lost.length > 8 ? [...lost.slice(0, 7), `${lost.length - 7} more`] : lost;
    const relations = blockingLocks(step).map(({ relation }) => relation);
    yield {
      message: `CASCADE also drops ${list(shown)}, which the statement does not name: what uses ${lost.length > 1 ? 'them' : 'it'} fails from here on${hasData(lost) ? ', and the data is lost' : ''}.`,
      effects: effectsOn(step, relations),
    };
  },
});

const kinds = [
  'table',
  'view',
  'materialized view',
  'foreign table',
  'column',
  'constraint',
  'trigger',
  'default value',
  'policy',
  'rule',
  'function',
  'procedure',
];

/** What is not part of an object that goes itself, nor of the relation that the statement is about. */
function lostElsewhere(step: Step): string[] {
  const named = effectsOf(step, 'drop').flatMap(({ object, cascaded }) =>
    cascaded ? [] : (object.relation?.oid ?? []),
  );
  const gone = new Set(effectsOf(step, 'drop').flatMap(({ object }) => wholeRelation(object)));
  const columns = new Set(
    effectsOf(step, 'drop').flatMap(({ object }) => (object.kind === 'column' ? object.name : [])),
  );
  const parts = dropsOf(step, kinds, true).flatMap((drop) => {
    const { kind, name, relation } = drop.object;
    if (relation && (named.includes(relation.oid) || isClone(step, drop.object.oid))) return [];
    if (relation && kind !== 'column' && gone.has(relation.oid) && !isWhole(kind)) return [];
    if (kind === 'default value' && columns.has(name)) return [];
    if (relation && isWhole(kind)) return `the ${kind} ${nameOf(step, relation)}`;
    const own = quoteIdent(lastName(drop));
    return relation ? `the ${kind} ${own} of ${nameOf(step, relation)}` : `the ${kind} ${own}`;
  });
  return [...new Set(parts)];
}

const hasData = (lost: readonly string[]): boolean => lost.some((one) => /^the (table|column) /.test(one));

const wholes = ['table', 'view', 'materialized view', 'foreign table'];
const isWhole = (kind: string): boolean => wholes.includes(kind);

const wholeRelation = ({
  kind,
  relation,
}: {
  readonly kind: string;
  readonly relation?: { readonly oid: number };
}): number[] => (relation && isWhole(kind) ? [relation.oid] : []);

/** Part of a partition because of its parent's constraint or trigger. */
const isClone = (step: Step, oid: number | undefined): boolean =>
  (getAs(step.before, oid, 'constraint') ?? getAs(step.before, oid, 'trigger'))?.parent !== undefined;
