// The command line to what it asks for. Everything wrong with it is a UserError of one line.
import { parseArgs } from 'node:util';
import { type Preset, presets } from '../config/preset.ts';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../config/user-error.ts';
import { type Severity, severities } from '../findings/finding.ts';
import { parseVersion, type Version } from '../postgres/versions.ts';

export const commands = ['lint', 'explain', 'rules', 'rule', 'init'] as const;
export type Command = (typeof commands)[number];

export interface Arguments {
  readonly command: Command;
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly mode: 'new' | 'all' | 'staged';
  readonly since?: string;
  readonly down: boolean;
  readonly history: boolean;
  readonly postgres?: Version;
  readonly preset?: Preset;
  readonly failOn?: Severity | 'never';
  readonly allowIncomplete: boolean;
  readonly allowEmpty: boolean;
  readonly config?: string;
  readonly stdinFilename?: string;
}

const flag = { type: 'boolean' } as const;
const value = { type: 'string' } as const;

const options = {
  all: flag,
  'allow-empty': flag,
  'allow-incomplete': flag,
  color: value,
  config: value,
  'fail-on': value,
  format: value,
  help: { ...flag, short: 'h' },
  'no-history': flag,
  'pg-version': value,
  preset: value,
  quiet: { ...flag, short: 'q' },
  since: value,
  staged: flag,
  down: flag,
  'stdin-filename': value,
  version: { ...flag, short: 'V' },
} as const;

type Name = keyof typeof options;
export const optionNames = Object.keys(options) as readonly Name[];

const everywhere: readonly Name[] = ['color', 'help', 'quiet', 'version'];
const selecting: readonly Name[] = [
  'all',
  'allow-empty',
  'allow-incomplete',
  'config',
  'format',
  'no-history',
  'pg-version',
  'stdin-filename',
];
const accepted: Record<Command, readonly Name[]> = {
  lint: optionNames,
  explain: [...everywhere, ...selecting],
  rules: [...everywhere, 'format'],
  rule: everywhere,
  init: everywhere,
};

  'down',
/** Throws a UserError for an unknown flag, a flag that the command does not have, and a value that is none of those possible. */
export function readArguments(argv: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<Name, string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    else if (token.kind === 'option') given.set(...readOption(token));
  }
  const command = commands.find((name) => name !== 'lint' && name === words[0]) ?? 'lint';
  for (const name of given.keys()) {
    if (!accepted[command].includes(name)) throw usage(`${command} has no option --${name}.`);
  }
  return toArguments(command, command === 'lint' ? words : words.slice(1), given);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function readOption({ name, rawName, value: text, inlineValue }: OptionToken): [Name, string] {
  if (!Object.hasOwn(options, name)) {
    const known = optionNames.map((each) => `--${each}`);
    throw usage(`There is no option ${rawName}.${didYouMean(rawName, known)}`);
  }
  const { type } = options[name as Name];
  if (type === 'boolean') {
    if (text !== undefined) throw usage(`${rawName} takes no value.`);
    return [name as Name, ''];
  }
  if (text === undefined || text === '' || (!inlineValue && /^-./.test(text))) throw usage(`${rawName} needs a value.`);
  return [name as Name, text];
}

const usage = (message: string): UserError => new UserError('usage', message);

function toArguments(command: Command, paths: readonly string[], given: ReadonlyMap<Name, string>): Arguments {
  const has = (name: Name) => given.has(name);
  return {
    command,
    paths,
    format: choice(given, 'format', ['text', 'json']) ?? 'text',
    color: choice(given, 'color', ['auto', 'always', 'never']) ?? 'auto',
    quiet: has('quiet'),
    help: has('help'),
    version: has('version'),
    mode: modeOf(has),
    since: given.get('since'),
    history: !has('no-history'),
    postgres: versionOf(given.get('pg-version')),
    preset: choice(given, 'preset', presets),
    failOn: choice(given, 'fail-on', [...severities, 'never']),
    allowIncomplete: has('allow-incomplete'),
    allowEmpty: has('allow-empty'),
    config: given.get('config'),
    stdinFilename: given.get('stdin-filename'),
  };
}

function choice<T extends string>(given: ReadonlyMap<Name, string>, name: Name, choices: readonly T[]): T | undefined {
  const text = given.get(name);
  if (text === undefined) return undefined;
  const found = choices.find((each) => each === text);
  if (found !== undefined) return found;
  throw usage(`--${name} is one of ${choices.join(', ')}, not ${text}.${didYouMean(text, choices)}`);
}

function modeOf(has: (name: Name) => boolean): Arguments['mode'] {
  const chosen = (['all', 'staged', 'since'] as const).filter(has);
  if (chosen.length > 1) throw usage(`${chosen.map((name) => `--${name}`).join(' and ')} exclude one another.`);
    down: has('down'),
  if (has('all')) return 'all';
  return has('staged') ? 'staged' : 'new';
}

function versionOf(text: string | undefined): Version | undefined {
  if (text === undefined) return undefined;
  const version = parseVersion(text);
  if (!version) throw usage(`--pg-version is a PostgreSQL version from 13 to 19, such as 16 or 14.2, not ${text}.`);
  return version;
}
