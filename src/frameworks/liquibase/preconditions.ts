// Whether a change set's preConditions leave it out on PostgreSQL; what only a database can tell is taken to be so.
import { isForPostgres } from '../sql/profiles/liquibase.ts';
import { attributeOf, childrenOf, type Element } from './element.ts';

/** False where they name another database alone. */
export const mayRun = (changeSet: Element): boolean =>
  childrenOf(changeSet, 'preConditions', '').every((conditions) => allOf(conditions) !== false);

/** Undefined where it can't be told. */
function holds(condition: Element): boolean | undefined {
  switch (condition.name) {
    case 'dbms':
      return isForPostgres(attributeOf(condition, 'type')?.text ?? '');
    case 'and':
    case 'preConditions':
    case '':
      return allOf(condition);
    case 'or':
      return anyOf(condition);
    case 'not': {
      const held = allOf(condition);
      return held === undefined ? undefined : !held;
    }
    default:
      return undefined;
  }
}

function allOf({ children }: Element): boolean | undefined {
  const held = children.map(holds);
  return held.includes(false) ? false : held.includes(undefined) ? undefined : true;
}

function anyOf({ children }: Element): boolean | undefined {
  const held = children.map(holds);
  return held.includes(true) ? true : held.includes(undefined) ? undefined : held.length === 0;
}
