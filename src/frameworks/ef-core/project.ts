// What the files around a migration say of it: the version of EF Core, and the text of files whose SQL it sends.
import { posix } from 'node:path';
import { SourceText } from '../../source/source-text.ts';
import type { Value } from '../csharp/value.ts';
import type { ReadOptions } from '../framework.ts';
import { writtenText } from '../text.ts';

const newest = 10;
const levels = ['', '../', '../../', '../../../', '../../../../', '../../../../../'];

/** The major version by that which wrote the migration, or the newest. */
export function versionOf(designer: string | undefined): number {
  const found = /"ProductVersion",\s*"(\d+)/.exec(designer ?? '')?.[1];
  return found === undefined ? newest : Number(found);
}

/** By a path or by the name of a resource (`Shop.Migrations.Sql.a.sql`), looked for beside the migration and above. */
export function fileText(name: string, folder: string, { beside }: ReadOptions): Value | undefined {
  const path = name.replaceAll('\\', '/').replace(/^[./]+/, '');
  for (const tail of tailsOf(path)) {
    for (const up of levels) {
      const text = beside?.(`${up}${tail}`);
      if (text !== undefined) {
        const source = SourceText.of(posix.join(folder, `${up}${tail}`), text);
        return writtenText(source, 0, text.length);
      }
    }
  }
  return undefined;
}

/** `a/b/c.sql`, `b/c.sql` …; the dots of a resource may stand for folders. */
function tailsOf(path: string): string[] {
  const parts = path.includes('/') ? path.split('/') : undefined;
  if (parts) return parts.map((_, at) => parts.slice(at).join('/'));
  const [, stem = path, extension = ''] = /^(.*)(\.\w+)$/.exec(path) ?? [];
  const words = stem.split('.');
  return words.flatMap((_, at) => {
    const rest = words.slice(at);
    return rest.map(
      (__, dots) =>
        [...rest.slice(0, rest.length - 1 - dots), rest.slice(rest.length - 1 - dots).join('.')].join('/') + extension,
    );
  });
}
