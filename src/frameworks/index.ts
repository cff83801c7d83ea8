// The kinds of migrations that are known: a file belongs to the first that it may be of by its name and that detects its folder.
import { alembic } from './alembic/profile.ts';
import { django } from './django/profile.ts';
import { doctrine } from './doctrine/profile.ts';
import { ecto } from './ecto/profile.ts';
import { efCore } from './ef-core/profile.ts';
import type { Framework } from './framework.ts';
import { laravel } from './laravel/profile.ts';
import { liquibase } from './liquibase/profile.ts';
import { rails } from './rails/profile.ts';
import { scripts } from './script-frameworks.ts';
import { sql } from './sql/index.ts';

export const frameworks: readonly Framework[] = [
  liquibase,
  sql,
  scripts,
  rails,
  django,
  alembic,
  ecto,
  laravel,
  doctrine,
  efCore,
];
