// What the linter knows of the tables in production: their sizes and how much they are used, as `migration-lint stats` wrote it.

/** A table, partition, partitioned table or materialized view. All numbers are rounded; partitions and children are included. */
export interface TableStatistics {
  readonly kind: 'table' | 'partitioned-table' | 'materialized-view';
  /** Absent where the server does not know: nothing has analyzed the table. */
  readonly rows?: number;
  /** The rows with what is stored out of line (TOAST), without indexes. */
  readonly bytes: number;
  readonly indexBytes: number;
  /** Rows inserted, updated and deleted per second since `countedSince`. */
  readonly writesPerSecond?: number;
  /** Sequential and index scans since `countedSince`. */
  readonly scans: number;
  /** `schema.name` of the partitioned table. */
  readonly partitionOf?: string;
  /** By name; an index is in its table's schema. */
  readonly indexes: Readonly<Record<string, IndexStatistics>>;
}

export interface IndexStatistics {
  readonly bytes: number;
  readonly scans: number;
  /** Absent: no. */
  readonly unique?: boolean;
  /** Absent: yes. */
  readonly valid?: boolean;
}

/** The file, as docs/table-sizes.md describes it. */
export interface StatisticsDocument {
  readonly version: 1;
  /** When it was taken: ISO 8601 in UTC. */
  readonly date: string;
  /** The server's version: `16.14`. */
  readonly postgres: string;
  /** Since when the server has counted writes and scans; absent where it does not say. */
  readonly countedSince?: string;
  /** Taken from a standby: writes and scans are only those made there. */
  readonly standby?: boolean;
  /** By `schema.name`, as the catalog holds the names, without quotes. */
  readonly tables: Readonly<Record<string, TableStatistics>>;
}

export interface Statistics {
  /** The file, relative to the working directory. */
  readonly file: string;
  readonly date: string;
  readonly countedSince?: string;
  readonly tables: ReadonlyMap<string, TableStatistics>;
  /** By `schema.name`. */
  readonly indexes: ReadonlyMap<string, IndexStatistics & { readonly table: string }>;
}

export const statisticsFileName = 'migration-lint.stats.json';

/** The document made ready to be asked by name. */
export function indexed({ date, countedSince, tables }: StatisticsDocument, file: string): Statistics {
  const entries = Object.entries(tables);
  const indexes = new Map<string, IndexStatistics & { table: string }>();
  for (const [table, of] of entries) {
    const schema = table.slice(0, table.indexOf('.'));
    for (const [name, index] of Object.entries(of.indexes)) indexes.set(`${schema}.${name}`, { ...index, table });
  }
  return { file, date, countedSince, tables: new Map(entries), indexes };
}
