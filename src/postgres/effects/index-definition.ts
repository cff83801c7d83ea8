// An index as a statement describes it, read from CREATE INDEX, from a constraint, or from an index that exists.
// transformIndexConstraint and generateClonedIndexStmt in src/backend/parser/parse_utilcmd.c
import type { Constraint as ConstraintNode, IndexElem, IndexStmt, Node } from '@pgsql/types';
import { getAs, relationBy } from '../catalog/catalog.ts';
import type { Relation } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import type { NamedKey } from './index-names.ts';

export interface IndexKey extends NamedKey {
  readonly collation?: string;
  readonly operatorClass?: string;
  /** EXCLUDE … WITH operator. */
  readonly operator?: string;
}

/** An index as a statement describes it, by names: `definitionOfStatement` and `definitionOfConstraint` read it from the tree. */
export interface IndexDefinition {
  readonly name?: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly predicate?: Node;
  /** `btree` where the statement says nothing. */
  readonly method: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly exclusion: boolean;
  readonly nullsNotDistinct?: boolean;
  /** PRIMARY KEY, UNIQUE or EXCLUDE: the constraint is created with the index, under the same name. */
  readonly isConstraint: boolean;
  readonly deferrable?: boolean;
  /** ON ONLY: partitions are left out, and the index is invalid if there are any. */
  readonly only?: boolean;
  /** For a copy of an index: the names of its columns, from which the copy's name is made. */
  readonly columnNames?: readonly string[];
  /** The IndexStmt or Constraint node. */
  readonly definition?: Node;
}

const strings = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => ('String' in node ? (node.String.sval ?? '') : []));

const keyOfElement = (element: IndexElem | undefined): IndexKey => {
  const collation = strings(element?.collation).at(-1);
  const operatorClass = strings(element?.opclass).at(-1);
  return {
    ...(element?.expr ? { expression: element.expr } : { name: element?.name ?? '' }),
    ...(collation === undefined ? {} : { collation }),
    ...(operatorClass === undefined ? {} : { operatorClass }),
  };
};

const elementOf = (node: Node | undefined): IndexElem | undefined =>
  node && 'IndexElem' in node ? node.IndexElem : undefined;

export const definitionOfStatement = (stmt: IndexStmt): IndexDefinition => ({
  ...(stmt.idxname ? { name: stmt.idxname } : {}),
  keys: (stmt.indexParams ?? []).map((node) => keyOfElement(elementOf(node))),
  include: (stmt.indexIncludingParams ?? []).map((node) => elementOf(node)?.name ?? ''),
  ...(stmt.whereClause ? { predicate: stmt.whereClause } : {}),
  method: methodName(stmt.accessMethod),
  unique: stmt.unique ?? false,
  primary: false,
  exclusion: false,
  nullsNotDistinct: stmt.nulls_not_distinct ?? false,
  isConstraint: false,
  only: stmt.relation?.inh !== true,
  definition: { IndexStmt: stmt },
});

/** `rtree` is accepted for `gist`. */
const methodName = (method: string | undefined): string => (method === 'rtree' ? 'gist' : method || 'btree');

/** A PRIMARY KEY, UNIQUE or EXCLUDE as column or table constraint; a column constraint names its `column`. */
export function definitionOfConstraint(node: ConstraintNode, column?: string): IndexDefinition {
  const exclusion = node.contype === 'CONSTR_EXCLUSION';
  const named = strings(node.keys).map((name) => ({ name }));
  return {
    ...(node.conname ? { name: node.conname } : {}),
    keys: exclusion ? (node.exclusions ?? []).map(exclusionKey) : named.length || !column ? named : [{ name: column }],
    include: strings(node.including),
    ...(node.where_clause ? { predicate: node.where_clause } : {}),
    method: node.without_overlaps ? 'gist' : methodName(node.access_method),
    unique: !exclusion,
    primary: node.contype === 'CONSTR_PRIMARY',
    exclusion: exclusion || (node.without_overlaps ?? false),
    nullsNotDistinct: node.nulls_not_distinct ?? false,
    isConstraint: true,
    deferrable: node.deferrable ?? false,
    definition: { Constraint: node },
  };
}

function exclusionKey(node: Node): IndexKey {
  const [element, operator] = 'List' in node ? (node.List.items ?? []) : [];
  const name = operator && 'List' in operator ? strings(operator.List.items).at(-1) : undefined;
  return { ...keyOfElement(elementOf(element)), ...(name === undefined ? {} : { operator: name }) };
}

/** An index of the catalog as a definition without name, to make another like it (generateClonedIndexStmt). */
export function definitionOfIndex(x: Execution, index: Relation): IndexDefinition {
  const node = index.index?.definition;
  const constraint = getAs(x.catalog, index.index?.constraint, 'constraint');
  const table = relationBy(x.catalog, index.index?.table);
  // Columns may have been renamed since the statement was written.
  const nameOf = (number: number | undefined) => table?.columns.find((column) => column.number === number)?.name;
  const { name: _, only: __, predicate: ___, ...rest } = definitionOfNode(node);
  const expressions = (index.index?.expressions ?? []).map((text) => readable(text, nameOf));
  const { predicate, columnNames } = index.index ?? {};
  return {
    ...rest,
    unique: index.index?.unique ?? rest.unique,
    primary: index.index?.primary ?? rest.primary,
    isConstraint: constraint !== undefined,
    ...(predicate === undefined ? {} : { predicate: readable(predicate, nameOf) }),
    ...(columnNames ? { columnNames } : {}),
    keys: (index.index?.keys ?? []).map((number, i) => {
      const key = number === undefined ? { expression: expressions.shift() } : { name: nameOf(number) ?? '' };
      return { ...rest.keys[i], ...key };
    }),
    include: (index.index?.include ?? []).flatMap((number) => nameOf(number) ?? []),
  };
}

/** The tree that `comparable` (index-match.ts) made text of, with the columns' present names. */
const readable = (text: string, nameOf: (number: number) => string | undefined): Node =>
  JSON.parse(text, (_, value) =>
    typeof value?.Var === 'number' ? { ColumnRef: { fields: [{ String: { sval: nameOf(value.Var) ?? '' } }] } } : value,
  );

const noDefinition: IndexDefinition = {
  keys: [],
  include: [],
  method: 'btree',
  unique: false,
  primary: false,
  exclusion: false,
  isConstraint: false,
};

function definitionOfNode(node: Node | undefined): IndexDefinition {
  if (node && 'IndexStmt' in node) return definitionOfStatement(node.IndexStmt);
  return node && 'Constraint' in node ? definitionOfConstraint(node.Constraint) : noDefinition;
}
