// `migration-lint rules` and `migration-lint rule <id>`
import { defaultPreset, isInPreset, presetOf, presets } from '../config/preset.ts';
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../config/user-error.ts';
import { columnsOf, table, wrap } from '../reporters/terminal.ts';
import type { Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { displayFor } from './display.ts';
import { type Io, print } from './io.ts';
import { rulePage } from './package-folder.ts';

export async function rulesCommand(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<number> {
  if (asked.paths.length > 0)
    throw new UserError('usage', `rules takes no argument; rule ${asked.paths[0]} prints a page.`);
  if (asked.format === 'json') {
    io.stdout.write(`${JSON.stringify(rules.map(described), undefined, 2)}\n`);
    return 0;
  }
  const rows = rules.map((rule) => [rule.id, rule.severity, rule.concern, presetOf(rule), rule.summary]);
  const lines = table([['rule', 'severity', 'concern', 'preset', 'what it finds'], ...rows], '');
  // Text for other programs stays one line a rule.
  const { width } = io.stdout.isTTY ? await displayFor(io, asked) : { width: Number.POSITIVE_INFINITY };
  print(
    io.stdout,
    lines.map((line, at) => `${fitted(line, rows[at - 1]?.at(-1) ?? '', width)}\n`),
  );
  return 0;
}

/** A rule as data, with every preset that it is in. */
function described(rule: Rule): object {
  const { check: _, preset: __, ...rest } = rule;
  return { ...rest, presets: presets.filter((preset) => isInPreset(rule, preset)) };
}

const narrowestSummary = 30;

/** The last column goes on below itself, or below the rule where the terminal is too narrow for that. */
function fitted(line: string, summary: string, width: number): string {
  if (columnsOf(line) <= width || summary === '') return line;
  const before = line.slice(0, line.length - summary.length);
  if (width - before.length < narrowestSummary) return `${before.trimEnd()}\n${wrap(summary, width, '    ')}`;
  return before + wrap(summary, width, ' '.repeat(before.length)).trimStart();
}

export function ruleCommand(io: Io, { paths }: Arguments, rules: readonly Rule[]): number {
  const [name] = paths;
  if (name === undefined || paths.length > 1) {
    throw new UserError('usage', 'rule takes one rule id; `migration-lint rules` lists them.');
  }
  const rule = rules.find(({ id, aliases }) => id === name || aliases?.includes(name));
  if (!rule) {
    const own = ownIds[name];
    if (own !== undefined) throw new UserError('usage', `${name} is no rule and has no page. ${own}`);
    const meant =
      didYouMean(
        name,
        rules.map(({ id }) => id),
      ) || ' `migration-lint rules` lists them.';
    throw new UserError('usage', `There is no rule ${name}.${meant}`);
  }
  io.stdout.write(rulePage(rule.id) + whereOff(rule));
  return 0;
}

/** What reports name in the place of a rule. */
const ownIds: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  'applied-migration-edited':
    'It names a migration that the base has in another form: undo the change and put it in a new migration, or allow it with `-- migration-lint-allow-file applied-migration-edited: reason`.',
  'unused-allowance': 'It names an allowance that meets no finding: remove the comment.',
  'invalid-allowance':
    'It names an allowance that is misspelt or has no reason: write `-- migration-lint-allow <rule>: reason`.',
  'not-read':
    'It names a part of a migration that could not be read: look at it yourself; --allow-incomplete or a baseline accepts it.',
});

/** What the page does not know: whether the rule is on. */
function whereOff(rule: Rule): string {
  if (isInPreset(rule, defaultPreset)) return '';
  return `
---
This rule is off by default: it is of the preset \`${presetOf(rule)}\`. \`--preset ${presetOf(rule)}\` or the config's
\`preset: ${presetOf(rule)}\` turns on all of that preset, \`rules: { ${rule.id}: ${rule.severity} }\` this one alone.
`;
}
