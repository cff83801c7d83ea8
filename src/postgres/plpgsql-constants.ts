// PL/pgSQL variables that hold one known text throughout the body.
import { type Constants, constantText } from './constant-text.ts';
import type { PlpgsqlFunction } from './plpgsql-tree.ts';

/** Declared once, with a constant default, and nowhere assigned, selected into or looped over. */
export function constantsOf({ datums = [], action }: PlpgsqlFunction): Constants {
  const constants = new Map<string, string>();
  const seen = new Set<string>();
  const changed = changedIn(JSON.stringify(action ?? {}), datums);
  for (const datum of datums) {
    const { refname, default_val } = (datum.PLpgSQL_var ?? {}) as Declared;
    if (refname === undefined) continue;
    const again = seen.has(refname);
    seen.add(refname);
    constants.delete(refname);
    const query = default_val?.PLpgSQL_expr?.query;
    const value = again || changed.has(refname) || query === undefined ? undefined : constantText(query, constants);
    if (value !== undefined) constants.set(refname, value);
  }
  return constants;
}

interface Declared {
  refname?: string;
  default_val?: { PLpgSQL_expr?: { query?: string } };
}

/** Names on the left of an assignment, in the targets of INTO, FETCH and loops, or where a diagnostic item goes. */
function changedIn(action: string, datums: NonNullable<PlpgsqlFunction['datums']>): Set<string> {
  const assigned = [...action.matchAll(/"query":"\s*\\?"?([\w$]+)[^":=]*:?=/g)].map(([, name]) => name ?? '');
  const targets = [...action.matchAll(/"(?:name|refname)":"([^"]*)"/g)].map(([, name]) => name ?? '');
  const diagnostics = [...action.matchAll(/"target":(\d+)/g)].map(
    ([, index]) => ((datums[Number(index)]?.PLpgSQL_var ?? {}) as Declared).refname ?? '',
  );
  return new Set([...assigned, ...targets, ...diagnostics]);
}
