// Which of Django's operations a call makes, through the classes that a project defines on top of them.
import type { Direction } from '../framework.ts';
import { pathOf, type Value } from '../python/value.ts';
import type { State } from './state.ts';

/** The name of Django's operation, through the classes of the project that only add to it. */
export function operationBehind(callee: Value, { classOf }: State, direction: Direction): string | undefined {
  let path = pathOf(callee);
  const changes = changesSql[direction];
  if (callee.kind === 'class') {
    const [base] = callee.bases;
    if ([...callee.scope.variables].some(([name, value]) => value.kind === 'function' && changes.test(name)))
      return undefined;
    path = base && pathOf(base);
  }
  for (let depth = 0; path !== undefined && depth < 10; depth += 1) {
    const djangos =
      /^(?:django\.(?:db\.migrations|contrib\.postgres\.operations)|pgtrigger\.migrations)\.(?:.*\.)?(\w+)$/.exec(
        path,
      )?.[1];
    if (djangos) return djangos;
    const found = classOf?.(path);
    for (const [name, text] of found?.methods ?? []) {
      if (changes.test(name) && !(name === 'database_forwards' && onlyAsksVendor.test(text))) return undefined;
    }
    path = found?.base;
  }
  return undefined;
}

const changesSql: Readonly<Record<Direction, RegExp>> = {
  up: /^(?:__init__|__new__|database_forwards|state_forwards)$/,
  down: /^(?:__init__|__new__|database_(?:for|back)wards|state_forwards|reversible)$/,
};

/** Does what the class does that it extends, unless the database is another one. */
const onlyAsksVendor =
  /^def database_forwards\([^)]*\)[^:]*:[^\n]*\n\s*if schema_editor\.connection\.vendor (?:!=|==) ["']postgresql["']:\s*(?:return(?: None)?\s+)?super\(\)\.database_forwards\([^)]*\)\s*$/;
