// Parenthesised options of maintenance statements: `(FULL, ANALYZE false, TABLESPACE fast)`.
// defGetBoolean in src/backend/commands/define.c
import type { DefElem, Node } from '@pgsql/types';

type Arg = { String?: { sval?: string }; Integer?: { ival?: number }; Boolean?: { boolval?: boolean } };

const textOf = (arg: Arg | undefined): string | undefined => {
  if (!arg) return undefined;
  if (arg.Integer) return String(arg.Integer.ival ?? 0);
  if (arg.Boolean) return String(arg.Boolean.boolval ?? false);
  return arg.String?.sval ?? '';
};

/** Option names in lower case with their values as text; undefined where only the name is given. The last one counts. */
export function statementOptions(nodes: readonly Node[] | undefined): Map<string, string | undefined> {
  const elements = (nodes ?? []).flatMap((node) => ('DefElem' in node ? (node.DefElem as DefElem) : []));
  return new Map(elements.map(({ defname, arg }) => [(defname ?? '').toLowerCase(), textOf(arg as Arg | undefined)]));
}

/** An option that is on: named alone, or with `on`, `true`, `1`. */
export function isOn(options: Map<string, string | undefined>, name: string, absent = false): boolean {
  if (!options.has(name)) return absent;
  const value = options.get(name);
  return value === undefined || ['on', 'true', '1'].includes(value.toLowerCase());
}
