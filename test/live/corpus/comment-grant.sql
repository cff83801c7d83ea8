-- COMMENT, SECURITY LABEL, GRANT, REVOKE, default privileges.

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
COMMENT ON TABLE users IS 'people';

COMMENT ON TABLE users IS NULL;

COMMENT ON TABLE app.items IS 'x';

COMMENT ON TABLE moods IS 'x';

-- fails
COMMENT ON TABLE feeling_view IS 'x';

COMMENT ON VIEW feeling_view IS 'x';

-- fails
COMMENT ON VIEW users IS 'x';

COMMENT ON MATERIALIZED VIEW stored_view IS 'x';

COMMENT ON SEQUENCE users_id_seq IS 'x';

COMMENT ON INDEX users_pkey IS 'x';

-- fails
COMMENT ON INDEX users IS 'x';

COMMENT ON COLUMN users.feeling IS 'x';

COMMENT ON COLUMN app.items.id IS 'x';

COMMENT ON COLUMN moods.feeling IS 'x';

COMMENT ON COLUMN feeling_view.feeling IS 'x';

COMMENT ON COLUMN stored_view.feeling IS 'x';

COMMENT ON COLUMN pair.x IS 'x';

COMMENT ON CONSTRAINT users_pkey ON users IS 'x';

COMMENT ON CONSTRAINT items_owner_fkey ON app.items IS 'x';

COMMENT ON CONSTRAINT is_positive ON DOMAIN positive IS 'x';

COMMENT ON TRIGGER watched_touch ON watched IS 'x';

COMMENT ON RULE watched_rule ON watched IS 'x';

COMMENT ON POLICY watched_policy ON watched IS 'x';

COMMENT ON STATISTICS watched_stats IS 'x';

COMMENT ON TYPE mood IS 'x';

COMMENT ON DOMAIN positive IS 'x';

COMMENT ON FUNCTION twice(int) IS 'x';

COMMENT ON PROCEDURE work() IS 'x';

COMMENT ON AGGREGATE total(int) IS 'x';

COMMENT ON SCHEMA app IS 'x';

COMMENT ON EXTENSION citext IS 'x';

COMMENT ON PUBLICATION pub IS 'x';

COMMENT ON ROLE r1 IS 'x';

COMMENT ON DATABASE postgres IS 'x';

COMMENT ON TABLESPACE ts1 IS 'x';

-- fails
COMMENT ON TABLE nothing_there IS 'x';

-- fails
SECURITY LABEL ON TABLE users IS 'x';

-- fails
SECURITY LABEL FOR provider ON COLUMN users.id IS 'x';

GRANT SELECT ON users TO r1;

GRANT SELECT ON TABLE users, app.items TO r1;

GRANT SELECT, INSERT ON feeling_view TO r1;

GRANT SELECT ON stored_view TO r1;

GRANT SELECT ON moods TO r1;

GRANT SELECT (id), UPDATE (feeling) ON users TO r1;

GRANT ALL ON users TO r1 WITH GRANT OPTION;

GRANT USAGE ON SEQUENCE users_id_seq TO r1;

GRANT USAGE ON SEQUENCE users_id_seq, app.seq TO r1;

GRANT SELECT ON app.seq TO PUBLIC;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO r1;

GRANT SELECT ON ALL TABLES IN SCHEMA public, app TO r1;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO r1;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO r1;

GRANT USAGE ON SCHEMA app TO r1;

GRANT EXECUTE ON FUNCTION twice(int) TO r1;

GRANT USAGE ON TYPE mood TO r1;

GRANT CREATE ON DATABASE postgres TO r1;

GRANT r1 TO r2;

REVOKE SELECT ON users FROM r1;

REVOKE ALL ON users, watched FROM PUBLIC CASCADE;

REVOKE SELECT (id) ON users FROM r1;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM r1;

REVOKE ALL ON SCHEMA app FROM PUBLIC;

REVOKE USAGE ON SEQUENCE users_id_seq FROM r1;

REVOKE r1 FROM r2;

ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r1;

ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE SELECT ON TABLES FROM r1;

ALTER DEFAULT PRIVILEGES FOR ROLE r1 GRANT USAGE ON SEQUENCES TO r2;

-- fails
GRANT SELECT ON nothing_there TO r1;

GRANT SELECT ON users TO r1;
DROP OWNED BY r1;

CREATE ROLE r3;

ALTER ROLE r1 SET lock_timeout = '5s';

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
COMMENT ON FOREIGN TABLE far_table IS 'x';

-- fails
COMMENT ON TABLE far_table IS 'x';

COMMENT ON COLUMN far_table.v IS 'x';

COMMENT ON COLUMN address.street IS 'x';

COMMENT ON CONSTRAINT part_target_pkey ON part_target IS 'x';

COMMENT ON CONSTRAINT part_source_id_k_fkey ON part_source IS 'x';

COMMENT ON TRIGGER view_log ON a_view IS 'x';

COMMENT ON RULE a_over_rule ON a_over_mat IS 'x';

COMMENT ON INDEX docs_trgm IS 'x';

COMMENT ON COLLATION german IS 'x';

COMMENT ON SERVER far IS 'x';

COMMENT ON CONSTRAINT email_check ON DOMAIN email IS 'x';

GRANT SELECT ON far_table TO r1;

GRANT SELECT ON near, part_source TO r1;

GRANT USAGE ON FOREIGN SERVER far TO r1;

GRANT USAGE ON DOMAIN email TO r1;

REVOKE ALL ON part_target FROM PUBLIC;
