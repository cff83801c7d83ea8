// The kinds of migrations that are known: a file belongs to the first that it may be of by its name and that detects its folder.
import type { Framework } from './framework.ts';
import { liquibase } from './liquibase/index.ts';
import { scripts } from './script-frameworks.ts';
import { sql } from './sql/index.ts';

export const frameworks: readonly Framework[] = [liquibase, sql, scripts];
