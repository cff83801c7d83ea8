// What is run, unit by unit, and what becomes of it when a finding's advice is taken: its stages stand where their notes say.
import type { Composition, Context } from './composition.ts';

/** Outside a transaction as the tool has it: `goose outside` has goose's marker for that. */
export type UnitContext = Context | 'outside';

/** One file of the run. */
export interface Unit {
  readonly context: UnitContext;
  readonly tool: Context;
  readonly statements: readonly PlannedStatement[];
  /** A later deploy, which runs in a session of its own. */
  readonly later?: boolean;
}

export interface PlannedStatement {
  readonly sql: string;
  /** It comes from the advice. */
  readonly advised: boolean;
  /** Repeated until it changes no row. */
  readonly repeated?: boolean;
}

interface Stage {
  readonly note: string | undefined;
  readonly statements: readonly string[];
}

/** The composition as its author wrote it. */
export function unitsOf({ statements, context, timeout }: Composition): Unit[] {
  const limit = timeout === 'the file' ? [`SET lock_timeout = '4s'`] : [];
  const all = [...limit, ...statements].map((sql) => ({ sql, advised: false }));
  return [{ context, tool: context, statements: all }];
}

/** `instead` in the place of the statement at `at`. */
export function apply(unit: Unit, at: number, instead: string): Unit[] {
  const stages = stagesOf(instead);
  // Set where the transaction begins, and the statement stays.
  const early = stages.find(({ note }) => note?.startsWith('before line'));
  if (early) return [{ ...unit, statements: [...planned(early), ...unit.statements] }];
  const noted = stages.findIndex(({ note }) => contextOf(note, unit.tool) !== undefined);
  const [here, apart] = noted < 0 ? [stages, []] : [stages.slice(0, noted), stages.slice(noted)];
  const before = [...unit.statements.slice(0, at), ...here.flatMap(planned)];
  const after = unit.statements.slice(at + 1);
  if (apart.length === 0) return [{ ...unit, statements: [...before, ...after] }];
  const own: Unit[] = [];
  for (const stage of apart) {
    const found = contextOf(stage.note, unit.tool);
    const last = own.at(-1);
    if (found === undefined && last)
      own[own.length - 1] = { ...last, statements: [...last.statements, ...planned(stage)] };
    else own.push({ tool: unit.tool, statements: planned(stage), ...(found ?? { context: unit.context }) });
  }
  return [
    { ...unit, statements: before },
    ...own.flatMap(sentAlone),
    { ...unit, statements: after.every(isLock) ? [] : after, later: own.some(({ later }) => later) },
  ];
}

/** A lock that is to last for the rest of its transaction, where no rest is left, is nothing that anybody keeps. */
const isLock = ({ sql }: PlannedStatement): boolean => /^LOCK TABLE /.test(sql);

/** dbmate sends a block as one string. */
const sentAlone = (unit: Unit): Unit[] =>
  unit.tool === 'dbmate' && unit.context === 'outside'
    ? unit.statements.map((one) => ({ ...unit, statements: [one] }))
    : [unit];

const planned = ({ note, statements }: Stage): PlannedStatement[] =>
  statements.map((sql) => ({ sql, advised: true, ...(/again and again/.test(note ?? '') ? { repeated: true } : {}) }));

const outside =
  /outside|NO TRANSACTION|notransaction|transaction:false|by itself|one statement in each|each (?:statement )?in (?:a transaction|a migration) of (?:its|their) own|each time in|pgm\.noTransaction/;
const apart = /in a migration|in the next migration|in a transaction of its own|after the COMMIT/;
const later = /later deploy|once no running version|then deploy|once the first is deployed/;

/** Where a stage with this note runs; undefined where it goes on with what is before it. */
export function contextOf(note: string | undefined, tool: Context): Pick<Unit, 'context' | 'later'> | undefined {
  if (note === undefined) return undefined;
  const isLater = later.test(note);
  if (outside.test(note)) return { context: 'outside', later: isLater };
  if (!apart.test(note) && !isLater) return undefined;
  // One transaction around all migrations of a deploy is left by none of them.
  return { context: tool === 'string' || tool === 'do' ? 'autocommit' : tool, later: isLater };
}

/** The notes and the statements below each; a line of `-- ` that allows a rule belongs to its statement. */
export function stagesOf(instead: string): Stage[] {
  const stages: { note: string | undefined; statements: string[] }[] = [];
  let open = '';
  for (const line of instead.split('\n')) {
    const isNote = open === '' && /^-- (?!migration-lint-)/.test(line);
    if (isNote) stages.push({ note: line.slice(3), statements: [] });
    else {
      open += `${open === '' ? '' : '\n'}${line}`;
      if (!line.endsWith(';') || open.split('$$').length % 2 === 0) continue;
      if (stages.length === 0) stages.push({ note: undefined, statements: [] });
      stages.at(-1)?.statements.push(open.slice(0, -1));
      open = '';
    }
  }
  if (open.trim() !== '') throw new Error(`not a statement: ${open}\nin\n${instead}`);
  return stages.filter(({ statements }) => statements.length > 0);
}

/** What advice leaves to the other findings of its statement. */
export const leftOver = (instead: string): boolean => /^-- left (?:to the other findings|of the column)/m.test(instead);

/** The text of a unit's file. */
export function fileText({ context, tool, statements }: Unit): string {
  const body = statements.map(({ sql }) => `${sql};\n`).join('');
  const isOutside = context === 'outside';
  switch (tool) {
    case 'begin':
      return isOutside ? body : `BEGIN;\n${body}COMMIT;\n`;
    case 'do':
      return isOutside || context === 'autocommit' ? body : doBlock(statements);
    case 'goose':
      return `${isOutside ? '-- +goose NO TRANSACTION\n' : ''}-- +goose Up\n${body}`;
    case 'sql-migrate':
      return `-- +migrate Up${isOutside ? ' notransaction' : ''}\n${body}`;
    case 'dbmate':
      return `-- migrate:up${isOutside ? ' transaction:false' : ''}\n${body}`;
    // What pgm.noTransaction() begins with.
    case 'node-pg-migrate':
      return isOutside ? `COMMIT;\n${body}` : `-- Up Migration\n${body}`;
    case 'run':
      return isOutside ? `COMMIT;\n${body}` : body;
    default:
      return body;
  }
}

/** SET is a statement of its own: what a DO block sets in the middle of itself is no habit of anybody. */
function doBlock(statements: readonly PlannedStatement[]): string {
  const settings = statements.filter(({ sql }) => /^SET /.test(sql));
  const rest = statements.filter(({ sql }) => !/^SET /.test(sql));
  const set = settings.map(({ sql }) => `${sql};\n`).join('');
  return `${set}DO $do$\nBEGIN\n${rest.map(({ sql }) => `  ${sql};\n`).join('')}END $do$;\n`;
}
