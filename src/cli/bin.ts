// The command's entry: the real outside for main().
import { writeFileSync } from 'node:fs';
import { rules } from '../../rules/index.ts';
import { nodeHost } from './host.ts';
import { main } from './main.ts';

const { stdout, stderr, env } = process;

// A reader that has seen enough (`| head`) is no error.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

main(process.argv.slice(2), {
  stdout,
  stderr,
  env,
  host: nodeHost(process.cwd()),
  rules: async () => rules,
  stdin: readStdin,
  writeNewFile: (path, text) => writeFileSync(path, text, { flag: 'wx' }),
}).then((code) => {
  process.exitCode = code;
});

async function readStdin(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts);
}
