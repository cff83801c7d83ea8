// Which Laravel a project uses, and what changes columns there.
import * as php from '../php/version.ts';

export { isSince } from '../php/version.ts';

export interface Version extends php.Version {
  /** Up to Laravel 10 doctrine/dbal changes columns, which version 10 does by itself where that is missing. */
  readonly hasDbal?: boolean;
}

export function versionIn(lock: string, manifest: string): Version | undefined {
  const found = php.versionIn(lock, manifest, ['laravel/framework', 'illuminate/database']);
  return found && { ...found, hasDbal: /"doctrine\/dbal"/.test(lock === '' ? manifest : lock) };
}

export const newest: Version = { major: 13, minor: 99 };

export const altersByItself = (version: Version): boolean =>
  php.isSince(version, 11) || (php.isSince(version, 10) && !version.hasDbal);
