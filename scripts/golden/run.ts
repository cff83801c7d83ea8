// Runs one tool on one case, up and down, in a copy of it beside which the tool's packages are.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Tool, Way } from './tool.ts';
import { linesOf } from './transcript.ts';
import type { Wire } from './wire.ts';

/** `folder`: where the tool is installed; `database`: an empty one. */
type Place = { readonly folder: string; readonly wire: Wire; readonly database: string };

const outputs = new Set(['sent.txt', 'differences.txt']);

/** The lines of sent.txt below its head. */
export async function run(tool: Tool, from: string, { folder, wire, database }: Place): Promise<string[]> {
  const work = mkdtempSync(join(tmpdir(), `mlint-golden-${tool.id}-`));
  cpSync(from, work, { recursive: true });
  cpSync(join(import.meta.dirname, 'runners'), join(work, 'runners'), { recursive: true });
  if (existsSync(join(folder, 'node_modules'))) symlinkSync(join(folder, 'node_modules'), join(work, 'node_modules'));
  const inputs = textsIn(from);
  wire.take();
  try {
    const sections: string[] = [];
    for (const way of waysOf(tool, basename(from))) {
      const failed = await start(tool, way, { work, folder, port: wire.port, database });
      const lines = linesOf(wire.take(), { own: tool.own, inputs });
      if (failed !== undefined) throw new Error(`${failed}\nIts last strings:\n${lines.slice(-4).join('\n')}`);
      sections.push(`# ${way}`, ...lines);
    }
    return sections;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const waysOf = ({ upOnly = [] }: Tool, name: string): readonly Way[] =>
  upOnly === 'all' || upOnly.includes(name) ? ['up'] : ['up', 'down'];

const textsIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !outputs.has(name) && statSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

type Started = { readonly work: string; readonly folder: string; readonly port: number; readonly database: string };

/** Not synchronously, as the wire is in this process. What the program wrote, where it fails. */
function start(tool: Tool, way: Way, { work, folder, port, database }: Started): Promise<string | undefined> {
  const [program = '', ...args] = tool.command(way);
  const env = { ...process.env, ...tool.environment?.(folder), ...connection(port, database), TZ: 'UTC' };
  const child = spawn(program, args, { cwd: work, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => written.push(String(data)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (process.env.VERBOSE) process.stderr.write(written.join(''));
      resolve(code === 0 ? undefined : `${way} ended with ${code}:\n${written.join('')}`);
    });
  });
}

const connection = (port: number, database: string): Record<string, string> => ({
  DATABASE_URL: `postgres://postgres:x@127.0.0.1:${port}/${database}?sslmode=disable`,
  PGHOST: '127.0.0.1',
  PGPORT: String(port),
  PGUSER: 'postgres',
  PGPASSWORD: 'x',
  PGDATABASE: database,
});
