// The action as the runner fetches it: this repository's files without an installation, and what action.yml says of it.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from './temporary.ts';

const root = resolve(import.meta.dirname, '../../..');

export interface ActionDefinition {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

let definition: ActionDefinition | undefined;
export function actionDefinition(): ActionDefinition {
  definition ??= parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionDefinition;
  return definition;
}

let folder: string | undefined;
/** Away from this repository, so that nothing of its node_modules is found. vitest's set-up has built dist/. */
export function actionFolder(): string {
  if (folder) return folder;
  folder = join(temporaryFolder('actions-'), 'owner', 'migration-lint', 'main');
  mkdirSync(folder, { recursive: true });
  const isShipped = (path: string) => !/[\\/]dist[\\/](?:types|chunks)(?:$|[\\/])/.test(path);
  for (const name of ['action.yml', 'package.json', 'dist'])
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(folder, name), { recursive: true, filter: isShipped });
  return folder;
}

const packages = [
  join(root, 'node_modules/node24-linux-x64/bin/node'),
  join(root, 'test/live/node_modules/node24-linux-x64/bin/node'),
];

/** The Node.js that `using: node24` is run with, where it is installed; otherwise that of these tests. */
export const node24 = packages.find((path) => existsSync(path));

/** Inputs as the runner hands them over: what the step sets, else the defaults, expressions put in. */
export function inputVariables(
  given: Readonly<Record<string, string>>,
  expressions: Readonly<Record<string, string>>,
): Record<string, string> {
  const { inputs } = actionDefinition();
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
  if (unknown.length > 0) throw new Error(`Unexpected input(s) '${unknown.join("', '")}'`);
  const value = (text: string) =>
    text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => expressionValue(expressions, name));
  const entries = Object.entries(inputs).map(([name, { default: preset }]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    given[name] ?? value(String(preset ?? '')),
  ]);
  return Object.fromEntries(entries);
}

function expressionValue(expressions: Readonly<Record<string, string>>, name: string): string {
  const found = expressions[name];
  if (found === undefined) throw new Error(`These tests know no expression ${name}`);
  return found;
}
