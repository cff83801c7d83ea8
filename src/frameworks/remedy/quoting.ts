// SQL as a string of a host language, so that the language reads back exactly that text.
import { lexer } from '../../postgres/lexer.ts';
import { indent } from './remedy.ts';

/** Stands for a line break that no indentation may follow, until the code is put together. */
const fixedBreak = '\0';

export const withBreaks = (code: string): string => code.replaceAll(fixedBreak, '\n');

/** For languages whose strings take the code's indentation in: lines are left as they are where a string of SQL goes over them. */
const placed = (sql: string): string => (isMovable(sql) ? sql : sql.replaceAll('\n', fixedBreak));

function isMovable(sql: string): boolean {
  const token = lexer(sql);
  while (token.next()) {
    const text = sql.slice(token.start, token.end);
    if (!text.includes('\n') || token.kind === 'space') continue;
    const mark = /^\$\w*\$/.exec(text)?.[0];
    if (mark === undefined || !isMovable(text.slice(mark.length, -mark.length))) return false;
  }
  return true;
}

/** JavaScript: on one line in the quotes of that project's tools, on several in a template. */
export function scriptText(text: string, quote: '`' | "'" = '`'): string {
  const escaped = text.replaceAll('\\', '\\\\');
  if (quote === "'" && !text.includes('\n')) return `'${escaped.replaceAll("'", "\\'")}'`;
  return `\`${placed(escaped.replaceAll('`', '\\`').replaceAll('${', '\\${'))}\``;
}

/** As `scriptText` for names and other short texts. */
export const scriptName = (text: string): string => scriptText(text, "'");

/** A heredoc of its own for every text that quotes would make hard to read. Its body is indented by `by`. */
export function rubyText(text: string, by: number): { readonly inline: string; readonly below?: string } {
  if (!/["\\#\n]/.test(text) && text.length <= 70) return { inline: `"${text}"` };
  const tag =
    ['SQL', 'STATEMENT', 'END_OF_SQL'].find((name) => !new RegExp(`^[ \\t]*${name}[ \\t]*$`, 'm').test(text)) ??
    'END_OF_STATEMENT';
  const mark = /\\|#[{$@]/.test(text) ? `'${tag}'` : tag;
  return { inline: `<<~${mark}`, below: `${indent(text, by + 2)}\n${' '.repeat(by)}${tag}` };
}

export const rubyString = (text: string): string =>
  `"${text
    .replace(/["\\]/g, '\\$&')
    .replace(/#(?=[{$@])/g, '\\#')
    .replaceAll('\n', '\\n')}"`;

export const rubySymbol = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? `:${name}` : `:${rubyString(name)}`);

/** Triple quotes where it has several lines. */
export function pythonText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\');
  if (!text.includes('\n'))
    return text.includes('"') && !text.includes("'") ? `'${escaped}'` : `"${escaped.replaceAll('"', '\\"')}"`;
  const quoted = escaped.replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"');
  return `"""${placed(quoted)}"""`;
}

/** A nowdoc where it has several lines or both quotes; its closing mark is the measure of indentation, as PHP 7.3 has it. */
export function phpText(text: string, by: number): string {
  if (!/['\\\n]/.test(text)) return `'${text}'`;
  if (!/["$\\\n]/.test(text)) return `"${text}"`;
  const tag = /^[ \t]*SQL\b/m.test(text) ? 'STATEMENT' : 'SQL';
  return `<<<'${tag}'\n${indent(text, by)}\n${' '.repeat(by)}${tag}`;
}

/** A verbatim string. */
export const csharpText = (text: string): string =>
  /["\\\n]/.test(text) ? `@"${placed(text).replaceAll('"', '""')}"` : `"${text}"`;

/** A sigil or heredoc where escapes or lines call for one. */
export function elixirText(text: string, by: number): string {
  if (!/["\\\n]|#\{/.test(text)) return `"${text}"`;
  const sigil = /\\|#\{/.test(text) ? '~S' : '';
  const quotes = text.includes('"""') ? "'''" : '"""';
  return `${quotes === '"""' ? sigil : '~S'}${quotes}\n${indent(text, by)}\n${' '.repeat(by)}${quotes}`;
}

export const cdata = (text: string): string => `<![CDATA[${placed(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

export const xmlAttribute = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const withSemicolon = (sql: string): string => (sql.endsWith(';') ? sql : `${sql};`);
