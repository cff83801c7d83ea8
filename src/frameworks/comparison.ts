// The operators of comparison, which the languages that migrations are written in share.

/** Undefined for any other operator. */
export function compared<T extends string | number>(operator: string, a: T, b: T): boolean | undefined {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}
