// MikroORM's migrations from outside. https://mikro-orm.io/docs/migrations
import { byMigrationName } from '../javascript/naming.ts';
import type { ScriptProfile } from '../javascript/profile.ts';

const config = /^mikro-orm.*\.[cm]?[jt]s$/i;

export const mikroormProfile: ScriptProfile = {
  id: 'mikroorm',
  recognises: (text) =>
    /\bextends\s+Migration\b/.test(text) && (/@mikro-orm\//.test(text) || /\bthis\.addSql\b/.test(text)),
  naming: byMigrationName,
  scope: 'run',
  settings: [
    { name: config, holds: /\btransactional\s*:\s*false\b/, scope: 'none' },
    { name: config, holds: /\ballOrNothing\s*:\s*false\b/, scope: 'file' },
  ],
  named: [
    { name: /^package\.json$/, holds: /"configPaths"\s*:\s*\[([^\]]*)\]/g },
    { name: /^package\.json$/, holds: /\bmikro-orm\b[^"\n]*?\s--config[ =]\s*([\w./@-]+)/g },
  ],
  load: () => import('./index.ts').then(({ mikroorm }) => mikroorm),
};
