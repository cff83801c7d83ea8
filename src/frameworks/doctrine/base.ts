// The class of the project that a migration extends, found as composer.json's autoload says, and what its services are given.
import { SourceText } from '../../source/source-text.ts';
import type { ReadOptions } from '../framework.ts';
import { callOwnMethod, moduleOf, newInstance } from '../php/evaluator.ts';
import { type Host, type Machine, siteOf } from '../php/machine.ts';
import { type Call, type ClassValue, textOf, unknown, type Value } from '../php/value.ts';

/** Undefined where the class does not have it. */
export interface Base {
  readonly call: (name: string, call: Call) => Value | undefined;
  readonly field: (name: string) => Value | undefined;
}

const ups = ['../', '../../', '../../../'];

/** What it sends is the migration's. */
export function baseOf(
  machine: Machine,
  { parent }: ClassValue,
  options: ReadOptions,
  host: (machine: () => Machine) => Host,
): Base | undefined {
  const path = parent === undefined || /^Doctrine\\/.test(parent) ? undefined : fileOf(parent, options);
  const text = path === undefined ? undefined : options.beside?.(path);
  if (path === undefined || text === undefined) return undefined;
  const { machine: own } = moduleOf(SourceText.of(path, text), host, machine);
  const of = own.classes.get(parent ?? '');
  if (!of) return undefined;
  const site = siteOf(machine, { start: 0, end: 0 });
  const self = newInstance(own, of, { args: [], named: new Map(), isOpen: false, site });
  for (const [name, value] of of.properties) {
    if (!value) self.fields.set(name, bound(name, options) ?? unknown(`$this->${name}`));
  }
  return {
    call: (name, call) => callOwnMethod(own, of, self, name, call),
    field: (name) => self.fields.get(name),
  };
}

/** By `psr-4` of the nearest composer.json. */
function fileOf(className: string, { beside }: ReadOptions): string | undefined {
  for (const up of ups) {
    const manifest = beside?.(`${up}composer.json`);
    if (manifest === undefined) continue;
    const pairs = [...manifest.matchAll(/"((?:[\w]+\\\\)+)"\s*:\s*\[?\s*"([^"]*)"/g)];
    const found = pairs
      .map(([, prefix = '', folder = '']) => ({ prefix: prefix.replaceAll('\\\\', '\\'), folder }))
      .filter(({ prefix }) => className.startsWith(prefix))
      .sort((a, b) => b.prefix.length - a.prefix.length)[0];
    if (!found) return undefined;
    const rest = className.slice(found.prefix.length).replaceAll('\\', '/');
    return `${up}${found.folder.replace(/\/?$/, found.folder === '' ? '' : '/')}${rest}.php`;
  }
  return undefined;
}

/** What Symfony binds to that name for all services: `$tablePrefix: '%env(TABLE_PREFIX)%'`, by `.env` where it is a variable. */
function bound(name: string, { beside }: ReadOptions): Value | undefined {
  for (const up of ups) {
    for (const file of ['config/services.yaml', 'config/services.yml', 'app/config/services.yml']) {
      const written = new RegExp(`^\\s+\\$${name}:\\s*(?:'([^'\n]*)'|"([^"\n]*)"|([^\\s'"!@#].*?))\\s*$`, 'm').exec(
        beside?.(`${up}${file}`) ?? '',
      );
      const value = written?.[1] ?? written?.[2] ?? written?.[3];
      if (value !== undefined) return settled(value, up, beside);
    }
  }
  return undefined;
}

function settled(value: string, up: string, beside: ReadOptions['beside']): Value | undefined {
  const variable = /^%env\((?:string:)?(\w+)\)%$/.exec(value)?.[1];
  if (variable === undefined) return value.includes('%') ? undefined : textOf(value);
  const line = new RegExp(`^${variable}=(?:'([^'\n]*)'|"([^"\n]*)"|(.*))$`, 'm').exec(beside?.(`${up}.env`) ?? '');
  const known = line?.[1] ?? line?.[2] ?? line?.[3];
  return known === undefined || known.includes('$') ? undefined : textOf(known.trim());
}
