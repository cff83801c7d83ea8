-- REINDEX in all its forms.

-- given: tree
CREATE SCHEMA app;
CREATE SCHEMA bare;
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, span int4range, EXCLUDE USING gist (span WITH &&));
INSERT INTO users SELECT i, 'u' || i, int4range(i * 10, i * 10 + 5) FROM generate_series(1, 50) i;
CREATE INDEX users_lower ON users (lower(email)) WHERE id > 3;
CREATE TABLE app."Big Table" (id int PRIMARY KEY, a int);
INSERT INTO app."Big Table" SELECT i, i FROM generate_series(1, 50) i;
CREATE INDEX "Big Index" ON app."Big Table" (a);
CREATE TABLE app.plain (a int);
CREATE MATERIALIZED VIEW app.sums AS SELECT a FROM app."Big Table";
CREATE INDEX sums_a ON app.sums (a);
CREATE TABLE app.parts (id int, v int) PARTITION BY LIST (v);
CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES IN (1);
INSERT INTO app.parts VALUES (1, 1);
CREATE INDEX ON app.parts (id);
CREATE VIEW app.shown AS SELECT a FROM app.plain;
CREATE TABLE noindex (a int);
INSERT INTO noindex VALUES (1);
CREATE TABLE events (id bigint, at date NOT NULL, body text, v int, PRIMARY KEY (id, at, v)) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (v);
CREATE TABLE events_2024_a PARTITION OF events_2024 FOR VALUES IN (1, 2);
CREATE TABLE events_2024_b PARTITION OF events_2024 DEFAULT;
CREATE INDEX events_body ON events (body);
CREATE INDEX events_2023_own ON events_2023 (v);
INSERT INTO events SELECT i, '2023-01-01'::date + i * 10, 'x' || i, i FROM generate_series(1, 60) i;
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (c int) INHERITS (parent);
CREATE INDEX child_c ON child (c);
INSERT INTO parent VALUES (1);
INSERT INTO child VALUES (2, 2);

-- cases: tree
REINDEX INDEX users_pkey;

REINDEX INDEX users_lower;

REINDEX INDEX users_span_excl;

REINDEX (VERBOSE) INDEX app."Big Index";

REINDEX TABLE users;

REINDEX TABLE app."Big Table";

SET search_path = app;
REINDEX TABLE "Big Table";

REINDEX TABLE noindex;

REINDEX TABLE parent;

REINDEX TABLE child;

REINDEX TABLE app.sums;

REINDEX INDEX app.sums_a;

-- fails
REINDEX TABLE app.shown;

-- fails
REINDEX INDEX users;

-- fails
REINDEX TABLE users_pkey;

REINDEX INDEX CONCURRENTLY users_pkey;

REINDEX INDEX CONCURRENTLY users_lower;

-- fails
REINDEX INDEX CONCURRENTLY users_span_excl;

REINDEX TABLE CONCURRENTLY users;

REINDEX TABLE CONCURRENTLY app."Big Table";

-- pg>=14
REINDEX (CONCURRENTLY, VERBOSE) TABLE users;

-- pg>=14
REINDEX (CONCURRENTLY off) TABLE users;

REINDEX TABLE CONCURRENTLY noindex;

REINDEX TABLE CONCURRENTLY app.sums;

-- pg>=14
REINDEX (TABLESPACE ts1) TABLE users;

-- pg>=14
REINDEX (TABLESPACE ts1) INDEX users_pkey;

-- pg>=14
REINDEX (TABLESPACE ts1, CONCURRENTLY) INDEX users_pkey;

REINDEX TABLE events_2023;

REINDEX INDEX events_2023_own;

REINDEX INDEX events_2023_body_idx;

-- transaction off
REINDEX TABLE events;

-- pg>=14
REINDEX TABLE events_2024;

-- pg>=14
REINDEX INDEX events_body;

-- pg<14
-- fails
REINDEX INDEX events_body;

-- pg>=14
REINDEX INDEX events_2024_body_idx;

-- pg>=14
REINDEX TABLE CONCURRENTLY events;

-- pg>=14
REINDEX TABLE CONCURRENTLY events_2024;

-- pg>=14
REINDEX INDEX CONCURRENTLY events_body;

-- pg>=14
REINDEX INDEX CONCURRENTLY events_pkey;

REINDEX INDEX CONCURRENTLY events_2024_b_body_idx;

-- pg>=14
REINDEX (TABLESPACE ts1) TABLE events;

REINDEX TABLE CONCURRENTLY events_2023;

REINDEX SCHEMA app;

REINDEX SCHEMA bare;

REINDEX SCHEMA CONCURRENTLY app;

REINDEX SCHEMA public;

-- fails
REINDEX SCHEMA nowhere;

-- fails
REINDEX SYSTEM CONCURRENTLY postgres;

CREATE UNLOGGED TABLE quick (a int PRIMARY KEY);
REINDEX TABLE quick;

CREATE TEMP TABLE mine (a int PRIMARY KEY);
REINDEX TABLE mine;

-- pg>=16
REINDEX DATABASE;
