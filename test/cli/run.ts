// Runs the command in-process on a real folder, with rules of the tests' own.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { nodeHost } from '../../src/cli/host.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { sampleRules } from './sample-rules.ts';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export async function run(
  cwd: string,
  args: readonly string[],
  changes: Partial<Io> & { tty?: boolean } = {},
): Promise<Outcome> {
  const { tty = false, ...io } = changes;
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    isTTY: tty,
    columns: 80,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const code = await main(args, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    host: nodeHost(cwd),
    rules: async () => sampleRules,
    stdin: async () => Buffer.from(''),
    writeNewFile: (path, text) => writeFileSync(path, text, { flag: 'wx' }),
    writeFile: (path, text) => writeFileSync(path, text),
    ...io,
  });
  return { code, ...written };
}

/** A folder outside any repository with these files, gone after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-cli-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), contents);
  }
  return path;
}
