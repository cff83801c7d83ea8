// The one query of `migration-lint stats`, for PostgreSQL 13 to 18, and the shape of its answer. It reads catalogs and counters only,
// which every role may read, and takes ACCESS SHARE locks of a moment.

/** What the query yields as `statistics`, in one row. Sizes are in bytes; `parents` are of pg_inherits. */
export interface Answer {
  readonly server: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly since: string | null;
  /** From `since` to now. */
  readonly seconds: number | null;
  readonly standby: boolean;
  readonly tables: readonly TableRow[];
  readonly indexes: readonly IndexRow[];
}

export interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** pg_class.relkind. */
  readonly kind: 'r' | 'p' | 'm';
  readonly rows: number | null;
  /** Null where the table was dropped meanwhile. */
  readonly bytes: number | null;
  readonly index_bytes: number | null;
  readonly writes: number;
  readonly scans: number;
  readonly partition: boolean;
  readonly parents: readonly number[];
}

export interface IndexRow {
  readonly oid: number;
  readonly relation: number;
  readonly name: string;
  readonly bytes: number | null;
  readonly scans: number;
  readonly unique: boolean;
  readonly valid: boolean;
  readonly parents: readonly number[];
}

const utc = (moment: string): string => `to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/**
 * Rows: as the planner estimates them, the density that the last VACUUM or ANALYZE saw times the present size
 * (estimate_rel_size in src/backend/optimizer/util/plancat.c); where neither ran, the counter of live rows.
 * Since when it counts: the database's own reset, or else the server's oldest, which is when it lost or began its counters.
 */
export const statisticsQuery = `
SELECT json_build_object(
  'server', current_setting('server_version'),
  'date', ${utc('now()')},
  'since', ${utc('began.since')},
  'seconds', extract(epoch FROM now() - began.since)::float8,
  'standby', pg_is_in_recovery(),
  'tables', (
    SELECT coalesce(json_agg(json_build_object(
      'oid', c.oid::bigint,
      'schema', n.nspname,
      'name', c.relname,
      'kind', c.relkind,
      'rows', CASE
        WHEN c.relkind = 'p' OR size.main = 0 THEN 0
        WHEN c.relpages > 0 AND c.reltuples >= 0 THEN c.reltuples::float8 / c.relpages * size.pages
        ELSE nullif(pg_stat_get_live_tuples(c.oid), 0)
      END,
      'bytes', pg_table_size(c.oid),
      'index_bytes', pg_indexes_size(c.oid),
      'writes', pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid),
      'scans', pg_stat_get_numscans(c.oid)
        + (SELECT coalesce(sum(pg_stat_get_numscans(i.indexrelid)), 0) FROM pg_index i WHERE i.indrelid = c.oid),
      'partition', c.relispartition,
      'parents', (SELECT coalesce(json_agg(h.inhparent::bigint), '[]') FROM pg_inherits h WHERE h.inhrelid = c.oid)
    )), '[]')
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace,
    LATERAL (SELECT pg_relation_size(c.oid) AS main,
      pg_relation_size(c.oid) / current_setting('block_size')::int AS pages) size
    WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  ),
  'indexes', (
    SELECT coalesce(json_agg(json_build_object(
      'oid', c.oid::bigint,
      'relation', i.indrelid::bigint,
      'name', c.relname,
      'bytes', pg_relation_size(c.oid),
      'scans', pg_stat_get_numscans(c.oid),
      'unique', i.indisunique,
      'valid', i.indisvalid,
      'parents', (SELECT coalesce(json_agg(h.inhparent::bigint), '[]') FROM pg_inherits h WHERE h.inhrelid = c.oid)
    )), '[]')
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  )
) AS statistics
FROM (
  SELECT coalesce(d.stats_reset, least(b.stats_reset, a.stats_reset)) AS since
  FROM pg_stat_database d, pg_stat_bgwriter b, pg_stat_archiver a
  WHERE d.datname = current_database()
) began`;
