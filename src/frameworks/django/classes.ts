// The project's own field classes, read from its code: which of Django's they extend, and what they say their columns are.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import { moduleOf } from '../python/evaluator.ts';
import { bounded } from '../python/machine.ts';
import { type ClassValue, knownText, pathOf } from '../python/value.ts';
import type { FieldClass, FieldClasses } from './field-types.ts';

/** How far above a migration the folder may be that its imports start from. */
const levels = 5;

/** `textOf` reads a file by its path; `path` is a migration's. What is found is kept in `memory`. */
export function fieldClasses(
  path: string,
  textOf: (path: string) => string | undefined,
  memory: Map<string, unknown>,
): FieldClasses {
  return (name) => {
    const key = `class ${name}`;
    if (!memory.has(key)) memory.set(key, find(name, path, textOf));
    return memory.get(key) as FieldClass | undefined;
  };
}

function find(name: string, path: string, textOf: (path: string) => string | undefined): FieldClass | undefined {
  const parts = name.split('.');
  const own = parts.pop();
  if (own === undefined || parts.length === 0 || /^(?:django|taggit)$/.test(parts[0] ?? '')) return undefined;
  let folder = posix.dirname(posix.dirname(path));
  for (let level = 0; level < levels; level += 1) {
    folder = posix.dirname(folder);
    const file = posix.join(folder, ...parts);
    for (const candidate of [`${file}.py`, `${file}/__init__.py`]) {
      const text = textOf(candidate);
      const found = text === undefined ? undefined : classIn(text, candidate, own, parts);
      if (found) return found;
    }
  }
  return undefined;
}

function classIn(text: string, path: string, name: string, parts: readonly string[]): FieldClass | undefined {
  const module = moduleOf(SourceText.of(path, text));
  const value = module.names.get(name);
  const isPackage = path.endsWith('/__init__.py');
  const absolute = (dotted: string | undefined): string | undefined =>
    dotted && fromModule(dotted, isPackage ? [...parts, ''] : parts);
  if (value?.kind === 'reference') return { base: absolute(value.path), stored: undefined };
  if (value?.kind !== 'class') return undefined;
  const [first] = value.bases
    .map((base) => (base.kind === 'class' ? [...parts, base.name].join('.') : absolute(pathOf(base))))
    .filter((base) => base !== undefined && !/Mixin$/.test(base));
  return { base: first, stored: typeStated(value, module), methods: methodsOf(value, text) };
}

/** The text of each method of a class that stands in the text. */
const methodsOf = ({ scope }: ClassValue, text: string): ReadonlyMap<string, string> =>
  new Map(
    [...scope.variables].flatMap(([name, value]) =>
      value.kind === 'function' ? [[name, text.slice(value.node.start, value.node.end)] as const] : [],
    ),
  );

/** `.fields.X` as seen from the module `parts`. */
function fromModule(dotted: string, parts: readonly string[]): string {
  const dots = /^\.*/.exec(dotted)?.[0].length ?? 0;
  if (dots === 0) return dotted;
  return [...parts.slice(0, parts.length - dots), dotted.slice(dots)].filter((part) => part !== '').join('.');
}

function typeStated({ scope }: ClassValue, { machine }: ReturnType<typeof moduleOf>): string | undefined {
  const method = scope.variables.get('db_type');
  let stated: string | undefined;
  if (method?.kind === 'function') {
    bounded(machine, () => {
      stated = knownText(machine.callFunction(method, { args: [], keywords: new Map() }));
    });
  }
  return stated;
}
