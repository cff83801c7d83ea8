// Where a Django project is, as its apps depend on one another: the folder of manage.py, or of the package that holds the apps.
import { posix } from 'node:path';

type IsFile = (path: string) => boolean;

/** What has been asked is not asked again for each file; the keys are who answers. */
const known = new WeakMap<IsFile, Map<string, string | undefined>>();

/** The folder itself where nobody can be asked, or nothing says where the project is. */
export function rootOf(path: string, isFile?: IsFile): string {
  const folder = posix.dirname(path);
  if (!isFile || posix.basename(folder) !== 'migrations' || !path.endsWith('.py')) return folder;
  const answers = known.get(isFile) ?? new Map<string, string | undefined>();
  known.set(isFile, answers);
  if (!answers.has(folder)) answers.set(folder, projectAbove(posix.dirname(folder), isFile));
  return answers.get(folder) ?? folder;
}

const packages = ['pyproject.toml', 'setup.py', 'setup.cfg'];

/** The nearest with manage.py, else the nearest that is a package; not above the repository. */
function projectAbove(folder: string, isFile: IsFile): string | undefined {
  let project: string | undefined;
  for (let at = folder, up = 0; up < 12; at = posix.dirname(at), up += 1) {
    if (isFile(posix.join(at, 'manage.py'))) return at;
    if (project === undefined && packages.some((name) => isFile(posix.join(at, name)))) project = at;
    if (isFile(posix.join(at, '.git')) || isFile(posix.join(at, '.git/HEAD')) || at === posix.dirname(at)) break;
  }
  return project;
}

/** Other people's packages, and what is built or shown. */
const others = /(?:^|\/)(?:site-packages|build|static|media|templates|locale)$/;

/** Apps are at most this deep where no code lies on the way to them. */
const mostWithoutCode = 3;

/** Whether apps may be in or below a folder. */
export function reaches(folder: string, names: readonly string[]): boolean {
  if (others.test(folder.replace(/\/$/, '')) || names.includes('pyvenv.cfg')) return false;
  const depth = folder.split('/').filter(Boolean).length;
  return depth <= mostWithoutCode || names.some((name) => name.endsWith('.py'));
}
