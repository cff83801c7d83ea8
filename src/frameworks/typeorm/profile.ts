// TypeORM's migrations from outside. https://typeorm.io/docs/migrations/setup
import { byTimestamp } from '../javascript/naming.ts';
import { hasUp, type ScriptProfile } from '../javascript/profile.ts';

/** `class AddUsers1700000000000 implements MigrationInterface`, also as compiled to JavaScript. */
const recognises = (text: string): boolean =>
  hasUp(text) && (/\bMigrationInterface\b/.test(text) || /\bclass\s+\w*[a-z_$]\d{13}\b/i.test(text));

/** The data source, however it is called. */
const dataSource = /^(?=.*(?:source|ormconfig|typeorm|database|db)).*\.(?:[cm]?[jt]s|json)$/i;

export const typeormProfile: ScriptProfile = {
  id: 'typeorm',
  recognises,
  naming: byTimestamp,
  scope: 'run',
  settings: [
    { name: dataSource, holds: mode('none'), scope: 'none' },
    { name: dataSource, holds: mode('each'), scope: 'file', wayOut: 'whose class says `transaction = false`' },
    { name: /^package\.json$/, holds: option('none'), scope: 'none' },
    { name: /^package\.json$/, holds: option('each'), scope: 'file', wayOut: 'whose class says `transaction = false`' },
  ],
  named: [
    {
      name: /^package\.json$/,
      holds: /\b(?:typeorm|migration)\b[^"\n]*?\s(?:-d|--dataSource|-f|--config)[ =]\s*(?:\\?['"])?([\w./@-]+)/g,
    },
  ],
  load: () => import('./index.ts').then(({ typeorm }) => typeorm),
};

function mode(name: string): RegExp {
  return new RegExp(`\\bmigrationsTransactionMode['"]?\\s*:\\s*['"\`]${name}['"\`]`);
}

function option(name: string): RegExp {
  return new RegExp(`\\bmigration:run\\b[^"\\n]{0,300}(?:\\s-t|--transaction)[ =]${name}\\b`);
}
