// What a changelog includes and which properties it gives, told without a parser: the order of a folder is asked for before one is
// loaded. XML by its tags, YAML by its lines, JSON as itself.
import type { WrittenProperty } from './properties.ts';

/** In the order of the file; of its change sets the first alone. */
export interface Head extends WrittenProperty {
  readonly kind: 'include' | 'includeAll' | 'property' | 'changeSet';
  readonly path?: string;
  readonly relativeToChangelogFile?: string;
  readonly endsWithFilter?: string;
}

export const isChangelogText = (text: string): boolean => /databaseChangeLog/.test(text);

export function headsOf(path: string, text: string): Head[] {
  const heads = /\.xml$/i.test(path) ? ofXml(text) : /\.json$/i.test(path) ? ofJson(text) : ofYaml(text);
  const first = heads.findIndex(({ kind }) => kind === 'changeSet');
  return heads.filter(({ kind }, at) => kind !== 'changeSet' || at === first);
}

const kinds = ['include', 'includeAll', 'property', 'changeSet'] as const;
type Kind = (typeof kinds)[number];

const tag = /<!--[\s\S]*?(?:-->|$)|<(?:\w+:)?(include|includeAll|property|changeSet)\b([^<>]{0,2000})>/g;
const attribute = /([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function ofXml(text: string): Head[] {
  return [...text.matchAll(tag)].flatMap(({ 1: kind, 2: attributes = '' }) => {
    if (kind === undefined) return [];
    const pairs = [...attributes.matchAll(attribute)].map(
      ([, key = '', double, single]) => [key, unescaped(double ?? single ?? '')] as const,
    );
    return headOf(kind as Kind, Object.fromEntries(pairs));
  });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string): string => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => entities[name] ?? '');

/** `- include:` with the keys that stand deeper, or in braces behind it. */
function ofYaml(text: string): Head[] {
  const heads: Head[] = [];
  const lines = text.split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    const [, before = '', kind, rest = ''] =
      /^(\s*(?:-\s+)+)["']?(include|includeAll|property|changeSet)["']?\s*:(.*)$/.exec(line) ?? [];
    if (kind === undefined) continue;
    const within: string[] = rest.trim().startsWith('{') ? rest.replace(/[{}]/g, '').split(',') : [];
    for (const each of lines.slice(at + 1, at + 12)) {
      if (each.trim() === '' || /^\s*#/.test(each)) continue;
      if (each.length - each.trimStart().length < before.length || /^\s*-\s/.test(each)) break;
      within.push(each);
    }
    heads.push(...headOf(kind as Kind, Object.fromEntries(within.flatMap(pairOf))));
  }
  return heads;
}

function pairOf(line: string): [string, string][] {
  const [, key, value = ''] = /^\s*["']?(\w+)["']?\s*:\s*(.*?)\s*$/.exec(line) ?? [];
  return key === undefined ? [] : [[key, value.replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2')]];
}

function ofJson(text: string): Head[] {
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return [];
  }
  const { databaseChangeLog: list } = Object(read) as { databaseChangeLog?: unknown };
  return (Array.isArray(list) ? list : []).flatMap((item: unknown) =>
    kinds.flatMap((kind) => {
      const value = (Object(item) as Record<string, unknown>)[kind];
      return value === undefined ? [] : headOf(kind, Object(value) as Record<string, unknown>);
    }),
  );
}

function headOf(kind: Kind, given: Readonly<Record<string, unknown>>): Head[] {
  const word = (key: string) => (given[key] === undefined ? undefined : String(given[key]));
  const [name, value, dbms, global, file] = ['name', 'value', 'dbms', 'global', 'file'].map(word);
  const [path, relativeToChangelogFile, endsWithFilter] = ['path', 'relativeToChangelogFile', 'endsWithFilter'].map(
    word,
  );
  return [{ kind, name, value, dbms, global, file, path, relativeToChangelogFile, endsWithFilter }];
}
