// Operators whose operands are known, and those that stop at the first.
import { atom, equal, list, truth, unknown, type Value } from './value.ts';

type Known = boolean | undefined;

const boolean = (known: Known): Value => (known === undefined ? unknown('a condition') : atom(String(known)));
const not = (known: Known): Known => (known === undefined ? undefined : !known);

/** `later` is the right operand, worked out only where it is needed. */
export function computed(operator: string, left: Value, later: () => Value): Value {
  switch (operator) {
    case '||':
    case 'or':
      return either(left, later, true);
    case '&&':
    case 'and':
      return either(left, later, false);
    case '==':
    case '===':
      return boolean(equal(left, later()));
    case '!=':
    case '!==':
      return boolean(not(equal(left, later())));
    case 'in':
      return boolean(isAmong(left, later()));
    case '++': {
      const right = later();
      if (left.kind !== 'list' || right.kind !== 'list') return unknown('a list');
      return list([...left.items, ...right.items]);
    }
    default:
      later();
      return unknown('a value that is computed');
  }
}

/** `enough` is what makes the right operand needless. */
function either(left: Value, later: () => Value, enough: boolean): Value {
  const known = truth(left);
  if (known === undefined) return unknown('a condition');
  return known === enough ? left : later();
}

function isAmong(value: Value, all: Value): Known {
  if (all.kind !== 'list') return undefined;
  const same = all.items.map((item) => equal(value, item));
  if (same.includes(true)) return true;
  return same.includes(undefined) ? undefined : false;
}
