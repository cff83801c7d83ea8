// The up and down sections that tools mark in one file: goose, dbmate, sql-migrate and node-pg-migrate.
// goose internal/sqlparser/parser.go, sql-migrate sqlparse.go, dbmate pkg/dbmate/migration.go, node-pg-migrate src/sqlMigration.ts.
import type { Direction, TransactionModel } from '../framework.ts';

/** How a tool marks sections, and how it then runs each. */
export interface MarkedSections {
  /** Groups: the direction, and what follows it on the line. */
  readonly marker: RegExp;
  /** `options` stands behind the marker on its line. */
  readonly transaction: (options: string, text: string) => TransactionModel;
  /** The lines around statements that are sent in one string, where others are sent one by one; their group is `begin` or `end`. */
  readonly block?: RegExp;
}

export interface Section {
  readonly direction: Direction;
  /** Where its marker stands: dbmate and node-pg-migrate send that along. */
  readonly start: number;
  readonly end: number;
  readonly transaction: TransactionModel;
}

export interface Sections {
  readonly list: readonly Section[];
  /** Where the first marker stands: the tool runs nothing that is before it. */
  readonly start: number;
}

/** The file's sections in file order; undefined where the tool's markers do not stand in it. */
export function sectionsOf(marked: MarkedSections, text: string): Sections | undefined {
  const markers = [...text.matchAll(marked.marker)];
  const first = markers[0];
  return (
    first && {
      start: first.index,
      list: markers.map((marker, at) => section(marked, text, marker, markers[at + 1]?.index)),
    }
  );
}

function section(marked: MarkedSections, text: string, marker: RegExpExecArray, next: number | undefined): Section {
  const [, direction = 'up', options = ''] = marker;
  return {
    direction: direction.toLowerCase() === 'down' ? 'down' : 'up',
    start: marker.index,
    end: next ?? text.length,
    transaction: marked.transaction(options, text),
  };
}
