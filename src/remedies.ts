// What findings advise said once more in the language of the migration's tool: the SQL taken apart into the migrations that it
// needs, which the tool's own writer puts into code.
import type { Finding, Remedy } from './findings/finding.ts';
import type { MigrationFile } from './frameworks/framework.ts';
import { remedyWriter } from './frameworks/remedies.ts';
import { knownOf } from './frameworks/remedy/known.ts';
import { withBreaks } from './frameworks/remedy/quoting.ts';
import {
  languageFor,
  type RemedyContext,
  type RemedyMigration,
  type RemedyStep,
  type RemedyWriter,
  written,
} from './frameworks/remedy/remedy.ts';
import { parsePiece, type Statement } from './postgres/parse.ts';
import { placeOf, type StagePlace } from './rule/advice.ts';
import { toFileOffset, wholeText } from './source/piece.ts';
import { SourceText } from './source/source-text.ts';

/** Puts findings that say it in place of those that advise SQL alone. Needs `loadParser` to have been awaited. */
export async function addRemedies(findings: Finding[]): Promise<void> {
  const tools = [
    ...new Set(findings.flatMap(({ migration, instead }) => (instead && migration ? migration.framework : []))),
  ];
  const writers = new Map<string, RemedyWriter>();
  for (const id of tools) {
    const writer = await remedyWriter(id);
    if (writer) writers.set(id, writer);
  }
  for (const [at, { migration, ...finding }] of findings.entries()) {
    const writer = migration && finding.status === 'open' ? writers.get(migration.framework) : undefined;
    const remedy = writer && remedyOf({ ...finding, migration }, writer);
    findings[at] = remedy ? { ...finding, remedy } : finding;
  }
}

export function remedyOf(finding: Finding, writer: RemedyWriter): Remedy | undefined {
  const { instead, migration: file } = finding;
  if (instead === undefined || !file) return undefined;
  const migrations = migrationsOf(instead, file.transaction);
  const steps = migrations.flatMap((migration) => migration.steps);
  if (steps.length === 0) return undefined;
  // SQL is the tool's own language but where a file has to say more than its statements.
  if (/\.sql$/i.test(file.path) && !migrations.some(({ isOutside }) => isOutside)) return undefined;
  const context = { ...contextOf(finding, file, steps), way: migrations };
  const code = migrations.map((migration, at) => written(writer, { ...context, migration, at }));
  return { tool: writer.title, language: languageFor(writer, file.path), code: withBreaks(code.join('\n\n')) };
}

export const contextOf = (
  finding: Finding,
  file: MigrationFile,
  steps: readonly RemedyStep[],
): Omit<RemedyContext, 'at' | 'migration' | 'way'> => ({
  file,
  sql: finding.sql,
  source: finding.file === file.path ? file.text.text.slice(finding.span.start.offset) : '',
  sends: file.pieces.filter((piece) => toFileOffset(piece, 0) === finding.span.start.offset).length,
  tableOf: () => onlyTable(finding),
  madeAs: (name) => madeAs(steps, name),
});

function onlyTable({ effects }: Finding): string | undefined {
  const names = effects.flatMap((effect) =>
    effect.kind === 'lock' && /table/.test(effect.relation.kind) ? [effect.relation.name] : [],
  );
  const [name, ...others] = new Set(names);
  return others.length === 0 ? name : undefined;
}

function madeAs(steps: readonly RemedyStep[], name: string): ReturnType<RemedyContext['madeAs']> {
  for (const { known } of steps) {
    if (known?.kind === 'add-foreign-key' && known.name === name) return 'foreign-key';
    if (known?.kind === 'add-check' && known.name === name) return 'check';
  }
  return undefined;
}

type Model = Parameters<typeof placeOf>[1] & { readonly scope: string };

interface Stage {
  readonly notes: readonly string[];
  readonly place: StagePlace;
  readonly steps: RemedyStep[];
}

/** The migrations that advised SQL takes, one after another; none where it can't be read. */
export function migrationsOf(instead: string, model: Model): RemedyMigration[] {
  const { stages, after } = stagesOf(instead, model);
  const isApart = model.scope !== 'none';
  const migrations: { -readonly [key in keyof RemedyMigration]: RemedyMigration[key] }[] = [];
  for (const { notes, place, steps } of stages) {
    const last = migrations.at(-1);
    const isOutside = place.isOutside || !isApart;
    if (!last || last.isOutside !== isOutside || (place.isLater && isApart)) {
      const isSame = !last && !place.isLater && isOutside === !isApart;
      migrations.push({ notes, isOutside, isSame, steps, after: [] });
    } else {
      const [first, ...others] = steps;
      if (first) last.steps = [...last.steps, { ...first, comments: [...notes, ...first.comments] }, ...others];
    }
  }
  const last = migrations.at(-1);
  if (last) last.after = after;
  return migrations;
}

/** Statements under one note. */
function stagesOf(instead: string, model: Model): { stages: Stage[]; after: string[] } {
  const parsed = parsePiece(wholeText(SourceText.of('advice.sql', instead)), { psql: false });
  if (parsed.gaps.length > 0) return { stages: [], after: [] };
  const comments = parsed
    .comments()
    .map(({ text, span }) => ({ text: text.replace(/^-- ?/, ''), at: span.start.offset }));
  const stages: Stage[] = [];
  for (const group of grouped(parsed.statements)) {
    const [first] = group as [Statement];
    const above = take(comments, first.span.start.offset);
    take(comments, group.at(-1)?.span.end.offset ?? 0);
    const allowances = above.filter((text) => text.startsWith('migration-lint-allow'));
    const notes = above.filter((text) => !allowances.includes(text));
    const last = stages.at(-1);
    const place = notes.length > 0 || !last ? placeOf(notes.join('\n'), model) : last.place;
    const isOutside = place.isOutside || group.some(runsAlone);
    const step = stepOf(group, allowances, place.repeats);
    if (last && notes.length === 0 && last.place.isOutside === isOutside) last.steps.push(step);
    else
      stages.push({ notes, place: { ...place, isOutside, isLater: place.isLater && notes.length > 0 }, steps: [step] });
  }
  return { stages, after: comments.map(({ text }) => text) };
}

function take(comments: { text: string; at: number }[], before: number): string[] {
  const end = comments.findIndex(({ at }) => at > before);
  return comments.splice(0, end < 0 ? comments.length : end).map(({ text }) => text);
}

/** What stands between BEGIN and COMMIT is one. */
function grouped(statements: readonly Statement[]): Statement[][] {
  const groups: Statement[][] = [];
  let isOpen = false;
  for (const statement of statements) {
    const { node } = statement;
    if ('TransactionStmt' in node) {
      isOpen = node.TransactionStmt.kind === 'TRANS_STMT_BEGIN' || node.TransactionStmt.kind === 'TRANS_STMT_START';
      if (isOpen) groups.push([]);
    } else if (isOpen) groups.at(-1)?.push(statement);
    else groups.push([statement]);
  }
  return groups.filter((group) => group.length > 0);
}

function stepOf(group: readonly Statement[], comments: readonly string[], repeats: boolean): RemedyStep {
  const [first, ...others] = group;
  const known = first && others.length === 0 ? knownOf(first) : undefined;
  const sql = group.map((statement) => statement.sql).join(';\n');
  return { sql, comments, ...(known ? { known } : {}), ...(repeats ? { repeats } : {}) };
}

/** PostgreSQL refuses it in a transaction. */
function runsAlone({ node }: Statement): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent ?? false;
  if ('DropStmt' in node) return node.DropStmt.concurrent ?? false;
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd ?? false;
  const parameters = 'ReindexStmt' in node ? (node.ReindexStmt.params ?? []) : [];
  return parameters.some((one) => 'DefElem' in one && one.DefElem.defname === 'concurrently');
}
