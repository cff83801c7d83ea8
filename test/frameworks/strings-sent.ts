// What migrations that were read send, as the lines of a golden log: a string a line, BEGIN and COMMIT around transactions.
import type { MigrationFile, TransactionUnit } from '../../src/frameworks/framework.ts';
import { parsePiece } from '../../src/postgres/parse.ts';

/** In the order of the run; a transaction around all of it is parted by what stands outside. */
export function stringsSent(files: readonly MigrationFile[]): string[] {
  const sent: string[] = [];
  let isOpen = false;
  const turn = (open: boolean): void => {
    if (open !== isOpen) sent.push(open ? 'BEGIN' : 'COMMIT');
    isOpen = open;
  };
  for (const file of files) {
    for (const unit of file.units ?? [file]) {
      const { scope, kind } = unit.transaction;
      if (scope !== 'run') turn(false);
      const strings = stringsOf(file, unit);
      if (strings.length === 0) continue;
      turn(kind === 'explicit' && scope !== 'none');
      sent.push(...strings);
      if (scope !== 'run') turn(false);
    }
  }
  turn(false);
  return sent;
}

/** A piece is a string where the tool does not part it. */
function stringsOf(file: MigrationFile, { pieces, transaction }: TransactionUnit): string[] {
  const { kind, inStrings = kind === 'implicit' } = transaction;
  return pieces.flatMap((piece) => {
    const strings = inStrings
      ? inTheWayOf(file.framework, piece.sql)
      : parsePiece(piece, { psql: file.psql }).statements.map(({ sql }) => sql);
    return strings.map(oneLine).filter((sql) => sql !== '');
  });
}

/** Lines that a tool reads and leaves out of what it sends. */
const kept: Readonly<Record<string, RegExp>> = {
  goose: /^--.*$/gm,
  'graphile-migrate': /^--! [A-Z].*$/gm,
  liquibase: /^--rollback .*$/gm,
  'sql-migrate': /^-- .*$/gm,
};

/** Prisma's WebAssembly engine, which is the one that runs here, cuts at each semicolon; the native one sends a file as a string. */
const inTheWayOf = (tool: string, sql: string): string[] =>
  tool === 'prisma' ? sql.split(';') : [sql.replace(kept[tool] ?? /$^/, '')];

/** A string as a log holds it: its white space is not told. */
const oneLine = (sql: string): string =>
  sql
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim()
    .replace(/^START TRANSACTION$/, 'BEGIN');
