// Which indexes outlive ALTER COLUMN … TYPE without being built anew, and whether values still compare by the same operators.
// src/backend/commands/indexcmds.c (CheckIndexCompatible), src/backend/commands/tablecmds.c (TryReuseIndex, TryReuseForeignKey)
import type { Column, Relation, TypeRef } from '../catalog/objects.ts';
import type { Execution } from './execution.ts';
import { sameType } from './type-change.ts';
import { baseType, ownType } from './types.ts';

/**
 * Whether an index that has the column can be kept when the table is not rewritten. Partitions of a partitioned index are
 * dropped and made again with it.
 */
export function indexSurvivesTypeChange(
  x: Execution,
  { index, column, to, collation }: { index: Relation; column: Column; to: TypeRef; collation?: string },
): boolean {
  const info = index.index;
  if (!info || info.partial || info.hasExpressions || !info.valid || index.parents.length > 0) return false;
  const [from, target] = [baseType(x, column.type), baseType(x, to)];
  // GIN stores an array's elements, which CheckIndexCompatible takes for another type.
  if (info.method === 'gin' && from.array && info.keys.includes(column.number)) return false;
  const newCollation = plainCollation(collation ?? ownType(x, to)?.collation);
  return info.keys.every((key, at) => {
    if (key !== column.number) return true;
    const inherits = plainCollation(info.collations[at]) === plainCollation(column.collation);
    if (inherits && plainCollation(column.collation) !== newCollation) return false;
    return (
      sameType(from, target) ||
      (!info.operatorClasses?.[at] && sameClass(x, from, target)) ||
      fixedClass(info.operatorClasses?.[at])
    );
  });
}

const plainCollation = (name: string | undefined): string => (name === undefined ? 'default' : name);

/** A named class of one input type stays; EXCLUDE's operators are looked up anew. */
const fixedClass = (name: string | undefined): boolean =>
  name !== undefined && /^\w+$/.test(name) && !/array|enum|range|record/.test(name);

/** Types whose default operator class is that of another, to which they are binary-coercible. */
const classTypes: Record<string, string> = {
  varchar: 'text',
  cidr: 'inet',
  regclass: 'oid',
  regtype: 'oid',
  regproc: 'oid',
  regprocedure: 'oid',
  regoper: 'oid',
  regoperator: 'oid',
  regrole: 'oid',
  regnamespace: 'oid',
  regconfig: 'oid',
  regdictionary: 'oid',
  regcollation: 'oid',
};

/** Classes of arrays, enums, ranges and rows are polymorphic: they bind an index to its type. */
const sameClass = (x: Execution, from: TypeRef, to: TypeRef): boolean =>
  !from.array &&
  !to.array &&
  !ownType(x, from) &&
  (classTypes[from.name] ?? from.name) === (classTypes[to.name] ?? to.name);

/** Whether the columns' default operators, and so a foreign key's comparison, stay the same. */
export const sameOperators = (x: Execution, from: TypeRef, to: TypeRef): boolean => {
  const [source, target] = [baseType(x, from), baseType(x, to)];
  return sameType(source, target) || sameClass(x, source, target);
};
