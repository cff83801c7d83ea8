// DROP … CASCADE takes along parts of other relations that the statement does not name.
import {
  actionsOf,
  alteredTable,
  blockingLocks,
  defineRule,
  dropsOf,
  effectsOf,
  effectsOn,
  findRelation,
  getAs,
  isRefused,
  lastName,
  list,
  nameOf,
  type Problem,
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
    const unknown = lost.length === 0 ? unknownLoss(step) : undefined;
    if (unknown) yield unknown;
    if (lost.length === 0) return;
    const shown = lost.length > 8 ? [...lost.slice(0, 7), `${lost.length - 7} more`] : lost;
    const relations = blockingLocks(step).map(({ relation }) => relation);
    yield {
      message: `CASCADE also drops ${list(shown)}, which the statement does not name: what uses ${lost.length > 1 ? 'them' : 'it'} fails from here on${hasData(lost) ? ', and the data is lost' : ''}.`,
      effects: effectsOn(step, relations),
      ...madeAgain(step, lost),
    };
  },
});

/** Views that the same transaction drops and makes anew are there for everybody else all the time. */
function madeAgain(step: Step, lost: readonly string[]): Pick<Problem, 'stands'> {
  const views = dropsOf(step, ['view', 'materialized view'], true).flatMap(({ object }) => object.relation ?? []);
  if (!step.transaction || !lost.every((one) => /^the (materialized )?view /.test(one))) return {};
  const names = views.map(({ schema, name }) => ({ schema, name }));
  return {
    stands: { atEndOf: 'run', if: (end) => names.some(({ schema, name }) => !findRelation(end, schema, name)) },
  };
}

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

/** CASCADE from what history does not know, and DROP OWNED, whose objects no statement names. */
function unknownLoss(step: Step): Problem | undefined {
  const { node } = step.statement;
  if (isRefused(step)) return undefined;
  if ('DropOwnedStmt' in node) {
    return {
      message:
        'DROP OWNED drops everything that belongs to the role in this database, tables with their data too, and the statement names none of it.',
    };
  }
  const from = 'DropStmt' in node ? unknownDrop(step, node.DropStmt) : unknownAction(step);
  if (!from) return undefined;
  const message = `CASCADE also drops what depends on ${from.name}, ${from.parts}, and history does not tell what that is, unless nothing does.`;
  return {
    message,
    severity: from.hasData ? 'error' : 'warning',
    effects: effectsOn(
      step,
      blockingLocks(step).map(({ relation }) => relation),
    ),
  };
}

interface Unknown {
  readonly name: string;
  readonly parts: string;
  readonly hasData: boolean;
}

const partsOf: Record<string, string> = {
  schema: 'tables with their data, views and functions included',
  extension: 'columns of its types with their data, indexes and functions included',
  type: 'columns with their data included',
  domain: 'columns with their data included',
  function: 'triggers, policies and defaults included',
};

function unknownDrop(step: Step, { behavior }: { readonly behavior?: string | undefined }): Unknown | undefined {
  if (behavior !== 'DROP_CASCADE') return undefined;
  const drop = dropsOf(step, [...kinds, ...Object.keys(partsOf)]).find(({ object }) =>
    object.relation ? !object.relation.known : object.oid === undefined || !knows(step, object.oid),
  );
  if (!drop) return undefined;
  const { kind } = drop.object;
  const parts = partsOf[kind] ?? 'views and foreign keys of other tables included';
  return { name: `the ${kind} ${quoteIdent(lastName(drop))}`, parts, hasData: parts.includes('data') };
}

const knows = (step: Step, oid: number): boolean =>
  ['schema', 'extension', 'type', 'function'].some((kind) => getAs(step.before, oid, kind as 'schema') !== undefined);

/** DROP COLUMN and DROP CONSTRAINT of a table that history does not know. */
function unknownAction(step: Step): Unknown | undefined {
  const table = alteredTable(step);
  const action = actionsOf(step).find(({ node }) => node.behavior === 'DROP_CASCADE');
  if (!action || !table || table.known || step.isNew(table)) return undefined;
  const parts = 'views and foreign keys of other tables included';
  return { name: `${quoteIdent(action.node.name ?? '')} of ${nameOf(step, table)}`, parts, hasData: false };
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
