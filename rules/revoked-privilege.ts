// REVOKE, or another owner: what a role could do until now is refused from here on.
import {
  actionsOf,
  alteredTable,
  defineRule,
  effectsOn,
  existingIn,
  findTable,
  isRefused,
  list,
  nameOf,
  namesOf,
  quoteIdent,
  type Relation,
  type Step,
} from '../src/rule.ts';

export const revokedPrivilege = defineRule({
  id: 'revoked-privilege',
  summary: 'A privilege or the ownership of a table is taken from a role: its statements are refused from then on',
  severity: 'warning',
  concern: 'compatibility',
  sources: [
    'https://www.postgresql.org/docs/current/sql-revoke.html',
    'https://www.postgresql.org/docs/current/ddl-priv.html',
  ],
  *check(step) {
    if (isRefused(step)) return;
    const lost = revoked(step) ?? ownerChanged(step);
    if (!lost) return;
    yield {
      message: `${lost.who} ${lost.what} on ${lost.where ?? list(lost.tables.map((table) => nameOf(step, table)))} from here on: statements of the running application are refused if it connects as ${lost.role}.`,
      effects: effectsOn(step, lost.tables),
    };
  },
});

interface Lost {
  readonly who: string;
  readonly role: string;
  readonly what: string;
  readonly tables: readonly Relation[];
  /** Where the statement names no table. */
  readonly where?: string;
}

function revoked(step: Step): Lost | undefined {
  const { node } = step.statement;
  if (!('GrantStmt' in node) || node.GrantStmt.is_grant || node.GrantStmt.grant_option) return undefined;
  const { targtype, objtype, objects = [], grantees = [], privileges = [] } = node.GrantStmt;
  if (objtype !== 'OBJECT_TABLE') return undefined;
  const schemas = targtype === 'ACL_TARGET_ALL_IN_SCHEMA' ? usedSchemas(step, namesOf(objects)) : [];
  const tables = objects.flatMap((one) => ('RangeVar' in one ? (tableOf(step, one.RangeVar) ?? []) : []));
  const roles = grantees.flatMap((one) => ('RoleSpec' in one ? [roleName(one.RoleSpec)] : []));
  if (tables.length + schemas.length === 0 || roles.length === 0) return undefined;
  const names = privileges.flatMap((one) =>
    'AccessPriv' in one ? (one.AccessPriv.priv_name?.toUpperCase() ?? []) : [],
  );
  const what = `${roles.length > 1 ? 'have' : 'has'} no ${names.length > 0 ? list([...new Set(names)]) : 'privilege'} any more`;
  return {
    who: list(roles),
    role: roles.length > 1 ? 'one of them' : (roles[0] ?? ''),
    what,
    tables,
    ...(schemas.length > 0 ? { where: `every table of ${list(schemas.map(quoteIdent))}` } : {}),
  };
}

/** Those with tables from before this run, as far as history tells. */
const usedSchemas = (step: Step, schemas: readonly string[]): string[] =>
  schemas.filter((schema) => step.before.created === 0 || existingIn(step, schema).length > 0);

type Range = Parameters<typeof findTable>[1];

/** A table that nobody has named yet exists all the same. */
function tableOf(step: Step, range: Range): Relation | undefined {
  const table = findTable(step, range);
  if (table) return step.isNew(table) ? undefined : table;
  const schema = range?.schemaname ?? step.settings.searchPath[0] ?? 'public';
  return { schema, name: range?.relname ?? '', oid: -1 } as Relation;
}

const roleName = ({ roletype, rolename }: { readonly roletype?: string; readonly rolename?: string }): string =>
  roletype === 'ROLESPEC_PUBLIC'
    ? 'PUBLIC'
    : roletype === 'ROLESPEC_CSTRING'
      ? quoteIdent(rolename ?? '')
      : 'the current role';

function ownerChanged(step: Step): Lost | undefined {
  const table = alteredTable(step);
  const isChange = actionsOf(step).some(({ node }) => node.subtype === 'AT_ChangeOwner');
  if (!isChange || !table || step.isNew(table)) return undefined;
  return { who: 'The role that owned it', role: 'that one', what: 'has only what it is granted', tables: [table] };
}
