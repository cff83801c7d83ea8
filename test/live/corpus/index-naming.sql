-- given: n
CREATE TABLE a_rather_long_table_name_that_goes_on_and_on (first_quite_long_column_name int, second_quite_long_column_name int, third int);
CREATE TABLE "Ünï çødé tâblé nàmé wïth mâny bytés" ("Spâlté ëïns ünd zwéï" int, b text);
CREATE TABLE t (a int, b text, c timestamptz, d int[], e jsonb, p point);
CREATE INDEX t_a_idx ON t (b);
CREATE TABLE parts (a int, b text) PARTITION BY LIST (a);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_x PARTITION OF parts DEFAULT;

-- cases: n
CREATE INDEX ON a_rather_long_table_name_that_goes_on_and_on (first_quite_long_column_name, second_quite_long_column_name);

CREATE INDEX ON a_rather_long_table_name_that_goes_on_and_on (first_quite_long_column_name, second_quite_long_column_name, third);

CREATE INDEX ON "Ünï çødé tâblé nàmé wïth mâny bytés" ("Spâlté ëïns ünd zwéï", b);

ALTER TABLE "Ünï çødé tâblé nàmé wïth mâny bytés" ADD UNIQUE ("Spâlté ëïns ünd zwéï", b);

ALTER TABLE a_rather_long_table_name_that_goes_on_and_on ADD PRIMARY KEY (third);

CREATE INDEX ON t (a);

CREATE INDEX ON t (lower(b));

CREATE INDEX ON t (lower(b), upper(b));

CREATE INDEX ON t ((a + 1), (a + 2), a);

CREATE INDEX ON t ((a::bigint));

CREATE INDEX ON t ((b::varchar(10)));

CREATE INDEX ON t ((coalesce(a, 0)), (nullif(a, 1)), (greatest(a, 2)), (CASE WHEN a > 1 THEN a ELSE 0 END));

CREATE INDEX ON t ((CASE WHEN a > 1 THEN 1 ELSE a END));

CREATE INDEX ON t ((d[1]));

CREATE INDEX ON t ((e -> 'x'), (e ->> 'y'));

-- pg>=14
CREATE INDEX ON t ((e['x']));

CREATE INDEX ON t ((b COLLATE "C"));

CREATE INDEX ON t ((c AT TIME ZONE 'UTC'));

CREATE INDEX ON t (date_trunc('day', c AT TIME ZONE 'UTC'));

CREATE INDEX ON t (extract(year FROM c AT TIME ZONE 'UTC'));

CREATE INDEX ON t ((ARRAY[a, a]));

CREATE INDEX ON t ((ROW(a, b) IS NULL));

CREATE INDEX ON t ((a IS NULL));

CREATE INDEX ON t ((b LIKE 'x%'));

CREATE INDEX ON t ((p[0]));

CREATE INDEX ON t (trim(b));

CREATE INDEX ON t (substring(b from 1 for 2));

CREATE INDEX ON t (position('x' in b));

CREATE INDEX ON t (overlay(b placing 'x' from 1));

CREATE INDEX ON t (a) INCLUDE (b, c);

CREATE INDEX ON t ((t.a));

CREATE INDEX ON t (hashtext(b)) INCLUDE (a);

ALTER TABLE t ADD UNIQUE (a);

ALTER TABLE t ADD UNIQUE (a), ADD UNIQUE (a, b);

ALTER TABLE t ADD EXCLUDE USING gist (p WITH ~=);

ALTER TABLE t ADD EXCLUDE USING btree (lower(b) WITH =, a WITH =);

ALTER TABLE t ADD CONSTRAINT t_key UNIQUE (a), ADD PRIMARY KEY (a);

ALTER TABLE t ADD COLUMN z int UNIQUE;

ALTER TABLE parts ADD UNIQUE (a, b);

ALTER TABLE parts ADD PRIMARY KEY (a);

ALTER TABLE parts ADD CONSTRAINT named PRIMARY KEY (a, b);

ALTER TABLE parts_1 ADD CONSTRAINT own UNIQUE (a);
ALTER TABLE parts ADD UNIQUE (a);

CREATE UNIQUE INDEX own ON parts_1 (a);
ALTER TABLE parts ADD UNIQUE (a);

CREATE INDEX ON parts (lower(b));

CREATE INDEX parts_1_b_idx ON parts_1 (a);
CREATE INDEX ON parts (b);

CREATE INDEX ON parts (b);
CREATE TABLE parts_2 (a int, b text);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

CREATE INDEX ON parts (b);
CREATE TABLE parts_2 (b text, a int);
CREATE INDEX mine ON parts_2 (b);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

ALTER TABLE parts ADD PRIMARY KEY (a);
CREATE TABLE parts_2 (a int NOT NULL, b text, UNIQUE (a));
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

ALTER TABLE parts ADD PRIMARY KEY (a);
CREATE TABLE parts_2 (a int NOT NULL, b text, PRIMARY KEY (a));
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

ALTER TABLE parts ADD UNIQUE (a);
ALTER TABLE parts RENAME COLUMN a TO aa;
CREATE TABLE parts_2 (aa int, b text);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

CREATE INDEX ON parts (lower(b)) WHERE b > 'a';
ALTER TABLE parts RENAME COLUMN b TO bb;
CREATE TABLE parts_2 (a int, bb text);
CREATE INDEX own ON parts_2 (lower(bb)) WHERE bb > 'a';
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

CREATE INDEX ON parts (lower(b)) WHERE b > 'a';
ALTER TABLE parts RENAME COLUMN b TO bb;
CREATE TABLE parts_2 (a int, bb text);
ALTER TABLE parts ATTACH PARTITION parts_2 FOR VALUES IN (2);

CREATE INDEX ON parts (b text_pattern_ops);
CREATE INDEX own ON parts_1 (b);
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 (b DESC);
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 (b text_ops);
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 (b COLLATE "C");
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 (b COLLATE "default");
CREATE INDEX ON parts (b);

CREATE UNIQUE INDEX own ON parts_1 (b);
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 (b) WITH (fillfactor = 50);
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 (b) INCLUDE (a);
CREATE INDEX ON parts (b);

CREATE INDEX own ON parts_1 USING hash (b);
CREATE INDEX ON parts (b);

CREATE INDEX o1 ON parts_1 (b);
CREATE INDEX p1 ON parts (b);
CREATE INDEX p2 ON parts (b);
