// The methods of TypeORM's QueryRunner that create and drop constraints: one and several, of four kinds.
import { isObject, type Plain, stringOf } from '../javascript/plain.ts';
import { known, type Runner, type Work } from './known-tables.ts';
import { addConstraint, type ConstraintKind, constraintName, dropConstraint } from './statements.ts';
import { constraintOf, listOf } from './table.ts';

const constraintKinds: Readonly<Record<string, ConstraintKind>> = {
  UniqueConstraint: 'UQ',
  CheckConstraint: 'CHK',
  ExclusionConstraint: 'XCL',
  ForeignKey: 'FK',
};

const lists = { UQ: 'uniques', CHK: 'checks', XCL: 'exclusions', FK: 'foreignKeys' } as const;

export function constraintWorks(): Record<string, Work> {
  const found: Record<string, Work> = {};
  for (const [name, kind] of Object.entries(constraintKinds)) {
    const create = (runner: Runner, target: Plain, given: Plain): string => {
      const table = known(runner, target);
      const constraint = constraintOf(given);
      table[lists[kind]].push({ ...constraint, name: constraintName(kind, table.name, constraint) });
      return addConstraint(kind, table.name, constraint);
    };
    const drop = (runner: Runner, target: Plain, given: Plain, ifExists: Plain): string => {
      const table = known(runner, target);
      const own = isObject(given) ? constraintName(kind, table.name, constraintOf(given)) : stringOf(given, 'its name');
      table[lists[kind]] = table[lists[kind]].filter((each) => each.name !== own);
      return dropConstraint(table.name, own, ifExists === true);
    };
    const all = name.replace(/y$/, 'ie').concat('s');
    found[`create${name}`] = (runner, [target, given]) => [create(runner, target, given)];
    found[`create${all}`] = (runner, [target, given]) => listOf(given).map((each) => create(runner, target, each));
    found[`drop${name}`] = (runner, [target, given, ifExists]) => [drop(runner, target, given, ifExists)];
    found[`drop${all}`] = (runner, [target, given, ifExists]) =>
      listOf(given).map((each) => drop(runner, target, each, ifExists));
  }
  found.createForeignKeys = (runner, [target, given]) =>
    listOf(given).flatMap((each) => found.createForeignKey?.(runner, [target, each]) ?? []);
  found.dropForeignKeys = (runner, [target, given]) =>
    listOf(given).flatMap((each) => found.dropForeignKey?.(runner, [target, each]) ?? []);
  return found;
}
