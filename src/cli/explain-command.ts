// `migration-lint explain [paths…]`
import { explain } from '../explain.ts';
import { withoutCommands } from '../reporters/inert.ts';
import { visible } from '../reporters/terminal.ts';
import type { Rule } from '../rule.ts';
import { mayHideHazard } from '../source/gap.ts';
import type { Arguments } from './arguments.ts';
import { displayFor } from './display.ts';
import { type Io, print } from './io.ts';
import { requestFor } from './request.ts';

/** Prints the lock plan and yields the exit code. */
export async function explainCommand(io: Io, asked: Arguments, rules: readonly Rule[]): Promise<number> {
  const request = await requestFor(io, asked, rules);
  const explanation = await explain({ request, host: io.host });
  if (asked.format === 'json') {
    const { explainJson } = await import('../reporters/explain-json.ts');
    print(io.stdout, explainJson(explanation));
    if (!asked.quiet)
      print(
        io.stderr,
        explanation.notes.map((note) => withoutCommands(`${visible(note)}\n`)),
      );
  } else {
    const { explainText } = await import('../reporters/explain-text.ts');
    print(io.stdout, explainText(explanation, await displayFor(io, asked)));
  }
  for (const { file, span, error } of explanation.bugs) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const line = `${file}:${span.start.line}:${span.start.column}: a fault of migration-lint: ${what}`;
    io.stderr.write(withoutCommands(`${visible(line)}\n`));
  }
  if (explanation.bugs.length > 0) return 3;
  const isComplete = explanation.migrations.every(({ gaps }) => !gaps.some(mayHideHazard));
  return isComplete || asked.allowIncomplete ? 0 : 1;
}
