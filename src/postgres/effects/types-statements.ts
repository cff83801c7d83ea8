// CREATE TYPE in its forms, ALTER TYPE … ADD VALUE, and the objects that only their catalogs know (DefineStmt).
// src/backend/commands/typecmds.c
import type { AlterEnumStmt, AlterTypeStmt, CreateEnumStmt, CreateRangeStmt, DefineStmt } from '@pgsql/types';
import { add, depend, findRelation, findType, put } from '../catalog/catalog.ts';
import type { Type } from '../catalog/objects.ts';
import { qualifiedName } from '../effect.ts';
import { defElems, stringsOf } from './column-definition.ts';
import { createComposite } from './composite-types.ts';
import { alterDomain, createDomain } from './domains.ts';
import { changed, type Execution, fails } from './execution.ts';
import type { Family } from './family.ts';
import { creationSchema, lookupPath, type Name, nameOfList } from './names.ts';
import { rememberLabel } from './new-labels.ts';
import { createAggregate } from './routines.ts';
import { resolveType } from './types.ts';

/** What the catalog knows under the name; a domain where `kind` says so. */
export function findTypeNamed(x: Execution, name: Name): Type | undefined {
  for (const path of lookupPath(x, name.schema)) {
    const found = findType(x.catalog, path, name.name);
    if (found) return found;
  }
  return undefined;
}

type NewType = Pick<Type, 'kind'> & Partial<Omit<Type, 'class' | 'oid' | 'born'>>;

/** Adds a type to the catalog; fails and yields nothing where there is one of that name. A shell type is filled in. */
export function createType(x: Execution, name: Name, given: NewType): Type | undefined {
  const schema = creationSchema(x, name);
  const old = findType(x.catalog, schema, name.name);
  if ((old && old.kind !== 'shell') || takenByRelation(x, schema, name.name)) {
    fails(x, `type "${name.name}" already exists`, '42710');
    return undefined;
  }
  const make = (oid: number): Type => ({ class: 'type', oid, born: x.step, schema, name: name.name, ...given });
  const [catalog, type] = old ? [put(x.catalog, make(old.oid)), make(old.oid)] : add(x.catalog, make);
  x.catalog = catalog;
  const kind = given.kind === 'domain' ? 'domain' : 'type';
  changed(x, 'create', { kind, name: qualifiedName(type), oid: type.oid });
  return type;
}

const takenByRelation = (x: Execution, schema: string, name: string): boolean => {
  const relation = findRelation(x.catalog, schema, name);
  return relation !== undefined && relation.kind !== 'index' && relation.kind !== 'sequence';
};

function createEnum(x: Execution, node: CreateEnumStmt): void {
  const labels = stringsOf(node.vals).map((name) => ({ name, born: x.step }));
  createType(x, nameOfList(node.typeName), { kind: 'enum', labels });
}

function alterEnum(x: Execution, node: AlterEnumStmt): void {
  const type = findTypeNamed(x, nameOfList(node.typeName));
  if (!type && !node.oldVal) rememberLabel(x, node, undefined);
  if (!type) return;
  const object = { kind: 'type', name: qualifiedName(type), oid: type.oid };
  if (node.oldVal) renameLabel(x, type, node.oldVal, node.newVal ?? '');
  else addLabel(x, type, node);
  if (!x.failed) changed(x, 'alter', object);
}

function renameLabel(x: Execution, type: Type, from: string, to: string): void {
  const labels = (type.labels ?? []).map((label) => (label.name === from ? { ...label, name: to } : label));
  if (!type.labels?.some(({ name }) => name === from)) fails(x, `"${from}" is not an existing enum label`, '22023');
  else if (type.labels.some(({ name }) => name === to)) fails(x, `enum label "${to}" already exists`, '42710');
  else x.catalog = put(x.catalog, { ...type, labels });
}

function addLabel(x: Execution, type: Type, node: AlterEnumStmt): void {
  const { labels = [] } = type;
  const name = node.newVal ?? '';
  if (labels.some((label) => label.name === name)) {
    if (!node.skipIfNewValExists) fails(x, `enum label "${name}" already exists`, '42710');
    return;
  }
  const neighbor = labels.findIndex((label) => label.name === node.newValNeighbor);
  if (node.newValNeighbor !== undefined && neighbor < 0) {
    fails(x, `"${node.newValNeighbor}" is not an existing enum label`, '22023');
    return;
  }
  const at = neighbor < 0 ? labels.length : neighbor + (node.newValIsAfter ? 1 : 0);
  const next = [...labels.slice(0, at), { name, born: x.step }, ...labels.slice(at)];
  x.catalog = put(x.catalog, { ...type, labels: next });
  rememberLabel(x, node, type);
}

function createRange(x: Execution, node: CreateRangeStmt): void {
  const name = nameOfList(node.typeName);
  const params = defElems(node.params);
  const typeOf = (param: string) => {
    const arg = params.find(({ defname }) => defname === param)?.arg;
    return arg && 'TypeName' in arg ? arg.TypeName : undefined;
  };
  const range = createType(x, name, { kind: 'range', base: resolveType(x, typeOf('subtype')) });
  if (!range || x.version.major < 14) return;
  const given = typeOf('multirange_type_name')?.names;
  const multirange = createType(x, given ? nameOfList(given) : { ...name, name: multirangeName(name.name) }, {
    kind: 'range',
  });
  if (multirange) x.catalog = depend(x.catalog, { from: multirange.oid, on: range.oid, kind: 'internal' });
}

/** makeMultirangeTypeName, src/backend/catalog/pg_type.c */
const multirangeName = (range: string): string =>
  range.includes('range') ? range.replace('range', 'multirange') : `${range}_multirange`;

/** A base type: its shell first, filled in by the second CREATE TYPE. */
function createBaseType(x: Execution, node: DefineStmt): void {
  const name = nameOfList(node.defnames);
  const shell = !node.definition?.length;
  if (!shell && !findTypeNamed(x, name)) fails(x, `type "${name.name}" does not exist`, '42710');
  else createType(x, name, { kind: shell ? 'shell' : 'base' });
}

const definedKinds: Record<string, string> = {
  OBJECT_OPERATOR: 'operator',
  OBJECT_COLLATION: 'collation',
  OBJECT_TSPARSER: 'text search parser',
  OBJECT_TSDICTIONARY: 'text search dictionary',
  OBJECT_TSTEMPLATE: 'text search template',
  OBJECT_TSCONFIGURATION: 'text search configuration',
};

function define(x: Execution, node: DefineStmt): void {
  if (node.kind === 'OBJECT_TYPE') createBaseType(x, node);
  else if (node.kind === 'OBJECT_AGGREGATE') createAggregate(x, node);
  else {
    const name = nameOfList(node.defnames);
    changed(x, 'create', {
      kind: definedKinds[node.kind ?? ''] ?? 'object',
      name: `${creationSchema(x, name)}.${name.name}`,
    });
  }
}

function alterType(x: Execution, node: AlterTypeStmt): void {
  const type = findTypeNamed(x, nameOfList(node.typeName));
  if (type) changed(x, 'alter', { kind: 'type', name: qualifiedName(type), oid: type.oid });
}

export const typesFamily: Family = {
  CreateEnumStmt: { source: 'sql-createtype', run: createEnum },
  AlterEnumStmt: { source: 'sql-altertype', run: alterEnum },
  CompositeTypeStmt: { source: 'sql-createtype', run: createComposite },
  CreateRangeStmt: { source: 'sql-createtype', run: createRange },
  CreateDomainStmt: { source: 'sql-createdomain', run: createDomain },
  AlterDomainStmt: { source: 'sql-alterdomain', run: alterDomain },
  AlterTypeStmt: { source: 'sql-altertype', run: alterType },
  DefineStmt: { source: 'sql-commands', run: define },
};
