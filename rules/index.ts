// Every rule, in the order in which they are listed.
import type { Rule } from '../src/rule.ts';
import { validatingForeignKey } from './validating-foreign-key.ts';

export const rules: readonly Rule[] = [validatingForeignKey];
