// Flyway: versioned, undo, baseline and repeatable migrations, and what it takes out of its transaction by itself.
import type { MigrationFolder, TransactionModel } from '../../framework.ts';
import { compareText, compareVersions } from '../naming.ts';
import type { Place, Profile } from '../profile.ts';
import { headOf, statementPlaces, unitsOf } from '../units.ts';

const autocommit: TransactionModel = { scope: 'none', kind: 'explicit' };

/** flyway-database-postgresql PostgreSQLParser.java: what Flyway itself takes out of the transaction. */
const notInTransaction =
  /^(?:(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER SYSTEM|(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY|REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD ALL)\b/;
const mayBeSuch = /\b(?:concurrently|database|tablespace|subscription|system|reindex|vacuum|discard)\b/i;
const settingsFile =
  /^flyway(?:\.user)?\.(?:conf|toml)$|^application.*\.(?:properties|ya?ml)$|^pom\.xml$|^build\.gradle(?:\.kts)?$/;
const flywayFiles = /^(?:.*\/)?(?:(?:[VB]|(?<down>U))(?<version>\d+(?:[._]\d+)*)|(?<repeatable>R))__[^/]*\.sql$/;
const confOut =
  "with `executeInTransaction=false` in a .conf beside it (`V2__name.sql.conf`), and `flyway.postgresql.transactional.lock=false`, as CONCURRENTLY waits for Flyway's own lock otherwise";

/**
 * ParserSqlScript.java: a file of nothing but such statements runs outside a transaction, one that mixes them with others is
 * refused unless `mixed` is set, and then runs outside too; its own .conf overrules both. The refusal is shown as PostgreSQL's,
 * which would be the next.
 */
export const flyway: Profile = {
  id: 'flyway',
  signs: [
    { kind: 'above', name: /^flyway(?:\.user)?\.(?:conf|toml)$/ },
    { kind: 'path', path: /(?:^|\/)resources\/db\/migration(?:\/|$)/ },
    { kind: 'names', names: flywayFiles },
  ],
  files: flywayFiles,
  order: 'number',
  sequence: ofFlyway,
  transaction: { scope: 'file', kind: 'explicit', wayOut: confOut },
  optOuts: [
    {
      beside: { name: (file) => `${file}.conf`, holds: /^[ \t]*executeInTransaction\s*=\s*false\b/m },
      transaction: autocommit,
    },
  ],
  settings: [
    {
      name: settingsFile,
      holds: /^[ \t]*(?:(?:spring\.)?flyway\.)?(?:executeInTransaction|execute-in-transaction)\s*[=:]\s*"?false\b/m,
      transaction: autocommit,
    },
    {
      name: settingsFile,
      holds: /^[ \t]*(?:(?:spring\.)?flyway\.)?mixed\s*[=:]\s*"?true\b|<mixed>\s*true/m,
      flag: 'mixed',
    },
    {
      name: settingsFile,
      holds: /^[ \t]*(?:(?:spring\.)?flyway\.)?group\s*[=:]\s*"?true\b|<group>\s*true/m,
      transaction: { scope: 'run', kind: 'explicit', wayOut: confOut },
    },
  ],
  units({ source, model, flags, beside }) {
    const { text, path } = source;
    const own = beside(`${path.slice(path.lastIndexOf('/') + 1)}.conf`) ?? '';
    if (model.scope === 'none' || /^[ \t]*executeInTransaction\s*=/m.test(own) || !mayBeSuch.test(text))
      return undefined;
    let [inside, outside] = [0, 0];
    for (const { start, end } of statementPlaces(text)) {
      if (notInTransaction.test(headOf(text, start, end))) outside += 1;
      else inside += 1;
    }
    const runsOutside = outside > 0 && (inside === 0 || flags.has('mixed'));
    return runsOutside
      ? { units: unitsOf(source, [{ start: 0, end: text.length, transaction: autocommit }]) }
      : undefined;
  },
};

/** Repeatable ones last, by description; a baseline stands for the versions up to its own, and is not run after them. */
function ofFlyway({ files }: MigrationFolder): Place[] {
  const found = files.flatMap((path) => {
    const { version = '', repeatable, down } = flywayFiles.exec(path)?.groups ?? {};
    if (!flywayFiles.test(path)) return [];
    const name = path.slice(path.lastIndexOf('/') + 1);
    return [{ path, name, version: version.replaceAll('_', '.'), isLast: Boolean(repeatable), isDown: Boolean(down) }];
  });
  const isSpare = ({ name, version }: { name: string; version: string }): boolean =>
    name.startsWith('B') &&
    found.some((other) => other.name.startsWith('V') && compareVersions(other.version, version) <= 0);
  return found
    .filter((each) => !isSpare(each))
    .sort(
      (a, b) =>
        Number(a.isLast) - Number(b.isLast) || compareVersions(a.version, b.version) || compareText(a.name, b.name),
    )
    .map(({ path, version, isDown }) => ({ path, version, direction: isDown ? 'down' : 'up' }));
}
