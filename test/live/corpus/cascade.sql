-- DROP … CASCADE, DROP COLUMN, DROP CONSTRAINT, DROP OWNED: everything that goes along.

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
DROP TABLE events CASCADE;

DROP TABLE events_1 CASCADE;

DROP TABLE events_2 CASCADE;

DROP TABLE events_2a CASCADE;

DROP TABLE events_d CASCADE;

DROP TABLE accounts CASCADE;

DROP TABLE owners CASCADE;

DROP TABLE owners_1 CASCADE;

DROP TABLE pets CASCADE;

DROP TABLE logs CASCADE;

DROP TABLE marks CASCADE;

DROP TABLE tree CASCADE;

DROP TABLE tree_2 CASCADE;

DROP TABLE hashed CASCADE;

DROP TABLE events, accounts CASCADE;

DROP TABLE IF EXISTS events, nothing_there CASCADE;

DROP INDEX events_kind CASCADE;

DROP INDEX hashed_id CASCADE;

-- fails
DROP INDEX events_pkey CASCADE;

DROP TRIGGER logs_touch ON logs CASCADE;

DROP VIEW event_kinds CASCADE;

DROP SCHEMA public CASCADE;

-- fails
DROP SCHEMA public;

-- fails
ALTER TABLE events DROP COLUMN kind;

ALTER TABLE events DROP COLUMN kind CASCADE;

ALTER TABLE events DROP COLUMN account;

-- fails
ALTER TABLE events DROP COLUMN note;

ALTER TABLE events DROP COLUMN note CASCADE;

-- fails
ALTER TABLE ONLY events DROP COLUMN note;

-- fails
ALTER TABLE events_1 DROP COLUMN note;

-- fails
ALTER TABLE events DROP COLUMN id CASCADE;

ALTER TABLE marks DROP COLUMN event;

ALTER TABLE marks DROP COLUMN self;

-- fails
ALTER TABLE marks DROP COLUMN id;

ALTER TABLE marks DROP COLUMN id CASCADE;

-- fails
ALTER TABLE accounts DROP COLUMN id;

ALTER TABLE accounts DROP COLUMN id CASCADE;

ALTER TABLE accounts DROP COLUMN email;

ALTER TABLE pets DROP COLUMN owner;

ALTER TABLE pets DROP COLUMN IF EXISTS owner, DROP COLUMN id;

-- fails
ALTER TABLE logs DROP COLUMN account;

ALTER TABLE logs DROP COLUMN line;

ALTER TABLE hashed DROP COLUMN v;

ALTER TABLE tree DROP COLUMN parent;

ALTER TABLE marks DROP CONSTRAINT marks_event_fkey;

-- fails
ALTER TABLE marks DROP CONSTRAINT marks_pkey;

ALTER TABLE marks DROP CONSTRAINT marks_pkey CASCADE;

ALTER TABLE marks DROP CONSTRAINT marks_self_fkey;

-- fails
ALTER TABLE accounts DROP CONSTRAINT accounts_pkey;

ALTER TABLE accounts DROP CONSTRAINT accounts_pkey CASCADE;

ALTER TABLE accounts DROP CONSTRAINT accounts_email_key;

ALTER TABLE events DROP CONSTRAINT events_pkey CASCADE;

ALTER TABLE events DROP CONSTRAINT events_account_fkey;

-- fails
ALTER TABLE events_1 DROP CONSTRAINT events_account_fkey;

ALTER TABLE owners DROP CONSTRAINT owners_pkey CASCADE;

ALTER TABLE pets DROP CONSTRAINT pets_owner_region_fkey;

ALTER TABLE logs DROP CONSTRAINT logs_account_fkey;

ALTER TABLE logs DROP CONSTRAINT logs_line_check;

-- pg<18
-- fails
ALTER TABLE ONLY logs DROP CONSTRAINT logs_line_check;

-- pg>=18
ALTER TABLE ONLY logs DROP CONSTRAINT logs_line_check;

-- fails
ALTER TABLE logs_1 DROP CONSTRAINT logs_line_check;

ALTER TABLE tree DROP CONSTRAINT tree_parent_fkey;

ALTER TABLE tree DROP CONSTRAINT tree_pkey CASCADE;

ALTER TABLE logs DROP CONSTRAINT IF EXISTS nothing_there;

ALTER TABLE logs DETACH PARTITION logs_1;
DROP TABLE logs CASCADE;

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
DROP TABLE base CASCADE;

DROP TABLE middle CASCADE;

DROP TABLE leaf CASCADE;

DROP TABLE side CASCADE;

DROP TABLE both_parents CASCADE;

DROP TABLE with_fk CASCADE;

DROP TABLE refs CASCADE;

DROP VIEW base_view CASCADE;

-- fails
ALTER TABLE base DROP COLUMN name;

ALTER TABLE base DROP COLUMN name CASCADE;

ALTER TABLE ONLY base DROP COLUMN name CASCADE;

-- fails
ALTER TABLE middle DROP COLUMN name;

ALTER TABLE middle DROP COLUMN extra;

ALTER TABLE side DROP COLUMN weight;

ALTER TABLE side DROP COLUMN id;

ALTER TABLE ONLY side DROP COLUMN weight;

ALTER TABLE base DROP COLUMN id;

-- fails
ALTER TABLE leaf DROP COLUMN deep;

ALTER TABLE leaf DROP COLUMN deep CASCADE;

ALTER TABLE base DROP CONSTRAINT base_named;

ALTER TABLE ONLY base DROP CONSTRAINT base_named;

ALTER TABLE base DROP CONSTRAINT base_own;

-- fails
ALTER TABLE middle DROP CONSTRAINT base_named;

ALTER TABLE with_fk DROP CONSTRAINT with_fk_ref_fkey;

ALTER TABLE with_fk DROP COLUMN ref;

ALTER TABLE refs DROP COLUMN id CASCADE;

ALTER TABLE refs DROP CONSTRAINT refs_pkey CASCADE;

ALTER TABLE leaf NO INHERIT middle;
DROP TABLE base CASCADE;

DROP SCHEMA public CASCADE;

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
DROP TABLE countries CASCADE;

DROP TABLE cities CASCADE;

DROP TABLE people CASCADE;

DROP TABLE visits CASCADE;

DROP TABLE flags CASCADE;

DROP TABLE counted CASCADE;

DROP TABLE countries, flags CASCADE;

DROP SEQUENCE shared_seq CASCADE;

DROP SEQUENCE lonely_id_seq CASCADE;

-- fails
DROP SEQUENCE people_id_seq CASCADE;

DROP SEQUENCE free_seq CASCADE;

DROP VIEW city_list CASCADE;

DROP MATERIALIZED VIEW city_count CASCADE;

-- fails
ALTER TABLE countries DROP COLUMN code;

ALTER TABLE countries DROP COLUMN code CASCADE;

-- fails
ALTER TABLE countries DROP COLUMN name;

ALTER TABLE countries DROP COLUMN name CASCADE;

ALTER TABLE cities DROP COLUMN name CASCADE;

-- fails
ALTER TABLE cities DROP COLUMN name;

ALTER TABLE cities DROP COLUMN country CASCADE;

ALTER TABLE cities DROP COLUMN mayor;

ALTER TABLE cities DROP COLUMN id CASCADE;

ALTER TABLE people DROP COLUMN boss;

ALTER TABLE people DROP COLUMN city;

-- fails
ALTER TABLE people DROP COLUMN id;

ALTER TABLE people DROP COLUMN id CASCADE;

ALTER TABLE visits DROP COLUMN city_name;

ALTER TABLE visits DROP COLUMN person;

-- fails
ALTER TABLE counted DROP COLUMN n;

ALTER TABLE counted DROP COLUMN id;

ALTER TABLE lonely DROP COLUMN id;

ALTER TABLE flags DROP COLUMN code;

-- fails
ALTER TABLE countries DROP CONSTRAINT countries_pkey;

ALTER TABLE countries DROP CONSTRAINT countries_pkey CASCADE;

ALTER TABLE countries DROP CONSTRAINT countries_name_key CASCADE;

ALTER TABLE cities DROP CONSTRAINT cities_country_name_key CASCADE;

ALTER TABLE cities DROP CONSTRAINT cities_pkey CASCADE;

ALTER TABLE people DROP CONSTRAINT people_pkey CASCADE;

ALTER TABLE visits DROP CONSTRAINT visits_city_country_city_name_fkey;

ALTER TABLE flags DROP CONSTRAINT flags_code_fkey;

ALTER TABLE flags DROP CONSTRAINT flags_code_fkey, DROP CONSTRAINT flags_by_name_fkey;

ALTER TABLE lonely ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE lonely_id_seq;

ALTER SEQUENCE lonely_id_seq OWNED BY NONE;
DROP TABLE lonely;

ALTER SEQUENCE free_seq OWNED BY lonely.v;
DROP TABLE lonely;

DROP SCHEMA public CASCADE;

DROP OWNED BY r1;

ALTER TABLE countries OWNER TO r1;
-- fails
DROP OWNED BY r1;

ALTER TABLE countries OWNER TO r1;
DROP OWNED BY r1 CASCADE;

ALTER TABLE lonely OWNER TO r1;
DROP OWNED BY r1;

ALTER VIEW city_list OWNER TO r1;
DROP OWNED BY r1, r2;

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
DROP TYPE mood CASCADE;

DROP TYPE pair CASCADE;

DROP TYPE app.color CASCADE;

DROP DOMAIN positive CASCADE;

DROP DOMAIN small CASCADE;

DROP FUNCTION twice(int) CASCADE;

DROP FUNCTION twice(text) CASCADE;

DROP FUNCTION touch() CASCADE;

DROP FUNCTION is_mood CASCADE;

DROP FUNCTION app.f() CASCADE;

DROP PROCEDURE work CASCADE;

DROP VIEW feeling_view CASCADE;

DROP VIEW view_of_view CASCADE;

DROP VIEW all_users CASCADE;

DROP MATERIALIZED VIEW stored_view CASCADE;

DROP TABLE users CASCADE;

DROP TABLE app.items CASCADE;

DROP TABLE watched CASCADE;

DROP TABLE with_pair CASCADE;

DROP SEQUENCE app.seq CASCADE;

DROP SEQUENCE users_id_seq CASCADE;

DROP SCHEMA app CASCADE;

DROP SCHEMA empty CASCADE;

DROP SCHEMA app, public CASCADE;

DROP EXTENSION citext CASCADE;

DROP TRIGGER watched_late ON watched CASCADE;

DROP POLICY watched_policy ON watched CASCADE;

DROP STATISTICS watched_stats CASCADE;

DROP PUBLICATION pub CASCADE;

-- fails
ALTER TABLE users DROP COLUMN feeling;

ALTER TABLE users DROP COLUMN feeling CASCADE;

-- fails
ALTER TABLE users DROP COLUMN note;

ALTER TABLE users DROP COLUMN note CASCADE;

ALTER TABLE users DROP COLUMN id CASCADE;

ALTER TABLE users DROP COLUMN age CASCADE;

-- pg<15
ALTER TABLE generated DROP COLUMN a;

-- pg>=15
-- fails
ALTER TABLE generated DROP COLUMN a;

ALTER TABLE generated DROP COLUMN a CASCADE;

ALTER TABLE generated DROP COLUMN b;

ALTER TABLE generated DROP COLUMN c;

ALTER TABLE with_default DROP COLUMN a;

ALTER TABLE with_default DROP COLUMN b;

ALTER TABLE with_default DROP COLUMN c CASCADE;

ALTER TABLE with_default DROP COLUMN d;

-- fails
ALTER TABLE watched DROP COLUMN v;

ALTER TABLE watched DROP COLUMN v CASCADE;

ALTER TABLE watched DROP COLUMN w CASCADE;

ALTER TABLE watched DROP COLUMN id CASCADE;

ALTER TABLE with_pair DROP COLUMN p;

ALTER TABLE with_row DROP COLUMN u;

ALTER TABLE moods DROP COLUMN feeling;

ALTER TABLE mood_base DROP COLUMN feeling;

-- fails
ALTER TABLE typed DROP COLUMN x;

ALTER TABLE texts DROP COLUMN a;

ALTER TABLE app.items DROP COLUMN owner;

ALTER TABLE app.items DROP CONSTRAINT items_owner_fkey;

-- fails
ALTER TYPE pair DROP ATTRIBUTE y;

ALTER TYPE pair DROP ATTRIBUTE y CASCADE;

CREATE VIEW a AS SELECT id FROM watched;
CREATE VIEW b AS SELECT id FROM a;
CREATE VIEW c AS SELECT b.id FROM b JOIN users USING (id);
DROP VIEW a CASCADE;

CREATE VIEW a AS SELECT v FROM watched;
ALTER TABLE watched DROP COLUMN w CASCADE;

CREATE VIEW a AS WITH q AS (SELECT v FROM watched) SELECT * FROM q WHERE EXISTS (SELECT 1 FROM colored);
DROP TABLE colored CASCADE;

CREATE FUNCTION g() RETURNS SETOF watched LANGUAGE sql AS 'SELECT * FROM watched';
CREATE VIEW a AS SELECT * FROM g();
DROP TABLE watched CASCADE;

CREATE VIEW a AS SELECT nextval('app.seq') AS n;
DROP SEQUENCE app.seq CASCADE;

CREATE TABLE d2 (m mood DEFAULT 'sad', CHECK (m <> 'ok'));
DROP TYPE mood CASCADE;

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
DROP FOREIGN TABLE far_table CASCADE;

DROP SERVER far CASCADE;

-- fails
DROP FOREIGN DATA WRAPPER postgres_fdw CASCADE;

DROP EXTENSION postgres_fdw CASCADE;

DROP EXTENSION hstore CASCADE;

DROP EXTENSION pg_trgm CASCADE;

DROP EXTENSION "uuid-ossp" CASCADE;

DROP EXTENSION btree_gist CASCADE;

DROP EXTENSION hstore, pg_trgm CASCADE;

DROP COLLATION german CASCADE;

DROP TABLE docs CASCADE;

DROP TABLE referenced CASCADE;

DROP TABLE refs_a CASCADE;

DROP TABLE part_target CASCADE;

DROP TABLE part_target_1 CASCADE;

DROP TABLE part_target_1a CASCADE;

DROP TABLE part_target_1d CASCADE;

DROP TABLE part_target_2 CASCADE;

DROP TABLE part_source CASCADE;

DROP TABLE a0 CASCADE;

DROP TABLE a1 CASCADE;

DROP TABLE a2 CASCADE;

DROP VIEW a_view CASCADE;

DROP VIEW a_join CASCADE;

DROP MATERIALIZED VIEW a_mat CASCADE;

DROP TABLE collated CASCADE;

DROP TABLE rooms CASCADE;

DROP TYPE address CASCADE;

DROP DOMAIN email CASCADE;

DROP FUNCTION check_b(text) CASCADE;

DROP FUNCTION log_change() CASCADE;

DROP SCHEMA public CASCADE;

-- fails
ALTER TABLE referenced DROP COLUMN a;

ALTER TABLE referenced DROP COLUMN a CASCADE;

ALTER TABLE referenced DROP COLUMN b CASCADE;

ALTER TABLE referenced DROP COLUMN c;

-- fails
ALTER TABLE refs_a DROP COLUMN x;

ALTER TABLE refs_a DROP COLUMN x CASCADE;

ALTER TABLE refs_a DROP COLUMN y;

ALTER TABLE refs_ab DROP COLUMN x;

-- fails
ALTER TABLE part_source DROP COLUMN z;

ALTER TABLE part_source DROP COLUMN z CASCADE;

ALTER TABLE leaf_ref DROP COLUMN k;

ALTER TABLE plain_source DROP COLUMN k;

-- fails
ALTER TABLE a0 DROP COLUMN b;

ALTER TABLE a0 DROP COLUMN b CASCADE;

ALTER TABLE a0 DROP COLUMN a;

ALTER TABLE a0 DROP COLUMN id CASCADE;

ALTER TABLE docs DROP COLUMN body CASCADE;

-- fails
ALTER TABLE docs DROP COLUMN body;

ALTER TABLE docs DROP COLUMN tags;

ALTER TABLE docs DROP COLUMN id;

ALTER TABLE rooms DROP COLUMN span;

ALTER TABLE collated DROP COLUMN a;

-- fails
ALTER TABLE collated DROP COLUMN b;

ALTER TABLE mails DROP COLUMN e;

ALTER TABLE near DROP COLUMN v;

ALTER TABLE referenced DROP CONSTRAINT referenced_pkey CASCADE;

ALTER TABLE referenced DROP CONSTRAINT referenced_b_key CASCADE;

ALTER TABLE referenced DROP CONSTRAINT referenced_a_b_key CASCADE;

ALTER TABLE part_target DROP CONSTRAINT part_target_pkey CASCADE;

ALTER TABLE plain_source DROP CONSTRAINT plain_source_id_k_fkey;

ALTER TABLE part_source DROP CONSTRAINT part_source_id_k_fkey;

ALTER TABLE leaf_ref DROP CONSTRAINT leaf_ref_id_k_fkey;

ALTER TABLE a_ref DROP CONSTRAINT a_ref_id_fkey;

ALTER TABLE a0 DROP CONSTRAINT a0_pkey CASCADE;

ALTER TABLE a0 DROP CONSTRAINT a0_checked;

ALTER TABLE a_ref DROP CONSTRAINT a_ref_id_fkey, DROP COLUMN id2;

ALTER TABLE rooms DROP CONSTRAINT rooms_id_span_excl;

ALTER DOMAIN email DROP CONSTRAINT email_check;

ALTER TABLE part_source DETACH PARTITION part_source_1;
DROP TABLE part_target CASCADE;

ALTER TABLE a2 NO INHERIT a1;
DROP TABLE a0 CASCADE;

CREATE VIEW cte AS WITH w AS (SELECT id FROM a0), w2 AS (SELECT * FROM w JOIN rooms USING (id)) SELECT (SELECT max(id) FROM w2) AS m;
DROP TABLE rooms CASCADE;

CREATE VIEW star AS SELECT d.* FROM docs d;
ALTER TABLE docs DROP COLUMN tags CASCADE;

CREATE VIEW star AS SELECT d.body FROM docs d;
ALTER TABLE docs DROP COLUMN tags CASCADE;

CREATE VIEW wherein AS SELECT 1 AS one FROM docs d WHERE d.tags IS NULL;
ALTER TABLE docs DROP COLUMN tags CASCADE;

CREATE VIEW grouped AS SELECT max(body) AS m FROM docs GROUP BY span HAVING count(tags) > 1 ORDER BY max(body);
ALTER TABLE docs DROP COLUMN tags CASCADE;

CREATE VIEW whole AS SELECT docs FROM docs;
ALTER TABLE docs DROP COLUMN tags CASCADE;

CREATE FUNCTION rowf(a0) RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP TABLE a0 CASCADE;

CREATE FUNCTION check2(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE c2 (a int CHECK (check2(a)));
CREATE INDEX ON refs_a ((check2(x)));
CREATE POLICY p ON refs_ab USING (check2(x));
DROP FUNCTION check2 CASCADE;

CREATE TABLE big (id int, m email) PARTITION BY LIST (id);
CREATE TABLE big_1 PARTITION OF big FOR VALUES IN (1);
CREATE TABLE big_2 PARTITION OF big DEFAULT;
DROP DOMAIN email CASCADE;

CREATE TABLE keyed (id int, m address) PARTITION BY LIST (id);
CREATE TABLE keyed_1 PARTITION OF keyed DEFAULT;
ALTER TYPE address DROP ATTRIBUTE mail;

-- given: swapped
CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE TYPE feeling AS ENUM ('ok', 'sad', 'glad');
CREATE TABLE people (id int, m mood, n mood DEFAULT 'ok');
INSERT INTO people VALUES (1, 'ok', 'sad');

-- cases: swapped
ALTER TABLE people DROP COLUMN m, DROP COLUMN n;
DROP TYPE mood;

ALTER TABLE people DROP COLUMN m;
DROP TYPE mood CASCADE;

ALTER TABLE people ALTER COLUMN m TYPE feeling USING m::text::feeling;
ALTER TABLE people DROP COLUMN n;
DROP TYPE mood;

ALTER TABLE people ADD COLUMN o text;
ALTER TABLE people DROP COLUMN m, DROP COLUMN n;
ALTER TABLE people RENAME COLUMN o TO m;
DROP TYPE mood CASCADE;
