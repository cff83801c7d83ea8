// Knex' migrations from outside. https://knexjs.org/guide/migrations.html
import { byName } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

export const knexProfile: ScriptProfile = {
  id: 'knex',
  recognises: (text) => /\bknex\b/i.test(text) && hasUp(text),
  naming: byName,
  scope: 'run',
  settings: [
    {
      name: /^package\.json$/,
      holds: /"@strapi\/(?:strapi|database)"\s*:/,
      scope: 'file',
      elsewhere: 'by hand, as Strapi runs each migration in a transaction and has no way out of it',
    },
    {
      name: /^knexfile.*\.[cm]?[jt]s$|^(?:.*config|.*knex|database|db)\.[cm]?[jt]s$/i,
      holds: /\bdisableTransactions\s*:\s*true\b/,
      scope: 'none',
    },
  ],
  named: [{ name: /^package\.json$/, holds: /--knexfile[ =]\s*(?:\\?['"])?([\w./@-]+)/g }],
  load: () => import('./index.ts').then(({ knex }) => knex),
};
