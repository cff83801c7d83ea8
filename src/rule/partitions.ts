// Partition bounds in the user's own words: as CHECK constraints, and a partition made as a table of its own first.
import type { Relation } from '../postgres/catalog/objects.ts';
import type { Step } from '../simulation/step.ts';
import { nameOf, quoteIdent } from './names.ts';
import { type Token, tokensOf } from './text.ts';

/** What CHECK constraints have to say so that PostgreSQL need not look. */
export interface BoundConditions {
  /** Of every row in the partition. */
  readonly inside: string;
  /** Of every row in the default partition. */
  readonly outside: string;
}

/** Undefined for several key columns and for keys that are expressions. */
export function boundConditions(step: Step, parent: Relation): BoundConditions | undefined {
  const { sql } = step.statement;
  const [number, ...others] = parent.partitionKey?.columns ?? [];
  const column = parent.columns.find((one) => one.number === number)?.name;
  if (column === undefined || others.length > 0) return undefined;
  const tokens = tokensOf(sql);
  const at = tokens.findIndex((_, index) => isWord(tokens, index, 'for') && isWord(tokens, index + 1, 'values'));
  const name = quoteIdent(column);
  if (at < 0) return undefined;
  if (isWord(tokens, at + 2, 'with'))
    return hashConditions(step, parent, name, parenthesised(sql, tokens, at + 3)?.text);
  if (isWord(tokens, at + 2, 'in')) return listConditions(name, parenthesised(sql, tokens, at + 3)?.text);
  const from = isWord(tokens, at + 2, 'from') ? parenthesised(sql, tokens, at + 3) : undefined;
  const to = from && isWord(tokens, from.next, 'to') ? parenthesised(sql, tokens, from.next + 1) : undefined;
  return from && to ? rangeConditions(name, from.text, to.text) : undefined;
}

const isWord = (tokens: readonly Token[], at: number, word: string): boolean => tokens[at]?.text.toLowerCase() === word;

/** The text between the parenthesis at `at` and the one that closes it, and the token after that. */
function parenthesised(sql: string, tokens: readonly Token[], at: number): { text: string; next: number } | undefined {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (depth === 0) return { text: sql.slice(tokens[at]?.end, token.start).trim(), next: index + 1 };
  }
  return undefined;
}

function listConditions(name: string, values: string | undefined): BoundConditions | undefined {
  if (values === undefined || /\bnull\b/i.test(values)) return undefined;
  return {
    inside: `${name} IS NOT NULL AND ${name} IN (${values})`,
    outside: `${name} IS NULL OR ${name} NOT IN (${values})`,
  };
}

/** The condition that PostgreSQL makes of the bound itself (src/backend/partitioning/partbounds.c, get_qual_for_hash). */
function hashConditions(step: Step, parent: Relation, name: string, text = ''): BoundConditions | undefined {
  const modulus = /\bmodulus\s+(\d+)/i.exec(text)?.[1];
  const remainder = /\bremainder\s+(\d+)/i.exec(text)?.[1];
  if (modulus === undefined || remainder === undefined) return undefined;
  const table = nameOf(step, parent).replaceAll("'", "''");
  return { inside: `satisfies_hash_partition('${table}'::regclass, ${modulus}, ${remainder}, ${name})`, outside: '' };
}

function rangeConditions(name: string, from: string, to: string): BoundConditions {
  const lower = /^minvalue$/i.test(from) ? [] : [from];
  const upper = /^maxvalue$/i.test(to) ? [] : [to];
  const inside = [
    `${name} IS NOT NULL`,
    ...lower.map((one) => `${name} >= ${one}`),
    ...upper.map((one) => `${name} < ${one}`),
  ];
  const outside = [
    `${name} IS NULL`,
    ...lower.map((one) => `${name} < ${one}`),
    ...upper.map((one) => `${name} >= ${one}`),
  ];
  return { inside: inside.join(' AND '), outside: outside.join(' OR ') };
}

/** A CREATE TABLE … PARTITION OF as a CREATE TABLE and an ATTACH PARTITION; undefined where it lists columns of its own. */
export function createdApart({ statement: { sql } }: Step): { create: string; attach: string } | undefined {
  const tokens = tokensOf(sql);
  const at = tokens.findIndex((_, index) => isWord(tokens, index, 'partition') && isWord(tokens, index + 1, 'of'));
  const nameAt = tokens.findIndex(
    ({ text }, index) => index > 1 && !['table', 'if', 'not', 'exists', 'unlogged'].includes(text.toLowerCase()),
  );
  const boundAt = tokens.findIndex(
    ({ text }, index) => index > at && ['for', 'default', '('].includes(text.toLowerCase()),
  );
  if (at < 0 || boundAt < 0 || tokens[boundAt]?.text === '(') return undefined;
  const slice = (from: number, to: number) => sql.slice(tokens[from]?.start, tokens[to - 1]?.end);
  const end = endOfBound(tokens, boundAt);
  const [name, parent] = [slice(nameAt, at), slice(at + 2, boundAt)];
  const rest = end < tokens.length ? ` ${slice(end, tokens.length)}` : '';
  return {
    create: `${slice(0, nameAt)} ${name} (LIKE ${parent} INCLUDING ALL EXCLUDING IDENTITY)${rest}`,
    attach: `ALTER TABLE ${parent} ATTACH PARTITION ${name} ${slice(boundAt, end)}`,
  };
}

function endOfBound(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index++) {
    const text = tokens[index]?.text.toLowerCase() ?? '';
    depth += text === '(' ? 1 : text === ')' ? -1 : 0;
    // FOR VALUES WITH (MODULUS …)
    const isBoundWith = text === 'with' && isWord(tokens, index - 1, 'values');
    if (depth === 0 && ['partition', 'using', 'with', 'tablespace', 'on'].includes(text) && !isBoundWith) return index;
  }
  return tokens.length;
}
