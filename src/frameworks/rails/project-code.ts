// Modules of the project that migrations include or call, found where Rails looks for them by their names: lib/, db/, app/lib/.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import { loadFile, type ParsedFile, parseFile } from '../ruby/evaluator.ts';
import { underscore } from '../ruby/inflections.ts';
import { newClass } from '../ruby/patterns.ts';
import { constantOf, methodOf } from '../ruby/scope.ts';
import type { Unparsed } from '../ruby/syntax.ts';
import type { ClassValue, MethodValue, Value } from '../ruby/value.ts';
import { rootPath, type Session } from './session.ts';

const foldersOf = (session: Session): string[] => {
  const root = rootPath(session);
  return [`${root}/lib`, '..', '.', `${root}/app/lib`, `${root}/app/models/concerns`];
};

/** What a constant stands for that no file has defined so far; undefined where no file is named for it. */
export function projectConstant(session: Session, name: string): Value | undefined {
  if (/^(?:ActiveRecord|Gitlab|Mastodon::MigrationHelpers)\b/.test(name)) return undefined;
  for (const top of session.required.values()) {
    const found = constantAt(top, name);
    if (found) return found;
  }
  const path = `${underscore(name)}.rb`;
  for (const folder of foldersOf(session)) {
    const file = fileAt(session, `${folder}/${path}`);
    if (file && !('reason' in file)) return constantAt(loaded(session, file), name);
  }
  return undefined;
}

/** A file of the project whose constants and methods are there from then on; those of packages are not read. */
export function requireFile(session: Session, path: string): void {
  const name = path.endsWith('.rb') ? path : `${path}.rb`;
  const places = name.startsWith('.') ? [name] : foldersOf(session).map((folder) => `${folder}/${name}`);
  for (const place of places) {
    const file = fileAt(session, place);
    if (!file || 'reason' in file || session.required.has(file)) continue;
    session.required.set(file, newClass(''));
    session.required.set(file, loaded(session, file));
    return;
  }
}

/** A method that a required file, or one that Rails loads when it starts, adds to ActiveRecord. */
export function addedMethod(session: Session, name: string): MethodValue | undefined {
  for (const top of session.required.values()) {
    const active = top.constants.get('ActiveRecord');
    const found = active?.kind === 'class' ? methodWithin(active, name) : undefined;
    if (found) return found;
  }
  for (const initializer of initializers) {
    const file = fileAt(session, `${rootPath(session)}/config/initializers/${initializer}.rb`);
    const isAbout = file && !('reason' in file) && /\bActiveRecord\b/.test(file.source.text);
    const found = isAbout && file.source.text.includes(`def ${name}`) && methodWithin(loaded(session, file), name);
    if (found) return found;
  }
  return undefined;
}

/** The names that are usual for what adds to migrations: nobody can list the folder. */
const initializers = [
  ...[
    'migrate',
    'migration',
    'migrations',
    'migration_helpers',
    'active_record',
    'activerecord',
    'active_record_migration',
  ],
  ...[
    'postgresql',
    'postgres',
    'postgresql_adapter',
    'schema_statements',
    'extensions',
    'core_extensions',
    'monkey_patches',
  ],
];

function methodWithin(module: ClassValue, name: string, depth = 0): MethodValue | undefined {
  const own = methodOf(module, name);
  if (own || depth > 5) return own;
  for (const inner of module.constants.values()) {
    const found = inner.kind === 'class' ? methodWithin(inner, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Read once for all migrations of the project, as long as it holds the same. */
function fileAt({ beside, memory, path: from }: Session, name: string): ParsedFile | Unparsed | undefined {
  const text = beside(name);
  if (text === undefined) return undefined;
  const path = posix.join(posix.dirname(from), name);
  const key = `ruby ${path}`;
  const known = memory.get(key) as { text: string; file: ParsedFile | Unparsed } | undefined;
  if (known?.text === text) return known.file;
  const file = parseFile(SourceText.of(path, text));
  memory.set(key, { text, file });
  return file;
}

/** Its constants, as far as they can be known: what it does beside defining them is none of the migration. */
function loaded({ machine }: Session, file: ParsedFile): ClassValue {
  const [pieces, gaps] = [machine.pieces.length, machine.gaps.length];
  const top = loadFile(machine, file, newClass(''));
  machine.pieces.length = pieces;
  machine.gaps.length = gaps;
  return top;
}

function constantAt(top: ClassValue, name: string): Value | undefined {
  let at: Value | undefined = top;
  for (const part of name.split('::')) at = at?.kind === 'class' ? constantOf(at, part) : undefined;
  return at;
}
