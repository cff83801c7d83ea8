// Statements about databases, tablespaces or the server's settings: a migration is about one schema of one database.
import { defineRule, isRefused, quoteIdent, type Step } from '../src/rule.ts';

export const serverWideStatement = defineRule({
  id: 'server-wide-statement',
  summary: 'A database is created, dropped or renamed, or a setting of the whole server changed, by a migration',
  severity: 'warning',
  concern: 'process',
  equivalents: { squawk: ['ban-drop-database'], migrationPilot: ['MP034'] },
  sources: [
    'https://www.postgresql.org/docs/current/sql-altersystem.html',
    'https://www.postgresql.org/docs/current/sql-dropdatabase.html',
  ],
  *check(step) {
    const problem = isRefused(step) ? undefined : problemOf(step);
    if (problem) yield problem;
  },
});

type Found = { readonly message: string; readonly severity?: 'error' } | undefined;

function problemOf({ statement: { kind, node } }: Step): Found {
  if (!kinds.has(kind)) return undefined;
  if ('DropdbStmt' in node) {
    const name = quoteIdent(node.DropdbStmt.dbname ?? '');
    return {
      message: `The database ${name} is dropped with all that is in it, and no transaction brings it back.`,
      severity: 'error',
    };
  }
  if ('RenameStmt' in node) {
    const { renameType, subname = '', newname = '' } = node.RenameStmt;
    if (renameType !== 'OBJECT_DATABASE') return undefined;
    return {
      message: `Connections to ${quoteIdent(subname)} fail from here on, those of the next migration included: the database is called ${quoteIdent(newname)} now.`,
      severity: 'error',
    };
  }
  if ('AlterSystemStmt' in node) {
    return {
      message:
        'ALTER SYSTEM changes a setting of the whole server, for all its databases, and needs a superuser, whom managed servers do not have; no transaction or rollback undoes it.',
    };
  }
  return {
    message:
      'A database or tablespace belongs to the server: a migration that makes or drops it can run only once per server, outside transactions, and not where each environment has its own.',
  };
}

const kinds = new Set([
  'DropdbStmt',
  'CreatedbStmt',
  'AlterSystemStmt',
  'RenameStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
]);
