// Ids of findings that are the tool's own and no rule's: they have no page, and no baseline accepts them.
import type { Finding } from './finding.ts';

const ownIds = ['unused-allowance', 'invalid-allowance', 'applied-migration-edited'];

export const isOfRule = ({ rule }: Pick<Finding, 'rule'>): boolean => !ownIds.includes(rule);
