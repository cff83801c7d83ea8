// db-migrate's migrations from outside. https://db-migrate.readthedocs.io/en/latest/Getting%20Started/usage/
import { byName } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

const marks =
  /\bdbmigrate\b|\brunSql\b|\bdb\s*\.\s*(?:createTable|dropTable|renameTable|(?:add|remove|change|rename)Column|(?:add|remove)(?:Index|ForeignKey))\b/;

export const dbMigrateProfile: ScriptProfile = {
  id: 'db-migrate',
  recognises: (text) => marks.test(text) && hasUp(text),
  naming: byName,
  scope: 'file',
  settings: [
    {
      name: /^package\.json$|^\.db-migraterc$/,
      holds: /--non-transactional\b(?![ =]false)|"non-transactional"\s*:\s*true\b/,
      scope: 'none',
    },
  ],
  load: () => import('./index.ts').then(({ dbMigrate }) => dbMigrate),
};
