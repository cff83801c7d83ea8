// A function, type or sequence is renamed or moved while the running application calls it by its old name.
import {
  defineRule,
  effectsOf,
  effectsOn,
  getAs,
  isRefused,
  lastName,
  type MadeInRun,
  madeInRun,
  named,
  namesOf,
  quoteIdent,
  relationOf,
  renamesOf,
  type Step,
} from '../src/rule.ts';

export const renamedObject = defineRule({
  id: 'renamed-object',
  summary: 'A function, type, sequence or attribute is renamed or moved: statements that use its old name fail',
  severity: 'warning',
  concern: 'compatibility',
  sources: [
    'https://www.postgresql.org/docs/current/sql-alterfunction.html',
    'https://www.postgresql.org/docs/current/sql-altertype.html',
  ],
  *check(step, run) {
    const made = madeInRun(step, run);
    if (isRefused(step)) return;
    const found = renamed(step, made) ?? moved(step);
    if (!found) return;
    const { taken } = found;
    yield {
      message: `Statements of the running application that use ${found.what} by its old name fail from here on, and those that use ${found.now} fail until then.`,
      effects: effectsOn(
        step,
        effectsOf(step, 'rename').flatMap(({ object }) => object.relation ?? []),
      ),
      // Tools that take a value from an enum make another type and give it the old one's name.
      ...(taken ? { stands: { atEndOf: 'run' as const, if: (end) => named(end, 'type', ...taken).length === 0 } } : {}),
    };
  },
});

interface Renamed {
  readonly what: string;
  readonly now: string;
  /** The schema and name that another type may take. */
  readonly taken?: readonly [schema: string, name: string];
}

const kinds = ['function', 'procedure', 'routine', 'aggregate', 'type', 'domain', 'sequence'];

function renamed(step: Step, made: MadeInRun): Renamed | undefined {
  const { node } = step.statement;
  if ('RenameStmt' in node && node.RenameStmt.renameType === 'OBJECT_ATTRIBUTE') {
    const { subname = '', newname = '', relation } = node.RenameStmt;
    return {
      what: `the attribute ${quoteIdent(subname)} of ${quoteIdent(relation?.relname ?? '')}`,
      now: quoteIdent(newname),
    };
  }
  const [rename] = renamesOf(step, kinds);
  const { kind, to, oid } = rename?.object ?? {};
  // A column's own sequence is called by its default, which follows the name.
  if (!rename || to === undefined || isNewborn(step, oid) || made.hasName(oid) || relationOf(step, oid)?.ownedBy) {
    return undefined;
  }
  const now = to.split('.').map(quoteIdent).join('.');
  const type = getAs(step.before, oid, 'type');
  return {
    what: `the ${kind} ${quoteIdent(lastName(rename))}`,
    now,
    ...(type ? { taken: [type.schema, type.name] as const } : {}),
  };
}

/** ALTER FUNCTION … SET SCHEMA and its like, whose tree alone tells. */
function moved(step: Step): Renamed | undefined {
  const { node } = step.statement;
  if (!('AlterObjectSchemaStmt' in node)) return undefined;
  const { objectType, object, newschema = '' } = node.AlterObjectSchemaStmt;
  const kind = words[objectType ?? ''];
  const name = kind && nameIn(object);
  const [altered] = effectsOf(step, 'alter');
  if (!kind || !name || isNewborn(step, altered?.object.oid)) return undefined;
  return { what: `the ${kind} ${quoteIdent(name)}`, now: `${quoteIdent(newschema)}.${quoteIdent(name)}` };
}

const words: Record<string, string> = {
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
};

function nameIn(object: unknown): string | undefined {
  const { ObjectWithArgs, List } = (object ?? {}) as {
    ObjectWithArgs?: { objname?: unknown[] };
    List?: { items?: unknown[] };
  };
  return namesOf(ObjectWithArgs?.objname ?? List?.items).at(-1);
}

/** Made by this very run. */
const isNewborn = (step: Step, oid: number | undefined): boolean => oid !== undefined && step.isNew({ oid });
