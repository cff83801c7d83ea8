// The tools that say the safe way in their own language; each is loaded when there is something to say in it.
import type { RemedyWriter } from './remedy/remedy.ts';

type Load = () => Promise<{ readonly remedy: RemedyWriter }>;

const writers: Readonly<Record<string, Load>> = {
  alembic: () => import('./alembic/remedy.ts'),
  'db-migrate': () => import('./db-migrate/remedy.ts'),
  django: () => import('./django/remedy.ts'),
  doctrine: () => import('./doctrine/remedy.ts'),
  ecto: () => import('./ecto/remedy.ts'),
  'ef-core': () => import('./ef-core/remedy.ts'),
  knex: () => import('./knex/remedy.ts'),
  kysely: () => import('./kysely/remedy.ts'),
  laravel: () => import('./laravel/remedy.ts'),
  liquibase: () => import('./liquibase/remedy.ts'),
  mikroorm: () => import('./mikroorm/remedy.ts'),
  'node-pg-migrate': () => import('./node-pg-migrate/remedy.ts'),
  rails: () => import('./rails/remedy.ts'),
  sequelize: () => import('./sequelize/remedy.ts'),
  slonik: () => import('./slonik/remedy.ts'),
  typeorm: () => import('./typeorm/remedy.ts'),
};

/** By a framework's id; undefined where its migrations need no more than SQL, or nothing is known of how to write them. */
export async function remedyWriter(id: string): Promise<RemedyWriter | undefined> {
  const code = await writers[id]?.();
  return code ? code.remedy : (await import('./sql/remedy.ts')).sqlRemedy(id);
}
