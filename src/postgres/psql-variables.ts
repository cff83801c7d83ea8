// psql's variables: what `\set` gave them, how a command's arguments and a statement's references are replaced by them.
// https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-INTERPOLATION

/** The variables whose value is known; any other may have been given on psql's command line. */
export type Variables = Map<string, string>;

export const quoteLiteral = (value: string): string => {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
};

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The text that psql puts for `:name`, `:'name'`, `:"name"` or `:{?name}`; undefined where the variable is not known. */
export function substitute(variables: Variables, reference: string): string | undefined {
  const form = reference.charAt(1);
  if (form === '{') return variables.has(reference.slice(3, -1)) ? 'TRUE' : undefined;
  const quoted = form === "'" || form === '"';
  const value = variables.get(quoted ? reference.slice(2, -1) : reference.slice(1));
  if (value === undefined) return undefined;
  if (!quoted) return value;
  return form === "'" ? quoteLiteral(value) : quoteIdentifier(value);
}

const argumentPart =
  /(\s+)|'((?:[^'\\]|\\.|'')*)'|("[^"]*")|(`[^`]*`)|(:(?:\w+|'\w+'|"\w+"|\{\?\w+\}))|([^\s'"`:]+|.)/gs;

/** A command's arguments; undefined for one whose value is not known (a variable not set here, the output of a command). */
export function commandArguments(text: string, variables: Variables): (string | undefined)[] {
  const found: { value: string | undefined }[] = [];
  let open = false;
  for (const [, space, quoted, name, shell, reference, plain] of text.matchAll(argumentPart)) {
    if (space !== undefined) {
      open = false;
      continue;
    }
    const value = argumentValue({ quoted, name, shell, reference, plain }, variables);
    const last = found.at(-1);
    if (!open || !last) found.push({ value });
    else last.value = last.value === undefined || value === undefined ? undefined : last.value + value;
    open = true;
  }
  return found.map(({ value }) => value);
}

interface ArgumentPart {
  quoted: string | undefined;
  name: string | undefined;
  shell: string | undefined;
  reference: string | undefined;
  plain: string | undefined;
}

function argumentValue(part: ArgumentPart, variables: Variables): string | undefined {
  if (part.quoted !== undefined) return unescaped(part.quoted);
  if (part.shell !== undefined) return undefined;
  if (part.reference !== undefined) return substitute(variables, part.reference);
  return part.name ?? part.plain ?? '';
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

const unescaped = (quoted: string): string =>
  quoted.replace(/''|\\(.)/gs, (_all, char?: string) => (char === undefined ? "'" : (escapes[char] ?? char)));

/** What `\if` makes of its argument: psql's Booleans, by unique prefix; undefined where it can't be known. */
export function truth(value: string | undefined): boolean | undefined {
  const word = value?.toLowerCase() ?? '';
  if (word === '') return undefined;
  if ('true'.startsWith(word) || 'yes'.startsWith(word) || word === 'on' || word === '1') return true;
  if ('false'.startsWith(word) || 'no'.startsWith(word) || 'off'.startsWith(word) || word === '0') return false;
  return undefined;
}
