// A .squawk.toml as a config of ours: every key of it becomes a setting, or a comment that says why there is none.
import { parse, TomlError } from 'smol-toml';
import { parseVersion, supportedMajors } from '../postgres/versions.ts';
import type { Rule } from '../rule.ts';
import { squawk } from './other-tools.ts';

type Rules = readonly Pick<Rule, 'id' | 'severity' | 'preset' | 'equivalents'>[];

/** `name` is the file's, for comments. Throws an Error that says what is wrong, with its line. */
export function configFromSquawk(text: string, name: string, rules: Rules): string {
  const settings = readToml(text);
  const known = ['pg_version', 'assume_in_transaction', 'excluded_paths', 'excluded_rules', 'included_rules'];
  const others = Object.keys(settings).filter((key) => !known.includes(key));
  return `${[
    '# yaml-language-server: $schema=./node_modules/migration-lint/schema/migration-lint.schema.json',
    `# Made from ${name} by \`migration-lint init --from-squawk\`.`,
    '',
    ...versionLines(settings.pg_version),
    ...transactionLines(settings.assume_in_transaction),
    ...pathLines(strings(settings, 'excluded_paths')),
    ...ruleLines(strings(settings, 'excluded_rules'), strings(settings, 'included_rules'), rules),
    '# `-- squawk-ignore` comments go on allowing what they are about.',
    'suppressions: [squawk]',
    '',
    '# squawk fails on whatever it finds; of our severities, error does. warning or info are stricter.',
    'failOn: error',
    ...others.flatMap((key) => ['', `# ${key}: ${withoutCounterpart[key] ?? 'no key that squawk 2.66 has.'}`]),
  ].join('\n')}\n`;
}

const withoutCounterpart: Readonly<Record<string, string>> = {
  upload_to_github: 'comments on pull requests have no counterpart here; `failOn` above decides the exit code.',
};

function readToml(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new Error(`line ${error.line}, column ${error.column}: ${reason}`);
  }
}

function strings(settings: Record<string, unknown>, key: string): string[] {
  const value = settings[key] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Error(`${key} is not a list of strings`);
}

function versionLines(written: unknown): string[] {
  if (written === undefined)
    return ['# squawk was told no pg_version; 15 is the default here.', '# postgres: "16"', ''];
  const [major = '', minor] = String(written).split('.');
  const short = minor === undefined || minor === '0' ? major : `${major}.${minor}`;
  const version = parseVersion(short) ? short : Number(major) < supportedMajors[0] ? String(supportedMajors[0]) : '19';
  const note = version === short ? '' : ` (${written}, but ${supportedMajors[0]} to 19 are what is known here)`;
  return [`# pg_version${note}`, `postgres: "${version}"`, ''];
}

function transactionLines(assumed: unknown): string[] {
  if (assumed === true) {
    const line =
      '# assume_in_transaction; a file with `squawk-disable-assume-in-transaction` needs an override of its own.';
    return [line, 'transaction: file', ''];
  }
  if (assumed === false) return ['# assume_in_transaction = false', 'transaction: none', ''];
  return ['# What the runner wraps in a transaction: none, file or run.', '# transaction: file', ''];
}

/** To squawk a star crosses folders, which here takes two. */
function pathLines(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const globs = paths.map((path) => (path.includes('/') ? path.replace(/(?<!\*)\*(?!\*)/g, '**') : path));
  return ['# excluded_paths', 'ignore:', ...globs.map((glob) => `  - ${quoted(glob)}`), ''];
}

const quoted = (text: string): string => JSON.stringify(text);

function ruleLines(excluded: readonly string[], included: readonly string[], rules: Rules): string[] {
  const off = excluded.flatMap((name) => excludedLines(name, excluded, rules));
  const on = included.filter((name) => !excluded.includes(name)).flatMap((name) => includedLines(name, rules));
  if (off.length + on.length === 0) return [];
  // One of ours that several of theirs are equal to is written once.
  const lines = [...new Set([...off, ...on])];
  return [lines.every((line) => line.trimStart().startsWith('#')) ? '# rules:' : 'rules:', ...lines, ''];
}

/** One of ours is turned off only where all of theirs that it stands for are. */
function excludedLines(name: string, excluded: readonly string[], rules: Rules): string[] {
  const ours = equivalentsOf(name, rules);
  if (ours.length === 0) return [`  # ${name}: ${whyNot(name)}`];
  return [`  # excluded: ${name}`, ...ours.map((rule) => offLine(rule, excluded))];
}

function offLine({ id, equivalents }: Rules[number], excluded: readonly string[]): string {
  const gone = excluded.flatMap(presentNames);
  const left = presentOnly(equivalents).filter((name) => !gone.includes(name));
  return left.length === 0 ? `  ${id}: off` : `  # ${id} stays on: it stands for ${left.join(' and ')} too.`;
}

function includedLines(name: string, rules: Rules): string[] {
  const ours = equivalentsOf(name, rules);
  if (ours.length === 0) return [`  # included: ${name}: ${whyNot(name)}`];
  return [
    `  # included: ${name}`,
    ...ours.map(({ id, severity, preset }) =>
      preset === 'strict' ? `  ${id}: ${severity}` : `  # ${id} is on by default.`,
    ),
  ];
}

const equivalentsOf = (name: string, rules: Rules): Rules =>
  rules.filter(({ equivalents }) => presentOnly(equivalents).some((other) => presentNames(name).includes(other)));

/** Former names of squawk's rules, one of which was split in two. */
const former: Readonly<Record<string, readonly string[]>> = {
  'prefer-timestamptz': ['prefer-timestamp-tz'],
  'require-timeout-settings': ['require-lock-timeout', 'require-statement-timeout'],
};

const presentNames = (name: string): readonly string[] =>
  (Object.hasOwn(former, name) ? former[name] : undefined) ?? [name];

const presentOnly = (equivalents: Rules[number]['equivalents']): readonly string[] =>
  (equivalents?.squawk ?? []).filter((name) => !Object.hasOwn(former, name));

const whyNot = (name: string): string =>
  squawk.without[name] ? `no counterpart. ${squawk.without[name]}` : 'no rule of squawk 2.66.';
