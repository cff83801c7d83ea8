// Decides which migrations are judged and which are their history, and lays them out for the simulation.
import { resolve } from 'node:path';
import { UserError } from '../config/user-error.ts';
import { noteUnknownCode, withoutReadByCode } from './among-code.ts';
import { type Files, indexFiles, withContents, workingTree } from './files.ts';
import { type Changes, repositoryRoot, stagedChanges } from './git.ts';
import type { Host } from './host.ts';
import { changesByRepository, type Judge, type Judgement, judgeProject } from './judge.ts';
import { pathNames } from './names.ts';
import { plan, plannedDown } from './plan.ts';
import { type FoundProject, projectAlone, projectOfOne, projectsOf } from './projects.ts';
import type { Reader } from './read.ts';
import { type Selection, type SelectionRequest, stdinName } from './request.ts';
import { wantedFiles } from './wanted.ts';
import { planDown } from './ways-back.ts';

/** Throws a UserError where what was asked for can't be: a path that does not exist, a base that is not there. */
export async function select(host: Host, request: SelectionRequest): Promise<Selection> {
  const notes: string[] = [];
  const show = pathNames(host.cwd, [...request.paths, ...request.config.paths]);
  const staged = request.mode === 'staged' ? await stagedFiles(host) : undefined;
  const files = withContents(staged?.files ?? workingTree(host), stdinContents(host, request));
  const reader = { host, files, request, show };
  const wanted = await wantedFiles({ ...reader, notes });
  const { projects: found, alone } = projectsOf(reader, [...wanted.named, ...wanted.searched]);
  const projects = withoutReadByCode({ projects: found, wanted, show, notes });
  // What a search finds outside of migration folders is any SQL; what the user names is judged.
  const lone = alone.filter((path) => wanted.named.has(path)).flatMap((path) => loneProject(reader, path, notes));
  noteUnknownCode(
    alone.filter((path) => !wanted.named.has(path)),
    { show, notes },
  );
  const judge: Judge = { ...reader, wanted, notes, changesAt: changesByRepository(reader, staged?.changes) };
  const judgements = await Promise.all([...projects, ...lone].map((project) => judgeProject(judge, project)));
  return selectionOf(judge, judgements);
}

function loneProject(reader: Reader, path: string, notes: string[]): FoundProject[] {
  const project = projectAlone(reader, path);
  if (!project) notes.push(`${reader.show(path)} is no migration of a tool that is known, and is left out.`);
  return project ? [project] : [];
}

async function selectionOf(judge: Judge, judgements: readonly Judgement[]): Promise<Selection> {
  const { request, notes, show } = judge;
  const kept = judgements.filter(({ judged }) => judged.size > 0);
  await Promise.all(kept.map(({ project }) => project.framework.load?.()));
  const down = kept.flatMap((judgement) => plannedDown(judge, judgement));
  const plans = await Promise.all(
    request.direction === 'down'
      ? kept.map((each) => planDown(judge, each, notes))
      : (request.history ? kept : kept.flatMap(apart)).map(async (each) => [await plan(judge, each, notes)]),
  );
  const projects = plans.flat().filter(({ migrations }) => migrations.some(({ judged }) => judged));
  const judged = projects.flatMap(({ migrations }) => migrations).filter((migration) => migration.judged).length;
  notes.push(...summary(judge, judgements, judged));
  return {
    projects,
    down,
    edited: request.direction === 'down' ? [] : kept.flatMap(({ edited }) => edited.map(show)),
    judged,
    notes: [...new Set(notes)],
  };
}

/** Each judged file as a project of its own. */
function apart(judgement: Judgement): Judgement[] {
  return judgement.project.entries
    .filter(({ path }) => judgement.judged.has(path))
    .map((entry) => ({
      ...judgement,
      project: { ...projectOfOne(entry.path, judgement.project.framework, entry), partOf: judgement.project },
      judged: new Set([entry.path]),
    }));
}

const namedDown = ({ wanted, show }: Judge, judgements: readonly Judgement[]): string[] =>
  judgements.flatMap(({ project, judged }) =>
    project.entries
      .filter(({ path, direction }) => direction === 'down' && judged.has(path) && wanted.named.has(path))
      .map(({ path }) => `${show(path)} is a way back (down) and is not judged; --down judges it.`),
  );

function summary(judge: Judge, judgements: readonly Judgement[], judged: number): string[] {
  const { wanted, request } = judge;
  const sentences = request.direction === 'down' ? [] : namedDown(judge, judgements);
  if (judged > 0 || wanted.named.size + wanted.leftOut > 0) return sentences;
  const found = judgements.reduce((count, { project }) => count + project.entries.length, 0);
  const paths = request.paths.filter((path) => path !== '.');
  const places = paths.length > 0 ? paths.join(', ') : 'this folder or below';
  if (found === 0) {
    return [...sentences, `No migrations were found in ${places}: name their files, or set \`paths\` in the config.`];
  }
  return [...sentences, `None of the ${found} migrations found is ${request.mode === 'staged' ? 'staged' : 'new'}.`];
}

function stdinContents(host: Host, { stdin }: SelectionRequest): ReadonlyMap<string, Uint8Array> {
  return new Map(stdin ? [[resolve(host.cwd, stdin.name ?? stdinName), stdin.bytes]] : []);
}

async function stagedFiles(host: Host): Promise<{ files: Files; changes: Changes }> {
  const root = repositoryRoot(host, host.cwd);
  if (root === undefined) throw new UserError('git', '--staged: there is no git repository here.');
  const changes = await stagedChanges(host, root);
  return { files: await indexFiles(host, root, changes), changes };
}
