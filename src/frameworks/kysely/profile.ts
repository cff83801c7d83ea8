// Kysely's migrations from outside. https://kysely.dev/docs/migrations
import { byName } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

const imports = /\bfrom\s+['"]kysely['"]|\brequire\(\s*['"]kysely['"]\s*\)|:\s*Kysely</;

export const kyselyProfile: ScriptProfile = {
  id: 'kysely',
  // What provides migrations may stand beside them.
  recognises: (text) => imports.test(text) && hasUp(text) && !/\bimplements\s+MigrationProvider\b/.test(text),
  naming: byName,
  scope: 'run',
  settings: [
    {
      name: /^(?:.*migrat.*|kysely\.config)\.[cm]?[jt]s$/i,
      holds: /\bdisableTransactions\s*:\s*true\b/,
      scope: 'none',
    },
  ],
  load: () => import('./index.ts').then(({ kysely }) => kysely),
};
