// What reads reports, as far as npm does not offer it: the runner's search for workflow commands, strict XML, GitHub's Markdown.
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterMap, parse, parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';

export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Names that the runner knows; it ignores others. */
const registered =
  /^(?:add-mask|add-matcher|remove-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|save-state|set-env|set-output|stop-commands|warning)$/i;

/** Every command that a runner finds in what a step prints (actions/runner, src/Runner.Common/ActionCommand.cs), and Azure's and TeamCity's. */
export const commandsIn = (output: string): Command[] =>
  output.split(/\r\n|[\n\r\u0085\u2028\u2029]/).flatMap((line) => commandIn(line) ?? oldCommandIn(line) ?? []);

function commandIn(line: string): Command | undefined {
  const text = line.trimStart();
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const [, name = '', written = ''] = /^(\S*) ?(.*)$/s.exec(text.slice(2, end)) ?? [];
  if (!registered.test(name)) return undefined;
  const pairs = written
    .split(',')
    .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), unescaped(pair.slice(pair.indexOf('=') + 1))]);
  return { name, properties: Object.fromEntries(pairs), data: unescaped(text.slice(end + 2)) };
}

function oldCommandIn(line: string): Command | undefined {
  const [, name = '', data = ''] = /##(?:vso|teamcity)?\[([^\]]*)\]?(.*)/.exec(line) ?? [];
  return name === '' ? undefined : { name, properties: {}, data };
}

const unescaped = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The root of a well-formed document; throws for any other, and for one that has more than elements, attributes and text. */
export function xmlTree(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  const refuse = (what: string) => () => {
    throw new Error(`the document has ${what}`);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    const at = open.at(-1);
    if (at) at.text += text;
  });
  parser.on('cdata', refuse('a CDATA section'));
  parser.on('comment', refuse('a comment'));
  parser.on('doctype', refuse('a document type'));
  parser.on('processinginstruction', refuse('a processing instruction'));
  parser.write(xml).close();
  return root.children[0] ?? root;
}

export const elementsIn = (element: Element, name: string): Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => elementsIn(child, name)),
];

type Node = DefaultTreeAdapterMap['node'];

export interface Rendered {
  /** Names of the elements, each once. */
  readonly elements: readonly string[];
  /** `name=value` of all attributes. */
  readonly attributes: readonly string[];
  /** What stands outside of code, where GitHub looks for mentions, references and emoji. */
  readonly prose: string;
  readonly code: readonly string[];
  /** How many folds there are. */
  readonly folds: number;
}

/** Markdown as GitHub renders it before it takes out dangerous HTML: what that finds to take out is an injection already. */
export function rendered(markdown: string): Rendered {
  const html = micromark(markdown, {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  const found = {
    elements: new Set<string>(),
    attributes: [] as string[],
    prose: '',
    code: [] as string[],
    folds: 0,
  };
  const visit = (node: Node, inCode: boolean): void => {
    if (node.nodeName === '#comment') found.elements.add('#comment');
    if ('tagName' in node) {
      found.elements.add(node.tagName);
      if (node.tagName === 'details') found.folds += 1;
      found.attributes.push(...node.attrs.map(({ name, value }) => `${name}=${value}`));
    }
    const isCode = inCode || node.nodeName === 'code' || node.nodeName === 'pre';
    if (node.nodeName === '#text' && 'value' in node) {
      if (isCode) found.code.push(node.value);
      else found.prose += node.value;
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, isCode);
  };
  visit(parseFragment(html), false);
  return { ...found, elements: [...found.elements].sort() };
}

export interface Page {
  readonly elements: readonly string[];
  /** `name=value` of all attributes in the body. */
  readonly attributes: readonly string[];
  /** Likewise of those in the head, and its title. */
  readonly head: readonly string[];
  /** What runs and what styles, in order. */
  readonly scripts: readonly string[];
  /** All other text of the body. */
  readonly prose: string;
}

/** A page as a browser reads it; throws where a browser would have to guess. */
export function page(html: string): Page {
  const found = {
    elements: new Set<string>(),
    attributes: [] as string[],
    head: [] as string[],
    scripts: [] as string[],
  };
  const prose: string[] = [];
  const visit = (node: Node, inside: readonly string[]): void => {
    if ('value' in node) {
      const to = /script|style/.test(inside.at(-1) ?? '')
        ? found.scripts
        : inside.includes('head')
          ? found.head
          : prose;
      to.push(node.value);
    }
    if (node.nodeName === '#comment') found.elements.add('#comment');
    if ('tagName' in node) {
      found.elements.add(node.tagName);
      const to = inside.includes('body') || node.tagName === 'body' ? found.attributes : found.head;
      to.push(...node.attrs.map(({ name, value }) => `${name}=${value}`));
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, [...inside, node.nodeName]);
  };
  const onParseError = ({ code, startLine }: { code: string; startLine: number }) => {
    // Characters that Unicode leaves undefined are text all the same.
    if (code !== 'noncharacter-in-input-stream') throw new Error(`line ${startLine} of the page: ${code}`);
  };
  visit(parse(html, { onParseError }), []);
  return { ...found, elements: [...found.elements].sort(), prose: prose.join('') };
}
