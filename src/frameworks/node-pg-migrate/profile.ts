// node-pg-migrate's migrations in code from outside. https://salsita.github.io/node-pg-migrate/cli
import { byPrefix } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

export const nodePgMigrateProfile: ScriptProfile = {
  id: 'node-pg-migrate',
  recognises: (text) => /\bpgm\b|\bnode-pg-migrate\b|\bMigrationBuilder\b/.test(text) && hasUp(text),
  naming: byPrefix,
  scope: 'run',
  settings: [
    {
      name: /^package\.json$|^\.node-pg-migrate.*$/,
      holds: /--no-single-transaction\b|--single-transaction[ =]false\b|"single-?transaction"\s*:\s*false\b/i,
      scope: 'file',
    },
  ],
  load: () => import('./index.ts').then(({ nodePgMigrate }) => nodePgMigrate),
};
