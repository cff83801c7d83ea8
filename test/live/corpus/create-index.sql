-- CREATE INDEX in all its forms, and ALTER INDEX.

-- given: tree
CREATE SCHEMA app;
CREATE TABLE users (id bigint PRIMARY KEY, email text, name text, age int, tags text[], doc jsonb, place point, span int4range, created_at timestamptz);
INSERT INTO users SELECT i, 'u' || i, 'n' || i, i, ARRAY['a'], '{}', point(i, i), int4range(i, i + 1), now() FROM generate_series(1, 50) i;
CREATE INDEX users_email_idx ON users (email);
CREATE TABLE app."Order Items" (id int PRIMARY KEY, "Unit Price" int, note text);
INSERT INTO app."Order Items" SELECT i, i, 'x' FROM generate_series(1, 20) i;
CREATE TABLE events (id bigint, at date NOT NULL, body text, v int) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (v);
CREATE TABLE events_2024_a PARTITION OF events_2024 FOR VALUES IN (1, 2);
CREATE TABLE events_2024_b PARTITION OF events_2024 DEFAULT;
CREATE TABLE events_rest PARTITION OF events DEFAULT;
INSERT INTO events SELECT i, '2022-06-01'::date + i * 20, 'x' || i, i FROM generate_series(1, 60) i;
CREATE INDEX events_2023_v ON events_2023 (v);
CREATE TABLE empty_parent (a int, b int) PARTITION BY HASH (a);
CREATE TABLE parent (id int PRIMARY KEY, a int, b text);
CREATE TABLE child (c int) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
INSERT INTO parent SELECT i, i, 'p' FROM generate_series(1, 20) i;
INSERT INTO child SELECT i, i, 'c', i FROM generate_series(21, 40) i;
INSERT INTO grandchild SELECT i, i, 'g', i FROM generate_series(41, 60) i;
CREATE VIEW old_users AS SELECT * FROM users WHERE age > 30;
CREATE MATERIALIZED VIEW totals AS SELECT age, count(*) AS n FROM users GROUP BY age;
CREATE TABLE bare (a int, b int, c int);
INSERT INTO bare SELECT i, i, i FROM generate_series(1, 20) i;
CREATE FUNCTION shout(t text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(t) $$;
CREATE FUNCTION whisper(t text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN lower(t); END $$;
CREATE UNLOGGED TABLE scratch (a int);
INSERT INTO scratch VALUES (1);
CREATE SEQUENCE numbers;

-- cases: tree
CREATE INDEX ON users (name);

CREATE INDEX users_name ON users (name);

CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE INDEX IF NOT EXISTS users_email_idx ON users (email);

CREATE INDEX IF NOT EXISTS users_name ON users (name);

-- fails
CREATE INDEX users_email_idx ON users (name);

CREATE INDEX IF NOT EXISTS numbers ON users (name);

-- fails
CREATE INDEX numbers ON users (name);

CREATE INDEX ON users (lower(email));

CREATE INDEX ON users (shout(email), age);

-- fails
CREATE INDEX ON users (whisper(email));

-- fails
CREATE INDEX ON users (name) WHERE created_at > now();

-- fails
CREATE INDEX ON users ((random()));

CREATE INDEX ON users (name) WHERE age > 10;

CREATE INDEX ON users (name DESC NULLS LAST, age) INCLUDE (email);

CREATE INDEX ON users USING hash (email);

CREATE INDEX ON users USING gin (tags);

CREATE INDEX ON users USING gin (doc jsonb_path_ops);

CREATE INDEX ON users USING gist (place);

CREATE INDEX ON users USING spgist (span);

CREATE INDEX ON users USING brin (created_at) WITH (pages_per_range = 4);

CREATE INDEX ON users (email text_pattern_ops);

CREATE INDEX ON users (email COLLATE "C");

-- fails
CREATE UNIQUE INDEX ON users USING gin (tags);

-- fails
CREATE INDEX ON users USING hash (email, name);

-- fails
CREATE INDEX ON users USING brin (age) INCLUDE (name);

-- fails
CREATE INDEX ON users (nothing);

CREATE INDEX ON users (name) WITH (fillfactor = 70) TABLESPACE ts1;

-- pg>=15
CREATE UNIQUE INDEX ON users (email) NULLS NOT DISTINCT;

CREATE INDEX CONCURRENTLY users_name ON users (name);

CREATE INDEX CONCURRENTLY ON users (lower(name)) WHERE age > 2;

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_email_key ON users (email);

CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email_idx ON users (email);

CREATE INDEX ON app."Order Items" ("Unit Price");

CREATE INDEX "Odd Name" ON app."Order Items" ("Unit Price", note);

SET search_path = app, public;
CREATE INDEX ON "Order Items" (("Unit Price" + 1));

SET search_path = app, public;
CREATE INDEX ON users (age);

CREATE INDEX CONCURRENTLY ON app."Order Items" (note);

CREATE INDEX ON events (body);

CREATE INDEX events_v ON events (v);

CREATE INDEX IF NOT EXISTS events_body ON events (body);

CREATE INDEX events_body ON events (body);
CREATE INDEX IF NOT EXISTS events_body ON events (body);

CREATE UNIQUE INDEX ON events (id, at, v);

-- fails
CREATE UNIQUE INDEX ON events (id);

-- fails
CREATE UNIQUE INDEX ON events (at, id);

CREATE INDEX ON ONLY events (body);

CREATE INDEX ON ONLY events_2024 (body);

CREATE INDEX ON events_2024 (body);

CREATE INDEX ON events_2023 (body);

CREATE INDEX ON events_2024_a (body, v);

-- fails
CREATE INDEX CONCURRENTLY ON events (body);

-- fails
CREATE INDEX CONCURRENTLY ON ONLY events (body);

CREATE INDEX CONCURRENTLY ON events_2023 (body);

CREATE INDEX CONCURRENTLY ON events_2024_b (body);

CREATE INDEX ON events (lower(body)) WHERE v > 3;

CREATE INDEX e24 ON events_2024 (id);
CREATE INDEX e ON events (id);

CREATE INDEX e24a ON events_2024_a (lower(body));
CREATE INDEX e23 ON events_2023 (lower(body)) WHERE v > 1;
CREATE INDEX e ON events (lower(body));

CREATE INDEX e24 ON ONLY events_2024 (id);
CREATE INDEX e ON events (id);

CREATE INDEX ON events USING brin (at);

CREATE INDEX ON events USING hash (body);

CREATE INDEX ON empty_parent (b);

CREATE UNIQUE INDEX ON empty_parent (a, b);

CREATE INDEX ON parent (a);

CREATE INDEX ON ONLY parent (a);

CREATE INDEX ON child (a);

CREATE INDEX CONCURRENTLY ON parent (b);

CREATE UNIQUE INDEX ON grandchild (id);

-- fails
CREATE INDEX ON old_users (age);

-- fails
CREATE INDEX ON numbers (last_value);

CREATE INDEX ON totals (age);

CREATE UNIQUE INDEX totals_age ON totals (age);

CREATE INDEX CONCURRENTLY ON totals (n);

CREATE INDEX ON scratch (a);

CREATE INDEX CONCURRENTLY ON scratch (a);

CREATE TEMP TABLE mine (a int);
CREATE INDEX ON mine (a);

CREATE INDEX ON bare (a, b, c);

CREATE INDEX ON bare ((a + b), (a - b));

CREATE INDEX ON bare (a) INCLUDE (b, c);

CREATE INDEX bare_a ON bare (a);
ALTER INDEX bare_a SET (fillfactor = 70);

CREATE INDEX bare_a ON bare (a);
ALTER INDEX bare_a RESET (fillfactor);

ALTER INDEX users_email_idx SET TABLESPACE ts1;

ALTER INDEX users_email_idx SET TABLESPACE pg_default;

ALTER INDEX users_pkey SET (fillfactor = 80, deduplicate_items = off);

CREATE INDEX users_tags ON users USING gin (tags);
ALTER INDEX users_tags SET (fastupdate = off);

CREATE INDEX users_tags ON users USING gin (tags);
ALTER INDEX users_tags SET (gin_pending_list_limit = 100);

CREATE INDEX users_time ON users USING brin (created_at);
ALTER INDEX users_time SET (autosummarize = on);

CREATE INDEX users_time ON users USING brin (created_at);
ALTER INDEX users_time SET (pages_per_range = 8);

CREATE INDEX users_place ON users USING gist (place);
ALTER INDEX users_place SET (buffering = on);

CREATE INDEX users_place ON users USING gist (place);
ALTER INDEX users_place SET (fillfactor = 50, buffering = on);

CREATE INDEX users_lower ON users (lower(name));
ALTER INDEX users_lower ALTER COLUMN 1 SET STATISTICS 100;

ALTER INDEX IF EXISTS nothing_idx SET (fillfactor = 70);

ALTER INDEX IF EXISTS users_email_idx SET (fillfactor = 70);

-- fails
ALTER INDEX users SET (fillfactor = 70);

CREATE EXTENSION IF NOT EXISTS citext;
ALTER INDEX users_email_idx DEPENDS ON EXTENSION citext;

CREATE INDEX e ON ONLY events (v);
ALTER INDEX e ATTACH PARTITION events_2023_v;

CREATE INDEX e ON ONLY events (body);
CREATE INDEX e23 ON events_2023 (body);
CREATE INDEX e24 ON events_2024 (body);
CREATE INDEX er ON events_rest (body);
ALTER INDEX e ATTACH PARTITION e23;
ALTER INDEX e ATTACH PARTITION er;
ALTER INDEX e ATTACH PARTITION e24;

CREATE INDEX e ON ONLY events (body);
CREATE INDEX e23 ON events_2023 (body);
CREATE INDEX er ON events_rest (body);
CREATE INDEX e24 ON ONLY events_2024 (body);
CREATE INDEX e24a ON events_2024_a (body);
CREATE INDEX e24b ON events_2024_b (body);
ALTER INDEX e ATTACH PARTITION e23;
ALTER INDEX e ATTACH PARTITION er;
ALTER INDEX e ATTACH PARTITION e24;
ALTER INDEX e24 ATTACH PARTITION e24a;
ALTER INDEX e24 ATTACH PARTITION e24b;

CREATE INDEX e24 ON ONLY events_2024 (body);
CREATE INDEX e24a ON events_2024_a (body);
CREATE INDEX e ON ONLY events (body);
ALTER INDEX e ATTACH PARTITION e24;
ALTER INDEX e24 ATTACH PARTITION e24a;

CREATE INDEX e ON ONLY events (body);
CREATE INDEX e23 ON events_2023 (body);
ALTER INDEX e ATTACH PARTITION e23;
ALTER INDEX e ATTACH PARTITION e23;

-- fails
CREATE INDEX e ON ONLY events (body);
ALTER INDEX e ATTACH PARTITION events_2023_v;

-- fails
CREATE INDEX e ON ONLY events (body);
CREATE INDEX e24a ON events_2024_a (body);
ALTER INDEX e ATTACH PARTITION e24a;

-- fails
CREATE INDEX e ON ONLY events (body);
CREATE INDEX e23 ON events_2023 (body DESC);
CREATE INDEX e23b ON events_2023 (body);
ALTER INDEX e ATTACH PARTITION e23;
ALTER INDEX e ATTACH PARTITION e23b;

-- fails
CREATE INDEX e ON events (body);
ALTER INDEX e SET (fillfactor = 70);

CREATE INDEX e ON events (body);
ALTER INDEX e SET TABLESPACE ts1;

CREATE INDEX e ON events (body);
ALTER INDEX events_2023_body_idx SET TABLESPACE ts1;

CREATE INDEX e ON events (body);
ALTER INDEX events_2023_body_idx SET (fillfactor = 40);

ALTER INDEX ALL IN TABLESPACE ts1 SET TABLESPACE pg_default;

CREATE TABLE far (id int PRIMARY KEY USING INDEX TABLESPACE ts1, a int) TABLESPACE ts1;
INSERT INTO far VALUES (1, 1);
ALTER TABLE ALL IN TABLESPACE ts1 SET TABLESPACE pg_default;

CREATE TABLE far (id int PRIMARY KEY USING INDEX TABLESPACE ts1, a int) TABLESPACE ts1;
INSERT INTO far VALUES (1, 1);
ALTER INDEX ALL IN TABLESPACE ts1 SET TABLESPACE pg_default;

CREATE TABLE far (id int, a int) TABLESPACE ts1;
ALTER TABLE far OWNER TO r1;
CREATE TABLE near (id int) TABLESPACE ts1;
INSERT INTO far VALUES (1, 1);
ALTER TABLE ALL IN TABLESPACE ts1 OWNED BY r1 SET TABLESPACE pg_default;

CREATE MATERIALIZED VIEW farview TABLESPACE ts1 AS SELECT 1 AS a;
ALTER MATERIALIZED VIEW ALL IN TABLESPACE ts1 SET TABLESPACE pg_default;

CREATE TABLE far (a int, at date) PARTITION BY RANGE (at) TABLESPACE ts1;
CREATE TABLE far1 PARTITION OF far DEFAULT;
INSERT INTO far VALUES (1, '2024-01-01');
ALTER TABLE ALL IN TABLESPACE ts1 SET TABLESPACE pg_default;

-- given: foreign
CREATE EXTENSION postgres_fdw;
CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw;
CREATE TABLE logs (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE logs_2023 PARTITION OF logs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE FOREIGN TABLE logs_old PARTITION OF logs FOR VALUES FROM ('2000-01-01') TO ('2023-01-01') SERVER away;
CREATE FOREIGN TABLE alone (a int, b text) SERVER away;
INSERT INTO logs VALUES (1, '2023-05-01');

-- cases: foreign
CREATE INDEX ON logs (id);

-- fails
CREATE UNIQUE INDEX ON logs (id, at);

CREATE UNIQUE INDEX ON ONLY logs (id, at);

-- fails
CREATE INDEX ON alone (a);

CREATE INDEX ON logs_2023 (id);
