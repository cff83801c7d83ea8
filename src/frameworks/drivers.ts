// The database that a project's packages reach. Migrations in code often say nothing of it, as their tools speak to several.
import { filesAbove } from './around.ts';
import type { MigrationFolder } from './framework.ts';

/** How the packages of a language are named where a project says what it needs. */
export interface Drivers {
  /** The names of the files that say it. */
  readonly manifests: RegExp;
  readonly postgres: RegExp;
  readonly others: readonly (readonly [database: string, driver: RegExp])[];
}

/** By the manifests above the folder, where they name the drivers of one database and that is not PostgreSQL. */
export function databaseOfPackages({ around }: MigrationFolder, drivers: Drivers): string | undefined {
  const texts = around ? filesAbove(around, drivers.manifests).map((file) => around.text(file) ?? '') : [];
  if (texts.some((text) => drivers.postgres.test(text))) return undefined;
  const [first, ...rest] = drivers.others.filter(([, driver]) => texts.some((text) => driver.test(text)));
  return rest.length === 0 ? first?.[0] : undefined;
}
