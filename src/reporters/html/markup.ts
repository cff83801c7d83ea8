// HTML in which text stays text: whatever stands in a template's ${…} and is no markup of ours is escaped, and there is no other way in.
import { escaped } from '../xml.ts';

/** Made by `html` and `verbatim` alone. */
export interface Markup {
  readonly markup: string;
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

/** html`<b title="${text}">${text}</b>`: attributes have to be in quotes; undefined and false are nothing, lists their items. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let markup = parts[0] ?? '';
  for (const [at, content] of contents.entries()) markup += markupOf(content) + (parts[at + 1] ?? '');
  return { markup };
}

/** For constants of ours, the style and the script; never for anything of the user's. */
export const verbatim = (markup: string): Markup => ({ markup });

function markupOf(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escaped(content);
  return 'markup' in content ? content.markup : content.map(markupOf).join('');
}

/** A sentence; what it holds between backticks is code. */
export const sentence = (text: string): Content =>
  text.split(/`([^`\n]+)`/).map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
