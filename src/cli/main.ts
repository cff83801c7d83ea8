// The command: arguments to a command, and whatever goes wrong to a message and an exit code.
import { UserError } from '../config/user-error.ts';
import { withoutCommands } from '../reporters/inert.ts';
import { visible } from '../reporters/terminal.ts';
import { type Arguments, readArguments } from './arguments.ts';
import type { Io } from './io.ts';

/** 3 a fault of ours; 2 usage, config or path; 1 findings or an incomplete reading; 0 clean. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await run(io, readArguments(argv));
  } catch (error) {
    if (error instanceof UserError) {
      io.stderr.write(withoutCommands(`migration-lint: ${visible(error.message)}\n`));
      return 2;
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(
      `migration-lint: a fault of migration-lint itself; please report it.\n${withoutCommands(visible(what))}\n`,
    );
    return 3;
  }
}

async function run(io: Io, asked: Arguments): Promise<number> {
  if (asked.help || asked.version) return printAbout(io, asked);
  if (asked.command === 'init') {
    const { initCommand } = await import('./init-command.ts');
    return initCommand(io, asked);
  }
  const rules = await io.rules();
  if (asked.command === 'lint') {
    const { lintCommand } = await import('./lint-command.ts');
    return lintCommand(io, asked, rules);
  }
  if (asked.command === 'explain') {
    const { explainCommand } = await import('./explain-command.ts');
    return explainCommand(io, asked, rules);
  }
  if (asked.command === 'stats') {
    const { statsCommand } = await import('./stats-command.ts');
    return statsCommand(io, asked, rules);
  }
  const { ruleCommand, rulesCommand } = await import('./rules-command.ts');
  return asked.command === 'rule' ? ruleCommand(io, asked, rules) : rulesCommand(io, asked, rules);
}

async function printAbout(io: Io, { help: isHelp }: Arguments): Promise<number> {
  if (isHelp) {
    const { help } = await import('./help.ts');
    io.stdout.write(help);
    return 0;
  }
  const { packageVersion } = await import('./package-folder.ts');
  io.stdout.write(`${packageVersion()}\n`);
  return 0;
}
