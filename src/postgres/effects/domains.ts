// CREATE DOMAIN and ALTER DOMAIN: a new constraint is checked against every table that stores the domain.
// src/backend/commands/typecmds.c
import type { AlterDomainStmt, Constraint as ConstraintNode, CreateDomainStmt } from '@pgsql/types';
import { allRelations, depend, dependentsOf, getAs, put, relationBy, remove } from '../catalog/catalog.ts';
import type { Constraint, Oid, Relation, Type } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { columnStoring } from './composite-types.ts';
import { newConstraint } from './constraint-object.ts';
import { changed, type Execution, fails, lock, type Note, scan, unknown } from './execution.ts';
import { expressionFacts, recordExpressionDependencies } from './expression.ts';
import { type Name, nameOfList } from './names.ts';
import { resolveType } from './types.ts';
import { createType, findTypeNamed } from './types-statements.ts';

export function createDomain(x: Execution, node: CreateDomainStmt): void {
  const base = resolveType(x, node.typeName);
  const constraints = (node.constraints ?? []).flatMap((item) => ('Constraint' in item ? item.Constraint : []));
  const collation = node.collClause ? nameOfList(node.collClause.collname).name : undefined;
  const notNull = constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL');
  const value = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  const given = { kind: 'domain', base, notNull, collation, default: value } as const;
  const type = createType(x, nameOfList(node.domainname), given);
  if (!type) return;
  if (base.oid !== undefined) x.catalog = depend(x.catalog, { from: type.oid, on: base.oid, kind: 'normal' });
  for (const constraint of constraints) {
    if (constraint.contype === 'CONSTR_CHECK') addCheck(x, type.oid, constraint);
    if (constraint.contype === 'CONSTR_DEFAULT') dependOn(x, type.oid, constraint);
  }
}

const dependOn = (x: Execution, from: Oid, { raw_expr: expression }: ConstraintNode): void =>
  recordExpressionDependencies(x, from, expressionFacts(x, expression), 'normal');

function addCheck(x: Execution, domain: Oid, node: ConstraintNode): void {
  const type = getAs(x.catalog, domain, 'type');
  if (!type) return;
  const name = node.conname ?? freeName(x, type);
  const constraint = newConstraint(x, {
    kind: 'check',
    name,
    relation: domain,
    domain,
    columns: [],
    validated: !node.skip_validation,
    ...(node.raw_expr ? { expression: node.raw_expr } : {}),
  });
  x.catalog = depend(x.catalog, { from: constraint.oid, on: domain, kind: 'auto' });
  x.catalog = put(x.catalog, { ...type, constraints: [...(type.constraints ?? []), constraint.oid] });
  dependOn(x, constraint.oid, node);
}

const constraintsOf = (x: Execution, type: Type): Constraint[] =>
  (type.constraints ?? []).flatMap((oid) => getAs(x.catalog, oid, 'constraint') ?? []);

/** ChooseConstraintName: `<domain>_check`, `<domain>_check1` … */
function freeName(x: Execution, type: Type): string {
  const names = new Set(constraintsOf(x, type).map(({ name }) => name));
  const base = `${type.name}_check`;
  let name = base;
  for (let pass = 1; names.has(name); pass++) name = `${base}${pass}`;
  return name;
}

export function alterDomain(x: Execution, node: AlterDomainStmt): void {
  const name = nameOfList(node.typeName);
  const type = findTypeNamed(x, name);
  if (type && type.kind !== 'domain') fails(x, `"${name.name}" is not a domain`, '42809');
  else if (type) alterKnown(x, type, node);
  else if (checks(node)) assumeUsers(x, name);
}

/** Whether the form looks at the values. */
const checks = ({ subtype, def }: AlterDomainStmt): boolean =>
  subtype === 'V' ||
  subtype === 'O' ||
  (subtype === 'C' && !(def && 'Constraint' in def && def.Constraint.skip_validation));

function alterKnown(x: Execution, type: Type, node: AlterDomainStmt): void {
  const constraint = node.def && 'Constraint' in node.def ? node.def.Constraint : undefined;
  if (node.subtype === 'C' && constraint?.contype === 'CONSTR_CHECK') addConstraint(x, type, constraint);
  else if (node.subtype === 'O' || (node.subtype === 'C' && constraint)) setNotNull(x, type, node.subtype === 'C');
  else if (node.subtype === 'T') x.catalog = put(x.catalog, { ...type, default: node.def });
  else if (node.subtype === 'N') x.catalog = put(x.catalog, { ...type, notNull: false });
  else if (node.subtype === 'X') dropConstraint(x, type, node);
  else if (node.subtype === 'V') validate(x, type, node.name ?? '');
  changed(x, 'alter', { kind: 'domain', name: qualifiedName(type), oid: type.oid });
}

function addConstraint(x: Execution, type: Type, node: ConstraintNode): void {
  if (node.conname && constraintsOf(x, type).some(({ name }) => name === node.conname)) {
    fails(x, `constraint "${node.conname}" for domain "${type.name}" already exists`, '42710');
    return;
  }
  addCheck(x, type.oid, node);
  if (!node.skip_validation) checkUsers(x, type, node.conname ?? `${type.name}_check`);
}

/** AlterDomainNotNull; one that is there already is no work. */
function setNotNull(x: Execution, type: Type, asConstraint: boolean): void {
  if (type.notNull) return;
  x.catalog = put(x.catalog, { ...type, notNull: true });
  checkUsers(x, type, asConstraint ? `${type.name}_not_null` : 'NOT NULL');
}

function dropConstraint(x: Execution, type: Type, node: AlterDomainStmt): void {
  const constraint = constraintsOf(x, type).find(({ name }) => name === node.name);
  if (constraint) {
    x.catalog = put(x.catalog, { ...type, constraints: type.constraints?.filter((oid) => oid !== constraint.oid) });
    x.catalog = remove(x.catalog, constraint.oid);
  } else if (type.notNull && x.version.major >= 17 && /_not_null\d*$/.test(node.name ?? '')) {
    x.catalog = put(x.catalog, { ...type, notNull: false });
  } else if (!node.missing_ok) fails(x, `constraint "${node.name}" of domain "${type.name}" does not exist`, '42704');
}

function validate(x: Execution, type: Type, name: string): void {
  const constraint = constraintsOf(x, type).find((candidate) => candidate.name === name);
  if (!constraint) {
    fails(x, `constraint "${name}" of domain "${type.name}" does not exist`, '42704');
    return;
  }
  x.catalog = put(x.catalog, { ...constraint, validated: true });
  checkUsers(x, type, name);
}

/** validateDomainConstraint: SHARE on every table and materialized view with such a column, and a pass over each. */
function checkUsers(x: Execution, type: Type, what: string, note: Note = {}): void {
  const users = new Map<Oid, Relation>();
  collectUsers(x, type, users);
  for (const relation of users.values()) {
    lock(x, relation, 'ShareLock', note);
    scan(x, relation, 'domain', { ...note, what });
  }
}

/** get_rels_with_domain: through domains over the domain; an array or a row of it in a table is refused. */
function collectUsers(x: Execution, type: Type, users: Map<Oid, Relation>): void {
  for (const { from, fromColumn } of dependentsOf(x.catalog, type.oid)) {
    const relation = relationBy(x.catalog, from);
    const column = relation?.columns.find(({ number }) => number === fromColumn);
    const outer = getAs(x.catalog, from, 'type');
    if (relation && column?.type.array) refuse(x, type, relation, column.name);
    else if (relation && column && stored.has(relation.kind)) users.set(relation.oid, relation);
    else if (relation?.kind === 'composite-type') refuseRow(x, type, relation);
    else if (outer?.kind === 'domain' && !outer.base?.array) collectUsers(x, outer, users);
    else if (outer) refuseOuter(x, type, outer.oid);
  }
}

const stored = new Set(['table', 'materialized-view']);

const refuse = (x: Execution, type: Type, { name }: Relation, column: string): void =>
  fails(x, `cannot alter type "${type.name}" because column "${name}.${column}" uses it`, '0A000');

function refuseRow(x: Execution, type: Type, { schema, name }: Relation): void {
  const row = findTypeNamed(x, { schema, name });
  if (row) refuseOuter(x, type, row.oid);
}

function refuseOuter(x: Execution, type: Type, oid: Oid): void {
  const user = columnStoring(x, oid);
  if (user) refuse(x, type, user[0], user[1].name);
}

/** A domain that was made before history begins: tables whose columns were said to be of that type are known to use it. */
function assumeUsers(x: Execution, { name }: Name): void {
  const note = { certain: false, unless: `${name} is another domain` };
  for (const relation of allRelations(x.catalog)) {
    const uses = relation.columns.some(({ type }) => !type.known && type.name === name && !type.array);
    if (!uses || !stored.has(relation.kind)) continue;
    lock(x, relation, 'ShareLock', note);
    scan(x, relation, 'domain', note);
  }
  unknown(x, `history does not tell which tables use the domain ${name}; each is locked and read`);
}
