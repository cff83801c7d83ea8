// The tools that run SQL files, the most particular first.
import type { Profile } from '../profile.ts';
import { flyway } from './flyway.ts';
import { atlas, dbmate, golangMigrate, goose, hasura, sqlMigrate } from './go.ts';
import { drizzle, graphileMigrate, nodePgMigrate, prisma, slonik, supabase } from './javascript.ts';
import { liquibase } from './liquibase.ts';
import { diesel, refinery, sqlx } from './rust.ts';
import { sqitch } from './sqitch.ts';

export const profiles: readonly Profile[] = [
  prisma,
  drizzle,
  supabase,
  atlas,
  sqitch,
  hasura,
  graphileMigrate,
  diesel,
  sqlx,
  refinery,
  flyway,
  golangMigrate,
  sqlMigrate,
  goose,
  dbmate,
  nodePgMigrate,
  slonik,
  liquibase,
];
