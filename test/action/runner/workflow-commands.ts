// What the runner makes of what a step prints and of the files that it gives a step
// (https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs, ActionCommandManager.cs).
import { type Command, commandsIn } from '../../reporters/readers.ts';

export interface Annotation {
  readonly severity: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
}

/** Commands that are in force: not those between `::stop-commands::token` and `::token::`. */
export function commandsInForce(output: string): Command[] {
  const found: Command[] = [];
  let token: string | undefined;
  for (const line of output.split('\n')) {
    if (token !== undefined) {
      if (line.trimStart().startsWith(`::${token}::`)) token = undefined;
      continue;
    }
    const commands = commandsIn(line);
    found.push(...commands);
    token = commands.find(({ name }) => name === 'stop-commands')?.data;
  }
  return found;
}

export const annotationsOf = (commands: readonly Command[]): Annotation[] =>
  commands
    .filter(({ name }) => /^(?:error|warning|notice)$/.test(name))
    .map(({ name, properties: { title, file, line, endLine }, data }) => ({
      severity: name as Annotation['severity'],
      message: data,
      title,
      file,
      ...(line === undefined ? {} : { line: Number(line) }),
      ...(endLine === undefined ? {} : { endLine: Number(endLine) }),
    }));

/** Names and values of a file such as GITHUB_OUTPUT; throws where the runner would. */
export function fileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc <= 0) throw new Error(`Invalid format '${line}'`);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter, at + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    values[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return values;
}
