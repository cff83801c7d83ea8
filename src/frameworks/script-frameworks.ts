// The tools whose migrations are JavaScript or TypeScript, the most particular first.

import { dbMigrateProfile } from './db-migrate/profile.ts';
import { scriptsOf } from './javascript/project.ts';
import { knexProfile } from './knex/profile.ts';
import { kyselyProfile } from './kysely/profile.ts';
import { mikroormProfile } from './mikroorm/profile.ts';
import { nodePgMigrateProfile } from './node-pg-migrate/profile.ts';
import { sequelizeProfile } from './sequelize/profile.ts';
import { slonikProfile } from './slonik/profile.ts';
import { typeormProfile } from './typeorm/profile.ts';

export const scripts = scriptsOf([
  typeormProfile,
  mikroormProfile,
  kyselyProfile,
  nodePgMigrateProfile,
  slonikProfile,
  dbMigrateProfile,
  sequelizeProfile,
  knexProfile,
]);
