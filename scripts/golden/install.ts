// Installs a tool into a folder of its own under the temporary folder, where the next run finds it again: packages of npm at their
// pinned versions, packages of Debian as the named suite has them now, unpacked and not installed, so that the system stays as it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveInto } from '../../test/live/binaries.ts';
import type { Debian, Tool } from './tool.ts';

/** `label`: the tool and its version, for the head of a log. Throws with what to install where a program is missing. */
export function install(tool: Tool): { folder: string; label: string } {
  for (const [program, packages] of Object.entries(tool.programs ?? {})) {
    if (spawnSync('sh', ['-c', program], { stdio: 'ignore' }).status !== 0)
      throw new Error(`${tool.id} needs what is not here: apt-get install --no-install-recommends ${packages}`);
  }
  const hash = createHash('sha256')
    .update(JSON.stringify([tool.npm, tool.debian]))
    .digest('hex');
  const folder = join(tmpdir(), `migration-lint-golden-${tool.id}-${hash.slice(0, 8)}`);
  if (!existsSync(folder)) fill(tool, folder);
  return { folder, label: readFileSync(join(folder, 'label'), 'utf8') };
}

function fill(tool: Tool, target: string): void {
  const draft = mkdtempSync(`${target}-`);
  try {
    const versions = [
      ...fromNpm(tool.npm ?? {}, draft),
      ...(tool.debian ?? []).flatMap((each) => fromDebian(each, draft)),
    ];
    relocatePhp(join(draft, 'root/usr/share/php'), join(target, 'root/usr/share/php'));
    writeFileSync(join(draft, 'label'), versions.join(', '));
    moveInto(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function fromNpm(packages: Readonly<Record<string, string>>, folder: string): string[] {
  const versions = Object.entries(packages);
  if (versions.length === 0) return [];
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  const wanted = versions.map(([name, version]) => `${name}@${version}`);
  execFileSync('npm', ['install', ...flags, ...wanted], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  return versions.map(([name, version]) => `${name} ${version}`);
}

/** The first package's version tells the tool's. */
function fromDebian({ suite, packages }: Debian, folder: string): string[] {
  const apt = aptOf(suite);
  const downloads = join(folder, suite);
  mkdirSync(downloads);
  execFileSync('apt-get', [...apt, '-qq', 'download', ...packages], {
    cwd: downloads,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const files = readdirSync(downloads).map((name) => join(downloads, name));
  for (const file of files) execFileSync('dpkg', ['-x', file, join(folder, 'root')]);
  const first = files.find((file) => file.includes(`/${packages[0]}_`)) ?? '';
  const version = execFileSync('dpkg-deb', ['-f', first, 'Version'], { encoding: 'utf8' }).trim();
  rmSync(downloads, { recursive: true });
  return [`${packages[0]} ${version}`];
}

/** What Debian's autoload.php of each package names by its place in a system. */
function relocatePhp(folder: string, target: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('/autoload.php')) continue;
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll("'/usr/share/php/", `'${target}/`));
  }
}

/** Options for an apt-get that has lists of its own. */
function aptOf(suite: string): string[] {
  const folder = join(tmpdir(), `migration-lint-golden-apt-${suite}`);
  const key = '/usr/share/keyrings/debian-archive-keyring.gpg';
  for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${key}] http://deb.debian.org/debian ${suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  execFileSync('apt-get', [...options, '-qq', 'update'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return options;
}
