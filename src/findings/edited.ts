// A migration that is applied already, somewhere, and has changed since: a finding about the file and not about a statement.
import type { Finding } from './finding.ts';

const start = { offset: 0, line: 1, column: 1 };

export const editedFinding = (file: string): Finding => ({
  rule: 'applied-migration-edited',
  severity: 'error',
  file,
  span: { start, end: start },
  message:
    'The migration is not new but changed: databases that have applied it do not run it again, so their schema and that of a new database differ.',
  circumstances: [],
  related: [],
  effects: [],
  sql: '',
  status: 'open',
});
