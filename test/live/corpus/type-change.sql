-- ALTER COLUMN … TYPE: which changes rewrite the table, which rebuild indexes, which check constraints and foreign keys again.

-- given: wide
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE mood2 AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN d_int AS int;
CREATE DOMAIN d_pos AS int CHECK (VALUE > 0);
CREATE DOMAIN d_pos2 AS d_pos;
CREATE DOMAIN d_text AS text;
CREATE DOMAIN d_nn AS text NOT NULL;
CREATE DOMAIN d_v10 AS varchar(10);
CREATE DOMAIN d_ints AS int[];
CREATE FUNCTION same(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION plus1(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 + 1; END';
CREATE TABLE w (id int, i2 smallint, i4 int, i8 bigint, n numeric, n102 numeric(10,2), n10 numeric(10), f4 real, f8 double precision,
  t text, v varchar, v10 varchar(10), c5 char(5), bp bpchar, nm name, ci citext, ts timestamp, ts3 timestamp(3), tz timestamptz, tz3 timestamptz(3),
  d date, tm time, tm3 time(3), tmz timetz, iv interval, iv3 interval(3), ivy interval year, b3 bit(3), vb varbit, vb5 varbit(5),
  ip inet, cd cidr, mac macaddr, js json, jb jsonb, x xml, u uuid, e mood, dm d_int, dp d_pos, dt d_text, dn d_nn DEFAULT 'x', dv d_v10, o oid, rc regclass,
  m money, by bytea, rg int4range, ia int[], ta text[], va varchar[], va10 varchar(10)[], na numeric(10,2)[], bo boolean, hs hstore, lt ltree, pr pair, tv tsvector);
INSERT INTO w (id, i2, i4, i8, n, n102, n10, f4, f8, t, v, v10, c5, bp, nm, ci, ts, ts3, tz, tz3, d, dm, dp, u, e, o, bo)
  SELECT i, i, i, i, i, i, i, i, i, i, i, i, i, i, i::text, i, now(), now(), now(), now(), now(), i, i, gen_random_uuid(), 'ok', i, true FROM generate_series(1, 50) i;

-- cases: wide
ALTER TABLE w ALTER COLUMN i2 TYPE int;

ALTER TABLE w ALTER COLUMN i2 TYPE bigint;

ALTER TABLE w ALTER COLUMN i2 TYPE numeric;

ALTER TABLE w ALTER COLUMN i2 TYPE text;

ALTER TABLE w ALTER COLUMN i4 TYPE smallint;

ALTER TABLE w ALTER COLUMN i4 TYPE bigint;

ALTER TABLE w ALTER COLUMN i4 TYPE int;

ALTER TABLE w ALTER COLUMN i4 TYPE numeric(10,2);

ALTER TABLE w ALTER COLUMN i4 TYPE text;

ALTER TABLE w ALTER COLUMN i4 TYPE varchar(10);

ALTER TABLE w ALTER COLUMN i4 TYPE double precision;

ALTER TABLE w ALTER COLUMN i4 TYPE real;

ALTER TABLE w ALTER COLUMN i4 TYPE oid;

ALTER TABLE w ALTER COLUMN i4 TYPE regclass;

ALTER TABLE w ALTER COLUMN i4 TYPE money;

ALTER TABLE w ALTER COLUMN i8 TYPE int;

ALTER TABLE w ALTER COLUMN i8 TYPE numeric;

ALTER TABLE w ALTER COLUMN i8 TYPE oid;

ALTER TABLE w ALTER COLUMN i4 TYPE d_int;

ALTER TABLE w ALTER COLUMN i4 TYPE d_pos;

ALTER TABLE w ALTER COLUMN i4 TYPE d_pos2;

ALTER TABLE w ALTER COLUMN dm TYPE int;

ALTER TABLE w ALTER COLUMN dm TYPE d_pos;

ALTER TABLE w ALTER COLUMN dp TYPE int;

ALTER TABLE w ALTER COLUMN dp TYPE d_int;

ALTER TABLE w ALTER COLUMN dm TYPE bigint;

ALTER TABLE w ALTER COLUMN dp TYPE d_pos2;

ALTER TABLE w ALTER COLUMN dm TYPE oid;

ALTER TABLE w ALTER COLUMN n TYPE numeric(10,2);

ALTER TABLE w ALTER COLUMN n TYPE numeric;

ALTER TABLE w ALTER COLUMN n102 TYPE numeric;

ALTER TABLE w ALTER COLUMN n102 TYPE numeric(12,2);

ALTER TABLE w ALTER COLUMN n102 TYPE numeric(10,2);

ALTER TABLE w ALTER COLUMN n102 TYPE numeric(8,2);

ALTER TABLE w ALTER COLUMN n102 TYPE numeric(12,3);

ALTER TABLE w ALTER COLUMN n102 TYPE numeric(12,1);

ALTER TABLE w ALTER COLUMN n10 TYPE numeric(12);

ALTER TABLE w ALTER COLUMN n10 TYPE numeric(12,0);

ALTER TABLE w ALTER COLUMN n10 TYPE numeric(12,2);

ALTER TABLE w ALTER COLUMN n102 TYPE int;

ALTER TABLE w ALTER COLUMN n102 TYPE text;

ALTER TABLE w ALTER COLUMN n TYPE decimal;

ALTER TABLE w ALTER COLUMN n102 TYPE dec(20,2);

ALTER TABLE w ALTER COLUMN f4 TYPE double precision;

ALTER TABLE w ALTER COLUMN f8 TYPE real;

ALTER TABLE w ALTER COLUMN f8 TYPE numeric;

ALTER TABLE w ALTER COLUMN f4 TYPE float(10);

ALTER TABLE w ALTER COLUMN f8 TYPE float;

ALTER TABLE w ALTER COLUMN t TYPE varchar;

ALTER TABLE w ALTER COLUMN t TYPE varchar(20);

ALTER TABLE w ALTER COLUMN t TYPE char(60);

ALTER TABLE w ALTER COLUMN t TYPE name;

ALTER TABLE w ALTER COLUMN t TYPE citext;

ALTER TABLE w ALTER COLUMN t TYPE bpchar;

ALTER TABLE w ALTER COLUMN t TYPE d_text;

ALTER TABLE w ALTER COLUMN t TYPE d_nn;

ALTER TABLE w ALTER COLUMN t TYPE d_v10;

-- fails
ALTER TABLE w ALTER COLUMN t TYPE xml;

ALTER TABLE w ALTER COLUMN t TYPE text;

ALTER TABLE w ALTER COLUMN t TYPE text COLLATE "C";

ALTER TABLE w ALTER COLUMN v TYPE text;

ALTER TABLE w ALTER COLUMN v TYPE varchar(20);

ALTER TABLE w ALTER COLUMN v TYPE varchar;

ALTER TABLE w ALTER COLUMN v TYPE citext;

ALTER TABLE w ALTER COLUMN v TYPE d_text;

ALTER TABLE w ALTER COLUMN v TYPE d_v10;

ALTER TABLE w ALTER COLUMN v TYPE bpchar;

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(20);

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(10);

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(5);

ALTER TABLE w ALTER COLUMN v10 TYPE varchar;

ALTER TABLE w ALTER COLUMN v10 TYPE text;

ALTER TABLE w ALTER COLUMN v10 TYPE citext;

ALTER TABLE w ALTER COLUMN v10 TYPE d_v10;

ALTER TABLE w ALTER COLUMN v10 TYPE char(10);

ALTER TABLE w ALTER COLUMN v10 TYPE name;

ALTER TABLE w ALTER COLUMN v10 TYPE character varying(11);

ALTER TABLE w ALTER COLUMN c5 TYPE char(5);

ALTER TABLE w ALTER COLUMN c5 TYPE char(10);

ALTER TABLE w ALTER COLUMN c5 TYPE char(3);

ALTER TABLE w ALTER COLUMN c5 TYPE text;

ALTER TABLE w ALTER COLUMN c5 TYPE varchar(5);

ALTER TABLE w ALTER COLUMN c5 TYPE bpchar;

ALTER TABLE w ALTER COLUMN bp TYPE text;

ALTER TABLE w ALTER COLUMN bp TYPE char(9);

ALTER TABLE w ALTER COLUMN bp TYPE varchar;

ALTER TABLE w ALTER COLUMN nm TYPE text;

ALTER TABLE w ALTER COLUMN nm TYPE varchar;

ALTER TABLE w ALTER COLUMN nm TYPE citext;

ALTER TABLE w ALTER COLUMN ci TYPE text;

ALTER TABLE w ALTER COLUMN ci TYPE varchar;

ALTER TABLE w ALTER COLUMN ci TYPE varchar(10);

ALTER TABLE w ALTER COLUMN ci TYPE d_text;

ALTER TABLE w ALTER COLUMN ci TYPE name;

ALTER TABLE w ALTER COLUMN ts TYPE timestamptz;

ALTER TABLE w ALTER COLUMN ts TYPE timestamp(3);

ALTER TABLE w ALTER COLUMN ts TYPE timestamp(6);

ALTER TABLE w ALTER COLUMN ts TYPE timestamptz(6);

ALTER TABLE w ALTER COLUMN ts TYPE timestamptz(3);

ALTER TABLE w ALTER COLUMN ts TYPE date;

ALTER TABLE w ALTER COLUMN ts TYPE text;

ALTER TABLE w ALTER COLUMN ts TYPE time;

ALTER TABLE w ALTER COLUMN ts3 TYPE timestamp;

ALTER TABLE w ALTER COLUMN ts3 TYPE timestamp(6);

ALTER TABLE w ALTER COLUMN ts3 TYPE timestamp(2);

ALTER TABLE w ALTER COLUMN ts3 TYPE timestamp(4);

ALTER TABLE w ALTER COLUMN ts3 TYPE timestamptz;

ALTER TABLE w ALTER COLUMN ts3 TYPE timestamptz(3);

ALTER TABLE w ALTER COLUMN tz TYPE timestamp;

ALTER TABLE w ALTER COLUMN tz TYPE timestamptz(3);

ALTER TABLE w ALTER COLUMN tz TYPE timestamptz(6);

ALTER TABLE w ALTER COLUMN tz TYPE date;

ALTER TABLE w ALTER COLUMN tz TYPE text;

ALTER TABLE w ALTER COLUMN tz3 TYPE timestamptz;

ALTER TABLE w ALTER COLUMN tz3 TYPE timestamp;

ALTER TABLE w ALTER COLUMN tz3 TYPE timestamptz(1);

ALTER TABLE w ALTER COLUMN tz3 TYPE timestamptz(5);

ALTER TABLE w ALTER COLUMN d TYPE timestamp;

ALTER TABLE w ALTER COLUMN d TYPE timestamptz;

ALTER TABLE w ALTER COLUMN d TYPE text;

ALTER TABLE w ALTER COLUMN tm TYPE time(3);

ALTER TABLE w ALTER COLUMN tm TYPE time(6);

ALTER TABLE w ALTER COLUMN tm TYPE interval;

ALTER TABLE w ALTER COLUMN tm TYPE timetz;

ALTER TABLE w ALTER COLUMN tm3 TYPE time;

ALTER TABLE w ALTER COLUMN tm3 TYPE time(1);

ALTER TABLE w ALTER COLUMN tmz TYPE time;

ALTER TABLE w ALTER COLUMN tmz TYPE timetz(2);

ALTER TABLE w ALTER COLUMN iv TYPE interval(3);

ALTER TABLE w ALTER COLUMN iv TYPE interval(6);

ALTER TABLE w ALTER COLUMN iv TYPE interval day;

ALTER TABLE w ALTER COLUMN iv TYPE interval day to second;

ALTER TABLE w ALTER COLUMN iv TYPE interval second(2);

ALTER TABLE w ALTER COLUMN iv3 TYPE interval;

ALTER TABLE w ALTER COLUMN iv3 TYPE interval(5);

ALTER TABLE w ALTER COLUMN iv3 TYPE interval(1);

ALTER TABLE w ALTER COLUMN ivy TYPE interval;

ALTER TABLE w ALTER COLUMN ivy TYPE interval month;

ALTER TABLE w ALTER COLUMN ivy TYPE interval year to month;

ALTER TABLE w ALTER COLUMN iv TYPE interval year;

ALTER TABLE w ALTER COLUMN iv TYPE time;

ALTER TABLE w ALTER COLUMN b3 TYPE varbit;

ALTER TABLE w ALTER COLUMN b3 TYPE bit(5);

ALTER TABLE w ALTER COLUMN b3 TYPE varbit(3);

ALTER TABLE w ALTER COLUMN vb TYPE varbit(5);

ALTER TABLE w ALTER COLUMN vb TYPE bit(3);

ALTER TABLE w ALTER COLUMN vb5 TYPE varbit(8);

ALTER TABLE w ALTER COLUMN vb5 TYPE varbit(2);

ALTER TABLE w ALTER COLUMN vb5 TYPE varbit;

ALTER TABLE w ALTER COLUMN vb5 TYPE bit varying;

ALTER TABLE w ALTER COLUMN ip TYPE text;

ALTER TABLE w ALTER COLUMN ip TYPE cidr;

ALTER TABLE w ALTER COLUMN cd TYPE inet;

ALTER TABLE w ALTER COLUMN cd TYPE text;

ALTER TABLE w ALTER COLUMN ip TYPE varchar;

ALTER TABLE w ALTER COLUMN js TYPE jsonb;

ALTER TABLE w ALTER COLUMN jb TYPE json;

ALTER TABLE w ALTER COLUMN js TYPE text;

ALTER TABLE w ALTER COLUMN jb TYPE text;

ALTER TABLE w ALTER COLUMN x TYPE text;

ALTER TABLE w ALTER COLUMN x TYPE varchar;

ALTER TABLE w ALTER COLUMN x TYPE varchar(10);

ALTER TABLE w ALTER COLUMN u TYPE text;

ALTER TABLE w ALTER COLUMN u TYPE varchar(36);

ALTER TABLE w ALTER COLUMN e TYPE text;

ALTER TABLE w ALTER COLUMN e TYPE varchar;

ALTER TABLE w ALTER COLUMN dt TYPE text;

ALTER TABLE w ALTER COLUMN dt TYPE varchar;

ALTER TABLE w ALTER COLUMN dn TYPE text;

ALTER TABLE w ALTER COLUMN dv TYPE varchar(10);

ALTER TABLE w ALTER COLUMN dv TYPE varchar;

ALTER TABLE w ALTER COLUMN dv TYPE varchar(20);

ALTER TABLE w ALTER COLUMN dv TYPE text;

ALTER TABLE w ALTER COLUMN o TYPE int;

ALTER TABLE w ALTER COLUMN o TYPE bigint;

ALTER TABLE w ALTER COLUMN o TYPE regclass;

ALTER TABLE w ALTER COLUMN rc TYPE oid;

ALTER TABLE w ALTER COLUMN rc TYPE text;

ALTER TABLE w ALTER COLUMN rc TYPE int;

ALTER TABLE w ALTER COLUMN m TYPE numeric;

ALTER TABLE w ALTER COLUMN by TYPE text;

ALTER TABLE w ALTER COLUMN rg TYPE text;

ALTER TABLE w ALTER COLUMN ia TYPE bigint[];

ALTER TABLE w ALTER COLUMN ia TYPE int[];

ALTER TABLE w ALTER COLUMN ia TYPE d_ints;

ALTER TABLE w ALTER COLUMN ia TYPE text;

ALTER TABLE w ALTER COLUMN ta TYPE varchar[];

ALTER TABLE w ALTER COLUMN ta TYPE varchar(5)[];

ALTER TABLE w ALTER COLUMN va TYPE text[];

ALTER TABLE w ALTER COLUMN va10 TYPE varchar[];

ALTER TABLE w ALTER COLUMN va10 TYPE varchar(20)[];

ALTER TABLE w ALTER COLUMN na TYPE numeric[];

ALTER TABLE w ALTER COLUMN na TYPE numeric(12,2)[];

ALTER TABLE w ALTER COLUMN ta TYPE citext[];

ALTER TABLE w ALTER COLUMN bo TYPE text;

ALTER TABLE w ALTER COLUMN hs TYPE text;

ALTER TABLE w ALTER COLUMN lt TYPE text;

ALTER TABLE w ALTER COLUMN tv TYPE text;

ALTER TABLE w ALTER COLUMN mac TYPE text;

-- fails
ALTER TABLE w ALTER COLUMN t TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN u TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN bo TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN js TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN e TYPE mood2;

-- fails
ALTER TABLE w ALTER COLUMN i4 TYPE boolean;

-- fails
ALTER TABLE w ALTER COLUMN ts TYPE interval;

-- fails
ALTER TABLE w ALTER COLUMN ia TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN pr TYPE text[];

-- fails
ALTER TABLE w ALTER COLUMN by TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN jb TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN t TYPE timestamp;

-- fails
ALTER TABLE w ALTER COLUMN x TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN tv TYPE int;

-- fails
ALTER TABLE w ALTER COLUMN t TYPE int[];

-- fails
ALTER TABLE w ALTER COLUMN u TYPE mood;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING i4;

ALTER TABLE w ALTER COLUMN i4 TYPE bigint USING i4::bigint;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING i4 + 0;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING same(i4);

ALTER TABLE w ALTER COLUMN i4 TYPE int USING plus1(i4);

ALTER TABLE w ALTER COLUMN i4 TYPE oid USING i4::oid;

ALTER TABLE w ALTER COLUMN i4 TYPE d_int USING i4::d_int;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING i8::int;

ALTER TABLE w ALTER COLUMN i4 TYPE text USING i4::text;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING NULL;

ALTER TABLE w ALTER COLUMN i4 TYPE boolean USING i4 <> 0;

ALTER TABLE w ALTER COLUMN t TYPE varchar USING t::varchar;

ALTER TABLE w ALTER COLUMN t TYPE varchar USING t;

ALTER TABLE w ALTER COLUMN t TYPE varchar(20) USING substr(t, 1, 20);

ALTER TABLE w ALTER COLUMN t TYPE int USING t::int;

ALTER TABLE w ALTER COLUMN t TYPE text USING t::varchar::text;

ALTER TABLE w ALTER COLUMN t TYPE text USING lower(t);

ALTER TABLE w ALTER COLUMN t TYPE text USING t COLLATE "C";

ALTER TABLE w ALTER COLUMN t TYPE text USING trim(t);

ALTER TABLE w ALTER COLUMN t TYPE text USING t || '';

ALTER TABLE w ALTER COLUMN t TYPE citext USING t::citext;

ALTER TABLE w ALTER COLUMN t TYPE uuid USING gen_random_uuid();

ALTER TABLE w ALTER COLUMN t TYPE jsonb USING to_jsonb(t);

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(20) USING v10::varchar(20);

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(20) USING v10::varchar(15);

ALTER TABLE w ALTER COLUMN v10 TYPE text USING v10::varchar(5);

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(20) USING v10::text;

ALTER TABLE w ALTER COLUMN v10 TYPE varchar(20) USING v10::text::varchar(20);

ALTER TABLE w ALTER COLUMN n102 TYPE numeric(12,2) USING n102::numeric(12,2);

ALTER TABLE w ALTER COLUMN n102 TYPE numeric USING round(n102);

ALTER TABLE w ALTER COLUMN ts TYPE timestamptz USING ts AT TIME ZONE 'UTC';

ALTER TABLE w ALTER COLUMN ts TYPE timestamptz USING ts::timestamptz;

ALTER TABLE w ALTER COLUMN ts TYPE timestamptz USING timezone('UTC', ts);

ALTER TABLE w ALTER COLUMN tz TYPE timestamp USING tz AT TIME ZONE 'UTC';

ALTER TABLE w ALTER COLUMN tz TYPE date USING tz::date;

ALTER TABLE w ALTER COLUMN i8 TYPE timestamptz USING to_timestamp(i8);

ALTER TABLE w ALTER COLUMN e TYPE text USING e::text;

ALTER TABLE w ALTER COLUMN e TYPE mood2 USING e::text::mood2;

ALTER TABLE w ALTER COLUMN u TYPE text USING u::text;

ALTER TABLE w ALTER COLUMN js TYPE jsonb USING js::jsonb;

ALTER TABLE w ALTER COLUMN cd TYPE inet USING cd::inet;

ALTER TABLE w ALTER COLUMN x TYPE text USING x::text;

ALTER TABLE w ALTER COLUMN c5 TYPE text USING rtrim(c5);

ALTER TABLE w ALTER COLUMN bo TYPE int USING bo::int;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING CASE WHEN i4 > 3 THEN i4 ELSE 0 END;

ALTER TABLE w ALTER COLUMN i4 TYPE int USING COALESCE(i4, 0);

ALTER TABLE w ALTER COLUMN i4 TYPE int USING (i4);

ALTER TABLE w ALTER COLUMN i4 TYPE int USING w.i4;

ALTER TABLE w ALTER COLUMN ta TYPE text USING array_to_string(ta, ',');

ALTER TABLE w ALTER COLUMN t TYPE text[] USING string_to_array(t, ',');

ALTER TABLE w ALTER COLUMN i4 TYPE numeric USING i4::numeric;

SET TimeZone = 'Europe/Berlin';
ALTER TABLE w ALTER COLUMN ts TYPE timestamptz;

SET TimeZone = 'Europe/Berlin';
ALTER TABLE w ALTER COLUMN tz3 TYPE timestamp;

SET TimeZone = 'GMT';
ALTER TABLE w ALTER COLUMN tz TYPE timestamp;

SET TimeZone = 'Etc/UTC';
ALTER TABLE w ALTER COLUMN ts TYPE timestamptz;

ALTER TABLE w ALTER i4 TYPE bigint, ALTER t TYPE varchar, ALTER v10 TYPE text;

ALTER TABLE w ALTER v10 TYPE text, ALTER t TYPE varchar, ADD COLUMN z int;

ALTER TABLE w ALTER v10 TYPE text, ADD CHECK (i4 > 0);

ALTER TABLE w ALTER v10 SET DATA TYPE text, ALTER v10 SET NOT NULL;

ALTER TABLE w DROP COLUMN i2, ALTER i4 TYPE bigint;

ALTER TABLE w ALTER i4 TYPE bigint USING i4::bigint, ADD UNIQUE (i8);

ALTER TABLE IF EXISTS w ALTER i4 TYPE bigint;

CREATE CAST (bigint AS timestamp) WITHOUT FUNCTION AS ASSIGNMENT;
ALTER TABLE w ALTER i8 TYPE timestamp;

CREATE CAST (bigint AS timestamp) WITHOUT FUNCTION;
ALTER TABLE w ALTER i8 TYPE timestamp USING i8::timestamp;

CREATE CAST (mood AS mood2) WITH INOUT AS IMPLICIT;
ALTER TABLE w ALTER e TYPE mood2;

CREATE DOMAIN d_email AS citext CHECK (VALUE LIKE '%');
ALTER TABLE w ALTER ci TYPE d_email;

CREATE TYPE fresh AS ENUM ('x');
ALTER TABLE w ADD COLUMN f fresh DEFAULT 'x', ALTER i4 TYPE bigint;

-- fails
ALTER TABLE w ALTER nope TYPE int;

-- given: indexed
CREATE EXTENSION citext;
CREATE TABLE ix (id int PRIMARY KEY, a text, b varchar(20), c int, d timestamp, e citext, f inet, g cidr, h text COLLATE "C", i int[], j numeric(10,2), k text, l oid, m bit(4), n text, o varchar(10), p text, q text);
CREATE INDEX ix_a ON ix (a);
CREATE INDEX ix_b ON ix (b);
CREATE UNIQUE INDEX ix_c ON ix (c);
CREATE INDEX ix_d ON ix (d);
CREATE INDEX ix_e ON ix (e);
CREATE INDEX ix_f ON ix (f);
CREATE INDEX ix_g ON ix (g);
CREATE INDEX ix_h ON ix (h);
CREATE INDEX ix_i ON ix USING gin (i);
CREATE INDEX ix_j ON ix (j);
CREATE INDEX ix_k ON ix (k) WHERE k IS NOT NULL;
CREATE INDEX ix_l ON ix (l);
CREATE INDEX ix_m ON ix (m);
CREATE INDEX ix_n ON ix (lower(n));
CREATE INDEX ix_o ON ix (c) INCLUDE (o);
CREATE INDEX ix_p ON ix (p text_pattern_ops);
CREATE INDEX ix_q ON ix USING hash (q);
ALTER TABLE ix ADD CONSTRAINT ix_jc UNIQUE (j, c);
INSERT INTO ix SELECT i, i, i, i, now(), i, '10.0.0.1', '10.0.0.0/8', i, '{1}', i, i, i, '0101', i, i, i, i FROM generate_series(1, 50) i;

-- cases: indexed
ALTER TABLE ix ALTER COLUMN a TYPE varchar;

ALTER TABLE ix ALTER COLUMN a TYPE varchar(9);

ALTER TABLE ix ALTER COLUMN a TYPE citext;

ALTER TABLE ix ALTER COLUMN a TYPE text;

ALTER TABLE ix ALTER COLUMN a TYPE text COLLATE "C";

ALTER TABLE ix ALTER COLUMN a TYPE char(50);

ALTER TABLE ix ALTER COLUMN a TYPE bpchar;

ALTER TABLE ix ALTER COLUMN b TYPE text;

ALTER TABLE ix ALTER COLUMN b TYPE varchar(30);

ALTER TABLE ix ALTER COLUMN b TYPE varchar;

ALTER TABLE ix ALTER COLUMN b TYPE varchar(20) COLLATE "C";

ALTER TABLE ix ALTER COLUMN b TYPE citext;

ALTER TABLE ix ALTER COLUMN b TYPE varchar(10);

ALTER TABLE ix ALTER COLUMN c TYPE bigint;

ALTER TABLE ix ALTER COLUMN c TYPE oid;

ALTER TABLE ix ALTER COLUMN c TYPE int;

ALTER TABLE ix ALTER COLUMN c TYPE numeric;

ALTER TABLE ix ALTER COLUMN c TYPE text;

ALTER TABLE ix ALTER COLUMN d TYPE timestamptz;

ALTER TABLE ix ALTER COLUMN d TYPE timestamp(3);

ALTER TABLE ix ALTER COLUMN d TYPE timestamp;

ALTER TABLE ix ALTER COLUMN e TYPE text;

ALTER TABLE ix ALTER COLUMN e TYPE varchar;

ALTER TABLE ix ALTER COLUMN e TYPE citext;

ALTER TABLE ix ALTER COLUMN f TYPE inet;

ALTER TABLE ix ALTER COLUMN f TYPE text;

ALTER TABLE ix ALTER COLUMN g TYPE inet;

ALTER TABLE ix ALTER COLUMN h TYPE text;

ALTER TABLE ix ALTER COLUMN h TYPE varchar;

ALTER TABLE ix ALTER COLUMN h TYPE text COLLATE "C";

ALTER TABLE ix ALTER COLUMN h TYPE varchar COLLATE "C";

ALTER TABLE ix ALTER COLUMN i TYPE int[];

ALTER TABLE ix ALTER COLUMN i TYPE bigint[];

ALTER TABLE ix ALTER COLUMN j TYPE numeric(12,2);

ALTER TABLE ix ALTER COLUMN j TYPE numeric;

ALTER TABLE ix ALTER COLUMN j TYPE numeric(12,4);

ALTER TABLE ix ALTER COLUMN k TYPE text;

ALTER TABLE ix ALTER COLUMN k TYPE varchar;

ALTER TABLE ix ALTER COLUMN k TYPE varchar(50);

ALTER TABLE ix ALTER COLUMN l TYPE int;

ALTER TABLE ix ALTER COLUMN l TYPE regclass;

ALTER TABLE ix ALTER COLUMN l TYPE bigint;

ALTER TABLE ix ALTER COLUMN m TYPE varbit;

ALTER TABLE ix ALTER COLUMN m TYPE bit(8) USING m::bit(8);

ALTER TABLE ix ALTER COLUMN n TYPE text;

ALTER TABLE ix ALTER COLUMN n TYPE varchar;

ALTER TABLE ix ALTER COLUMN n TYPE citext;

ALTER TABLE ix ALTER COLUMN o TYPE varchar(20);

ALTER TABLE ix ALTER COLUMN o TYPE text;

ALTER TABLE ix ALTER COLUMN o TYPE varchar(5);

ALTER TABLE ix ALTER COLUMN p TYPE varchar;

ALTER TABLE ix ALTER COLUMN p TYPE text COLLATE "C";

ALTER TABLE ix ALTER COLUMN q TYPE varchar;

ALTER TABLE ix ALTER COLUMN q TYPE citext;

ALTER TABLE ix ALTER COLUMN id TYPE bigint;

ALTER TABLE ix ALTER COLUMN id TYPE int;

ALTER TABLE ix ALTER COLUMN id TYPE oid;

ALTER TABLE ix ALTER a TYPE varchar, ALTER k TYPE varchar, ALTER n TYPE varchar;

ALTER TABLE ix ALTER a TYPE varchar USING a::varchar;

ALTER TABLE ix ALTER a TYPE text USING upper(a);

ALTER TABLE ix ALTER c TYPE bigint, ALTER a TYPE citext;

DROP INDEX ix_n;
ALTER TABLE ix ALTER n TYPE varchar;

CREATE INDEX ix_a2 ON ix (a COLLATE "C");
ALTER TABLE ix ALTER a TYPE varchar;

CREATE INDEX ix_a3 ON ix (id) WHERE a > 'x';
ALTER TABLE ix ALTER a TYPE varchar;

CREATE INDEX ix_a4 ON ix (b, a, c);
ALTER TABLE ix ALTER a TYPE varchar;

ALTER TABLE ix ADD CONSTRAINT exc EXCLUDE USING btree (a WITH =);
ALTER TABLE ix ALTER a TYPE varchar;

CREATE STATISTICS st ON a, b FROM ix;
ALTER TABLE ix ALTER a TYPE varchar;

CREATE STATISTICS st ON c, b FROM ix;
ALTER TABLE ix ALTER c TYPE bigint;

ALTER TABLE ix REPLICA IDENTITY USING INDEX ix_pkey;
ALTER TABLE ix ALTER id TYPE bigint;

CLUSTER ix USING ix_a;
ALTER TABLE ix ALTER a TYPE citext;

-- given: constrained
CREATE DOMAIN d_int AS int;
CREATE TABLE parent (id int PRIMARY KEY, code varchar(10) UNIQUE, note text, n numeric(10,2), ts timestamp UNIQUE, CHECK (length(note) > 0), CONSTRAINT n_pos CHECK (n > 0), CONSTRAINT multi CHECK (id > 0 OR note IS NOT NULL));
CREATE TABLE child (id bigint PRIMARY KEY, parent_id int REFERENCES parent, code varchar(10) REFERENCES parent (code), other int, ts timestamp REFERENCES parent (ts));
CREATE TABLE child2 (id int PRIMARY KEY REFERENCES parent);
CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self);
ALTER TABLE parent ADD CONSTRAINT nv CHECK (code <> '') NOT VALID;
INSERT INTO parent SELECT i, i, i, i, '2020-01-01'::timestamp + i * interval '1 day' FROM generate_series(1, 50) i;
INSERT INTO child SELECT i, i, i, i, '2020-01-01'::timestamp + i * interval '1 day' FROM generate_series(1, 50) i;
INSERT INTO child2 SELECT i FROM generate_series(1, 50) i;
INSERT INTO self SELECT i, i FROM generate_series(1, 50) i;

-- cases: constrained
ALTER TABLE parent ALTER COLUMN id TYPE bigint;

ALTER TABLE parent ALTER COLUMN id TYPE int;

ALTER TABLE parent ALTER COLUMN id TYPE d_int;

ALTER TABLE parent ALTER COLUMN code TYPE text;

ALTER TABLE parent ALTER COLUMN code TYPE varchar(20);

ALTER TABLE parent ALTER COLUMN code TYPE varchar(5);

ALTER TABLE parent ALTER COLUMN code TYPE varchar;

ALTER TABLE parent ALTER COLUMN note TYPE varchar;

ALTER TABLE parent ALTER COLUMN note TYPE varchar(50);

ALTER TABLE parent ALTER COLUMN note TYPE text;

ALTER TABLE parent ALTER COLUMN note TYPE text COLLATE "C";

ALTER TABLE parent ALTER COLUMN n TYPE numeric(12,2);

ALTER TABLE parent ALTER COLUMN n TYPE numeric;

ALTER TABLE parent ALTER COLUMN n TYPE numeric(12,3);

ALTER TABLE parent ALTER COLUMN ts TYPE timestamptz;

ALTER TABLE parent ALTER COLUMN ts TYPE timestamp(3);

ALTER TABLE parent ALTER COLUMN code TYPE text COLLATE "C";

ALTER TABLE child ALTER COLUMN parent_id TYPE bigint;

ALTER TABLE child ALTER COLUMN parent_id TYPE int;

ALTER TABLE child ALTER COLUMN parent_id TYPE smallint;

ALTER TABLE child ALTER COLUMN code TYPE varchar(20);

ALTER TABLE child ALTER COLUMN code TYPE text;

ALTER TABLE child ALTER COLUMN code TYPE char(10);

ALTER TABLE child ALTER COLUMN id TYPE int;

ALTER TABLE child ALTER COLUMN other TYPE bigint;

ALTER TABLE child ALTER COLUMN ts TYPE timestamptz;

ALTER TABLE child ALTER COLUMN code TYPE text COLLATE "C";

ALTER TABLE child2 ALTER COLUMN id TYPE bigint;

ALTER TABLE child2 ALTER COLUMN id TYPE int;

ALTER TABLE self ALTER COLUMN id TYPE bigint;

ALTER TABLE self ALTER COLUMN up TYPE bigint;

ALTER TABLE self ALTER COLUMN id TYPE int;

ALTER TABLE self ALTER id TYPE bigint, ALTER up TYPE bigint;

ALTER TABLE parent ALTER id TYPE bigint, ALTER note TYPE varchar;

ALTER TABLE child DROP CONSTRAINT child_parent_id_fkey, ALTER parent_id TYPE bigint;

ALTER TABLE parent ALTER note TYPE varchar, DROP CONSTRAINT multi;

ALTER TABLE parent ALTER note TYPE varchar, DROP CONSTRAINT multi, DROP CONSTRAINT parent_note_check;

ALTER TABLE child DROP CONSTRAINT child_parent_id_fkey;
ALTER TABLE child ADD CONSTRAINT fk_nv FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
ALTER TABLE child ALTER parent_id TYPE bigint;

ALTER TABLE child DROP CONSTRAINT child_parent_id_fkey;
ALTER TABLE child ADD CONSTRAINT fk_nv FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
ALTER TABLE parent ALTER id TYPE bigint;

-- given: dependents
CREATE EXTENSION citext;
CREATE TABLE base (id int PRIMARY KEY, a text DEFAULT 'x', b varchar(10), c int DEFAULT 3, d int DEFAULT 7, g int GENERATED ALWAYS AS (c * 2) STORED, s serial, i int GENERATED ALWAYS AS IDENTITY, tr int, tw text, f numeric, r int, p int);
CREATE VIEW v AS SELECT id, b FROM base;
CREATE MATERIALIZED VIEW mv AS SELECT f FROM base;
CREATE FUNCTION trf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t_of BEFORE UPDATE OF tr ON base FOR EACH ROW EXECUTE FUNCTION trf();
CREATE TRIGGER t_when BEFORE UPDATE ON base FOR EACH ROW WHEN (OLD.tw IS DISTINCT FROM NEW.tw) EXECUTE FUNCTION trf();
CREATE TABLE log (id int);
CREATE RULE ru AS ON DELETE TO base WHERE OLD.r > 10 DO ALSO INSERT INTO log VALUES (OLD.r);
CREATE POLICY po ON base USING (p > 0);
CREATE TABLE other (x base, id int);
INSERT INTO base (id, a, b, tr, tw, f, r, p) SELECT i, i, i, i, i, i, i, i FROM generate_series(1, 50) i;

-- cases: dependents
-- fails
ALTER TABLE base ALTER b TYPE text;

-- fails
ALTER TABLE base ALTER f TYPE numeric(10,2);

-- fails
ALTER TABLE base ALTER tw TYPE varchar;

-- fails
ALTER TABLE base ALTER r TYPE bigint;

-- fails
ALTER TABLE base ALTER p TYPE bigint;

-- fails
ALTER TABLE base ALTER c TYPE bigint;

-- fails
ALTER TABLE base ALTER tr TYPE bigint;

-- fails
ALTER TABLE base ALTER a TYPE varchar;

-- fails
ALTER TABLE base ALTER d TYPE bigint;

DROP TABLE other;
ALTER TABLE base ALTER a TYPE varchar;

DROP TABLE other;
ALTER TABLE base ALTER a TYPE varchar(20);

DROP TABLE other;
ALTER TABLE base ALTER d TYPE bigint;

DROP TABLE other;
ALTER TABLE base ALTER g TYPE bigint;

DROP TABLE other;
ALTER TABLE base ALTER s TYPE bigint;

DROP TABLE other;
ALTER TABLE base ALTER i TYPE bigint;

DROP TABLE other;
ALTER TABLE base ALTER i TYPE smallint;

DROP TABLE other;
ALTER TABLE base ALTER d DROP DEFAULT, ALTER d TYPE text USING d::text, ALTER d SET DEFAULT 'y';

-- fails
DROP TABLE other;
ALTER TABLE base ALTER d TYPE boolean USING d > 0;

DROP TABLE other;
ALTER TABLE base ALTER d DROP DEFAULT, ALTER d TYPE boolean USING d > 0;

DROP TABLE other;
DROP VIEW v;
ALTER TABLE base ALTER b TYPE text;

-- fails
ALTER VIEW v ALTER COLUMN b TYPE text;

ALTER TABLE other ALTER id TYPE bigint;

ALTER TABLE other ALTER x TYPE text;

-- given: trees
CREATE TABLE part (id int, k int, t text, v varchar(10), PRIMARY KEY (id, k)) PARTITION BY RANGE (k);
CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE TABLE part2 PARTITION OF part FOR VALUES FROM (10) TO (100) PARTITION BY LIST (k);
CREATE TABLE part2a PARTITION OF part2 FOR VALUES IN (20);
CREATE TABLE part2d PARTITION OF part2 DEFAULT;
CREATE INDEX part_t ON part (t);
CREATE INDEX part_v ON part (v) WHERE v IS NOT NULL;
ALTER TABLE part ADD CONSTRAINT v_len CHECK (length(v) < 9);
CREATE TABLE refs (id int PRIMARY KEY, pid int, pk int, FOREIGN KEY (pid, pk) REFERENCES part);
INSERT INTO part SELECT i, i, i, i FROM generate_series(1, 50) i;
INSERT INTO refs SELECT i, i, i FROM generate_series(1, 50) i;
CREATE TABLE mom (id int PRIMARY KEY, t text, v varchar(10), c int CHECK (c > 0));
CREATE TABLE kid (extra int) INHERITS (mom);
CREATE TABLE grandkid (more text) INHERITS (kid);
CREATE TABLE kid_own (v varchar(10), z int) INHERITS (mom);
CREATE INDEX kid_t ON kid (t);
INSERT INTO mom SELECT i, i, i, i FROM generate_series(1, 50) i;
INSERT INTO kid SELECT i, i, i, i, i FROM generate_series(1, 50) i;
INSERT INTO grandkid SELECT i, i, i, i, i, i FROM generate_series(1, 50) i;
INSERT INTO kid_own SELECT i, i, i, i, i FROM generate_series(1, 50) i;
CREATE TABLE fkpart (id int PRIMARY KEY, mid int REFERENCES mom) PARTITION BY HASH (id);
CREATE TABLE fkpart0 PARTITION OF fkpart FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE fkpart1 PARTITION OF fkpart FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO fkpart SELECT i, i FROM generate_series(1, 50) i;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE ft (a int, b text) SERVER s;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a, 'x'::text AS b;
CREATE TYPE tt AS (a int, b text);
CREATE TABLE typed OF tt;
INSERT INTO typed VALUES (1, 'x');
CREATE UNLOGGED TABLE ul (a int PRIMARY KEY, b text);
INSERT INTO ul VALUES (1, 'x');
CREATE SCHEMA app;
CREATE TABLE app."Mixed" ("Col" int, b varchar(10));
INSERT INTO app."Mixed" VALUES (1, 'x');

-- cases: trees
ALTER TABLE part ALTER id TYPE bigint;

ALTER TABLE part ALTER t TYPE varchar;

ALTER TABLE part ALTER t TYPE varchar(60);

ALTER TABLE part ALTER v TYPE varchar(20);

ALTER TABLE part ALTER v TYPE text;

ALTER TABLE part ALTER v TYPE varchar(5);

ALTER TABLE part ALTER t TYPE text COLLATE "C";

ALTER TABLE part ALTER t TYPE varchar, ALTER v TYPE text;

-- fails
ALTER TABLE part ALTER k TYPE bigint;

-- fails
ALTER TABLE ONLY part ALTER t TYPE varchar;

-- fails
ALTER TABLE part1 ALTER t TYPE varchar;

-- fails
ALTER TABLE part2 ALTER t TYPE varchar;

DROP TABLE refs;
ALTER TABLE part ALTER id TYPE bigint;

ALTER TABLE refs ALTER pid TYPE bigint;

ALTER TABLE refs ALTER id TYPE bigint;

ALTER TABLE mom ALTER t TYPE varchar;

ALTER TABLE mom ALTER v TYPE varchar(20);

ALTER TABLE mom ALTER v TYPE text USING v || 'x';

ALTER TABLE mom ALTER id TYPE bigint;

ALTER TABLE mom ALTER c TYPE bigint;

ALTER TABLE mom ALTER c TYPE int;

-- fails
ALTER TABLE ONLY mom ALTER t TYPE varchar;

-- fails
ALTER TABLE kid ALTER t TYPE varchar;

ALTER TABLE kid ALTER extra TYPE bigint;

ALTER TABLE kid_own ALTER z TYPE text;

-- fails
ALTER TABLE kid_own ALTER v TYPE text;

ALTER TABLE grandkid ALTER more TYPE varchar;

ALTER TABLE fkpart ALTER mid TYPE bigint;

-- fails
ALTER TABLE fkpart ALTER id TYPE bigint;

ALTER TABLE ft ALTER a TYPE bigint;

ALTER FOREIGN TABLE ft ALTER b TYPE varchar;

-- fails
ALTER MATERIALIZED VIEW mv ALTER a TYPE bigint;

-- fails
ALTER TABLE typed ALTER a TYPE bigint;

ALTER TABLE ul ALTER a TYPE bigint;

ALTER TABLE ul ALTER b TYPE varchar;

ALTER TABLE app."Mixed" ALTER "Col" TYPE bigint;

SET search_path = app;
ALTER TABLE "Mixed" ALTER b TYPE varchar(20);

-- fails
ALTER TABLE app.mixed ALTER b TYPE text;
