-- RENAME of relations, columns, constraints, triggers, types, schemas.

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
ALTER TABLE events RENAME TO happenings;

ALTER TABLE events_1 RENAME TO happenings;

ALTER TABLE events RENAME COLUMN kind TO sort;

ALTER TABLE events RENAME note TO remark;

-- fails
ALTER TABLE ONLY events RENAME COLUMN kind TO sort;

-- fails
ALTER TABLE events_1 RENAME COLUMN kind TO sort;

-- fails
ALTER TABLE events_2 RENAME COLUMN kind TO sort;

ALTER TABLE accounts RENAME COLUMN id TO account_id;

-- fails
ALTER TABLE accounts RENAME COLUMN missing TO account_id;

-- fails
ALTER TABLE accounts RENAME COLUMN id TO email;

ALTER TABLE pets RENAME COLUMN owner TO keeper;

ALTER TABLE hashed RENAME COLUMN v TO w;

ALTER TABLE events RENAME CONSTRAINT events_pkey TO events_key;

ALTER TABLE events RENAME CONSTRAINT events_account_fkey TO to_account;

ALTER TABLE logs RENAME CONSTRAINT logs_line_check TO not_empty;

-- fails
ALTER TABLE ONLY logs RENAME CONSTRAINT logs_line_check TO not_empty;

-- fails
ALTER TABLE logs_1 RENAME CONSTRAINT logs_line_check TO not_empty;

ALTER TABLE logs_1 RENAME CONSTRAINT logs_account_fkey TO not_empty;

ALTER TABLE accounts RENAME CONSTRAINT accounts_email_key TO accounts_email_unique;

-- fails
ALTER TABLE accounts RENAME CONSTRAINT missing TO other;

ALTER TABLE marks RENAME CONSTRAINT marks_event_fkey TO to_event;

ALTER TABLE logs RENAME CONSTRAINT logs_line_check TO not_empty;
ALTER TABLE logs DROP CONSTRAINT not_empty;

ALTER INDEX events_kind RENAME TO events_by_kind;

ALTER TABLE events_kind RENAME TO events_by_kind;

ALTER INDEX events_1_kind_idx RENAME TO other;

ALTER INDEX events_pkey RENAME TO other;

ALTER INDEX IF EXISTS nothing_there RENAME TO other;

ALTER INDEX events RENAME TO other;

ALTER INDEX event_kinds RENAME TO other;

ALTER TABLE IF EXISTS nothing_there RENAME TO other;

ALTER TABLE IF EXISTS nothing_there RENAME COLUMN a TO b;

-- fails
ALTER TABLE events RENAME TO marks;

ALTER VIEW event_kinds RENAME TO kinds;

ALTER TABLE event_kinds RENAME TO kinds;

-- fails
ALTER VIEW events RENAME TO kinds;

ALTER VIEW event_kinds RENAME COLUMN kind TO sort;

ALTER TABLE event_kinds RENAME COLUMN kind TO sort;

ALTER TRIGGER logs_touch ON logs RENAME TO logs_touched;

ALTER TRIGGER logs_stmt ON logs RENAME TO logs_stated;

-- pg<15
ALTER TRIGGER logs_touch ON logs_1 RENAME TO logs_touched;

-- pg>=15
-- fails
ALTER TRIGGER logs_touch ON logs_1 RENAME TO logs_touched;

ALTER TRIGGER logs_1_own ON logs_1 RENAME TO own;

-- fails
ALTER TRIGGER missing ON logs RENAME TO own;

ALTER TRIGGER logs_touch ON logs RENAME TO a;
DROP TRIGGER a ON logs;

ALTER POLICY events_policy ON events RENAME TO p;

ALTER RULE logs_rule ON logs RENAME TO r;

ALTER STATISTICS events_stats RENAME TO s;

ALTER TABLE events RENAME TO happenings;
DROP TABLE happenings CASCADE;

ALTER TABLE events RENAME COLUMN kind TO sort;
ALTER TABLE events DROP COLUMN sort CASCADE;

ALTER TABLE accounts RENAME TO users;
DROP TABLE users CASCADE;

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
ALTER TABLE base RENAME TO root;

ALTER TABLE leaf RENAME TO tip;

ALTER TABLE base RENAME COLUMN name TO title;

-- fails
ALTER TABLE base RENAME COLUMN id TO number;

-- fails
ALTER TABLE ONLY base RENAME COLUMN name TO title;

-- fails
ALTER TABLE middle RENAME COLUMN name TO title;

ALTER TABLE middle RENAME COLUMN extra TO more;

-- fails
ALTER TABLE ONLY middle RENAME COLUMN extra TO more;

ALTER TABLE leaf RENAME COLUMN deep TO deeper;

ALTER TABLE ONLY leaf RENAME COLUMN deep TO deeper;

ALTER TABLE side RENAME COLUMN weight TO mass;

-- fails
ALTER TABLE side RENAME COLUMN id TO number;

ALTER TABLE both_parents RENAME COLUMN own TO mine;

-- fails
ALTER TABLE both_parents RENAME COLUMN weight TO mine;

ALTER TABLE base RENAME CONSTRAINT base_named TO named;

-- fails
ALTER TABLE ONLY base RENAME CONSTRAINT base_named TO named;

ALTER TABLE base RENAME CONSTRAINT base_own TO own;

ALTER TABLE ONLY base RENAME CONSTRAINT base_own TO own;

-- fails
ALTER TABLE middle RENAME CONSTRAINT base_named TO named;

ALTER TABLE with_fk RENAME CONSTRAINT with_fk_ref_fkey TO to_refs;

ALTER TABLE refs RENAME CONSTRAINT refs_pkey TO refs_key;

ALTER TRIGGER base_touch ON base RENAME TO touched;

ALTER INDEX base_name RENAME TO by_name;

ALTER TABLE base RENAME COLUMN name TO title;
ALTER TABLE base DROP COLUMN title CASCADE;

ALTER TABLE base SET SCHEMA public;

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
ALTER TYPE mood RENAME TO feelings;

ALTER TYPE pair RENAME TO couple;

ALTER TYPE positive RENAME TO above_zero;

ALTER DOMAIN positive RENAME TO above_zero;

-- fails
ALTER DOMAIN mood RENAME TO above_zero;

ALTER DOMAIN positive RENAME CONSTRAINT is_positive TO above_zero;

ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

-- fails
ALTER TYPE mood RENAME VALUE 'none' TO 'blue';

-- fails
ALTER TYPE pair RENAME ATTRIBUTE x TO z;

ALTER TYPE pair RENAME ATTRIBUTE x TO z CASCADE;

-- fails
ALTER TYPE users RENAME TO people;

-- fails
ALTER TABLE pair RENAME TO couple;

-- fails
ALTER TABLE typed RENAME COLUMN x TO z;

ALTER TABLE typed RENAME TO z;

ALTER FUNCTION twice(int) RENAME TO double;

-- fails
ALTER FUNCTION twice(int) RENAME TO single;

ALTER PROCEDURE work() RENAME TO labour;

ALTER ROUTINE work() RENAME TO labour;

ALTER AGGREGATE total(int) RENAME TO sums;

ALTER SCHEMA app RENAME TO shop;

-- fails
ALTER SCHEMA app RENAME TO empty;

ALTER SCHEMA app RENAME TO shop;
DROP SCHEMA shop CASCADE;

ALTER SCHEMA app RENAME TO shop;
DROP TABLE shop.items CASCADE;

ALTER PUBLICATION pub RENAME TO other;

ALTER STATISTICS watched_stats RENAME TO other;

ALTER TABLE app.items RENAME TO goods;

ALTER TABLE app.items RENAME COLUMN owner TO seller;

ALTER INDEX app.items_pkey RENAME TO goods_pkey;

ALTER VIEW app.item_view RENAME TO goods_view;

ALTER SEQUENCE app.seq RENAME TO sequence;

SET search_path = app, public;
ALTER TABLE items RENAME TO goods;

SET search_path = app, public;
ALTER TABLE users RENAME TO goods;

ALTER TRIGGER watched_touch ON watched RENAME TO other;

ALTER RULE watched_rule ON watched RENAME TO other;

-- fails
ALTER RULE nothing ON watched RENAME TO other;

ALTER POLICY watched_policy ON watched RENAME TO other;

-- fails
ALTER POLICY nothing ON watched RENAME TO other;

ALTER TABLE watched RENAME COLUMN v TO vv;

ALTER TABLE users RENAME COLUMN feeling TO mood;

ALTER TABLE generated RENAME COLUMN a TO aa;

ALTER TABLE users RENAME TO people;
DROP TABLE people CASCADE;

ALTER VIEW feeling_view RENAME TO fv;
DROP VIEW fv CASCADE;

ALTER FUNCTION touch() RENAME TO touched;
DROP FUNCTION touched() CASCADE;

ALTER TYPE mood RENAME TO feelings;
DROP TYPE feelings CASCADE;

ALTER MATERIALIZED VIEW stored_view RENAME TO sv;
DROP VIEW view_of_view CASCADE;

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
ALTER FOREIGN TABLE far_table RENAME TO away;

ALTER TABLE far_table RENAME TO away;

ALTER FOREIGN TABLE far_table RENAME COLUMN v TO w;

ALTER TABLE near RENAME COLUMN v TO w;

-- fails
ALTER FOREIGN TABLE near_far RENAME COLUMN v TO w;

ALTER TABLE part_target RENAME COLUMN k TO key;

ALTER TABLE part_source RENAME COLUMN z TO zz;

-- fails
ALTER TABLE part_source_0 RENAME COLUMN z TO zz;

ALTER TABLE a0 RENAME COLUMN b TO bb;

ALTER TABLE a0 RENAME COLUMN id TO key;

-- fails
ALTER TABLE a1 RENAME COLUMN b TO bb;

ALTER TABLE a0 RENAME CONSTRAINT a0_checked TO ok;

ALTER TABLE a0 RENAME CONSTRAINT a0_pkey TO ok;

ALTER TABLE part_source RENAME CONSTRAINT part_source_id_k_fkey TO fk;

ALTER TABLE part_target RENAME CONSTRAINT part_target_pkey TO pk;

ALTER TABLE part_target_1 RENAME CONSTRAINT part_target_1_pkey TO pk;

ALTER TRIGGER source_log ON part_source RENAME TO t;

ALTER TRIGGER view_log ON a_view RENAME TO t;

ALTER TRIGGER a0_log ON a0 RENAME TO t;

ALTER VIEW a_view RENAME TO v;
DROP VIEW v CASCADE;

ALTER DOMAIN email RENAME TO mail;
DROP DOMAIN mail CASCADE;

ALTER TYPE address RENAME TO place;

ALTER TYPE address RENAME ATTRIBUTE street TO road;

ALTER COLLATION german RENAME TO deutsch;

ALTER SERVER far RENAME TO near;

ALTER FOREIGN DATA WRAPPER postgres_fdw RENAME TO fdw;

ALTER TABLE rooms RENAME CONSTRAINT rooms_id_span_excl TO x;

ALTER INDEX rooms_id_span_excl RENAME TO x;

ALTER INDEX docs_trgm RENAME TO x;
DROP INDEX x;

ALTER TABLE docs RENAME TO papers;
ALTER TABLE papers DROP COLUMN body CASCADE;

ALTER TABLE part_source RENAME TO ps;
DROP TABLE ps;
