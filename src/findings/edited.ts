// A migration that is applied already, somewhere, and has changed since: a finding about the file and not about a statement.
import type { Finding } from './finding.ts';

const start = { offset: 0, line: 1, column: 1 };

export const editedFinding = (file: string): Finding => ({
  rule: 'applied-migration-edited',
  severity: 'error',
  file,
  span: { start, end: start },
  message:
    'The migration is not new but changed, and databases that have applied it do not run it again: undo the change and put it in a new migration.',
  circumstances: [],
  related: [],
  effects: [],
  sql: '',
  status: 'open',
});
