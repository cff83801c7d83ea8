// XML 1.0 as text. Everything that is not markup of ours goes through `escaped`: https://www.w3.org/TR/xml/#charsets says which
// characters there are.
import { wellFormed } from './inert.ts';
import { visible } from './terminal.ts';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `content` is markup already: other elements, or `escaped` text. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapedAttribute(String(value))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** As `element`, its children on lines of their own. */
export function parent(name: string, attributes: Attributes, children: readonly string[]): string {
  return element(name, attributes, children.length > 0 ? `\n${children.join('\n')}\n` : '');
}

export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;

/** Text that holds no markup, and no line that a CI server would take for a command. What XML has no character for is shown as `\x1b`. */
export const escaped = (text: string): string =>
  wellFormed(visible(text))
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']|(?<=^[^\S\n]*):|#(?=#)/gm, reference);

/** In an attribute a line break would be read as a space. */
const escapedAttribute = (text: string): string => escaped(text).replace(/[\n\t]/g, reference);

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;
