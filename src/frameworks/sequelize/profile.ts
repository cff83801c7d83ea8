// Sequelize's migrations from outside. https://sequelize.org/docs/v6/other-topics/migrations/
import { byName } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

export const sequelizeProfile: ScriptProfile = {
  id: 'sequelize',
  recognises: (text) => /\bqueryInterface\b|\bsequelize\b/i.test(text) && hasUp(text),
  naming: byName,
  scope: 'none',
  named: [
    { name: /^\.sequelizerc$/, holds: /['"]?\bconfig['"]?\s*:\s*([^\n]+)/g },
    { name: /^package\.json$/, holds: /\bsequelize(?:-cli)?\b[^"\n]*?\s--config[ =]\s*([\w./@-]+)/g },
  ],
  load: () => import('./index.ts').then(({ sequelize }) => sequelize),
};
