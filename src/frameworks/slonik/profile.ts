// Slonik's migrations in code from outside. https://github.com/mmkal/slonik-tools/tree/main/packages/migrator
import { byName } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

const imports = /['"](?:@slonik\/migrator|(?:@[\w-]+\/)?slonik)['"]|\bup\b[^\n]*\{[^}\n]*\bslonik\b[^}\n]*\bsql\b/;

export const slonikProfile: ScriptProfile = {
  id: 'slonik',
  recognises: (text) => imports.test(text) && hasUp(text),
  naming: byName,
  scope: 'none',
  settings: [
    { name: /^(?:.*migrat.*|.*slonik.*)\.[cm]?[jt]s$/i, holds: /\bsingleTransaction\s*:\s*true\b/, scope: 'run' },
  ],
  load: () => import('./index.ts').then(({ slonik }) => slonik),
};
