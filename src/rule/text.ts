// The user's own words for advice: the actions of an ALTER TABLE, and a column definition with its constraints cut off.
import type { AlterTableCmd, ColumnDef, Constraint } from '@pgsql/types';
import { isSolid, lexer } from '../postgres/lexer.ts';
import type { Step } from '../simulation/step.ts';

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens without space and comments. */
function tokensOf(sql: string): Token[] {
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
export function actionsOf({ statement }: Step): Action[] {
  const { node, sql } = statement;
  if (!('AlterTableStmt' in node)) return [];
  const commands = (node.AlterTableStmt.cmds ?? []).flatMap((cmd) => ('AlterTableCmd' in cmd ? cmd.AlterTableCmd : []));
  const parts = splitAtCommas(sql, headEnd(tokensOf(sql)));
  return parts.length === commands.length ? parts.map((part, index) => ({ ...part, node: commands[index] ?? {} })) : [];
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

function splitAtCommas(sql: string, from: number): { text: string; start: number }[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokensOf(sql).filter(({ start }) => start >= from)) {
    if (token.text === '(' || token.text === '[') depth++;
    if (token.text === ')' || token.text === ']') depth--;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.flatMap((tokens) => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    return first && last ? [{ text: sql.slice(first.start, last.end), start: first.start }] : [];
  });
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

/** Undefined for other actions than ADD COLUMN. */
export function columnParts({ statement }: Step, { node, text, start }: Action): ColumnParts | undefined {
  const definition = (node.def as { ColumnDef?: ColumnDef } | undefined)?.ColumnDef;
  if (node.subtype !== 'AT_AddColumn' || !definition) return undefined;
  const nodes = (definition.constraints ?? []).flatMap((one) => ('Constraint' in one ? one.Constraint : []));
  const begins = nodes.map(({ location }) => statement.offsetOf(location) - statement.fileOffset(0) - start);
  const cut = (at: number) => text.slice(begins[at], begins[at + 1] ?? text.length).trim();
  const whole = nodes.map((one, at) => ({ text: cut(at), unnamed: withoutName(cut(at)), node: one }));
  return {
    head: text.slice(0, begins[0] ?? text.length).trim(),
    name: definition.colname ?? '',
    constraints: joinAttributes(whole),
  };
}

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

/** The constraints that the statement's VALIDATE CONSTRAINT actions name. */
export const validatedActions = (step: Step): string[] =>
  actionsOf(step).flatMap(({ node }) => (node.subtype === 'AT_ValidateConstraint' ? (node.name ?? []) : []));
