// A config file's text to a Config: each key that is unknown or of the wrong type is named with its file, line and the nearest known key.
import { dirname } from 'node:path';
import * as v from 'valibot';
import { parseVersion } from '../postgres/versions.ts';
import type { Rule } from '../rule.ts';
import { parseBytes } from './bytes.ts';
import {
  type Config,
  defaultConfig,
  defaultSmallTables,
  type FileConfig,
  type Override,
  type RuleSetting,
} from './config.ts';
import { type KeyPath, readDocument } from './document.ts';
import { parseDuration } from './duration.ts';
import { type ConfigInput, configSchema, mustBeRule, ruleList } from './schema.ts';
import { didYouMean } from './suggest.ts';
import { UserError } from './user-error.ts';

/** What the config has to know of a rule. */
export type KnownRule = Pick<Rule, 'id' | 'aliases' | 'options'>;

interface Source {
  readonly text: string;
  /** Absolute. */
  readonly path: string;
  /** For messages. */
  readonly file: string;
  /** The key of package.json that holds it. */
  readonly key?: string;
}

/** Throws a UserError that lists everything wrong with the file. */
export function readConfig(source: Source, cwd: string, rules: readonly KnownRule[]): Config {
  const document = readDocument(source.text.replace(/^\ufeff/, ''), source.file);
  const prefix = source.key === undefined ? [] : [source.key];
  const value = prefix.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], document.value) ?? {};
  const complaints: { offset: number; message: string }[] = [];
  const complain: Complain = (path, at, message) => {
    complaints.push({ offset: document.offset([...prefix, ...path], at), message });
  };
  // To valibot an array is an object too.
  const checked = v.safeParse(configSchema, Array.isArray(value) ? undefined : value);
  if (!checked.success) for (const issue of checked.issues) complain(pathOf(issue), ...complaint(issue));
  checkRules(value, rules, complain);
  if (checked.success && complaints.length === 0) return toConfig(checked.output, { source, cwd, rules });
  complaints.sort((a, b) => a.offset - b.offset);
  throw new UserError(
    'config',
    complaints.map(({ offset, message }) => `${document.place(offset)}: ${message}`).join('\n'),
  );
}

type Complain = (path: KeyPath, at: 'key' | 'value', message: string) => void;

const pathOf = (issue: v.BaseIssue<unknown>): (string | number)[] =>
  (issue.path ?? []).map((item) => item.key as string | number);

const named = (path: KeyPath): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');

function complaint(issue: v.BaseIssue<unknown>): ['key' | 'value', string] {
  const path = pathOf(issue);
  const name = `\`${named(path)}\``;
  if (issue.type !== 'strict_object' || issue.path === undefined || issue.received === 'Object') {
    return [
      'value',
      path.length === 0 ? `The config ${issue.message}.` : `${name} ${issue.message}, not ${shown(issue.input)}.`,
    ];
  }
  if (issue.expected !== 'never') return ['value', `${name} is missing.`];
  return ['key', `${name} is not a key of the config.${didYouMean(String(path.at(-1)), keysBeside(path))}`];
}

function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function keysBeside(path: KeyPath): string[] {
  if (path[0] !== 'overrides') return Object.keys(configSchema.entries);
  return [
    'paths',
    'postgres',
    'preset',
    'rules',
    'transaction',
    'framework',
    'lockTimeout',
    'statementTimeout',
    'searchPath',
  ];
}

/** Rule ids and options are checked even where other keys are wrong, so that one run names everything. */
function checkRules(value: unknown, rules: readonly KnownRule[], complain: Complain): void {
  if (typeof value !== 'object' || value === null) return;
  const input: Partial<Record<keyof ConfigInput, unknown>> = value;
  checkRuleMap(input.rules, ['rules'], rules, complain);
  if (!Array.isArray(input.overrides)) return;
  for (const [at, override] of input.overrides.entries()) {
    checkRuleMap(override?.rules, ['overrides', at, 'rules'], rules, complain);
  }
}

function checkRuleMap(map: unknown, path: KeyPath, rules: readonly KnownRule[], complain: Complain): void {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return;
  for (const [id, setting] of Object.entries(map)) {
    if (Array.isArray(setting) && !v.is(ruleList, setting)) {
      complain([...path, id], 'value', `\`${named([...path, id])}\` ${mustBeRule}, not ${shown(setting)}.`);
    }
    const rule = ruleNamed(rules, id);
    if (rule) checkOptions(rule, setting, [...path, id], complain);
    else
      complain(
        [...path, id],
        'key',
        `\`${named([...path, id])}\`: there is no rule \`${id}\`.${didYouMean(id, idsOf(rules))}`,
      );
  }
}

const ruleNamed = (rules: readonly KnownRule[], id: string): KnownRule | undefined =>
  rules.find((rule) => rule.id === id || rule.aliases?.includes(id));

const idsOf = (rules: readonly KnownRule[]): string[] => rules.map(({ id }) => id);

function checkOptions(rule: KnownRule, setting: unknown, path: KeyPath, complain: Complain): void {
  const known = rule.options ?? {};
  const within = Array.isArray(setting) ? [...path, 1] : path;
  for (const [name, value] of Object.entries(optionsOf(setting))) {
    const option = known[name];
    const place = [...within, name];
    if (!option)
      complain(
        place,
        'key',
        `\`${named(place)}\`: ${rule.id} has no option \`${name}\`.${didYouMean(name, Object.keys(known))}`,
      );
    else if (!isOfType(value, option.type))
      complain(place, 'value', `\`${named(place)}\` must be ${typeNames[option.type]}, not ${shown(value)}.`);
  }
}

const typeNames = { number: 'a number', string: 'a string', boolean: 'true or false', 'string[]': 'a list of strings' };

function isOfType(value: unknown, type: keyof typeof typeNames): boolean {
  if (type === 'string[]') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === type;
}

function optionsOf(setting: unknown): Record<string, unknown> {
  const options = Array.isArray(setting) ? setting[1] : setting;
  if (typeof options !== 'object' || options === null) return {};
  const { severity: _, ...rest } = options as Record<string, unknown>;
  return Array.isArray(setting) ? (options as Record<string, unknown>) : rest;
}

interface Context {
  readonly source: Source;
  readonly cwd: string;
  readonly rules: readonly KnownRule[];
}

function toConfig(input: ConfigInput, { source, cwd, rules }: Context): Config {
  const defaults = defaultConfig(cwd);
  const { paths = defaults.paths, ignore = defaults.ignore, failOn = defaults.failOn, baseline, stats } = input;
  const schema = typeof input.schema === 'string' ? { path: input.schema } : input.schema;
  return {
    ...defaults,
    ...toFileConfig(input, rules),
    file: source.file,
    root: dirname(source.path),
    paths,
    ignore,
    failOn,
    suppressions: input.suppressions ?? defaults.suppressions,
    ...(baseline === undefined ? {} : { baseline }),
    ...(stats === undefined ? {} : { stats }),
    smallTables: smallTablesOf(input.smallTables),
    overrides: (input.overrides ?? []).map(
      (entry): Override => ({ paths: entry.paths, ...toFileConfig(entry, rules) }),
    ),
    ...(schema ? { schema } : {}),
  };
}

function smallTablesOf(input: ConfigInput['smallTables']): Config['smallTables'] {
  if (input === false) return false;
  const { rows = defaultSmallTables.rows, bytes = defaultSmallTables.bytes } = input ?? {};
  return { rows, bytes: parseBytes(bytes) };
}

type PerFileInput = Pick<
  ConfigInput,
  'postgres' | 'preset' | 'rules' | 'transaction' | 'framework' | 'lockTimeout' | 'statementTimeout' | 'searchPath'
>;

/** Only the keys that were written, so that an override does not undo what it does not name. */
function toFileConfig(input: PerFileInput, rules: readonly KnownRule[]): Partial<FileConfig> {
  const { postgres, preset, lockTimeout, statementTimeout, transaction, framework, searchPath } = input;
  return {
    ...(postgres === undefined ? {} : { postgres: parseVersion(String(postgres)) }),
    ...(preset === undefined ? {} : { preset }),
    ...(input.rules === undefined ? {} : { rules: toRules(input.rules, rules) }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(framework === undefined ? {} : { framework }),
    ...(lockTimeout === undefined ? {} : { lockTimeout: parseDuration(lockTimeout) }),
    ...(statementTimeout === undefined ? {} : { statementTimeout: parseDuration(statementTimeout) }),
    ...(searchPath === undefined ? {} : { searchPath }),
  };
}

function toRules(input: NonNullable<ConfigInput['rules']>, rules: readonly KnownRule[]): Record<string, RuleSetting> {
  return Object.fromEntries(
    Object.entries(input).map(([id, setting]) => {
      const severity = severityOf(setting);
      return [ruleNamed(rules, id)?.id ?? id, { ...(severity ? { severity } : {}), options: optionsOf(setting) }];
    }),
  );
}

function severityOf(setting: NonNullable<ConfigInput['rules']>[string]): RuleSetting['severity'] {
  if (typeof setting === 'string') return setting;
  return v.is(ruleList, setting) ? setting[0] : setting.severity;
}
