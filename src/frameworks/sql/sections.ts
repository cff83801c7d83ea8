// The up and down sections that goose, dbmate, sql-migrate and node-pg-migrate mark in one file, and how each tool then runs them.
// goose internal/sqlparser/parser.go, sql-migrate sqlparse.go, dbmate pkg/dbmate/migration.go, node-pg-migrate src/sqlMigration.ts.
import type { Direction, TransactionModel } from '../framework.ts';

export interface Section {
  readonly direction: Direction;
  readonly start: number;
  readonly end: number;
  readonly transaction: TransactionModel;
}

export interface Sections {
  readonly tool: string;
  readonly list: readonly Section[];
  /** Where the first marker stands: the tool runs nothing that is before it. */
  readonly start: number;
}

interface Tool {
  readonly id: string;
  /** Groups: the direction, and what follows it on the line. */
  readonly marker: RegExp;
  readonly transaction: (options: string, text: string) => TransactionModel;
}

const inTransaction = (wayOut: string): TransactionModel => ({ scope: 'file', kind: 'explicit', wayOut });
const autocommit: TransactionModel = { scope: 'none', kind: 'explicit' };

const tools: readonly Tool[] = [
  {
    id: 'goose',
    marker: /^\ufeff?--[ \t]*\+goose[ \t]+(up|down)\b(.*)$/gim,
    transaction: (_, text) =>
      /^\ufeff?--[ \t]*\+goose[ \t]+no[ \t]+transaction\b/im.test(text)
        ? autocommit
        : inTransaction('with the line `-- +goose NO TRANSACTION` above its first marker'),
  },
  {
    id: 'sql-migrate',
    marker: /^\ufeff?--[ \t]*\+migrate[ \t]+(up|down)\b(.*)$/gim,
    transaction: (options) =>
      /\bnotransaction\b/i.test(options) ? autocommit : inTransaction('marked `-- +migrate Up notransaction`'),
  },
  {
    id: 'dbmate',
    marker: /^\ufeff?--[ \t]*migrate:(up|down)(?=\s|$)(.*)$/gim,
    // The block is sent in one string, of which PostgreSQL makes one transaction where it holds several statements.
    transaction: (options) => {
      const wayOut =
        'marked `-- migrate:up transaction:false`, one statement in each, as dbmate sends them in one string';
      return /\btransaction:false\b/i.test(options)
        ? { scope: 'file', kind: 'implicit', wayOut }
        : inTransaction(wayOut);
    },
  },
  {
    id: 'node-pg-migrate',
    marker: /^\ufeff?\s*--[\s-]*(up|down)\s+migration\b(.*)$/gim,
    // SQL files have no marker for it.
    transaction: () => ({
      scope: 'run',
      kind: 'explicit',
      wayOut: 'written in JavaScript with pgm.noTransaction(), each statement in a pgm.sql() of its own',
    }),
  },
];

/** The file's sections in file order; undefined where no tool's markers stand in it. */
export function sectionsOf(text: string): Sections | undefined {
  if (!/up|down/i.test(text)) return undefined;
  for (const tool of tools) {
    const markers = [...text.matchAll(tool.marker)];
    const first = markers[0];
    if (first)
      return {
        tool: tool.id,
        start: first.index,
        list: markers.map((marker, at) => section(tool, text, marker, markers[at + 1]?.index)),
      };
  }
  return undefined;
}

function section(tool: Tool, text: string, marker: RegExpExecArray, next: number | undefined): Section {
  const [line, direction = 'up', options = ''] = marker;
  return {
    direction: direction.toLowerCase() === 'down' ? 'down' : 'up',
    start: marker.index + line.length,
    end: next ?? text.length,
    transaction: tool.transaction(options, text),
  };
}
