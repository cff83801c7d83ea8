// Syntax that only a later version than the one judged for can read; the parser here is the newest. src/backend/parser/gram.y
import type { AlterTableCmd, ColumnDef, Constraint, Node } from '@pgsql/types';
import { type Execution, fails, since } from './execution.ts';

/** What is new, as PostgreSQL's message names it, and the major that brought it. */
type Newer = readonly [word: string, major: number];

/** PostgreSQL does not even parse the statement before that version. */
export function refuseLaterSyntax(x: Execution, node: Node): void {
  const [word] = newerIn(node).find(([, major]) => !since(x, major)) ?? [];
  if (word !== undefined) fails(x, `syntax error at or near "${word}"`, '42601');
}

function newerIn(node: Node): Newer[] {
  if ('AlterTableStmt' in node) return nodes(node.AlterTableStmt.cmds, 'AlterTableCmd').flatMap(ofCommand);
  if ('CreateStmt' in node) return ofElements(node.CreateStmt.tableElts);
  if ('IndexStmt' in node) return node.IndexStmt.nulls_not_distinct ? [['NULLS', 15]] : [];
  if ('CreateFunctionStmt' in node) return node.CreateFunctionStmt.sql_body ? [['ATOMIC', 14]] : [];
  if ('CreatePublicationStmt' in node) return ofPublication(node.CreatePublicationStmt.pubobjects);
  if ('AlterPublicationStmt' in node) return ofPublication(node.AlterPublicationStmt.pubobjects);
  if (!('MergeStmt' in node)) return [];
  const bySource = nodes(node.MergeStmt.mergeWhenClauses, 'MergeWhenClause').some(
    ({ matchKind }) => matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE',
  );
  return bySource ? [['BY', 17]] : [];
}

function ofCommand({ subtype, name, def }: AlterTableCmd): Newer[] {
  if (subtype === 'AT_SetCompression') return [['COMPRESSION', 14]];
  if (subtype === 'AT_DetachPartitionFinalize') return [['FINALIZE', 14]];
  if (subtype === 'AT_SetAccessMethod' && name === undefined) return [['DEFAULT', 17]];
  if (subtype === 'AT_AlterConstraint' && def && /"alterInheritability":true/.test(JSON.stringify(def)))
    return [['INHERIT', 18]];
  return def ? ofElements([def]) : [];
}

/** Columns and constraints, of a table or of a column. */
const ofElements = (elements: readonly Node[] | undefined): Newer[] => [
  ...nodes(elements, 'Constraint').flatMap(ofConstraint),
  ...nodes(elements, 'ColumnDef').flatMap(ofColumn),
];

function ofColumn({ storage_name, compression, constraints }: ColumnDef): Newer[] {
  const storage: Newer[] = storage_name === undefined ? [] : [['STORAGE', 16]];
  const method: Newer[] = compression === undefined ? [] : [['COMPRESSION', 14]];
  return [...storage, ...method, ...ofElements(constraints)];
}

function ofConstraint(node: Constraint): Newer[] {
  if (node.nulls_not_distinct) return [['NULLS', 15]];
  if (node.fk_del_set_cols?.length) return [['(', 15]];
  if (node.without_overlaps) return [['WITHOUT', 18]];
  return node.fk_with_period || node.pk_with_period ? [['PERIOD', 18]] : [];
}

function ofPublication(objects: readonly Node[] | undefined): Newer[] {
  return nodes(objects, 'PublicationObjSpec').flatMap(({ pubobjtype, pubtable }): Newer[] => {
    if (pubobjtype !== 'PUBLICATIONOBJ_TABLE') return [['SCHEMA', 15]];
    return pubtable?.whereClause || pubtable?.columns ? [[pubtable.columns ? '(' : 'WHERE', 15]] : [];
  });
}

type Kinds = { AlterTableCmd: AlterTableCmd; ColumnDef: ColumnDef; Constraint: Constraint } & {
  [K in 'MergeWhenClause' | 'PublicationObjSpec']: Extract<Node, Record<K, unknown>>[K];
};

const nodes = <K extends keyof Kinds>(list: readonly Node[] | undefined, kind: K): Kinds[K][] =>
  (list ?? []).flatMap((node) => (node as unknown as Partial<Kinds>)[kind] ?? []) as Kinds[K][];
