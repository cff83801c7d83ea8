// The migration tools that are known, the most particular first: a folder belongs to the first that detects it.
import type { Framework } from './framework.ts';
import { sql } from './sql/index.ts';

export const frameworks: readonly Framework[] = [sql];
