// The user's own words for advice: the actions of an ALTER TABLE, and a column definition with its constraints cut off.
import type { AlterTableCmd, ColumnDef, Constraint } from '@pgsql/types';
import { isSolid, lexer } from '../postgres/lexer.ts';
import type { Step } from '../simulation/step.ts';
import { perStep } from './per-step.ts';

export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens without space and comments. */
export function tokensOf(sql: string): Token[] {
  const token = lexer(sql);
  const found: Token[] = [];
  while (token.next()) {
    const { kind, start, end } = token;
    if (isSolid(kind)) found.push({ text: sql.slice(start, end), start, end });
  }
  return found;
}

/** One action of an ALTER TABLE: its text as written, `ADD CONSTRAINT …`, where that starts in the statement, and its tree. */
export interface Action {
  readonly text: string;
  readonly start: number;
  readonly node: AlterTableCmd;
}

/** The actions of an ALTER TABLE in the order written; none for other statements. */
export const actionsOf = perStep(({ statement }): readonly Action[] => {
  const { node, sql } = statement;
  if (!('AlterTableStmt' in node)) return [];
  const commands = (node.AlterTableStmt.cmds ?? []).flatMap((cmd) => ('AlterTableCmd' in cmd ? cmd.AlterTableCmd : []));
  const { parts } = splitAtCommas(sql, headEnd(tokensOf(sql)));
  return parts.length === commands.length ? parts.map((part, index) => ({ ...part, node: commands[index] ?? {} })) : [];
});

/** The columns and constraints of a CREATE TABLE, as the actions that would add them. */
export function elementsOf({ statement }: Step): Action[] {
  const { node, sql } = statement;
  if (!('CreateStmt' in node)) return [];
  const elements = node.CreateStmt.tableElts ?? [];
  const { parts } = splitAtCommas(sql, bodyStart(sql));
  if (parts.length !== elements.length) return [];
  return parts.flatMap((part, index): Action[] => {
    const def = elements[index];
    if (!def) return [];
    const subtype = 'Constraint' in def ? 'AT_AddConstraint' : 'ColumnDef' in def ? 'AT_AddColumn' : undefined;
    return [{ ...part, node: { def, ...(subtype ? { subtype } : {}) } }];
  });
}

/** Just after the parenthesis that opens the list of columns. */
const bodyStart = (sql: string): number => tokensOf(sql).find(({ text }) => text === '(')?.end ?? sql.length;

/** An ALTER TABLE or CREATE TABLE with other actions or elements; undefined for an ALTER TABLE with none. */
export function rebuilt(step: Step, parts: readonly string[]): string | undefined {
  const { node, sql } = step.statement;
  if (!('CreateStmt' in node)) return parts.length > 0 ? `${alterTableHead(step)} ${parts.join(', ')}` : undefined;
  const start = bodyStart(sql);
  const { end } = splitAtCommas(sql, start);
  const body = parts.length > 0 ? `\n  ${parts.join(',\n  ')}\n` : '';
  return `${sql.slice(0, start)}${body}${sql.slice(end)}`;
}

/** `ALTER TABLE ONLY orders`: an ALTER TABLE up to its first action, as written. */
export function alterTableHead({ statement: { sql } }: Step): string {
  return sql.slice(0, headEnd(tokensOf(sql))).trim();
}

/** ALTER TABLE [IF EXISTS] [ONLY] name [*] */
function headEnd(tokens: readonly Token[]): number {
  const is = (at: number, ...words: string[]) => words.includes((tokens[at]?.text ?? '').toLowerCase());
  let at = is(1, 'materialized', 'foreign') ? 3 : 2;
  if (is(at, 'if')) at += 2;
  if (is(at, 'only')) at++;
  if (is(at, '(')) at++;
  while (is(at + 1, '.')) at += 2;
  at++;
  while (is(at, '*', ')')) at++;
  return tokens[at - 1]?.end ?? 0;
}

/** What stands between the commas after `from`, up to the parenthesis that closes the list, where one does. */
function splitAtCommas(sql: string, from: number): { parts: { text: string; start: number }[]; end: number } {
  const groups: Token[][] = [[]];
  let depth = 0;
  let end = sql.length;
  for (const token of tokensOf(sql).filter(({ start }) => start >= from)) {
    if (token.text === '(' || token.text === '[') depth++;
    if (token.text === ')' || token.text === ']') depth--;
    if (depth < 0) {
      end = token.start;
      break;
    }
    if (token.text === ',' && depth === 0) groups.push([]);
    else groups.at(-1)?.push(token);
  }
  const parts = groups.flatMap((tokens) => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    return first && last ? [{ text: sql.slice(first.start, last.end), start: first.start }] : [];
  });
  return { parts, end };
}

/** A column as an ADD COLUMN writes it. */
export interface ColumnParts {
  /** `ADD COLUMN a int COLLATE "C"`: up to the first constraint. */
  readonly head: string;
  readonly name: string;
  /** DEFAULT, NOT NULL, CHECK and so on in order; each with its name and what qualifies it. */
  readonly constraints: readonly ColumnConstraint[];
}
interface ColumnConstraint {
  readonly text: string;
  /** Without `CONSTRAINT name`. */
  readonly unnamed: string;
  readonly node: Constraint;
}

/** Undefined for other actions than ADD COLUMN, and for other elements than columns. */
export function columnParts({ statement }: Step, { node, text, start }: Action): ColumnParts | undefined {
  const definition = (node.def as { ColumnDef?: ColumnDef } | undefined)?.ColumnDef;
  if (node.subtype !== 'AT_AddColumn' || !definition) return undefined;
  const nodes = (definition.constraints ?? []).flatMap((one) => ('Constraint' in one ? one.Constraint : []));
  const begins = nodes.map(({ location }) => statement.offsetOf(location) - statement.fileOffset(0) - start);
  const cut = (at: number) => solid(text.slice(begins[at], begins[at + 1] ?? text.length));
  const whole = nodes.map((one, at) => ({ text: cut(at), unnamed: withoutName(cut(at)), node: one }));
  return {
    head: solid(text.slice(0, begins[0] ?? text.length)),
    name: definition.colname ?? '',
    constraints: joinAttributes(whole),
  };
}

/** Without space and comments at either end: a `--` would swallow what advice appends. */
const solid = (text: string): string => {
  const tokens = tokensOf(text);
  return text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
};

const withoutName = (text: string): string => text.replace(/^constraint\s+(?:"(?:[^"]|"")*"|[^\s"]+)\s+/i, '');

/** DEFERRABLE, INITIALLY …, NOT ENFORCED belong to the constraint before them. */
function joinAttributes(constraints: readonly ColumnConstraint[]): ColumnConstraint[] {
  const joined: ColumnConstraint[] = [];
  for (const one of constraints) {
    const last = joined.at(-1);
    if (last && one.node.contype?.startsWith('CONSTR_ATTR')) {
      joined[joined.length - 1] = {
        ...last,
        text: `${last.text} ${one.text}`,
        unnamed: `${last.unnamed} ${one.text}`,
      };
    } else joined.push(one);
  }
  return joined;
}

/** The VALIDATE CONSTRAINT actions of an ALTER TABLE. */
export const validations = (step: Step): Action[] =>
  actionsOf(step).filter(({ node }) => node.subtype === 'AT_ValidateConstraint');

/** The constraints that they name. */
export const validatedNames = (step: Step): string[] => validations(step).flatMap(({ node }) => node.name ?? []);
