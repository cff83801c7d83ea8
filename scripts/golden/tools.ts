// The tools whose statements are noted: the versions that are installed, how they are run, and what they send for themselves.
import { join, resolve } from 'node:path';

export type Way = 'up' | 'down';

export type Tool = {
  /** Its folder in fixtures/frameworks. */
  readonly id: string;
  /** Packages of npm, pinned; the first names the tool in the log. */
  readonly npm?: Readonly<Record<string, string>>;
  /** Packages of Debian that are unpacked beside the migrations, and those that must be installed. */
  readonly debian?: { readonly suite: string; readonly packages: readonly string[] };
  readonly programs?: Readonly<Record<string, string>>;
  /** The program and its arguments; `runners/` holds what starts a tool from its library. */
  readonly command: (way: Way) => readonly string[];
  /** Variables beside those that name the database; `folder` is where the tool is installed. */
  readonly environment?: (folder: string) => Readonly<Record<string, string>>;
  readonly ways: readonly Way[];
  readonly own: RegExp;
};

const live = resolve(import.meta.dirname, '../../test/live');
const both = ['up', 'down'] as const;
const pg = { pg: '8.23.1' };
const node = (runner: string) => (way: Way) => ['node', `runners/${runner}.mjs`, way];

export const tools: readonly Tool[] = [
  {
    id: 'knex',
    npm: { knex: '3.3.0', ...pg },
    command: node('knex'),
    ways: both,
    own: /knex_migrations|information_schema|^select version\(\)/i,
  },
  {
    id: 'typeorm',
    npm: { typeorm: '1.1.1', ...pg },
    command: node('typeorm'),
    ways: both,
    own: /^SELECT |"migrations"|typeorm_metadata|"information_schema"/,
  },
  {
    id: 'sequelize',
    npm: { sequelize: '6.37.8', umzug: '3.8.3', 'pg-hstore': '2.3.4', ...pg },
    command: node('sequelize'),
    ways: both,
    own: /SequelizeMeta|^SHOW |^WITH ranges AS|pg_type|information_schema|^SET (?:client_min_messages|standard_conforming)/i,
  },
  {
    id: 'kysely',
    npm: { kysely: '0.28.18', ...pg },
    command: node('kysely'),
    ways: both,
    own: /kysely_migration|pg_catalog|pg_advisory|from information_schema/,
  },
  {
    id: 'mikroorm',
    npm: { '@mikro-orm/core': '7.2.1', '@mikro-orm/postgresql': '7.2.1', '@mikro-orm/migrations': '7.2.1' },
    // It needs a Node.js of 22 or later.
    command: (way) => [join(live, 'node_modules/node24-linux-x64/bin/node'), 'runners/mikroorm.mjs', way],
    ways: both,
    own: /mikro_orm_migrations|information_schema|^(?:savepoint|release) |^select 1 from pg_database|^set names/i,
  },
  {
    id: 'node-pg-migrate',
    npm: { 'node-pg-migrate': '9.0.0', ...pg },
    command: node('node-pg-migrate'),
    ways: both,
    own: /pgmigrations|pg_(?:try_)?advisory|information_schema/,
  },
];
