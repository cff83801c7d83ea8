// `migration-lint rules` and `migration-lint rule <id>`
import { didYouMean } from '../config/suggest.ts';
import { UserError } from '../config/user-error.ts';
import { table } from '../reporters/terminal.ts';
import type { Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { type Io, print } from './io.ts';
import { rulePage } from './package-folder.ts';

export function rulesCommand(io: Io, asked: Arguments, rules: readonly Rule[]): number {
  if (asked.paths.length > 0)
    throw new UserError('usage', `rules takes no argument; rule ${asked.paths[0]} prints a page.`);
  if (asked.format === 'json') {
    const list = rules.map(({ check: _, ...rule }) => rule);
    io.stdout.write(`${JSON.stringify(list, undefined, 2)}\n`);
    return 0;
  }
  const rows = rules.map(({ id, severity, summary }) => [id, severity, summary]);
  print(
    io.stdout,
    table([['rule', 'severity', 'what it finds'], ...rows], '').map((line) => `${line}\n`),
  );
  return 0;
}

export function ruleCommand(io: Io, { paths }: Arguments, rules: readonly Rule[]): number {
  const [name] = paths;
  if (name === undefined || paths.length > 1) {
    throw new UserError('usage', 'rule takes one rule id; `migration-lint rules` lists them.');
  }
  const rule = rules.find(({ id, aliases }) => id === name || aliases?.includes(name));
  if (!rule) {
    const meant =
      didYouMean(
        name,
        rules.map(({ id }) => id),
      ) || ' `migration-lint rules` lists them.';
    throw new UserError('usage', `There is no rule ${name}.${meant}`);
  }
  io.stdout.write(rulePage(rule.id));
  return 0;
}
