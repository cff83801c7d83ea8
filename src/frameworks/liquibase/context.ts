// What a change is read with: its place, the words of its attributes, and the files beside it.
import type { SourceText } from '../../source/source-text.ts';
import type { Text } from '../text.ts';
import { attributeOf, childrenOf, type Element } from './element.ts';
import { type Quoting, quote, quoteList } from './names.ts';
import { Unreadable } from './unreadable.ts';

export interface Context {
  readonly source: SourceText;
  readonly quoting: Quoting;
  /** With the properties in their places. */
  readonly expand: (text: Text) => Text;
  /** A file by the name in a change; `relative`: to the changelog, not to what the changelogs are searched in. */
  readonly file: (path: string, relative: boolean) => SourceText | undefined;
}

/** One change, or a part of one, with its attributes as words. */
export interface Given {
  readonly context: Context;
  readonly element: Element;
}

/** An attribute with properties in place; undefined where it is missing. */
export function textIn({ context, element }: Given, key: string): Text | undefined {
  const value = attributeOf(element, key);
  return value && context.expand(value);
}

/** An attribute as a string; a part that is not known can't be read over. */
export function wordIn(given: Given, key: string): string | undefined {
  const text = textIn(given, key);
  if (text === undefined) return undefined;
  const [hole] = text.holes;
  if (hole) throw new Unreadable(`Its ${key} is known only when Liquibase runs: it holds ${hole.what}.`);
  return text.text;
}

/** As wordIn, of what is data: a property that is not known stands in it as it is written, as it does for Liquibase. */
export function dataIn({ context, element }: Given, key: string): string | undefined {
  const written = attributeOf(element, key);
  if (written === undefined) return undefined;
  const text = context.expand(written);
  return text.holes.length > 0 ? written.text : text.text;
}

/** As wordIn, of an attribute that has to be there. */
export function needed(given: Given, key: string): string {
  const word = wordIn(given, key)?.trim();
  if (!word) throw new Unreadable(`Its ${key} is missing, without which Liquibase refuses it.`);
  return word;
}

export const isTrue = (given: Given, key: string): boolean => /^\s*true\s*$/i.test(wordIn(given, key) ?? '');

export const isFalse = (given: Given, key: string): boolean => /^\s*false\s*$/i.test(wordIn(given, key) ?? '');

export const childrenIn = ({ context, element }: Given, name: string, list?: string): Given[] =>
  childrenOf(element, name, list).map((child) => ({ context, element: child }));

/** A name as an identifier. */
export const nameIn = (given: Given, key: string): string => quote(needed(given, key), given.context.quoting);

/** `a, b` */
export const namesIn = (given: Given, key: string): string => quoteList(needed(given, key), given.context.quoting);

/** A relation or another object with its schema, where that is given. */
export function qualifiedIn(given: Given, key: string, schemaKey = 'schemaName'): string {
  return inSchema(given, nameIn(given, key), schemaKey);
}

export function inSchema(given: Given, name: string, schemaKey = 'schemaName'): string {
  const schema = wordIn(given, schemaKey)?.trim();
  return schema ? `${quote(schema, given.context.quoting)}.${name}` : name;
}

export const columnNames = (given: Given): Given[] => childrenIn(given, 'column');
