-- Syntax that came with a later version: refused before it, and what it does from then on.

-- given: later
CREATE TABLE t (id int PRIMARY KEY, body text, at daterange, valid_at daterange);
CREATE TABLE parent (id int PRIMARY KEY, other int);
CREATE TABLE child (id int, parent_id int REFERENCES parent ON DELETE SET NULL);
CREATE TABLE inh (id int);
CREATE TABLE kid () INHERITS (inh);
CREATE TABLE part (id int) PARTITION BY RANGE (id);
CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10);
CREATE TABLE stay (room int4range, during daterange);
CREATE PUBLICATION pub FOR TABLE parent;
INSERT INTO parent VALUES (1, 1);
INSERT INTO t VALUES (1, 'x');

-- cases: later
-- pg<14
-- fails
ALTER TABLE t ALTER COLUMN body SET COMPRESSION pglz;

-- pg>=14
ALTER TABLE t ALTER COLUMN body SET COMPRESSION pglz;

-- pg<14
-- fails
CREATE TABLE n (body text COMPRESSION pglz);

-- pg>=14
CREATE TABLE n (body text COMPRESSION pglz);

-- pg<14
-- fails
ALTER TABLE t ADD COLUMN more text COMPRESSION pglz;

-- pg>=14
ALTER TABLE t ADD COLUMN more text COMPRESSION pglz;

-- pg<14
-- fails
CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;

-- pg>=14
CREATE FUNCTION one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END;

-- pg<15
-- fails
CREATE UNIQUE INDEX n ON t (body) NULLS NOT DISTINCT;

-- pg>=15
CREATE UNIQUE INDEX n ON t (body) NULLS NOT DISTINCT;

-- pg<15
-- fails
CREATE TABLE n (id int UNIQUE NULLS NOT DISTINCT);

-- pg>=15
CREATE TABLE n (id int UNIQUE NULLS NOT DISTINCT);

-- pg<15
-- fails
CREATE TABLE n (id int, UNIQUE NULLS NOT DISTINCT (id));

-- pg>=15
CREATE TABLE n (id int, UNIQUE NULLS NOT DISTINCT (id));

-- pg<15
-- fails
ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (body);

-- pg>=15
ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (body);

-- pg<15
-- fails
ALTER TABLE child ADD CONSTRAINT again FOREIGN KEY (parent_id) REFERENCES parent ON DELETE SET NULL (parent_id);

-- pg>=15
ALTER TABLE child ADD CONSTRAINT again FOREIGN KEY (parent_id) REFERENCES parent ON DELETE SET NULL (parent_id);

-- pg<15
-- fails
CREATE TABLE n (id int, FOREIGN KEY (id) REFERENCES parent ON DELETE SET DEFAULT (id));

-- pg>=15
CREATE TABLE n (id int, FOREIGN KEY (id) REFERENCES parent ON DELETE SET DEFAULT (id));

-- pg<15
-- fails
CREATE PUBLICATION n FOR TABLES IN SCHEMA public;

-- pg>=15
CREATE PUBLICATION n FOR TABLES IN SCHEMA public;

-- pg<15
-- fails
CREATE PUBLICATION n FOR TABLE parent WHERE (id > 1);

-- pg>=15
CREATE PUBLICATION n FOR TABLE parent WHERE (id > 1);

-- pg<15
-- fails
CREATE PUBLICATION n FOR TABLE parent (id);

-- pg>=15
CREATE PUBLICATION n FOR TABLE parent (id);

-- pg<15
-- fails
ALTER PUBLICATION pub SET TABLE parent WHERE (id > 1);

-- pg>=15
ALTER PUBLICATION pub SET TABLE parent WHERE (id > 1);

-- pg<15
-- fails
ALTER PUBLICATION pub ADD TABLES IN SCHEMA public;

-- pg>=15
ALTER PUBLICATION pub ADD TABLES IN SCHEMA public;

-- pg<16
-- fails
CREATE TABLE n (body text STORAGE external);

-- pg>=16
CREATE TABLE n (body text STORAGE external);

-- pg<17
-- fails
ALTER TABLE t SET ACCESS METHOD DEFAULT;

-- pg>=17
ALTER TABLE t SET ACCESS METHOD DEFAULT;

-- pg<17
-- fails
MERGE INTO parent USING child ON parent.id = child.parent_id WHEN NOT MATCHED BY SOURCE THEN DELETE;

-- pg>=17
MERGE INTO parent USING child ON parent.id = child.parent_id WHEN NOT MATCHED BY SOURCE THEN DELETE;

-- pg<18
-- fails
ALTER TABLE stay ADD CONSTRAINT u UNIQUE (room, during WITHOUT OVERLAPS);

-- pg>=18
ALTER TABLE stay ADD CONSTRAINT u UNIQUE (room, during WITHOUT OVERLAPS);

-- pg<18
-- fails
CREATE TABLE n (room int4range, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));

-- pg>=18
CREATE TABLE n (room int4range, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));

-- pg<18
-- fails
ALTER TABLE t ADD CHECK (id > 0) NOT ENFORCED;

-- pg>=18
ALTER TABLE t ADD CHECK (id > 0) NOT ENFORCED;

-- pg<18
-- fails
ALTER TABLE child ADD CONSTRAINT later FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED;

-- pg>=18
ALTER TABLE child ADD CONSTRAINT later FOREIGN KEY (parent_id) REFERENCES parent NOT ENFORCED;

-- pg<18
-- fails
ALTER TABLE t ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) VIRTUAL;

-- pg>=18
ALTER TABLE t ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) VIRTUAL;

-- pg<18
-- fails
ALTER TABLE t ADD CONSTRAINT named NOT NULL body NOT VALID;

-- pg>=18
ALTER TABLE t ADD CONSTRAINT named NOT NULL body NOT VALID;

-- pg<18
-- fails
ALTER TABLE t ADD CONSTRAINT named NOT NULL body;

-- pg>=18
ALTER TABLE t ADD CONSTRAINT named NOT NULL body;

-- The constraint of PostgreSQL 18 that a period refers to.
-- pg<18
-- fails
ALTER TABLE stay ADD CONSTRAINT r FOREIGN KEY (room, PERIOD during) REFERENCES stay (room, PERIOD during);

-- pg>=18
ALTER TABLE inh ADD CONSTRAINT named NOT NULL id;
ALTER TABLE inh ALTER CONSTRAINT named NO INHERIT;

-- pg<14
-- fails
ALTER TABLE part DETACH PARTITION part1 FINALIZE;

-- pg<14
-- fails
-- transaction off
ALTER TABLE part DETACH PARTITION part1 CONCURRENTLY;
