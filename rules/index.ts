// Every rule, in the order in which they are listed.
import type { Rule } from '../src/rule.ts';

export const rules: readonly Rule[] = [];
