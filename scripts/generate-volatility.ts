// Asks real servers of every supported major which built-in and contrib functions exist and how volatile they are, which types
// and casts there are, and writes src/postgres/volatility-data.ts. Run: npx tsx scripts/generate-volatility.ts
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { supportedMajors } from '../src/postgres/versions.ts';
import { type Session, startServer } from '../test/live/server.ts';

type FunctionRow = { extension: string; name: string; count: number; volatility: 'i' | 's' | 'v' };
type TypeRow = { extension: string; name: string };
type CastRow = { source: string; target: string; method: string; context: string };
interface Answer {
  major: number;
  functions: FunctionRow[];
  types: TypeRow[];
  casts: CastRow[];
}

const MEMBERS = (catalog: string) => `
  LEFT JOIN pg_depend d ON d.classid = '${catalog}'::regclass AND d.objid = o.oid AND d.deptype = 'e'
  LEFT JOIN pg_extension e ON e.oid = d.refobjid`;

// Overloads with as many arguments but different volatility (extract, date_trunc): the more volatile one stands for all,
// but for timezone(text, timetz), the only one that ever was VOLATILE: nobody means it.
const FUNCTIONS = `
  SELECT coalesce(extname, '') AS extension, proname AS name, pronargs::int AS count,
         CASE WHEN bool_or(provolatile = 'v') THEN 'v' WHEN bool_or(provolatile = 's') THEN 's' ELSE 'i' END AS volatility
  FROM pg_proc o ${MEMBERS('pg_proc')}
  WHERE (pronamespace = 'pg_catalog'::regnamespace OR extname IS NOT NULL)
    AND NOT (proname = 'timezone' AND 'timetz'::regtype::oid = ANY (proargtypes))
    AND NOT proargtypes::oid[] && '{internal,cstring}'::regtype[]::oid[]
    AND prorettype <> ALL ('{internal,cstring,trigger,event_trigger,language_handler}'::regtype[])
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

const TYPES = `
  SELECT coalesce(extname, '') AS extension, typname AS name FROM pg_type o ${MEMBERS('pg_type')}
  WHERE (typnamespace = 'pg_catalog'::regnamespace OR extname IS NOT NULL) AND typrelid = 0 AND typname NOT LIKE '\\_%'
  ORDER BY 1, 2`;

const CASTS = `
  SELECT s.typname AS source, t.typname AS target,
         castmethod AS method, castcontext AS context
  FROM pg_cast JOIN pg_type s ON s.oid = castsource JOIN pg_type t ON t.oid = casttarget
  WHERE castsource <> casttarget ORDER BY 2, 3`;

async function ask(major: number): Promise<Answer> {
  const server = await startServer(major);
  const session = await (await server.database()).connect();
  try {
    const available = await rows<{ name: string }>(session, 'SELECT name FROM pg_available_extensions ORDER BY 1');
    for (const { name } of available) await install(session, name);
    const functions = await rows<FunctionRow>(session, FUNCTIONS);
    const types = await rows<TypeRow>(session, TYPES);
    return { major, functions, types, casts: await rows<CastRow>(session, CASTS) };
  } finally {
    await session.end();
    await server.close();
  }
}

/** Those that need Perl, Python or Tcl, which the servers lack, are left out. */
async function install(session: Session, name: string): Promise<void> {
  await session.client.query(`CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`).catch(() => {});
}

const rows = async <Row extends object>(session: Session, sql: string): Promise<Row[]> =>
  (await session.client.query<Row>(sql)).rows;

/** `name`, `name/2` where volatility differs by argument count, `@17` where it came after the oldest major. */
function functionList(answers: Answer[], extension: string, volatility: string): string {
  const entries = new Map<string, number>();
  for (const { major, functions } of answers) {
    for (const entry of entriesOf(
      functions.filter((f) => f.extension === extension),
      volatility,
    )) {
      if (!entries.has(entry)) entries.set(entry, major);
    }
  }
  const oldest = answers[0]?.major;
  return [...entries]
    .map(([entry, since]) => (since === oldest ? entry : `${entry}@${since}`))
    .sort()
    .join(' ');
}

/** An overload that came later than others of its name keeps its argument count, so that its version can be told. */
function entriesOf(functions: FunctionRow[], volatility: string): string[] {
  return functions
    .filter((f) => f.volatility === volatility)
    .map((f) => (overloaded.has(f.name) ? `${f.name}/${f.count}` : f.name));
}

const overloaded = new Set<string>();

/** Names whose overloads differ in volatility or in the major that brought them. */
function noteOverloads(answers: Answer[]): void {
  const facts = new Map<string, Map<number, string>>();
  for (const { major, functions } of answers) {
    for (const { name, count, volatility } of functions) {
      const counts = facts.get(name) ?? new Map<number, string>();
      if (!counts.has(count)) counts.set(count, `${volatility}${major}`);
      facts.set(name, counts);
    }
  }
  for (const [name, counts] of facts) if (new Set(counts.values()).size > 1) overloaded.add(name);
}

function typeList(answers: Answer[], extension: string): string {
  const first = new Map<string, number>();
  for (const { major, types } of answers) {
    for (const type of types) if (type.extension === extension && !first.has(type.name)) first.set(type.name, major);
  }
  const oldest = answers[0]?.major;
  return [...first].map(([name, since]) => (since === oldest ? name : `${name}@${since}`)).join(' ');
}

/** `source>target` with the method (b binary, f function, i text) and the context (e explicit, a assignment, i implicit). */
function castList(answers: Answer[]): string {
  const casts = answers.flatMap((answer) => answer.casts);
  const text = ({ source, target, method, context }: CastRow) => `${source}>${target}:${method}${context}`;
  return [...new Set(casts.map(text))].join(' ');
}

function contrib(answers: Answer[]): string {
  const names = new Set(
    answers.flatMap(({ functions, types }) => [...functions, ...types].map((row) => row.extension)),
  );
  names.delete('');
  const lines = [...names].sort().flatMap((name) => {
    const lists = ['v', 's', 'i'].map((volatility) => `'${functionList(answers, name, volatility)}'`);
    return name.startsWith('pl') ? [] : [`  ['${name}', '${typeList(answers, name)}', ${lists.join(', ')}],`];
  });
  return lines.join('\n');
}

const oldestFirst: Answer[] = [];
for (const major of supportedMajors) oldestFirst.push(await ask(major));
noteOverloads(oldestFirst);

const target = fileURLToPath(new URL('../src/postgres/volatility-data.ts', import.meta.url));
writeFileSync(
  target,
  `// Written by scripts/generate-volatility.ts from the catalogs of PostgreSQL ${supportedMajors.join(', ')}; do not edit.
// A function is \`name\`, or \`name/2\` where overloads differ by argument count, with \`@17\` where that major brought it.

export const volatileFunctions =
  '${functionList(oldestFirst, '', 'v')}';

export const stableFunctions =
  '${functionList(oldestFirst, '', 's')}';

export const immutableFunctions =
  '${functionList(oldestFirst, '', 'i')}';

/** pg_type without arrays and row types. */
export const builtinTypes =
  '${typeList(oldestFirst, '')}';

/** pg_cast: \`source>target:\` method (b binary, f function, i text), context (e explicit, a assignment, i implicit). */
export const casts =
  '${castList(oldestFirst)}';

/** Extensions that come with PostgreSQL: name, types, volatile, stable and immutable functions. */
export const contribExtensions: readonly (readonly [string, string, string, string, string])[] = [
${contrib(oldestFirst)}
];
`,
);
execFileSync('npx', ['biome', 'format', '--write', target], { stdio: ['ignore', 'ignore', 'inherit'] });
