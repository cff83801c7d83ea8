// SQL as lines with their numbers in the source, lightly coloured.
import { lexer, type TokenKind } from '../../postgres/lexer.ts';
import type { Position } from '../../source/source-text.ts';
import { counted } from '../terminal.ts';
import { html, type Markup } from './markup.ts';

const mostCharacters = 100_000;
/** Beyond which a statement is folded, and what is shown of one that is. */
const longest = 60;
const shown = 40;

const keywords = new Set(
  `add all alter always and any as asc attach autocommit begin between both by cascade case cast check cluster collate column comment commit
  concurrently conflict constraint copy create cross current cycle database declare default deferrable deferred delete desc detach disable
  distinct do domain drop each else elsif enable end enforced enum exception exclude execute exists extension false fetch first for foreign
  from full function generated grant group having identity if immediate immutable in include increment index inherit inherits initially
  inner insert instead intersect into is isolation join key language last lateral left level like limit local lock logged loop match
  materialized maxvalue merge minvalue mode move multirange name natural no not nothing nowait null nulls of offset on only or order out
  outer over owned owner partition perform plan policy primary privileges procedure publication raise range refresh references reindex
  release rename replace replica reset restart restrict return returning returns revoke right role rollback row rows rule savepoint schema
  security select sequence session set share skip some stable start statement statistics storage strict subscription table tablespace
  temporary then to transaction trigger true truncate type union unique unlogged update using vacuum valid validate values view volatile
  when where while window with without work`.split(/\s+/),
);

const classes: Partial<Record<TokenKind, string>> = {
  'line-comment': 'c',
  'block-comment': 'c',
  string: 's',
  'dollar-string': 's',
  number: 'n',
  parameter: 'n',
  variable: 'n',
  placeholder: 'n',
};

/** `start` of the statement in its file; without it, or where its lines are not the file's, fewer numbers are shown. */
export function sqlBlock(sql: string, start?: Pick<Position, 'line' | 'column'>): Markup {
  const text = sql.slice(0, mostCharacters).replace(/\r\n?/g, '\n');
  const all = numbered(dedented(text, start?.column ?? 1), start?.line);
  const cut = sql.length > text.length && sql.length > mostCharacters;
  const more = cut && html`<p class="more">… ${sql.length - mostCharacters} more characters</p>`;
  if (all.length <= longest) return html`${pre(all)}${more}`;
  const rest = html`<details class="rest"><summary>${counted(all.length - shown, 'more line')}</summary>${pre(all.slice(shown))}</details>`;
  return html`${pre(all.slice(0, shown))}${rest}${more}`;
}

/** Whole and as it is, to be copied. */
export const plainSql = (sql: string): Markup => pre(numbered(sql.replace(/\r\n?/g, '\n').trimEnd()));

/** Code in any language: whole, as it is and without colours. */
export const plainCode = (code: string): Markup =>
  pre(code.split('\n').map((line) => html`<span class="l">${line}\n</span>`));

const pre = (all: readonly Markup[]): Markup => html`<pre><code>${all}</code></pre>`;

/** Lines as they would stand if the statement began its first. */
function dedented(text: string, column: number): string {
  const [first = '', ...others] = text.split('\n');
  const indents = others.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const common = Math.min(column - 1, ...indents);
  return common > 0 ? [first, ...others.map((line) => line.slice(common))].join('\n') : text;
}

function numbered(text: string, from?: number): Markup[] {
  const parts: Markup[][] = [[]];
  for (const { kind, text: token } of coloured(text)) {
    for (const [at, piece] of token.split('\n').entries()) {
      if (at > 0) parts.push([]);
      if (piece !== '') parts.at(-1)?.push(kind === '' ? html`${piece}` : html`<span class="${kind}">${piece}</span>`);
    }
  }
  return parts.map((line, at) =>
    from === undefined
      ? html`<span class="l">${line}\n</span>`
      : html`<span class="l" data-n="${from + at}">${line}\n</span>`,
  );
}

interface Coloured {
  readonly kind: string;
  readonly text: string;
}

/** Neighbours of a kind as one. */
function coloured(sql: string): Coloured[] {
  const found: { kind: string; text: string }[] = [];
  for (const { kind, text } of tokens(sql, 0)) {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}

/** The bodies of functions and of DO are SQL too. */
function* tokens(sql: string, depth: number): Generator<Coloured> {
  const token = lexer(sql);
  while (token.next()) {
    const text = sql.slice(token.start, token.end);
    if (token.kind === 'dollar-string' && depth === 0 && !token.unterminated) {
      const mark = text.slice(0, text.indexOf('$', 1) + 1);
      yield { kind: 's', text: mark };
      yield* tokens(text.slice(mark.length, text.length - mark.length), 1);
      yield { kind: 's', text: mark };
    } else yield { kind: token.kind === 'word' ? wordKind(text) : (classes[token.kind] ?? ''), text };
  }
}

const wordKind = (word: string): string => (keywords.has(word.toLowerCase()) ? 'k' : '');
