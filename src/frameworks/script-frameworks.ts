// The tools whose migrations are JavaScript or TypeScript. Their `load` is to be awaited before their `read`.
import {
  byMigrationName,
  byName,
  byPrefix,
  byTimestamp,
  frameworkOf,
  type ScriptFramework,
} from './javascript/framework-of.ts';
import { knex } from './knex/index.ts';
import { kysely } from './kysely/index.ts';
import { mikroorm } from './mikroorm/index.ts';
import { nodePgMigrate } from './node-pg-migrate/index.ts';
import { sequelize } from './sequelize/index.ts';
import { typeorm } from './typeorm/index.ts';

/** The most particular first. */
export const scriptFrameworks: readonly ScriptFramework[] = [
  frameworkOf(typeorm, byTimestamp),
  frameworkOf(mikroorm, byMigrationName),
  frameworkOf(kysely, byName),
  frameworkOf(nodePgMigrate, byPrefix),
  frameworkOf(sequelize, byName),
  frameworkOf(knex, byName),
];
