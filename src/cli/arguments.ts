// The command line to what it asks for. Everything wrong with it is a UserError of one line.
import { parseArgs } from 'node:util';
import { type Preset, presets } from '../config/preset.ts';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../config/user-error.ts';
import { type Severity, severities } from '../findings/finding.ts';
import { parseVersion, type Version } from '../postgres/versions.ts';
import { type ReportOutput, readOutputs } from './report-output.ts';

export const commands = ['lint', 'explain', 'rules', 'rule', 'init', 'stats'] as const;
export type Command = (typeof commands)[number];

export interface Arguments {
  readonly command: Command;
  readonly paths: readonly string[];
  /** Of `explain` and `rules`. */
  readonly format: 'text' | 'json';
  /** What `lint` prints, and the files that it writes. */
  readonly reports: readonly ReportOutput[];
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly mode: 'new' | 'all' | 'staged';
  readonly since?: string;
  readonly down: boolean;
  readonly history: boolean;
  /** Whether what earlier runs made of the history may be used, and kept for later ones. */
  readonly cache: boolean;
  readonly postgres?: Version;
  readonly preset?: Preset;
  readonly failOn?: Severity | 'never';
  readonly allowIncomplete: boolean;
  readonly allowEmpty: boolean;
  readonly config?: string;
  readonly stdinFilename?: string;
  /** A path, '' for the one that is found, or false for none; undefined: where the config names one or it is there. */
  readonly baseline?: string | false;
  readonly baselineChange?: 'write' | 'prune';
  /** `init --from-squawk`: a path, or '' for the one that is found. */
  readonly fromSquawk?: string;
  /** A path, or false for none; undefined: where the config names one or it is there. */
  readonly stats?: string | false;
  /** `stats --database-url`; it may hold a password and is never shown. */
  readonly databaseUrl?: string;
  /** `stats --output`: a path, or - for standard output. */
  readonly output?: string;
}

const flag = { type: 'boolean' } as const;
const value = { type: 'string' } as const;
/** A flag that may name a file: `--baseline=a.json`, or `--baseline a.json`, which can be no migration. */
const fileFlag = { type: 'boolean' } as const;
const fileFlags: Readonly<Record<string, RegExp>> = { '--baseline': /\.json$/, '--from-squawk': /\.toml$/ };

const options = {
  all: flag,
  'allow-empty': flag,
  'allow-incomplete': flag,
  baseline: fileFlag,
  color: value,
  config: value,
  'database-url': value,
  down: flag,
  'fail-on': value,
  format: value,
  'from-squawk': fileFlag,
  help: { ...flag, short: 'h' },
  'no-baseline': flag,
  'no-cache': flag,
  'no-history': flag,
  'no-stats': flag,
  output: { ...value, short: 'o' },
  'pg-version': value,
  preset: value,
  'prune-baseline': flag,
  quiet: { ...flag, short: 'q' },
  since: value,
  staged: flag,
  stats: value,
  'stdin-filename': value,
  version: { ...flag, short: 'V' },
  'write-baseline': flag,
} as const;

type Name = keyof typeof options;
export const optionNames = Object.keys(options) as readonly Name[];

const everywhere: readonly Name[] = ['color', 'help', 'quiet', 'version'];
const selecting: readonly Name[] = [
  'all',
  'allow-empty',
  'allow-incomplete',
  'config',
  'down',
  'format',
  'no-history',
  'pg-version',
  'stdin-filename',
];
const accepted: Record<Command, readonly Name[]> = {
  lint: optionNames.filter((name) => !['from-squawk', 'database-url', 'output'].includes(name)),
  explain: [...everywhere, ...selecting],
  rules: [...everywhere, 'format'],
  rule: everywhere,
  init: [...everywhere, 'from-squawk'],
  stats: [...everywhere, 'config', 'database-url', 'output'],
};

/** Throws a UserError for an unknown flag, a flag that the command does not have, and a value that is none of those possible. */
export function readArguments(argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<Name, string>();
  const words: string[] = [];
  const formats: string[] = [];
  for (const [at, token] of tokens.entries()) {
    const flagBefore = fileFlagOf(tokens[at - 1]);
    if (token.kind === 'positional' && flagBefore?.isFile.test(token.value)) given.set(flagBefore.name, token.value);
    else if (token.kind === 'positional') words.push(token.value);
    else if (token.kind === 'option') {
      const [name, text] = readOption(token);
      given.set(name, text);
      if (name === 'format') formats.push(text);
    }
  }
  const command = commands.find((name) => name !== 'lint' && name === words[0]) ?? 'lint';
  for (const name of given.keys()) {
    if (!accepted[command].includes(name)) throw usage(`${command} has no option --${name}.`);
  }
  if (command === 'lint')
    return { ...toArguments(command, words, given), format: 'text', reports: readOutputs(formats) };
  return {
    ...toArguments(command, words.slice(1), given),
    format: choice(given, 'format', ['text', 'json']) ?? 'text',
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function fileFlagOf(token: object | undefined): { name: Name; isFile: RegExp } | undefined {
  const { name, rawName = '', value: text } = (token ?? {}) as Partial<OptionToken>;
  const isFile = text === undefined ? fileFlags[rawName] : undefined;
  return isFile && { name: name as Name, isFile };
}

function readOption({ name, rawName, value: text, inlineValue }: OptionToken): [Name, string] {
  if (!Object.hasOwn(options, name)) {
    const known = optionNames.map((each) => `--${each}`);
    throw usage(`There is no option ${rawName}.${didYouMean(rawName, known)}`);
  }
  const { type } = options[name as Name];
  if (type === 'boolean') {
    if (text && Object.hasOwn(fileFlags, rawName)) return [name as Name, text];
    if (text !== undefined) throw usage(`${rawName} takes no value.`);
    return [name as Name, ''];
  }
  if (text === undefined || text === '' || (!inlineValue && /^-./.test(text))) throw usage(`${rawName} needs a value.`);
  return [name as Name, text];
}

const usage = (message: string): UserError => new UserError('usage', message);

function toArguments(
  command: Command,
  paths: readonly string[],
  given: ReadonlyMap<Name, string>,
): Omit<Arguments, 'format'> {
  const has = (name: Name) => given.has(name);
  return {
    command,
    paths,
    reports: [],
    color: choice(given, 'color', ['auto', 'always', 'never']) ?? 'auto',
    quiet: has('quiet'),
    help: has('help'),
    version: has('version'),
    mode: modeOf(has),
    since: given.get('since'),
    down: has('down'),
    history: !has('no-history'),
    cache: !has('no-cache'),
    postgres: versionOf(given.get('pg-version')),
    preset: choice(given, 'preset', presets),
    failOn: choice(given, 'fail-on', [...severities, 'never']),
    allowIncomplete: has('allow-incomplete'),
    allowEmpty: has('allow-empty'),
    config: given.get('config'),
    stdinFilename: given.get('stdin-filename'),
    fromSquawk: given.get('from-squawk'),
    ...baselineOf(given),
    stats: statsOf(given),
    databaseUrl: given.get('database-url'),
    output: given.get('output'),
  };
}

function choice<T extends string>(given: ReadonlyMap<Name, string>, name: Name, choices: readonly T[]): T | undefined {
  const text = given.get(name);
  if (text === undefined) return undefined;
  const found = choices.find((each) => each === text);
  if (found !== undefined) return found;
  throw usage(`--${name} is one of ${choices.join(', ')}, not ${text}.${didYouMean(text, choices)}`);
}

function baselineOf(given: ReadonlyMap<Name, string>): Pick<Arguments, 'baseline' | 'baselineChange'> {
  refuseBoth(given, ['write-baseline', 'prune-baseline', 'no-baseline']);
  refuseBoth(given, ['baseline', 'no-baseline']);
  const baseline = given.has('no-baseline') ? false : given.get('baseline');
  const change = given.has('write-baseline') ? 'write' : given.has('prune-baseline') ? 'prune' : undefined;
  return { baseline, baselineChange: change };
}

function statsOf(given: ReadonlyMap<Name, string>): Arguments['stats'] {
  refuseBoth(given, ['stats', 'no-stats']);
  return given.has('no-stats') ? false : given.get('stats');
}

function refuseBoth(given: ReadonlyMap<Name, string>, names: readonly Name[]): void {
  const both = names.filter((name) => given.has(name));
  if (both.length > 1) throw usage(`${both.map((name) => `--${name}`).join(' and ')} exclude one another.`);
}

function modeOf(has: (name: Name) => boolean): Arguments['mode'] {
  const chosen = (['all', 'staged', 'since'] as const).filter(has);
  if (chosen.length > 1) throw usage(`${chosen.map((name) => `--${name}`).join(' and ')} exclude one another.`);
  // A baseline of what happens to be new would leave out what it is for.
  if (has('all') || (has('write-baseline') && chosen.length === 0)) return 'all';
  return has('staged') ? 'staged' : 'new';
}

function versionOf(text: string | undefined): Version | undefined {
  if (text === undefined) return undefined;
  const version = parseVersion(text);
  if (!version) throw usage(`--pg-version is a PostgreSQL version from 13 to 19, such as 16 or 14.2, not ${text}.`);
  return version;
}
