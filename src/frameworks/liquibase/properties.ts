// ${…} in changelogs: properties of the file and of those before it, of which the first that is given counts.

import { isForPostgres } from '../sql/profiles/liquibase.ts';
import { concatTexts, holeOf, sliceText, type Text, textOf } from '../text.ts';

export type Properties = ReadonlyMap<string, string>;

/** As it stands in a changelog. */
export interface WrittenProperty {
  readonly name?: string;
  readonly value?: string;
  readonly dbms?: string;
  readonly global?: string;
  /** A file of `name=value` lines in its place. */
  readonly file?: string;
}

const placeholder = /\$\{([^}\s]{1,200})\}/g;

/** Properties may hold others; a circle ends here. */
const deepest = 10;
/** Characters: properties that repeat each other grow without end. */
const longest = 1_000_000;

/** Those that nobody gives are known only when Liquibase runs; `${:name}` stands for the text `${name}`. */
export function expanded(text: Text, properties: Properties, depth = 0): Text {
  if (!text.text.includes('${')) return text;
  const parts: Text[] = [];
  let from = 0;
  for (const { 0: found, 1: name = '', index } of text.text.matchAll(placeholder)) {
    parts.push(sliceText(text, from, index), fillingOf(found, name, properties, depth));
    from = index + found.length;
  }
  if (parts.length === 0) return text;
  return concatTexts([...parts, sliceText(text, from, text.text.length)]);
}

function fillingOf(found: string, name: string, properties: Properties, depth: number): Text {
  if (name.startsWith(':')) return textOf(`\${${name.slice(1)}}`);
  const value = properties.get(name);
  if (value === undefined || depth >= deepest) return holeOf(`the property ${found}`);
  const whole = expanded(textOf(value), properties, depth + 1);
  return whole.text.length > longest ? holeOf(`the property ${found}`) : whole;
}

/** Adds what a property gives to those that came before it. */
export function addProperty(
  known: Map<string, string>,
  { name, value, dbms, file }: WrittenProperty,
  textAt: (path: string) => string | undefined,
): void {
  if (dbms && !isForPostgres(dbms)) return;
  if (name !== undefined && value !== undefined && !known.has(name)) known.set(name, value);
  for (const line of file ? (textAt(file) ?? '').split(/\r?\n/) : []) {
    const [, key = '', given = ''] = /^\s*([^#!\s=:][^=:\s]*)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (key !== '' && !known.has(key)) known.set(key, given.trim());
  }
}
