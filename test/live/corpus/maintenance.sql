-- VACUUM, ANALYZE, CLUSTER, REFRESH MATERIALIZED VIEW, CHECKPOINT, DISCARD.

-- given: tree
CREATE SCHEMA app;
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int);
INSERT INTO users SELECT i, 'u' || i, i FROM generate_series(1, 50) i;
CREATE INDEX users_email ON users (email);
CREATE INDEX users_some ON users (age) WHERE age > 3;
CREATE INDEX users_hash ON users USING hash (email);
CREATE TABLE app."Big Table" (id int PRIMARY KEY, a int);
INSERT INTO app."Big Table" SELECT i, i FROM generate_series(1, 50) i;
CREATE TABLE noindex (a int);
INSERT INTO noindex VALUES (1);
CREATE TABLE events (id bigint, at date NOT NULL, body text, v int) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (v);
CREATE TABLE events_2024_a PARTITION OF events_2024 FOR VALUES IN (1, 2);
CREATE TABLE events_2024_b PARTITION OF events_2024 DEFAULT;
CREATE INDEX events_body ON events (body);
CREATE INDEX events_2023_own ON events_2023 (v);
INSERT INTO events SELECT i, '2023-01-01'::date + i * 10, 'x' || i, i FROM generate_series(1, 60) i;
CREATE TABLE parent (id int PRIMARY KEY, a int);
CREATE TABLE child (c int) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE INDEX child_c ON child (c);
INSERT INTO parent SELECT i, i FROM generate_series(1, 20) i;
INSERT INTO child SELECT i, i, i FROM generate_series(1, 20) i;
INSERT INTO grandchild SELECT i, i, i FROM generate_series(1, 20) i;
CREATE VIEW adults AS SELECT * FROM users WHERE age > 17;
CREATE MATERIALIZED VIEW ages AS SELECT age, count(*) AS n FROM adults GROUP BY age;
CREATE UNIQUE INDEX ages_age ON ages (age);
CREATE MATERIALIZED VIEW joined AS SELECT u.id, e.body FROM users u JOIN events e ON e.id = u.id;
CREATE INDEX joined_id ON joined (id);
CREATE MATERIALIZED VIEW upper_ages AS SELECT age FROM ages WHERE n > (SELECT min(a) FROM parent);
CREATE UNIQUE INDEX upper_ages_age ON upper_ages (age) WHERE age > 0;
CREATE MATERIALIZED VIEW app."Sum" AS WITH big AS (SELECT a FROM app."Big Table") SELECT sum(a) AS s FROM big;
CREATE SEQUENCE numbers;

-- cases: tree
VACUUM users;

VACUUM VERBOSE users;

VACUUM (ANALYZE) users;

VACUUM ANALYZE users (email, age);

VACUUM FULL users;

VACUUM (FULL) users;

VACUUM (FULL 0) users;

VACUUM (FULL 1, ANALYZE 0) users;

VACUUM (FULL false, FREEZE) users;

VACUUM (FULL on, ANALYZE true) users;

VACUUM FULL FREEZE VERBOSE ANALYZE users;

VACUUM (VERBOSE, INDEX_CLEANUP off, TRUNCATE off) users;

VACUUM (PARALLEL 2) users;

VACUUM (DISABLE_PAGE_SKIPPING) users;

-- fails
VACUUM (FULL, DISABLE_PAGE_SKIPPING) users;

-- fails
VACUUM (FULL, PARALLEL 2) users;

-- fails
VACUUM users (email);

-- fails
VACUUM (nonsense) users;

-- pg>=14
VACUUM (PROCESS_TOAST off) users;

-- pg>=16
VACUUM (PROCESS_MAIN off) users;

-- pg>=16
VACUUM (SKIP_DATABASE_STATS, BUFFER_USAGE_LIMIT '1MB') users;

-- pg>=16
VACUUM (ONLY_DATABASE_STATS);

VACUUM users, noindex;

VACUUM (ANALYZE) users, app."Big Table";

VACUUM FULL noindex, app."Big Table";

VACUUM events;

VACUUM FULL events;

VACUUM ANALYZE events;

VACUUM (FULL, ANALYZE) events;

VACUUM events_2024;

VACUUM events_2023;

VACUUM parent;

VACUUM FULL parent;

VACUUM ANALYZE parent;

VACUUM child;

-- pg>=18
VACUUM ONLY parent;

-- pg>=18
VACUUM ANALYZE ONLY parent;

-- pg>=18
VACUUM ONLY events;

-- pg>=18
VACUUM FULL ONLY child;

VACUUM adults;

VACUUM ages;

VACUUM FULL ages;

VACUUM numbers;

-- fails
VACUUM nothing;

VACUUM;

VACUUM ANALYZE;

VACUUM FULL;

ANALYZE users;

ANALYZE VERBOSE users;

ANALYZE users (email);

ANALYZE (SKIP_LOCKED) users;

ANALYZE events;

ANALYZE events (body);

ANALYZE events_2024;

ANALYZE events_2024_a;

ANALYZE parent;

ANALYZE child;

ANALYZE grandchild;

ANALYZE users, parent, noindex;

ANALYZE adults;

ANALYZE ages;

ANALYZE;

-- pg>=18
ANALYZE ONLY parent;

-- pg>=18
ANALYZE ONLY events;

-- pg>=18
ANALYZE ONLY events_2024;

-- pg<18
-- fails
ANALYZE ONLY parent;

CLUSTER users USING users_pkey;

CLUSTER VERBOSE users USING users_email;

CLUSTER users_pkey ON users;

-- fails
CLUSTER users USING users_some;

-- fails
CLUSTER users USING users_hash;

-- fails
CLUSTER users USING nothing;

-- fails
CLUSTER users;

CLUSTER users USING users_pkey;
CLUSTER users;

CLUSTER users USING users_pkey;
CLUSTER app."Big Table" USING "Big Table_pkey";
CLUSTER;

CLUSTER;

ALTER TABLE users CLUSTER ON users_email;
CLUSTER users;

ALTER TABLE users CLUSTER ON users_email;
ALTER TABLE users SET WITHOUT CLUSTER;
CLUSTER;

CLUSTER parent USING parent_pkey;

CLUSTER child USING child_c;

CLUSTER ages USING ages_age;

CLUSTER app."Big Table" USING "Big Table_pkey";

-- pg>=14
CLUSTER (VERBOSE) users USING users_pkey;

-- pg<15
-- fails
CLUSTER events USING events_body;

-- pg>=15
CLUSTER events USING events_body;

-- pg>=15
CLUSTER events_2024 USING events_2024_body_idx;

CLUSTER events_2023 USING events_2023_own;

CLUSTER events_2024_a USING events_2024_a_body_idx;

-- fails
CLUSTER adults USING users_pkey;

REFRESH MATERIALIZED VIEW ages;

REFRESH MATERIALIZED VIEW ages WITH DATA;

REFRESH MATERIALIZED VIEW ages WITH NO DATA;

REFRESH MATERIALIZED VIEW CONCURRENTLY ages;

-- fails
REFRESH MATERIALIZED VIEW CONCURRENTLY ages WITH NO DATA;

REFRESH MATERIALIZED VIEW joined;

-- fails
REFRESH MATERIALIZED VIEW CONCURRENTLY joined;

CREATE UNIQUE INDEX ON joined (id, body);
REFRESH MATERIALIZED VIEW CONCURRENTLY joined;

REFRESH MATERIALIZED VIEW upper_ages;

-- fails
REFRESH MATERIALIZED VIEW CONCURRENTLY upper_ages;

REFRESH MATERIALIZED VIEW app."Sum";

-- fails
REFRESH MATERIALIZED VIEW adults;

-- fails
REFRESH MATERIALIZED VIEW users;

REFRESH MATERIALIZED VIEW ages WITH NO DATA;
REFRESH MATERIALIZED VIEW ages;

-- fails
REFRESH MATERIALIZED VIEW ages WITH NO DATA;
REFRESH MATERIALIZED VIEW CONCURRENTLY ages;

CHECKPOINT;

DISCARD PLANS;

DISCARD TEMP;

CREATE TEMP TABLE mine (a int);
DISCARD TEMP;

DISCARD SEQUENCES;

-- given: foreign
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE TABLE logs (id text, at date) PARTITION BY RANGE (at);
CREATE TABLE logs_2023 PARTITION OF logs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE FOREIGN TABLE logs_old PARTITION OF logs FOR VALUES FROM ('2000-01-01') TO ('2023-01-01') SERVER files OPTIONS (filename '/dev/null', format 'csv');
CREATE FOREIGN TABLE alone (a text) SERVER files OPTIONS (filename '/etc/passwd');
INSERT INTO logs VALUES ('a', '2023-02-02');

-- (VACUUM locks a foreign table only for the moment it takes to see what it is: too short to be observed surely.)

-- cases: foreign
ANALYZE alone;

ANALYZE logs;

ANALYZE;

VACUUM;

VACUUM logs_2023;
