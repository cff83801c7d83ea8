// What a pull request or a comparison changes, as GitHub's API lists it, and the lines that a review may be about; all from git.
import type { Json, JsonObject } from './openapi-schema.ts';
import type { Repository } from './repository.ts';

export interface ListedFile {
  readonly [name: string]: Json;
  readonly filename: string;
}

const statuses: Readonly<Record<string, string>> = {
  A: 'added',
  C: 'copied',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/** `git diff base...head`, as https://docs.github.com/rest/pulls/pulls#list-pull-requests-files has it. */
export async function listedFiles({ git }: Repository, base: string, head: string): Promise<ListedFile[]> {
  const range = `${base}...${head}`;
  const [raw, patch] = await Promise.all([
    git('diff', '--raw', '-z', '-M', '--no-abbrev', range),
    git('-c', 'core.quotePath=false', 'diff', '-M', '--no-color', range),
  ]);
  const patches = patch.split(/^diff --git .*\n/m).slice(1);
  const fields = raw.split('\0');
  const files: ListedFile[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const [, , , blob = '', code = ''] = (fields[at] ?? '').split(' ');
    const hasTwo = /^[RC]/.test(code);
    const [first = '', second = ''] = fields.slice(at + 1, at + 3);
    const path: ListedFile = hasTwo ? { filename: second, previous_filename: first } : { filename: first };
    files.push(
      entry(path, { blob, status: statuses[code[0] ?? ''] ?? 'changed', patch: hunksOf(patches[files.length]) }),
    );
    at += hasTwo ? 3 : 2;
  }
  return files;
}

interface Entry {
  readonly blob: string;
  readonly status: string;
  /** '' where there is none. */
  readonly patch: string;
}

function entry(path: ListedFile, { blob, status, patch }: Entry): ListedFile {
  const count = (sign: string) => patch.split('\n').filter((line) => line.startsWith(sign)).length;
  const [additions, deletions] = [count('+'), count('-')];
  const url = `https://github.com/octo-org/shop/raw/${blob}/${encodeURIComponent(path.filename)}`;
  const urls = { blob_url: url, raw_url: url, contents_url: url };
  // GitHub leaves patches out that are longer than it shows.
  const shown: JsonObject = patch === '' || patch.length > 1_000_000 ? {} : { patch };
  return { ...path, sha: blob, status, additions, deletions, changes: additions + deletions, ...urls, ...shown };
}

const hunksOf = (patch = ''): string => {
  const start = patch.search(/^@@ /m);
  return start < 0 ? '' : patch.slice(start).replace(/\n$/, '');
};

/** The lines of the head's file that the diff shows, a set for each hunk: only these can be commented on. */
export function commentableLines({ patch }: ListedFile): ReadonlySet<number>[] {
  const hunks: Set<number>[] = [];
  let line = 0;
  for (const text of typeof patch === 'string' ? patch.split('\n') : []) {
    const start = /^@@ -\S+ \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) {
      line = Number(start);
      hunks.push(new Set());
    } else if (/^[+ ]/.test(text)) {
      hunks.at(-1)?.add(line);
      line += 1;
    }
  }
  return hunks;
}
