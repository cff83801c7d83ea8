// The action's inputs and outputs: one table, which action.yml, docs/github-actions.md and the reading of the environment come from.
// Inputs of the command's name go through the command's own reading, so that both say the same of what is wrong.
import { type Arguments, commands, type optionNames, readArguments } from '../cli/arguments.ts';
import { UserError } from '../config/user-error.ts';

type Option = (typeof optionNames)[number];

export interface Input {
  readonly name: string;
  /** `lines`: one value a line; `flag`: `true` or `false`. */
  readonly kind: 'lines' | 'text' | 'flag';
  readonly description: string;
  readonly default?: string;
  /** The command has an option of this name. */
  readonly isOption?: true;
}

export const inputs: readonly Input[] = [
  {
    name: 'paths',
    kind: 'lines',
    description: 'Files, folders and globs, one a line; without it the migrations that the repository has.',
  },
  {
    name: 'working-directory',
    kind: 'text',
    description: 'The folder to run in, for a project that is not at the root: paths and the config count from there.',
    default: '.',
  },
  { name: 'config', kind: 'text', description: 'The config file, instead of the one that is found.', isOption: true },
  {
    name: 'since',
    kind: 'text',
    description: 'A commit, tag or branch: what changed since then is new, whatever the event says.',
    isOption: true,
  },
  {
    name: 'all',
    kind: 'flag',
    description: 'Judge every migration, each as if it alone were new.',
    default: 'false',
    isOption: true,
  },
  {
    name: 'down',
    kind: 'flag',
    description: 'Judge the ways back (down), as a rollback runs them.',
    default: 'false',
    isOption: true,
  },
  {
    name: 'no-history',
    kind: 'flag',
    description: 'Read each file alone, without earlier migrations.',
    default: 'false',
    isOption: true,
  },
  {
    name: 'pg-version',
    kind: 'text',
    description: 'The PostgreSQL version that the migrations run on, 13 to 19, such as 16 or 14.2.',
    isOption: true,
  },
  {
    name: 'preset',
    kind: 'text',
    description: 'The rules that are on: locks-only, recommended or strict.',
    isOption: true,
  },
  { name: 'stats', kind: 'text', description: 'The file of table sizes.', isOption: true },
  {
    name: 'no-stats',
    kind: 'flag',
    description: 'Take no table sizes into account.',
    default: 'false',
    isOption: true,
  },
  { name: 'baseline', kind: 'text', description: 'The file of accepted findings.', isOption: true },
  {
    name: 'no-baseline',
    kind: 'flag',
    description: 'Judge as if there were no baseline.',
    default: 'false',
    isOption: true,
  },
  {
    name: 'fail-on',
    kind: 'text',
    description: 'The least severity that fails the step: error, warning, info or never.',
    isOption: true,
  },
  {
    name: 'allow-incomplete',
    kind: 'flag',
    description: 'Do not fail for what could not be read.',
    default: 'false',
    isOption: true,
  },
  {
    name: 'allow-empty',
    kind: 'flag',
    description: 'Do not fail for a glob that matches nothing.',
    default: 'false',
    isOption: true,
  },
  {
    name: 'format',
    kind: 'lines',
    description: 'Reports, one a line: `text` in the log, `junit=junit.xml` in a file within the workspace.',
    default: 'text',
    isOption: true,
  },
  {
    name: 'sarif-file',
    kind: 'text',
    description: 'A file for the SARIF report, for github/codeql-action/upload-sarif.',
  },
  {
    name: 'comment',
    kind: 'flag',
    description:
      'Keep one comment on the pull request for this `working-directory`, and suggest safe SQL on its lines; needs `pull-requests: write`.',
    default: 'true',
  },
  { name: 'annotations', kind: 'flag', description: 'Annotate the lines of the findings.', default: 'true' },
  { name: 'summary', kind: 'flag', description: 'Write the report to the job summary.', default: 'true' },
  {
    name: 'github-token',
    kind: 'text',
    description: 'The token for the comment, and for the list of changed files where the clone is shallow.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's
    default: '${{ github.token }}',
  },
];

export const outputs = {
  verdict: '`clean`, `findings` or `incomplete` (a judged file was not read in full).',
  errors: 'How many open findings are errors.',
  warnings: 'How many open findings are warnings.',
  infos: 'How many open findings are information.',
  report: 'The first report that was written to a file, relative to the workspace; empty where none was asked for.',
} as const;
export type OutputName = keyof typeof outputs;

/** The command's options that are no inputs, and why. */
export const notMirrored: Partial<Record<Option, string>> = {
  color: 'the log of a job is no terminal',
  'database-url': 'of `stats`, which asks a production server and is run by hand or on a schedule',
  'from-squawk': 'of `init`, which is run once, by hand',
  help: 'this page is it',
  output: 'of `stats`',
  'prune-baseline': 'changes a file of the repository',
  quiet: 'the log has room',
  staged: 'a job has nothing staged',
  'stdin-filename': 'an action has no standard input',
  version: "the action's own is what `uses:` names",
  'write-baseline': 'changes a file of the repository',
};

export interface ActionInputs {
  readonly asked: Arguments;
  readonly workingDirectory: string;
  readonly comment: boolean;
  readonly annotations: boolean;
  readonly summary: boolean;
  /** '' where there is none. */
  readonly token: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a UserError for a value that is none of those possible. */
export function readInputs(env: Environment): ActionInputs {
  const text = (name: string): string => textOf(env, name);
  const isOn = (name: string): boolean => isTrue(name, text(name));
  const options = inputs.filter(({ isOption }) => isOption).flatMap((input) => argumentsOf(input, text(input.name)));
  const sarif = text('sarif-file') === '' ? [] : [`--format=sarif=${text('sarif-file')}`];
  const paths = linesOf(text('paths')).map(pathArgument);
  return {
    asked: readOptions([...options, ...sarif, '--', ...paths]),
    workingDirectory: text('working-directory') || '.',
    comment: isOn('comment'),
    annotations: isOn('annotations'),
    summary: isOn('summary'),
    token: text('github-token'),
  };
}

/** As the runner hands inputs over; a workflow that sets one to '' means its default. */
function textOf(env: Environment, name: string): string {
  const given = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  const preset = inputs.find((input) => input.name === name)?.default ?? '';
  return given === '' && !preset.startsWith('${{') ? preset : given;
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

function argumentsOf({ name, kind }: Input, text: string): string[] {
  if (kind === 'flag') return isTrue(name, text) ? [`--${name}`] : [];
  if (kind === 'lines') return linesOf(text).map((line) => `--${name}=${line}`);
  return text === '' ? [] : [`--${name}=${text}`];
}

function isTrue(name: string, text: string): boolean {
  if (/^(?:true|false|)$/i.test(text)) return text.toLowerCase() === 'true';
  throw new UserError('usage', `The input \`${name}\` is true or false, not ${text}.`);
}

/** A folder may have the name of a command. */
function pathArgument(path: string): string {
  if (path === '-') throw new UserError('usage', 'The input `paths` names -, but an action has no standard input.');
  return commands.some((command) => command === path) ? `./${path}` : path;
}

/** What is wrong is said of the input, which has the option's name. */
function readOptions(argv: readonly string[]): Arguments {
  try {
    return readArguments(argv);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message.replace(/--([a-z]+(?:-[a-z]+)*)/g, '`$1`'));
  }
}
