// Installs a tool at its pinned version into a folder of its own under the temporary folder, where the next run finds it again.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveInto } from '../../test/live/binaries.ts';
import type { Tool } from './tools.ts';

/** `label`: the tool and its version, for the head of a log. Throws with what to install where a program is missing. */
export function install(tool: Tool): { folder: string; label: string } {
  for (const [program, packages] of Object.entries(tool.programs ?? {})) {
    if (spawnSync('sh', ['-c', program], { stdio: 'ignore' }).status !== 0)
      throw new Error(`${tool.id} needs what is not here: apt-get install --no-install-recommends ${packages}`);
  }
  const what = JSON.stringify([tool.npm, tool.debian]);
  const folder = join(
    tmpdir(),
    `migration-lint-golden-${tool.id}-${createHash('sha256').update(what).digest('hex').slice(0, 8)}`,
  );
  if (!existsSync(folder)) fill(tool, folder);
  return { folder, label: labelOf(tool) };
}

function fill(tool: Tool, target: string): void {
  const draft = mkdtempSync(`${target}-`);
  try {
    if (tool.npm) fromNpm(tool.npm, draft);
    moveInto(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function fromNpm(packages: Readonly<Record<string, string>>, folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...flags, ...names], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
}

const labelOf = (tool: Tool): string =>
  Object.entries(tool.npm ?? {})
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
