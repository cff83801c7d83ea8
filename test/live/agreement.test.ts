// What findings advise, run on real servers in the circumstances it is advised for: nothing fails, and the catalogs end as the statements
// as written would have left them. A sample of the compositions of test/rules/agreement: as many on every machine, so that a run can be repeated.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadParser } from '../../src/postgres/parse.ts';
import { type Plan, plansOf } from '../rules/agreement/agree.ts';
import { type Composition, composition } from '../rules/agreement/composition.ts';
import { fileText, type Unit } from '../rules/agreement/plan.ts';
import { given } from '../rules/agreement/schema.ts';
import { MAJORS, whyUnavailable } from './binaries.ts';
import { type Server, type Session, startServer } from './server.ts';
import { splitStatements } from './statements.ts';

const compositions = Number(process.env.COMPOSITIONS ?? 100);
const seed = Number(process.env.SEED ?? 11);

beforeAll(() => loadParser());

describe('advice holds on PostgreSQL', () => {
  for (const major of MAJORS) {
    const reason = whyUnavailable(major);
    const name = `${major}${reason ? `: ${reason}` : ''}`;
    test.skipIf(reason)(
      `${name}: advice runs and reaches the schema asked for`,
      { timeout: 120_000 + compositions * 2000 },
      async () => {
        const server = await startServer(major);
        try {
          const { wrong, tried } = await trial(server);
          expect(wrong).toEqual([]);
          expect(tried).toBeGreaterThan(0);
        } finally {
          await server.close();
        }
      },
    );
  }
});

/** Compositions differ from major to major, so that together they reach further. */
async function trial(server: Server): Promise<{ wrong: string[]; tried: number }> {
  const wrong: string[] = [];
  let tried = 0;
  for (const one of fc.sample(composition([server.major]), {
    seed: seed * 100 + server.major,
    numRuns: compositions,
  })) {
    const plans = plansOf(one);
    if (!plans) continue;
    const written = await run(server, one, plans.written);
    // What PostgreSQL refuses beside the advised statement stays refused.
    if ((plans.isRefused || written.error !== undefined) && one.statements.length > 1) continue;
    for (const plan of plans.plans.filter(({ finding }) => !needsData.has(finding.rule))) {
      tried++;
      const advised = await run(server, one, plan.units);
      wrong.push(...differences(plan, written, advised).map((text) => describeWrong(one, plan, text)));
    }
  }
  return { wrong, tried };
}

/** Whose advice asks for values that only people know. */
const needsData = new Set(['not-null-without-default']);

function describeWrong(one: Composition, { finding, units }: Plan, text: string): string {
  const script = units.map((unit) => `[${unit.context}]\n${fileText(unit)}`).join('\n');
  return `${finding.rule}, ${one.context}, lock_timeout set by ${one.timeout}: ${text}\n${one.statements.join(';\n')}\nrun as\n${script}`;
}

interface Outcome {
  readonly error?: string;
  readonly schema: readonly string[];
}

/** DETACH PARTITION … CONCURRENTLY leaves the bounds on the partition as a CHECK, so that it can be attached again unread. */
const leavesBounds = (units: readonly Unit[]): boolean =>
  units.some((unit) => /DETACH PARTITION .+ CONCURRENTLY/.test(fileText(unit)));

function differences({ isEquivalent, units }: Plan, written: Outcome, advised: Outcome): string[] {
  if (advised.error !== undefined) {
    // Rows refuse what stands beside the advised statement as well.
    const isRefusedAnyway = written.error !== undefined && (isEquivalent || advised.error === written.error);
    return isRefusedAnyway ? [] : [advised.error];
  }
  if (!isEquivalent || written.error !== undefined) return [];
  const missing = written.schema.filter((line) => !advised.schema.includes(line)).map((line) => `- ${line}`);
  const added = advised.schema.filter((line) => !written.schema.includes(line));
  const extra = added.filter((line) => !(leavesBounds(units) && / CHECK \(/.test(line))).map((line) => `+ ${line}`);
  return missing.length + extra.length === 0 ? [] : [['another schema:', ...missing, ...extra].join('\n')];
}

async function run(server: Server, { timeout }: Composition, units: readonly Unit[]): Promise<Outcome> {
  const database = await server.database(given);
  let session: Session | undefined;
  try {
    for (const unit of units.filter(({ statements }) => statements.length > 0)) {
      if (unit.later) await session?.end();
      if (!session || unit.later) session = await database.connect();
      if (timeout === 'the config') await session.client.query(`SET lock_timeout = '5s'`);
      await runUnit(session, unit);
    }
    session ??= await database.connect();
    return { schema: await schemaOf(session) };
  } catch (error) {
    return { error: (error as Error).message, schema: [] };
  } finally {
    await session?.end();
    await database.drop();
  }
}

/** Contexts in which somebody else begins and commits. */
const wrapped: ReadonlySet<string> = new Set(['file', 'run', 'goose', 'sql-migrate', 'dbmate', 'node-pg-migrate']);

async function runUnit(session: Session, unit: Unit): Promise<void> {
  if (unit.context === 'outside') {
    for (const { sql, repeated } of unit.statements) await runAlone(session, sql, Boolean(repeated));
  } else if (unit.context === 'string') await session.client.query(fileText(unit));
  else {
    const isWrapped = wrapped.has(unit.context);
    const statements = splitStatements(fileText(unit)).map(({ sql }) => sql);
    for (const sql of isWrapped ? ['BEGIN', ...statements, 'COMMIT'] : statements) await session.client.query(sql);
  }
}

/** What is to be repeated until it changes no row ends soon on tables this small. */
async function runAlone(session: Session, sql: string, repeated: boolean): Promise<void> {
  for (let times = 0; times < 50; times++) {
    const { rowCount } = await session.client.query(sql);
    if (!repeated || !rowCount) return;
  }
  throw new Error(`still changes rows: ${sql}`);
}

const user = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`;

/** NOT NULL constraints are compared as what their columns are. */
const catalogs = [
  `SELECT c.oid::regclass::text || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
     || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
     || ' ' || a.attidentity::text || a.attgenerated::text AS line
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE ${user} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')`,
  `SELECT o.conrelid::regclass::text || ' ' || o.conname || ' ' || pg_get_constraintdef(o.oid) AS line
   FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE ${user} AND o.contype NOT IN ('n', 't') AND o.conrelid <> 0`,
  `SELECT pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
     || coalesce(' OF ' || h.inhparent::regclass::text, '') AS line
   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid WHERE ${user}`,
];

async function schemaOf(session: Session): Promise<string[]> {
  const lines: string[] = [];
  for (const sql of catalogs) {
    const { rows } = await session.client.query<{ line: string }>(sql);
    lines.push(...rows.map(({ line }) => line));
  }
  return lines.sort();
}
