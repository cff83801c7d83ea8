-- OWNER TO, SET SCHEMA, REASSIGN OWNED, CREATE SCHEMA.

-- given: fks
CREATE TABLE countries (code text PRIMARY KEY, name text UNIQUE);
CREATE TABLE cities (id serial PRIMARY KEY, country text REFERENCES countries, name text, mayor int, UNIQUE (country, name));
CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, city int REFERENCES cities, boss int REFERENCES people, country text);
ALTER TABLE cities ADD CONSTRAINT cities_mayor FOREIGN KEY (mayor) REFERENCES people;
CREATE TABLE visits (person int REFERENCES people, city_country text, city_name text, FOREIGN KEY (city_country, city_name) REFERENCES cities (country, name), PRIMARY KEY (person, city_name));
CREATE TABLE flags (code text REFERENCES countries PRIMARY KEY, by_name text REFERENCES countries (name));
CREATE TABLE lonely (id bigserial PRIMARY KEY, v int);
INSERT INTO countries VALUES ('a', 'A'), ('b', 'B');
INSERT INTO cities (country, name) VALUES ('a', 'x'), ('b', 'y');
INSERT INTO people (city) VALUES (1), (2);
INSERT INTO visits VALUES (1, 'a', 'x');
INSERT INTO flags VALUES ('a', 'A');
CREATE SEQUENCE shared_seq;
CREATE TABLE counted (id int DEFAULT nextval('shared_seq'), n int);
CREATE TABLE counted_too (id int DEFAULT nextval('shared_seq'::regclass), n int DEFAULT 5);
ALTER SEQUENCE shared_seq OWNED BY counted.n;
INSERT INTO counted DEFAULT VALUES;
CREATE SEQUENCE free_seq;
CREATE VIEW city_list AS SELECT c.name, k.name AS country FROM cities c JOIN countries k ON k.code = c.country;
CREATE MATERIALIZED VIEW city_count AS SELECT country, count(*) FROM cities GROUP BY country;
CREATE UNIQUE INDEX city_count_key ON city_count (country);

-- cases: fks
ALTER TABLE countries OWNER TO r1;

ALTER TABLE cities OWNER TO r1;

ALTER TABLE people OWNER TO r1;

ALTER TABLE counted OWNER TO r1;

ALTER TABLE lonely OWNER TO CURRENT_USER;

ALTER TABLE lonely OWNER TO r1;
ALTER TABLE lonely OWNER TO r1;

ALTER TABLE lonely OWNER TO r1;
ALTER TABLE lonely OWNER TO r2;

ALTER TABLE IF EXISTS nothing_there OWNER TO r1;

ALTER VIEW city_list OWNER TO r1;

ALTER TABLE city_list OWNER TO r1;

ALTER MATERIALIZED VIEW city_count OWNER TO r1;

ALTER SEQUENCE free_seq OWNER TO r1;

-- fails
ALTER SEQUENCE lonely_id_seq OWNER TO r1;

-- fails
ALTER SEQUENCE people_id_seq OWNER TO r1;

ALTER INDEX lonely_pkey OWNER TO r1;

-- fails
ALTER VIEW countries OWNER TO r1;

ALTER TABLE lonely OWNER TO r1, ALTER COLUMN v SET DEFAULT 1;

ALTER TABLE lonely OWNER TO r1;
REASSIGN OWNED BY r1 TO r2;

ALTER TABLE people OWNER TO r1;
REASSIGN OWNED BY r1 TO r2;

ALTER VIEW city_list OWNER TO r1;
REASSIGN OWNED BY r1 TO r2;

REASSIGN OWNED BY r1 TO r2;

CREATE SCHEMA s2;
ALTER TABLE countries SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE cities SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE people SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE counted SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER VIEW city_list SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE city_list SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER MATERIALIZED VIEW city_count SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER SEQUENCE free_seq SET SCHEMA s2;

CREATE SCHEMA s2;
-- fails
ALTER SEQUENCE lonely_id_seq SET SCHEMA s2;

CREATE SCHEMA s2;
-- fails
ALTER SEQUENCE shared_seq SET SCHEMA s2;

CREATE SCHEMA s2;
-- fails
ALTER TABLE lonely_pkey SET SCHEMA s2;

CREATE SCHEMA s2;
-- fails
ALTER VIEW countries SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE IF EXISTS nothing_there SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE countries SET SCHEMA s2;
DROP TABLE s2.countries CASCADE;

CREATE SCHEMA s2;
ALTER TABLE lonely SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

CREATE SCHEMA s2;
ALTER TABLE lonely SET SCHEMA s2;
ALTER SCHEMA s2 RENAME TO s3;
DROP TABLE s3.lonely;

ALTER SEQUENCE lonely_id_seq RENAME TO other_seq;

ALTER TABLE lonely_id_seq RENAME TO other_seq;

ALTER SEQUENCE free_seq RENAME TO other_seq;

ALTER MATERIALIZED VIEW city_count RENAME TO counts;

ALTER MATERIALIZED VIEW city_count RENAME COLUMN country TO land;

ALTER TABLE city_count RENAME TO counts;

-- fails
ALTER MATERIALIZED VIEW city_list RENAME TO counts;

-- fails
ALTER SEQUENCE countries RENAME TO other;

-- fails
ALTER FOREIGN TABLE countries RENAME TO other;

-- given: parts
CREATE TABLE accounts (id int PRIMARY KEY, email text UNIQUE);
INSERT INTO accounts SELECT i, 'a' || i FROM generate_series(1, 40) i;
CREATE TABLE events (id int NOT NULL, account int REFERENCES accounts, kind text, note text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
CREATE TABLE events_2a PARTITION OF events_2 FOR VALUES FROM (10) TO (15);
CREATE TABLE events_2d PARTITION OF events_2 DEFAULT;
CREATE TABLE events_d PARTITION OF events DEFAULT;
INSERT INTO events SELECT i, i, 'k', 'n' FROM generate_series(1, 30) i;
CREATE INDEX events_kind ON events (kind);
CREATE INDEX events_1_note ON events_1 (note);
CREATE INDEX events_only ON ONLY events (note);
CREATE TABLE marks (id int PRIMARY KEY, event int REFERENCES events, self int REFERENCES marks, label text);
INSERT INTO marks SELECT i, i, i, 'l' FROM generate_series(1, 20) i;
CREATE TABLE logs (id int, account int REFERENCES accounts ON DELETE CASCADE, line text CHECK (line <> '')) PARTITION BY LIST (id);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES IN (1);
CREATE TABLE logs_2 PARTITION OF logs FOR VALUES IN (2) PARTITION BY LIST (account);
CREATE TABLE logs_2a PARTITION OF logs_2 FOR VALUES IN (2);
CREATE TABLE logs_d PARTITION OF logs DEFAULT;
INSERT INTO logs VALUES (1, 1, 'x'), (2, 2, 'y'), (3, 3, 'z');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER logs_touch AFTER INSERT ON logs FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER logs_stmt AFTER INSERT ON logs EXECUTE FUNCTION touch();
CREATE TRIGGER logs_1_own BEFORE INSERT ON logs_1 FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE owners (id int, region int, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE owners_1 PARTITION OF owners FOR VALUES IN (1);
CREATE TABLE owners_2 PARTITION OF owners FOR VALUES IN (2);
CREATE TABLE pets (id int, region int, owner int, FOREIGN KEY (owner, region) REFERENCES owners (id, region)) PARTITION BY LIST (region);
CREATE TABLE pets_1 PARTITION OF pets FOR VALUES IN (1);
CREATE TABLE pets_d PARTITION OF pets DEFAULT;
INSERT INTO owners VALUES (1, 1), (2, 2);
INSERT INTO pets VALUES (1, 1, 1), (2, 2, 2);
CREATE VIEW event_kinds AS SELECT id, kind FROM events;
CREATE VIEW first_events AS SELECT id, note FROM events_1;
CREATE TABLE hashed (id int, v text) PARTITION BY HASH (id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE UNIQUE INDEX hashed_id ON hashed (id);
INSERT INTO hashed SELECT i, 'v' FROM generate_series(1, 10) i;
CREATE STATISTICS events_stats ON id, account FROM events;
CREATE POLICY events_policy ON events USING (kind <> 'secret');
CREATE RULE logs_rule AS ON INSERT TO logs DO ALSO NOTHING;
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree) PARTITION BY RANGE (id);
CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM (0) TO (10);
CREATE TABLE tree_2 PARTITION OF tree FOR VALUES FROM (10) TO (20);

-- cases: parts
ALTER TABLE events OWNER TO r1;

ALTER TABLE events_1 OWNER TO r1;

ALTER TABLE logs OWNER TO r1;

ALTER TABLE accounts OWNER TO r1;

-- fails
ALTER TABLE events_kind OWNER TO r1;

ALTER TABLE events OWNER TO r1;
DROP OWNED BY r1 CASCADE;

ALTER TABLE events_1 OWNER TO r1;
REASSIGN OWNED BY r1 TO r2;

CREATE SCHEMA s2;
ALTER TABLE events SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE events_1 SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE logs_2 SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER VIEW event_kinds SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE events_1 SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

CREATE SCHEMA s2;
ALTER STATISTICS events_stats SET SCHEMA s2;

ALTER STATISTICS events_stats OWNER TO r1;

ALTER FUNCTION touch() OWNER TO r1;

CREATE SCHEMA s2;
ALTER FUNCTION touch() SET SCHEMA s2;

ALTER SCHEMA public OWNER TO r1;

CREATE EXTENSION citext;
ALTER TRIGGER logs_stmt ON logs DEPENDS ON EXTENSION citext;

CREATE EXTENSION citext;
ALTER INDEX events_kind DEPENDS ON EXTENSION citext;

CREATE EXTENSION citext;
ALTER FUNCTION touch DEPENDS ON EXTENSION citext;

-- given: objects
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (x int, y text);
CREATE TYPE unused AS ENUM ('a');
CREATE DOMAIN positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE DOMAIN small AS positive CHECK (VALUE < 100);
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE FUNCTION twice(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1 || $1';
CREATE FUNCTION single(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION is_mood(mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE PROCEDURE work() LANGUAGE plpgsql AS 'BEGIN END';
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int);
CREATE TABLE users (id serial PRIMARY KEY, feeling mood, age positive, note text, size small);
CREATE TABLE typed OF pair;
CREATE TABLE typed_too OF pair (PRIMARY KEY (x));
CREATE TABLE with_pair (id int, p pair, ps pair[]);
CREATE TABLE with_row (id int, u users);
CREATE TABLE with_default (a int DEFAULT twice(1), b int CHECK (twice(b) > 0), c int, d int GENERATED ALWAYS AS (twice(c)) STORED);
CREATE INDEX with_default_twice ON with_default (twice(c));
CREATE INDEX with_default_partial ON with_default (a) WHERE twice(b) > 1;
CREATE TABLE generated (a int, b int GENERATED ALWAYS AS (a * 2) STORED, c int, CHECK (a + c > 0));
CREATE TABLE moods (id int, feeling mood) PARTITION BY LIST (id);
CREATE TABLE moods_1 PARTITION OF moods FOR VALUES IN (1);
CREATE TABLE moods_d PARTITION OF moods DEFAULT;
CREATE TABLE by_mood (id int, feeling mood) PARTITION BY LIST (feeling);
CREATE TABLE by_mood_1 PARTITION OF by_mood FOR VALUES IN ('sad');
CREATE TABLE mood_base (feeling mood);
CREATE TABLE mood_child (x int) INHERITS (mood_base);
INSERT INTO users (feeling, age, note) VALUES ('sad', 3, 'n');
INSERT INTO with_default (b, c) VALUES (1, 1);
INSERT INTO generated (a, c) VALUES (1, 1);
INSERT INTO moods VALUES (1, 'ok');
INSERT INTO mood_child VALUES ('ok', 1);
CREATE VIEW twice_view AS SELECT twice(id) AS t FROM users;
CREATE VIEW feeling_view AS SELECT feeling FROM users;
CREATE VIEW view_of_view AS SELECT * FROM feeling_view;
CREATE MATERIALIZED VIEW stored_view AS SELECT * FROM view_of_view;
CREATE VIEW late_view AS SELECT * FROM stored_view;
CREATE VIEW cast_view AS SELECT 'ok'::mood AS m;
CREATE VIEW all_users AS SELECT * FROM users;
CREATE TABLE watched (id int PRIMARY KEY, v int, w int);
CREATE TRIGGER watched_touch AFTER UPDATE OF v ON watched FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER watched_when BEFORE UPDATE ON watched FOR EACH ROW WHEN (old.w IS DISTINCT FROM new.w) EXECUTE FUNCTION touch();
CREATE CONSTRAINT TRIGGER watched_late AFTER INSERT ON watched DEFERRABLE FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE watched_rule AS ON DELETE TO watched DO ALSO DELETE FROM with_pair;
CREATE POLICY watched_policy ON watched USING (id IN (SELECT id FROM users));
CREATE POLICY watched_twice ON watched USING (twice(id) > 0);
CREATE STATISTICS watched_stats ON v, w FROM watched;
CREATE PUBLICATION pub FOR TABLE watched, users;
CREATE FUNCTION users_of(users) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE app.items (id int PRIMARY KEY, owner int REFERENCES users, feeling mood);
CREATE VIEW app.item_view AS SELECT id FROM app.items;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE app.color AS ENUM ('red');
CREATE TABLE colored (id int, c app.color);
CREATE SEQUENCE app.seq;
CREATE TABLE uses_seq (id int DEFAULT nextval('app.seq'));
CREATE SCHEMA empty;
CREATE EXTENSION citext;
CREATE TABLE texts (a citext, b int, c text);
CREATE INDEX texts_a ON texts (a);

-- cases: objects
ALTER TYPE mood OWNER TO r1;

ALTER TYPE pair OWNER TO r1;

ALTER DOMAIN positive OWNER TO r1;

ALTER FUNCTION twice(int) OWNER TO r1;

ALTER PROCEDURE work() OWNER TO r1;

ALTER AGGREGATE total(int) OWNER TO r1;

ALTER SCHEMA app OWNER TO r1;

ALTER PUBLICATION pub OWNER TO postgres;

ALTER STATISTICS watched_stats OWNER TO r1;

ALTER TABLE app.items OWNER TO r1;

ALTER TABLE typed OWNER TO r1;

ALTER MATERIALIZED VIEW stored_view OWNER TO r1;

ALTER TYPE mood OWNER TO r1;
-- fails
DROP OWNED BY r1;

ALTER TYPE mood OWNER TO r1;
DROP OWNED BY r1 CASCADE;

ALTER TYPE mood OWNER TO r1;
REASSIGN OWNED BY r1 TO r2;

ALTER SCHEMA app OWNER TO r1;
DROP OWNED BY r1 CASCADE;

ALTER FUNCTION twice(int) OWNER TO r1;
DROP OWNED BY r1 CASCADE;

ALTER TYPE mood SET SCHEMA app;

ALTER TYPE pair SET SCHEMA app;

ALTER DOMAIN positive SET SCHEMA app;

ALTER FUNCTION twice(int) SET SCHEMA app;

ALTER PROCEDURE work() SET SCHEMA app;

ALTER AGGREGATE total(int) SET SCHEMA app;

ALTER STATISTICS watched_stats SET SCHEMA app;

ALTER EXTENSION citext SET SCHEMA app;

ALTER TABLE users SET SCHEMA app;

ALTER TABLE app.items SET SCHEMA public;

ALTER TABLE typed SET SCHEMA app;

ALTER VIEW feeling_view SET SCHEMA app;

ALTER MATERIALIZED VIEW stored_view SET SCHEMA app;

ALTER SEQUENCE app.seq SET SCHEMA public;

-- fails
ALTER SEQUENCE users_id_seq SET SCHEMA app;

ALTER TABLE users SET SCHEMA app;
DROP TABLE app.users CASCADE;

ALTER TYPE mood SET SCHEMA app;
DROP SCHEMA app CASCADE;

ALTER TABLE app.items SET SCHEMA public;
DROP SCHEMA app CASCADE;

ALTER INDEX with_default_twice DEPENDS ON EXTENSION citext;

ALTER MATERIALIZED VIEW stored_view DEPENDS ON EXTENSION citext;

ALTER TRIGGER watched_touch ON watched DEPENDS ON EXTENSION citext;

ALTER FUNCTION twice(int) DEPENDS ON EXTENSION citext;

CREATE SCHEMA sales;

CREATE SCHEMA IF NOT EXISTS app;

-- fails
CREATE SCHEMA app;

CREATE SCHEMA sales AUTHORIZATION r1;

CREATE SCHEMA AUTHORIZATION r1;

CREATE SCHEMA sales CREATE TABLE orders (id int PRIMARY KEY, u int REFERENCES public.users) CREATE VIEW v AS SELECT * FROM orders;

CREATE SCHEMA sales CREATE VIEW v AS SELECT * FROM public.users;

CREATE SCHEMA sales CREATE INDEX ON orders (id) CREATE TABLE orders (id int);

CREATE SCHEMA sales CREATE TABLE a (id int PRIMARY KEY) GRANT SELECT ON a TO r1;

CREATE SCHEMA sales CREATE TABLE a (id int PRIMARY KEY) CREATE TABLE b (a int REFERENCES a);
DROP TABLE sales.b;

CREATE SCHEMA sales AUTHORIZATION r1;
DROP SCHEMA sales;

-- given: more
CREATE EXTENSION hstore;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION "uuid-ossp";
CREATE EXTENSION btree_gist;
CREATE EXTENSION postgres_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
CREATE FOREIGN TABLE far_table (id int, v text) SERVER far;
CREATE TABLE near (id int, v text) PARTITION BY LIST (id);
CREATE FOREIGN TABLE near_far PARTITION OF near FOR VALUES IN (1) SERVER far;
CREATE TABLE near_2 PARTITION OF near FOR VALUES IN (2);
CREATE VIEW far_view AS SELECT * FROM far_table;
CREATE TABLE docs (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, tags hstore, body text, span int4range);
CREATE INDEX docs_trgm ON docs USING gin (body gin_trgm_ops);
CREATE INDEX docs_lower ON docs (lower(body));
CREATE UNIQUE INDEX docs_partial ON docs (body) WHERE body IS NOT NULL;
CREATE TABLE rooms (id int, span int4range, EXCLUDE USING gist (id WITH =, span WITH &&));
INSERT INTO docs (body) VALUES ('a');
CREATE COLLATION german (provider = icu, locale = 'de');
CREATE TABLE collated (a text COLLATE german, b text);
CREATE INDEX collated_b ON collated (b COLLATE german);
CREATE TABLE referenced (a int, b int, c text, PRIMARY KEY (a), UNIQUE (b), UNIQUE (a, b));
CREATE TABLE refs_a (x int REFERENCES referenced (a) ON DELETE SET NULL, y int REFERENCES referenced (b), UNIQUE (x));
CREATE TABLE refs_ab (x int, y int, FOREIGN KEY (x, y) REFERENCES referenced (a, b) ON UPDATE CASCADE DEFERRABLE);
CREATE TABLE refs_refs (x int REFERENCES refs_a (x));
CREATE TABLE part_target (id int, k int, PRIMARY KEY (id, k)) PARTITION BY RANGE (id);
CREATE TABLE part_target_1 PARTITION OF part_target FOR VALUES FROM (0) TO (10) PARTITION BY LIST (k);
CREATE TABLE part_target_1a PARTITION OF part_target_1 FOR VALUES IN (1);
CREATE TABLE part_target_1d PARTITION OF part_target_1 DEFAULT;
CREATE TABLE part_target_2 PARTITION OF part_target FOR VALUES FROM (10) TO (20);
CREATE TABLE plain_source (id int, k int, FOREIGN KEY (id, k) REFERENCES part_target);
CREATE TABLE part_source (id int, k int, z int, FOREIGN KEY (id, k) REFERENCES part_target) PARTITION BY HASH (id);
CREATE TABLE part_source_0 PARTITION OF part_source FOR VALUES WITH (MODULUS 2, REMAINDER 0) PARTITION BY LIST (k);
CREATE TABLE part_source_0d PARTITION OF part_source_0 DEFAULT;
CREATE TABLE part_source_1 PARTITION OF part_source FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE leaf_ref (id int, k int, FOREIGN KEY (id, k) REFERENCES part_target_2);
CREATE TABLE a0 (id int PRIMARY KEY, a int, b text);
CREATE TABLE a1 () INHERITS (a0);
CREATE TABLE a2 (PRIMARY KEY (id)) INHERITS (a1);
CREATE TABLE a_ref (id int REFERENCES a0, id2 int REFERENCES a2);
CREATE VIEW a_view AS SELECT id, b FROM a0;
CREATE VIEW a_join AS SELECT v.b, d.body FROM a_view v LEFT JOIN docs d ON d.body = v.b;
CREATE VIEW a_union AS SELECT b FROM a1 UNION ALL SELECT body FROM docs;
CREATE MATERIALIZED VIEW a_mat AS SELECT b, count(*) AS n FROM a_join GROUP BY b;
CREATE INDEX a_mat_b ON a_mat (b);
CREATE VIEW a_over_mat AS SELECT * FROM a_mat WHERE n > (SELECT count(*) FROM collated);
CREATE RECURSIVE VIEW a_rec (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM a_rec, rooms WHERE n < 2;
CREATE FUNCTION check_b(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE a0 ADD CONSTRAINT a0_checked CHECK (check_b(b)) NOT VALID;
CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER a0_log AFTER UPDATE ON a0 FOR EACH ROW EXECUTE FUNCTION log_change();
CREATE TRIGGER source_log AFTER UPDATE ON part_source FOR EACH ROW WHEN (check_b(new.z::text)) EXECUTE FUNCTION log_change();
CREATE TRIGGER view_log INSTEAD OF INSERT ON a_view FOR EACH ROW EXECUTE FUNCTION log_change();
CREATE RULE a_over_rule AS ON INSERT TO a_over_mat DO INSTEAD INSERT INTO collated (b) VALUES ('x');
CREATE DOMAIN email AS text CHECK (check_b(VALUE));
CREATE TABLE mails (e email, es email[]);
CREATE TYPE address AS (street text, mail email);
CREATE TABLE homes (a address);

-- cases: more
ALTER FOREIGN TABLE far_table OWNER TO r1;

ALTER TABLE near OWNER TO r1;

ALTER TABLE part_source OWNER TO r1;

ALTER TABLE docs OWNER TO r1;

ALTER SERVER far OWNER TO postgres;

ALTER DOMAIN email OWNER TO r1;

ALTER COLLATION german OWNER TO r1;

ALTER TABLE part_target OWNER TO r1;
DROP OWNED BY r1 CASCADE;

ALTER TABLE part_source_1 OWNER TO r1;
DROP OWNED BY r1;

CREATE SCHEMA s2;
ALTER FOREIGN TABLE far_table SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE part_source SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE part_source_1 SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE a0 SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER COLLATION german SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER EXTENSION hstore SET SCHEMA s2;

CREATE SCHEMA s2;
ALTER TABLE part_source_1 SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

CREATE SCHEMA s2;
ALTER TABLE part_target_2 SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

CREATE SCHEMA s2;
ALTER DOMAIN email SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

CREATE SCHEMA s2;
ALTER FUNCTION log_change() SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

CREATE SCHEMA s2;
ALTER VIEW a_view SET SCHEMA s2;
DROP SCHEMA s2 CASCADE;

ALTER TRIGGER source_log ON part_source DEPENDS ON EXTENSION hstore;

ALTER INDEX docs_trgm DEPENDS ON EXTENSION hstore;

ALTER INDEX docs_lower DEPENDS ON EXTENSION hstore;
DROP EXTENSION hstore CASCADE;
