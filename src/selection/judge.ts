// Decides, project by project, which migrations are judged: the named ones, and of those found in folders the new ones, or all.
import { UserError } from '../config/user-error.ts';
import { type Changes, changesSince, repositoryRoot } from './git.ts';
import type { FoundProject } from './projects.ts';
import type { Reader } from './read.ts';
import type { Wanted } from './wanted.ts';

export interface Judgement {
  readonly project: FoundProject;
  /** Absolute paths, down parts among them. */
  readonly judged: ReadonlySet<string>;
  /** Each as if it alone were new, instead of all in one run. */
  readonly apart: boolean;
  /** Judged but not new. */
  readonly edited: readonly string[];
  /** The commit that new ones were compared with. */
  readonly base?: string;
}

/** Of the repository that holds a folder; undefined where there is none, `unknown` where git can't be asked. */
export type ChangesAt = (folder: string) => Promise<Changes | { readonly unknown: string } | undefined>;

export interface Judge extends Reader {
  readonly wanted: Wanted;
  readonly notes: string[];
  readonly changesAt: ChangesAt;
}

/** Asks git once for each repository. `staged` is what the index adds to the repository of the working directory. */
export function changesByRepository({ host, request }: Reader, staged?: Changes): ChangesAt {
  const asked = new Map<string, ReturnType<typeof changesSince>>();
  return async (folder) => {
    if (staged) return staged;
    if (request.changes) return request.changes();
    const root = repositoryRoot(host, folder);
    if (root === undefined) return undefined;
    const found = asked.get(root) ?? changesSince(host, root, request.since);
    asked.set(root, found);
    return found;
  };
}

export async function judgeProject(judge: Judge, project: FoundProject): Promise<Judgement> {
  const { wanted, request, changesAt } = judge;
  const paths = project.entries.map(({ path }) => path);
  const named = paths.filter((path) => wanted.named.has(path));
  const searched = paths.filter((path) => wanted.searched.has(path) && !wanted.named.has(path));
  const all = new Set([...named, ...searched]);
  if (request.mode === 'all') return { project, judged: all, apart: true, edited: [] };
  // What a hook names is judged only if it is staged; otherwise what is named is judged, and git need not be asked.
  const asked = request.mode === 'staged' ? [...all] : searched;
  if (asked.length === 0) return { project, judged: all, apart: false, edited: [] };
  const changes = await changesAt(project.root);
  if (!changes || 'unknown' in changes)
    return withoutGit(judge, { project, judged: all, apart: true, edited: [] }, changes?.unknown);
  judge.notes.push(changes.note);
  const edited = asked.filter((path) => changes.edited.has(path));
  const added = asked.filter((path) => changes.added.has(path));
  const kept = request.mode === 'staged' ? [] : named;
  if (request.mode === 'staged') noteUnstaged(judge, changes, named);
  const base = changes.base === undefined ? {} : { base: changes.base };
  return {
    project,
    judged: new Set([...kept, ...added, ...edited]),
    apart: false,
    edited: project.framework.id === 'liquibase' ? [] : edited.filter(runsOnce),
    ...base,
  };
}

function noteUnstaged({ notes, show }: Judge, { added, edited }: Changes, named: readonly string[]): void {
  for (const path of named) {
    if (!added.has(path) && !edited.has(path)) notes.push(`${show(path)} has no staged change and is not judged.`);
  }
}

/** Flyway's repeatable migrations are meant to be edited, as Liquibase's changelogs are, which hold many change sets. */
const runsOnce = (path: string): boolean => !/(?:^|[\\/])R__[^\\/]*$/.test(path);

function withoutGit(
  { request, notes }: Judge,
  judgement: Judgement,
  reason = 'There is no git repository here',
): Judgement {
  if (request.since !== undefined) throw new UserError('git', `--since ${request.since}: ${reason}.`);
  notes.push(`${reason}, so every migration is judged as under --all.`);
  return judgement;
}
