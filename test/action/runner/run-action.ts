// A step `uses: owner/migration-lint@main`, as the runner runs it: a process of its own with the runner's environment.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { actionDefinition, actionFolder, inputVariables } from './action-folder.ts';
import type { GitHub } from './github-server.ts';
import { ownerOf, webUrl } from './github-state.ts';
import { runnerEnvironment, temporaryFolder } from './temporary.ts';
import { type Annotation, annotationsOf, commandsInForce, fileCommands } from './workflow-commands.ts';
import { type EventOptions, eventOf, type WorkflowEvent } from './workflow-event.ts';

export interface StepOptions {
  readonly event?: EventOptions;
  /** `with:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
  /** Waits a hundredth of what it should. */
  readonly hurried?: boolean;
  /** Ends the step if it takes longer; milliseconds. */
  readonly timeout?: number;
}

export interface StepResult {
  /** Absolute. */
  readonly workspace: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly annotations: readonly Annotation[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly milliseconds: number;
}

/** What a step may write to the job summary; GitHub refuses more. */
const summaryLimit = 1024 ** 2;

/** Runs the step in the workspace. Whatever a runner would refuse, or GitHub's description does not know, fails the test. */
export async function runAction(gitHub: GitHub, workspace: string, options: StepOptions = {}): Promise<StepResult> {
  const folder = temporaryFolder('runner-');
  const files = filesIn(folder);
  const event = await eventOf(gitHub.state, options.event ?? {});
  writeFileSync(files.GITHUB_EVENT_PATH, JSON.stringify(event.payload));
  const env = {
    ...runnerEnvironment(),
    ...variablesOf(gitHub, event),
    ...files,
    ...inputVariables(options.inputs ?? {}, { 'github.token': gitHub.state.token, 'github.workspace': workspace }),
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: folder,
    ...options.env,
  };
  const started = Date.now();
  const { code, stdout, stderr } = await processOf(env, workspace, options);
  const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
  const result = { workspace, code, stdout, stderr, summary, milliseconds: Date.now() - started };
  const commands = commandsInForce(stdout);
  expectAcceptable(gitHub, result, files);
  const names = new Set(commands.map(({ name }) => name));
  // What a step may say; the rest is either obsolete or somebody's injection.
  for (const name of names) expect(name).toMatch(/^(?:error|warning|notice|group|endgroup|add-mask|debug)$/);
  return {
    ...result,
    annotations: annotationsOf(commands),
    outputs: fileCommands(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
  };
}

type Files = Readonly<Record<(typeof fileNames)[number], string>>;
const fileNames = [
  'GITHUB_EVENT_PATH',
  'GITHUB_OUTPUT',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_ENV',
  'GITHUB_STATE',
  'GITHUB_PATH',
] as const;

function filesIn(folder: string): Files {
  const entries = fileNames.map((name) => [name, join(folder, `${name.toLowerCase()}_0d5a`)] as const);
  for (const [, path] of entries) writeFileSync(path, '');
  return Object.fromEntries(entries) as Files;
}

/** Runs are counted up on GitHub. */
let lastRun = 1_658_821_493;
function nextRun(): string {
  lastRun += 1;
  return String(lastRun);
}

const variablesOf = ({ url, state }: GitHub, event: WorkflowEvent): Record<string, string> => ({
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTION: '__owner_migration-lint',
  GITHUB_ACTION_REPOSITORY: 'owner/migration-lint',
  GITHUB_ACTION_REF: 'main',
  GITHUB_ACTOR: 'stranger',
  GITHUB_API_URL: url,
  GITHUB_GRAPHQL_URL: `${url}/graphql`,
  GITHUB_SERVER_URL: webUrl,
  GITHUB_EVENT_NAME: event.name,
  GITHUB_JOB: 'migrations',
  GITHUB_REF: event.ref,
  GITHUB_REF_NAME: event.ref.replace(/^refs\/(?:heads|pull)\//, ''),
  GITHUB_REF_TYPE: 'branch',
  GITHUB_HEAD_REF: event.headRef ?? '',
  GITHUB_BASE_REF: event.baseRef ?? '',
  GITHUB_SHA: event.sha,
  GITHUB_REPOSITORY: state.name,
  GITHUB_REPOSITORY_OWNER: ownerOf(state),
  GITHUB_RUN_ID: nextRun(),
  GITHUB_RUN_NUMBER: '3',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_RETENTION_DAYS: '90',
  GITHUB_WORKFLOW: 'CI',
  RUNNER_ARCH: 'X64',
  RUNNER_DEBUG: '1',
  RUNNER_ENVIRONMENT: 'github-hosted',
  RUNNER_NAME: 'GitHub Actions 1',
  RUNNER_OS: 'Linux',
});

function processOf(
  env: Record<string, string>,
  cwd: string,
  { node = process.execPath, hurried = false, timeout = 100_000 }: StepOptions,
): Promise<Pick<StepResult, 'code' | 'stdout' | 'stderr'>> {
  const main = join(actionFolder(), actionDefinition().runs.main);
  const before = hurried ? ['--require', join(import.meta.dirname, 'hurry.cjs')] : [];
  const child = spawn(node, [...before, main], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout });
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (part: Buffer) => output.stdout.push(part));
  child.stderr.on('data', (part: Buffer) => output.stderr.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const text = (parts: Buffer[]) => Buffer.concat(parts).toString();
      resolve({ code, stdout: text(output.stdout), stderr: text(output.stderr) });
    });
  });
}

type Finished = Pick<StepResult, 'code' | 'stdout' | 'stderr' | 'summary'>;

/** What holds of every run, whatever it is about. */
function expectAcceptable({ state, violations }: GitHub, result: Finished, files: Files): void {
  expect(violations).toEqual([]);
  const everything = [result.stdout, result.stderr, result.summary, ...state.comments.map(({ body }) => body)].join(
    '\n',
  );
  // `::add-mask::` has to name it.
  expect(everything.replace(/^::add-mask::.*$/gm, '')).not.toContain(state.token);
  expect(Buffer.byteLength(result.summary)).toBeLessThanOrEqual(summaryLimit);
  for (const name of ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STATE'] as const)
    expect([name, readFileSync(files[name], 'utf8')]).toEqual([name, '']);
  // A stack is our bug.
  expect(result.stdout.replaceAll('%0A', '\n')).not.toContain('A fault of migration-lint itself');
  expect(`${result.stdout}\n${result.stderr}`).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(result.code === 0 || result.code === 1 ? '' : `exit ${result.code}: ${result.stdout}${result.stderr}`).toBe(
    '',
  );
}
