// Finds the PostgreSQL programs of one major in this package's node_modules and makes them runnable, also where the
// tests run as root: PostgreSQL refuses uid 0, so the programs must be readable by an unprivileged account.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The majors of PostgreSQL that the live tests ask. */
export const MAJORS = [13, 14, 15, 16, 17, 18] as const;

/** The account the server runs as: empty means the present one. */
export type Account = { uid?: number; gid?: number };

/** Programs of one PostgreSQL: the folder that holds bin/, lib/ and share/, and its exact version such as 18.4.0-beta.17. */
export type Binaries = { root: string; version: string };

const here = dirname(fileURLToPath(import.meta.url));

/** Why no server of this major can run here, or undefined where one can. */
export function whyUnavailable(major: number): string | undefined {
  if (existsSync(join(packageFolder(major), 'native'))) return undefined;
  return `no PostgreSQL ${major} package for ${process.platform}-${process.arch} (run npm ci --prefix test/live)`;
}

/** The account to run servers as: the present one, or for root the first of postgres and nobody that exists. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find((fields) => fields[0] === name)).find(Boolean);
  if (!account) throw new Error('running as root, and neither postgres nor nobody exists to run PostgreSQL as');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** The programs of `major`, readable and runnable by `account`; copied to the temporary folder where they are not. */
export function findBinaries(major: number, account: Account): Binaries {
  const reason = whyUnavailable(major);
  if (reason) throw new Error(reason);
  const folder = packageFolder(major);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  linkLibraries(folder);
  const root = join(folder, 'native');
  return { root: runs(root, account) ? root : copyOf(root, version, account), version };
}

const packageFolder = (major: number) => join(here, 'node_modules', `pg${major}-${process.platform}-${process.arch}`);

/** What the package's own install script does, for installs with --ignore-scripts. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function runs(root: string, account: Account): boolean {
  try {
    execFileSync(join(root, 'bin/postgres'), ['--version'], { ...account, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function copyOf(root: string, version: string, account: Account): string {
  const target = join(tmpdir(), `migration-lint-postgres-${version}`);
  if (!existsSync(target)) {
    const draft = mkdtempSync(`${target}-`);
    cpSync(root, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    moveInto(draft, target);
  }
  if (!runs(target, account)) throw new Error(`${basename(target)}: postgres does not run as uid ${account.uid}`);
  return target;
}

/** Renames a finished draft into place; a process that was faster wins and the draft goes. */
export function moveInto(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
