// Where the installed package is: the command runs from dist/, or from src/ in the repository.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

export const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string }).version;

/** The Markdown of a rule's page. */
export const rulePage = (id: string): string => readFileSync(join(packageFolder(), 'rules', `${id}.md`), 'utf8');
