// The tools whose statements are noted: the versions that are installed, how they are run, and what they send for themselves.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { phpTools } from './php-tools.ts';
import { sqlTools } from './sql-tools.ts';
import type { Tool, Way } from './tool.ts';

const live = resolve(import.meta.dirname, '../../test/live');
const pg = { pg: '8.23.1' };
const node = (runner: string) => (way: Way) => ['node', `runners/${runner}.mjs`, way];

export const tools: readonly Tool[] = [
  ...sqlTools,
  ...phpTools,
  {
    id: 'knex',
    npm: { knex: '3.3.0', ...pg },
    command: node('knex'),
    own: /knex_migrations|information_schema|^select version\(\)/i,
  },
  {
    id: 'typeorm',
    npm: { typeorm: '1.1.1', ...pg },
    command: node('typeorm'),
    own: /^SELECT |"migrations"|typeorm_metadata|"information_schema"/,
  },
  {
    id: 'sequelize',
    npm: { sequelize: '6.37.8', umzug: '3.8.3', 'pg-hstore': '2.3.4', ...pg },
    command: node('sequelize'),
    own: /SequelizeMeta|^SHOW |^WITH ranges AS|pg_type|information_schema|^SET (?:client_min_messages|standard_conforming)/i,
  },
  {
    id: 'kysely',
    npm: { kysely: '0.28.18', ...pg },
    command: node('kysely'),
    own: /kysely_migration|pg_catalog|pg_advisory|from information_schema/,
  },
  {
    id: 'mikroorm',
    npm: { '@mikro-orm/core': '7.2.1', '@mikro-orm/postgresql': '7.2.1', '@mikro-orm/migrations': '7.2.1' },
    // It needs a Node.js of 22 or later.
    command: (way) => [join(live, 'node_modules/node24-linux-x64/bin/node'), 'runners/mikroorm.mjs', way],
    own: /mikro_orm_migrations|information_schema|^(?:savepoint|release) |^select 1 from pg_database|^set names/i,
  },
  {
    id: 'node-pg-migrate',
    npm: { 'node-pg-migrate': '9.0.0', ...pg },
    command: node('node-pg-migrate'),
    upOnly: ['unmarked'],
    own: /pgmigrations|pg_(?:try_)?advisory|information_schema/,
  },
  {
    id: 'db-migrate',
    npm: { 'db-migrate': '0.11.14', 'db-migrate-pg': '1.5.2' },
    command: node('db-migrate'),
    own: /"migrations"|information_schema|^SET search_path|^SHOW |^SELECT (?:table_name|version)/i,
  },
  {
    id: 'rails',
    upOnly: ['basics', 'later', 'changes'],
    debian: [
      {
        suite: 'trixie',
        packages: [
          ...['ruby-activerecord', 'ruby-activesupport', 'ruby-activemodel', 'ruby-i18n', 'ruby-tzinfo'],
          ...['ruby-concurrent', 'ruby-connection-pool'],
        ],
      },
    ],
    programs: { 'ruby -e "require %q(pg)"': 'ruby ruby-pg' },
    command: (way) => ['ruby', 'runners/rails.rb', way],
    environment: (folder) => ({ RUBYLIB: gemsIn(join(folder, 'root/usr/share/rubygems-integration/all/gems')) }),
    own: /schema_migrations|ar_internal_metadata|^SET (?:client_min|standard_conf|SESSION timezone|intervalstyle)|^SHOW |^SELECT .*\b(?:pg_|current_(?:schema|database)|regtype|information_schema|a\.attname|t\.oid)/is,
  },
  {
    id: 'django',
    upOnly: ['basics', 'later'],
    debian: [{ suite: 'sid', packages: ['python3-django', 'python3-asgiref', 'python3-sqlparse'] }],
    programs: { '/usr/bin/python3 -c "import psycopg2"': 'python3 python3-psycopg2' },
    command: (way) => ['/usr/bin/python3', 'runners/django_run.py', way],
    environment: pythonPath,
    own: /django_migrations|pg_catalog|information_schema|^SELECT .*\bpg_|^SET (?!CONSTRAINTS)/is,
  },
  {
    id: 'alembic',
    debian: [
      {
        suite: 'sid',
        packages: ['python3-alembic', 'python3-sqlalchemy', 'python3-mako', 'python3-typing-extensions'],
      },
      { suite: 'bookworm', packages: ['python3-markupsafe'] },
    ],
    programs: { '/usr/bin/python3 -c "import psycopg2"': 'python3 python3-psycopg2' },
    command: (way) => ['/usr/bin/python3', '-P', 'runners/alembic_run.py', way],
    environment: pythonPath,
    own: /alembic_version|pg_catalog|FROM pg_type|^show |^select .*current_schema/is,
  },
];

function pythonPath(folder: string): Record<string, string> {
  return { PYTHONPATH: join(folder, 'root/usr/lib/python3/dist-packages'), PYTHONDONTWRITEBYTECODE: '1' };
}

/** The folders that hold each gem's code. */
function gemsIn(folder: string): string {
  const code = readdirSync(folder).flatMap((gem) => [
    join(folder, gem, 'lib'),
    join(folder, gem, 'lib/concurrent-ruby'),
  ]);
  return code.join(':');
}
