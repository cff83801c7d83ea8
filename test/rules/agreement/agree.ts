// Each finding's advice, taken and judged again in the same circumstances.
import { rules } from '../../../rules/index.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { refusalOf } from '../../../src/rule.ts';
import type { Composition } from './composition.ts';
import { type Judged, judgeUnits } from './judge.ts';
import { apply, contextOf, fileText, leftOver, stagesOf, type Unit, unitsOf } from './plan.ts';
import { schemaLines } from './schema-reached.ts';

/** What is wrong with the advice of a composition's findings; empty also where PostgreSQL would refuse the composition itself. */
export function disagreements(composition: Composition): string[] {
  const units = unitsOf(composition);
  const judged = judgeUnits(units, composition);
  if (judged.troubles.length > 0) return judged.troubles.map((trouble) => `as written: ${trouble}`);
  if (!isRunnable(judged)) return [];
  return judged.findings.flatMap((finding) => {
    if (finding.instead === undefined) return [];
    return taken(composition, units, finding)
      .flatMap((plan) => wrongWith(plan, composition, judged, finding))
      .map((wrong) => `${finding.rule}: ${wrong}\nadvised:\n${finding.instead}`);
  });
}

/** The composition's runs: as written, and with each finding's advice taken. */
export interface Plan {
  readonly finding: Finding;
  readonly units: readonly Unit[];
  /** It is to reach the schema that the statements as written reach. */
  readonly isEquivalent: boolean;
}

/** Undefined where PostgreSQL would refuse the composition, or a part of it. */
export function plansOf(composition: Composition): { written: Unit[]; plans: Plan[]; isRefused: boolean } | undefined {
  const written = unitsOf(composition);
  const judged = judgeUnits(written, composition);
  if (!isRunnable(judged)) return undefined;
  const isRefused = judged.steps.some((step) => refusalOf(step));
  const plans = judged.findings.flatMap((finding) =>
    taken(composition, written, finding).map((units) => ({
      finding,
      units,
      isEquivalent: !isRefused && isSameSchema(finding),
    })),
  );
  return { written, plans, isRefused };
}

/** What must be outside a transaction, and values of enums used too early, have ways out; other refusals are mistakes. */
const isRunnable = ({ steps }: Judged): boolean =>
  steps
    .flatMap((step) => step.parts ?? [step])
    .every((step) => ['25001', '55P04', undefined].includes(refusalOf(step)?.code) || isPartByPart(step.statement.sql));

const isPartByPart = (sql: string): boolean => /^CREATE INDEX CONCURRENTLY ON events/.test(sql);

/** The plan in which the finding's statement is replaced; none where the finding can't be told to belong to one. */
function taken(composition: Composition, units: readonly Unit[], finding: Finding): Unit[][] {
  const [unit] = units;
  if (!unit || finding.instead === undefined) return [];
  const at = unit.statements.findIndex(({ sql }) =>
    composition.context === 'do' ? isFoundAlone(composition, sql, finding) : sql === finding.sql,
  );
  return at < 0 ? [] : [apply(unit, at, finding.instead)];
}

/** Of a body the finding tells no statement. */
function isFoundAlone(composition: Composition, sql: string, finding: Finding): boolean {
  if (/^SET /.test(sql)) return false;
  const alone = judgeUnits(unitsOf({ ...composition, statements: [sql] }), composition);
  return alone.findings.some((one) => key(one) === key(finding));
}

const key = ({ rule, message }: Finding): string => `${rule}: ${message.replaceAll(/\bline \d+( of \S+)?/g, 'line')}`;

/** What statements that stay get told where their transaction is another, or holds less. */
const circumstantial = new Set([
  'missing-lock-timeout',
  'ineffective-lock-timeout',
  'foreign-key-locks-referenced-table',
  'dropped-foreign-key',
  'several-tables-locked',
  'several-referenced-tables-locked',
  'slow-work-under-lock',
  'unbounded-data-change',
  'short-lock-timeout-on-concurrently',
]);

/** Rules about what is asked for, not about how it is done: each has its own finding, and advice of its own. */
const aboutIntent = new Set(
  rules.filter(({ concern }) => ['design', 'compatibility', 'data', 'process'].includes(concern)).map(({ id }) => id),
);

function wrongWith(plan: readonly Unit[], composition: Composition, before: Judged, finding: Finding): string[] {
  const after = judgeUnits(plan, composition);
  const known = new Set(before.findings.map(key));
  const elsewhere = new Set(before.findings.map(({ rule, sql }) => `${rule} ${sql}`));
  const advised = new Set(
    plan.flatMap(({ statements }) => statements.filter((one) => one.advised).map(({ sql }) => bare(sql))),
  );
  const inText = (one: Finding) =>
    advised.has(bare(one.sql)) || (/^DO /.test(one.sql) && [...advised].some((sql) => one.sql.includes(sql)));
  // A refusal hides what comes after it, and what advice leaves undone may be what later statements build on.
  const isRefused = before.steps.some((step) => (step.parts ?? [step]).some((part) => refusalOf(part)));
  const isWhole = !isRefused && isSameSchema(finding);
  const bad = after.findings.filter((one) =>
    inText(one) && !/^DO /.test(one.sql)
      ? !isMoved(one, finding, before, known)
      : isWhole && !known.has(key(one)) && !elsewhere.has(`${one.rule} ${one.sql}`) && !circumstantial.has(one.rule),
  );
  const refused = after.steps.flatMap((step) =>
    (step.parts ?? [step]).flatMap((part) => refusalOf(part)?.message ?? []),
  );
  const found = [
    ...bad.map(key),
    ...after.troubles,
    ...(bad.length === 0 && before.steps.every((s) => !refusalOf(s)) ? refused : []),
  ];
  const script = plan.map((unit) => `[${unit.context}${unit.later ? ' later' : ''}]\n${fileText(unit)}`).join('\n');
  return [...found, ...unnamedSwitch(composition, finding), ...schemaDifferences(before, after, finding)].map(
    (text) => `${text}\nwhen run as\n${script}`,
  );
}

/** A statement that is only moved keeps what else is found in it, and what is found of the same wish. */
function isMoved(one: Finding, finding: Finding, before: Judged, known: ReadonlySet<string>): boolean {
  const isSame = bare(one.sql) === finding.sql || isDesign(finding);
  if (isSame && known.has(key(one))) return true;
  const wasTold =
    before.findings.some(({ rule }) => rule === one.rule) || finding.rule === 'concurrently-in-transaction';
  return one.rule !== finding.rule && aboutIntent.has(one.rule) && wasTold;
}

const bare = (sql: string): string => sql.replace(/^--.*\n/gm, '');

const switches: Record<string, RegExp> = {
  goose: /\+goose NO TRANSACTION/,
  'sql-migrate': /\+migrate Up notransaction/,
  dbmate: /migrate:up transaction:false/,
  'node-pg-migrate': /pgm\.noTransaction/,
};

/** Where advice must leave the tool's transaction, it says how with that tool. */
function unnamedSwitch({ context }: Composition, { instead = '' }: Finding): string[] {
  const wanted = switches[context];
  if (!wanted) return [];
  return stagesOf(instead)
    .flatMap(({ note }) => (contextOf(note, context)?.context === 'outside' && note && !wanted.test(note) ? note : []))
    .map((note) => `"${note}" does not say how ${context} leaves its transaction`);
}

/** Rules whose advice leads elsewhere by design: the old and the new side by side, or nothing taken away yet. */
const leadsElsewhere = new Set([
  'renamed-column',
  'renamed-table',
  'rewriting-type-change',
  'rewriting-generated-column',
  'rewriting-new-column',
  'blocking-vacuum-full',
  'validating-domain-constraint',
  'invalid-index-behind-if-not-exists',
]);

const isDesign = (finding: Finding): boolean => rules.find(({ id }) => id === finding.rule)?.concern === 'design';

const isSameSchema = (finding: Finding): boolean =>
  !leadsElsewhere.has(finding.rule) && !isDesign(finding) && !leftOver(finding.instead ?? '');

function schemaDifferences(before: Judged, after: Judged, finding: Finding): string[] {
  if (!isSameSchema(finding)) return [];
  if (!before.catalog || !after.catalog || before.steps.some((step) => refusalOf(step))) return [];
  const [wanted, reached] = [schemaLines(before.catalog), schemaLines(after.catalog)];
  const missing = wanted.filter((line) => !reached.includes(line)).map((line) => `- ${line}`);
  const extra = reached.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
  return missing.length + extra.length === 0
    ? []
    : [`another schema is reached:\n${[...missing, ...extra].join('\n')}`];
}
