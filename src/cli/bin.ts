// The command's entry: the real outside for main().
import { writeFileSync } from 'node:fs';
import { rules } from '../../rules/index.ts';
import { nodeHost } from './host.ts';
import { main } from './main.ts';
import { outputOn } from './output.ts';

main(process.argv.slice(2), {
  stdout: outputOn(1, () => process.stdout),
  stderr: outputOn(2, () => process.stderr),
  env: process.env,
  host: nodeHost(process.cwd()),
  rules: async () => rules,
  stdin: readStdin,
  writeNewFile: (path, text) => writeFileSync(path, text, { flag: 'wx' }),
  writeFile: (path, text) => writeFileSync(path, text),
}).then((code) => {
  process.exitCode = code;
  // Nothing is left to do, and taking the heap apart costs milliseconds. A terminal of Windows is written to later.
  if (process.platform !== 'win32') process.exit();
});

async function readStdin(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts);
}
