-- DROP of every kind of object under RESTRICT: partitions, inheritance, foreign keys, views, CONCURRENTLY, names.

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
-- fails
DROP TABLE events_1;

-- fails
DROP TABLE events_2a;

-- fails
DROP TABLE events_2;

-- fails
DROP TABLE events_d;

-- fails
DROP TABLE events;

DROP TABLE logs;

DROP TABLE logs_1;

DROP TABLE logs_2;

DROP TABLE logs_2a;

DROP TABLE logs_d;

DROP TABLE logs_1, logs_2, logs_d;

DROP TABLE logs, logs_1;

DROP TABLE IF EXISTS logs_1, nothing_there;

DROP TABLE pets;

DROP TABLE pets_1;

DROP TABLE pets_d;

-- fails
DROP TABLE owners;

-- fails
DROP TABLE owners_1;

DROP TABLE pets, owners;

DROP TABLE owners, pets;

DROP TABLE hashed;

DROP TABLE hashed_0;

DROP TABLE tree;

-- fails
DROP TABLE tree_1;

-- fails
DROP TABLE accounts;

DROP TABLE marks;

-- fails
DROP TABLE marks, events, logs, accounts;

DROP VIEW event_kinds;

DROP VIEW event_kinds, first_events;

DROP VIEW first_events;
-- fails
DROP TABLE events_1;

DROP TABLE marks;
DROP VIEW event_kinds, first_events;
DROP TABLE events_2;

DROP INDEX events_kind;

DROP INDEX events_only;

DROP INDEX events_1_note;

-- fails
DROP INDEX events_1_kind_idx;

-- fails
DROP INDEX events_2_kind_idx;

DROP INDEX hashed_id;

-- fails
DROP INDEX hashed_0_id_idx;

-- fails
DROP INDEX events_pkey;

DROP INDEX IF EXISTS nothing_there;

DROP INDEX IF EXISTS events_kind, nothing_there;

DROP INDEX events_kind, events_1_note;

-- fails
DROP INDEX CONCURRENTLY events_kind;

-- fails
DROP INDEX CONCURRENTLY hashed_0_id_idx;

DROP TRIGGER logs_touch ON logs;

DROP TRIGGER logs_stmt ON logs;

-- fails
DROP TRIGGER logs_touch ON logs_1;

-- fails
DROP TRIGGER logs_touch ON logs_2a;

DROP TRIGGER logs_1_own ON logs_1;

DROP TRIGGER IF EXISTS none ON logs;

-- fails
DROP TRIGGER none ON logs;

DROP TRIGGER IF EXISTS none ON nothing_there;

-- fails
DROP FUNCTION touch();

DROP FUNCTION touch() CASCADE;

DROP STATISTICS events_stats;

DROP POLICY events_policy ON events;

DROP RULE logs_rule ON logs;

-- fails
DROP SEQUENCE accounts;

-- fails
DROP VIEW events;

-- fails
DROP MATERIALIZED VIEW events;

-- fails
DROP FOREIGN TABLE events_1;

-- fails
DROP TABLE events_kind;

-- fails
DROP TABLE event_kinds;

-- fails
DROP INDEX events;

ALTER TABLE logs DETACH PARTITION logs_1;
DROP TABLE logs_1;

ALTER TABLE logs DETACH PARTITION logs_d;
DROP TABLE logs_2;

DROP TABLE logs_d;
DROP TABLE logs_2;

DROP INDEX events_kind;
DROP TABLE logs_1;

CREATE TABLE logs_3 PARTITION OF logs FOR VALUES IN (33);
DROP TABLE logs_3;

CREATE TABLE logs_4 (LIKE logs INCLUDING ALL);
ALTER TABLE logs ATTACH PARTITION logs_4 FOR VALUES IN (44);
DROP TABLE logs_4;

CREATE INDEX ON logs (line);
DROP INDEX logs_line_idx;

-- given: inherit
CREATE TABLE base (id int, name text, CONSTRAINT base_named CHECK (name <> ''), CONSTRAINT base_own CHECK (id > 0) NO INHERIT);
CREATE TABLE middle (extra int) INHERITS (base);
CREATE TABLE leaf (deep int) INHERITS (middle);
CREATE TABLE side (id int, weight int);
CREATE TABLE both_parents (own int) INHERITS (base, side);
CREATE TABLE grand () INHERITS (both_parents);
CREATE INDEX base_name ON base (name);
CREATE INDEX leaf_name ON leaf (name);
CREATE TABLE refs (id int PRIMARY KEY, label text);
CREATE TABLE with_fk (ref int REFERENCES refs) INHERITS (base);
CREATE VIEW base_view AS SELECT name FROM base;
CREATE VIEW leaf_view AS SELECT deep, name FROM leaf;
INSERT INTO refs VALUES (1, 'x');
INSERT INTO base VALUES (1, 'a');
INSERT INTO middle VALUES (2, 'b', 1);
INSERT INTO leaf VALUES (3, 'c', 1, 1);
INSERT INTO both_parents VALUES (4, 'd', 1, 1);
INSERT INTO with_fk VALUES (5, 'e', 1);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER base_touch BEFORE UPDATE ON base FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER leaf_touch BEFORE UPDATE ON leaf FOR EACH ROW EXECUTE FUNCTION touch();

-- cases: inherit
-- fails
DROP TABLE base;

-- fails
DROP TABLE middle;

-- fails
DROP TABLE leaf;

-- fails
DROP TABLE side;

-- fails
DROP TABLE both_parents;

DROP TABLE grand;

DROP TABLE with_fk;

-- fails
DROP TABLE refs;

DROP VIEW leaf_view;
DROP TABLE leaf;

DROP VIEW leaf_view;
DROP TABLE middle, leaf;

DROP VIEW leaf_view;
DROP TABLE leaf, middle;

DROP TABLE grand, both_parents;

DROP TABLE grand, both_parents, side;

DROP VIEW base_view, leaf_view;
DROP TABLE base, middle, leaf, both_parents, grand, with_fk;

DROP INDEX base_name;

DROP INDEX leaf_name;

DROP INDEX CONCURRENTLY leaf_name;

-- fails
DROP INDEX CONCURRENTLY base_name, leaf_name;

-- fails
DROP INDEX CONCURRENTLY base_name CASCADE;

DROP INDEX CONCURRENTLY IF EXISTS nothing_there;

DROP TRIGGER base_touch ON base;

DROP TRIGGER leaf_touch ON leaf;

DROP FUNCTION touch CASCADE;

ALTER TABLE leaf NO INHERIT middle;
DROP VIEW leaf_view;
DROP TABLE middle;

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
-- fails
DROP TABLE countries;

-- fails
DROP TABLE cities;

-- fails
DROP TABLE people;

DROP TABLE visits;

DROP TABLE flags;

DROP TABLE lonely;

DROP TABLE visits, flags;

-- fails
DROP TABLE visits, people;

-- fails
DROP TABLE counted;

DROP TABLE counted_too;

DROP TABLE counted, counted_too;

-- fails
DROP SEQUENCE shared_seq;

DROP SEQUENCE free_seq;

-- fails
DROP SEQUENCE lonely_id_seq;

-- fails
DROP SEQUENCE people_id_seq;

DROP SEQUENCE IF EXISTS free_seq, nothing_there;

DROP VIEW city_list;

DROP MATERIALIZED VIEW city_count;

DROP MATERIALIZED VIEW IF EXISTS nothing_there;

-- fails
DROP VIEW city_count;

DROP INDEX city_count_key;

DROP INDEX CONCURRENTLY city_count_key;

-- fails
DROP INDEX cities_pkey;

-- fails
DROP INDEX cities_country_name_key;

-- fails
DROP INDEX CONCURRENTLY lonely_pkey;

DROP VIEW city_list;
DROP MATERIALIZED VIEW city_count;
DROP TABLE visits, people, cities;

ALTER TABLE cities DROP CONSTRAINT cities_mayor;
DROP TABLE visits, people;

CREATE TABLE extra (id int REFERENCES people);
DROP TABLE extra;

CREATE TABLE extra (id int);
ALTER TABLE extra ADD FOREIGN KEY (id) REFERENCES people NOT VALID;
DROP TABLE extra;

CREATE INDEX people_city ON people (city);
DROP INDEX people_city;

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
DROP TYPE unused;

-- fails
DROP TYPE mood;

-- fails
DROP TYPE pair;

-- fails
DROP TYPE users;

DROP TYPE IF EXISTS nothing_there;

-- fails
DROP DOMAIN positive;

-- fails
DROP DOMAIN small;

-- fails
DROP DOMAIN mood;

-- fails
DROP TYPE positive;

-- fails
DROP FUNCTION twice(int);

DROP FUNCTION twice(text);

-- fails
DROP FUNCTION twice;

DROP FUNCTION single;

DROP FUNCTION single(int);

DROP FUNCTION IF EXISTS nothing_there(int);

-- fails
DROP FUNCTION work();

-- fails
DROP FUNCTION touch;

DROP FUNCTION is_mood(mood);

DROP PROCEDURE work;

DROP PROCEDURE work();

DROP ROUTINE work();

DROP ROUTINE single(int), work();

DROP AGGREGATE total(int);

DROP VIEW twice_view;

-- fails
DROP VIEW feeling_view;

DROP VIEW late_view;

-- fails
DROP VIEW view_of_view;

DROP VIEW late_view, twice_view, cast_view;

DROP VIEW IF EXISTS late_view, nothing_there;

-- fails
DROP MATERIALIZED VIEW stored_view;

DROP VIEW app.item_view;

DROP TRIGGER watched_touch ON watched;

DROP TRIGGER watched_when ON watched;

DROP TRIGGER watched_late ON watched;

DROP TRIGGER IF EXISTS nothing_there ON watched;

DROP RULE watched_rule ON watched;

DROP RULE IF EXISTS nothing_there ON watched;

-- fails
DROP RULE "_RETURN" ON twice_view;

DROP POLICY watched_policy ON watched;

DROP POLICY watched_twice ON watched;

DROP POLICY IF EXISTS nothing_there ON watched;

-- fails
DROP POLICY nothing_there ON watched;

DROP STATISTICS watched_stats;

DROP STATISTICS IF EXISTS nothing_there;

DROP PUBLICATION pub;

DROP SCHEMA empty;

-- fails
DROP SCHEMA app;

DROP SCHEMA IF EXISTS nothing_there;

-- fails
DROP EXTENSION citext;

DROP TABLE watched;

-- fails
DROP TABLE users;

DROP TABLE typed;

DROP TABLE typed, typed_too;

DROP TABLE with_row;

DROP TABLE with_default;

DROP TABLE generated;

-- fails
DROP TABLE app.items;

DROP TABLE colored;

DROP TABLE uses_seq;

-- fails
DROP SEQUENCE app.seq;

DROP TABLE by_mood_1;

DROP TABLE texts;

DROP OPERATOR IF EXISTS === (int, int);

DROP CAST IF EXISTS (int AS mood);

DROP ROLE IF EXISTS nobody_there;

DROP INDEX with_default_twice;

DROP INDEX with_default_partial;

SET search_path = app, public;
-- fails
DROP TABLE items;

SET search_path = app, public;
DROP VIEW item_view;

SET search_path = app;
DROP VIEW IF EXISTS twice_view;

SET search_path = app;
-- fails
DROP TABLE users;

CREATE VIEW only_id AS SELECT id FROM watched;
-- fails
DROP TABLE watched;

CREATE OR REPLACE VIEW cast_view AS SELECT 'ok'::mood AS m, 1 AS n;
DROP VIEW cast_view;

-- given: names
CREATE SCHEMA "My App";
CREATE TABLE "My App"."Users" ("Id" int PRIMARY KEY, "E-mail" text, "select" int);
CREATE TABLE "My App"."Orders" ("Id" int PRIMARY KEY, "User" int REFERENCES "My App"."Users");
CREATE TABLE public."Users" (id int PRIMARY KEY, name text);
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE VIEW "My App"."Mails" AS SELECT "E-mail" FROM "My App"."Users";
CREATE INDEX "Mail index" ON "My App"."Users" ("E-mail");
CREATE TYPE "My App"."Kind" AS ENUM ('A');
CREATE TABLE kinds (k "My App"."Kind");
CREATE FUNCTION "My App"."F"("My App"."Kind") RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE "My App".users (id int, name text);
INSERT INTO "My App"."Users" VALUES (1, 'x', 1);
INSERT INTO users VALUES (1, 'x');

-- cases: names
DROP TABLE "My App"."Orders";

-- fails
DROP TABLE "My App"."Users";

DROP TABLE "My App"."Users" CASCADE;

DROP TABLE Users;

DROP TABLE "Users";

DROP TABLE public.USERS;

DROP TABLE "My App".Users;

DROP TABLE users, "Users", "My App".users;

DROP INDEX "My App"."Mail index";

DROP INDEX CONCURRENTLY "My App"."Mail index";

DROP VIEW "My App"."Mails";

-- fails
DROP TYPE "My App"."Kind";

DROP TYPE "My App"."Kind" CASCADE;

DROP FUNCTION "My App"."F"("My App"."Kind");

-- fails
DROP SCHEMA "My App";

DROP SCHEMA "My App" CASCADE;

SET search_path = "My App", public;
DROP TABLE users;

SET search_path = "My App", public;
DROP TABLE "Users" CASCADE;

SET search_path = public, "My App";
DROP TABLE "Users";

SET search_path = public, "My App";
DROP TABLE "Orders";

SET search_path = "My App";
DROP INDEX "Mail index";

-- fails
ALTER TABLE "My App"."Users" DROP COLUMN "E-mail";

ALTER TABLE "My App"."Users" DROP COLUMN "E-mail" CASCADE;

ALTER TABLE "My App"."Users" DROP COLUMN "select";

ALTER TABLE "My App"."Users" DROP CONSTRAINT "Users_pkey" CASCADE;

ALTER TABLE "My App"."Users" RENAME TO "People";

ALTER TABLE "My App"."Users" RENAME COLUMN "E-mail" TO mail;

ALTER TABLE "Users" RENAME TO "People";

ALTER INDEX "My App"."Mail index" RENAME TO mail_index;

ALTER SCHEMA "My App" RENAME TO my_app;

ALTER SCHEMA "My App" RENAME TO my_app;
DROP TABLE my_app."Users" CASCADE;

ALTER TABLE "My App"."Orders" OWNER TO r1;

ALTER TABLE "My App"."Orders" SET SCHEMA public;

-- fails
ALTER TABLE "My App".users SET SCHEMA public;

COMMENT ON COLUMN "My App"."Users"."E-mail" IS 'x';

GRANT SELECT ON "My App"."Users" TO r1;

CREATE TEMP TABLE users (id int);
DROP TABLE users;

CREATE TEMP TABLE users (id int);
DROP TABLE users;
DROP TABLE users;

CREATE TEMP VIEW v AS SELECT * FROM users;
DROP TABLE users CASCADE;

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
-- fails
DROP FOREIGN TABLE far_table;

DROP FOREIGN TABLE near_far;

-- fails
DROP TABLE near_far;

DROP TABLE near;

DROP TABLE near_2;

-- fails
DROP SERVER far;

-- fails
DROP TABLE docs;

-- fails
DROP TABLE rooms;

DROP INDEX docs_trgm;

DROP INDEX docs_lower, docs_partial;

-- fails
DROP INDEX rooms_id_span_excl;

-- fails
DROP EXTENSION hstore;

-- fails
DROP EXTENSION pg_trgm;

-- fails
DROP EXTENSION "uuid-ossp";

-- fails
DROP EXTENSION btree_gist;

DROP EXTENSION IF EXISTS nothing_there;

-- fails
DROP EXTENSION postgres_fdw;

-- fails
DROP COLLATION german;

-- fails
DROP TABLE referenced;

-- fails
DROP TABLE refs_a;

DROP TABLE refs_ab;

DROP TABLE refs_refs;

DROP TABLE refs_refs, refs_a, refs_ab, referenced;

-- fails
DROP TABLE part_target;

-- fails
DROP TABLE part_target_1;

-- fails
DROP TABLE part_target_1a;

-- fails
DROP TABLE part_target_2;

DROP TABLE plain_source;

DROP TABLE part_source;

DROP TABLE part_source_0;

DROP TABLE part_source_0d;

DROP TABLE leaf_ref;

DROP TABLE leaf_ref, plain_source, part_source, part_target;

DROP TABLE a_ref;

DROP TABLE a_ref, a2;

DROP VIEW a_union;
DROP TABLE a_ref, a2, a1;

-- fails
DROP VIEW a_join;

-- fails
DROP VIEW a_over_mat, a_mat;

DROP VIEW a_over_mat;
DROP MATERIALIZED VIEW a_mat;

DROP VIEW a_rec;

-- fails
DROP TABLE collated;

DROP TABLE mails;

DROP TABLE homes;

-- fails
DROP TYPE address;

-- fails
DROP DOMAIN email;

-- fails
DROP FUNCTION check_b(text);

-- fails
DROP FUNCTION log_change();

DROP TRIGGER source_log ON part_source;

-- fails
DROP TRIGGER source_log ON part_source_0;

DROP TRIGGER view_log ON a_view;

DROP RULE a_over_rule ON a_over_mat;

DROP INDEX a_mat_b;

DROP INDEX CONCURRENTLY docs_lower;

ALTER TABLE part_source DETACH PARTITION part_source_0;
DROP TABLE part_source_0;

ALTER TABLE part_source DETACH PARTITION part_source_1;
-- pg<15
-- fails
ALTER TABLE part_source_1 DROP CONSTRAINT part_source_id_k_fkey;

ALTER TABLE part_source DETACH PARTITION part_source_1;
-- pg>=15
ALTER TABLE part_source_1 DROP CONSTRAINT part_source_id_k_fkey;

ALTER TABLE part_target DETACH PARTITION part_target_1;
DROP TABLE part_target_1;

CREATE TABLE extra (id int, k int, FOREIGN KEY (id, k) REFERENCES part_target);
DROP TABLE extra;

CREATE TABLE extra (id int, k int, z int);
ALTER TABLE extra ADD FOREIGN KEY (id, k) REFERENCES part_target;
DROP TABLE extra;

CREATE TABLE p9 PARTITION OF part_target FOR VALUES FROM (90) TO (99);
-- fails
DROP TABLE p9;

CREATE TABLE near_d PARTITION OF near DEFAULT;
-- fails
DROP TABLE near_far;
