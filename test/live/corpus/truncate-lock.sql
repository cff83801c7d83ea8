-- TRUNCATE and LOCK TABLE.

-- given: tree
CREATE SCHEMA app;
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE);
INSERT INTO users (email) SELECT 'u' || i FROM generate_series(1, 50) i;
CREATE TABLE orders (id serial PRIMARY KEY, user_id bigint REFERENCES users, boss int REFERENCES orders);
INSERT INTO orders (user_id, boss) SELECT i, 1 FROM generate_series(1, 20) i;
CREATE TABLE items (id serial PRIMARY KEY, order_id int REFERENCES orders, n int);
INSERT INTO items (order_id) SELECT i FROM generate_series(1, 20) i;
CREATE TABLE notes (item_id int REFERENCES items, user_id bigint REFERENCES users);
INSERT INTO notes VALUES (1, 1);
CREATE TABLE app."Lone Table" (id serial, a int);
INSERT INTO app."Lone Table" (a) VALUES (1);
CREATE TABLE events (id int, at date NOT NULL, user_id bigint REFERENCES users, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE events_2024_a PARTITION OF events_2024 FOR VALUES IN (1, 2);
CREATE TABLE events_2024_b PARTITION OF events_2024 DEFAULT;
INSERT INTO events SELECT i, '2023-01-01'::date + i * 10, i FROM generate_series(1, 40) i;
CREATE TABLE refs (event_id int, event_at date, FOREIGN KEY (event_id, event_at) REFERENCES events);
INSERT INTO refs SELECT id, at FROM events LIMIT 2;
CREATE TABLE alone (id int, v int) PARTITION BY LIST (v);
CREATE TABLE alone_1 PARTITION OF alone FOR VALUES IN (1);
CREATE TABLE alone_2 PARTITION OF alone FOR VALUES IN (2);
INSERT INTO alone VALUES (1, 1), (2, 2);
CREATE TABLE parent (id int PRIMARY KEY, a int);
CREATE TABLE child (c serial) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE other_parent (z int);
CREATE TABLE heir () INHERITS (parent, other_parent);
INSERT INTO parent VALUES (1, 1);
INSERT INTO child VALUES (2, 2);
INSERT INTO grandchild VALUES (3, 3);
CREATE TABLE of_child (id int PRIMARY KEY, p int REFERENCES parent);
CREATE TABLE of_child_kid () INHERITS (of_child);
CREATE VIEW names AS SELECT email FROM users;
CREATE VIEW wide AS SELECT n.email, o.id FROM names n, orders o WHERE o.id IN (SELECT order_id FROM items);
CREATE VIEW deep AS WITH w AS (SELECT * FROM wide) SELECT w.id, e.at FROM w JOIN events e ON e.id = w.id UNION ALL SELECT id, NULL FROM parent;
CREATE VIEW constants AS SELECT 1 AS one;
CREATE VIEW single AS SELECT id FROM ONLY parent;
CREATE MATERIALIZED VIEW sums AS SELECT count(*) AS n FROM users;
CREATE VIEW oversums AS SELECT n, a FROM sums, app."Lone Table";
CREATE SEQUENCE numbers;
CREATE TABLE owner (a int);
CREATE SEQUENCE owned OWNED BY owner.a;
INSERT INTO owner VALUES (nextval('owned'));

-- cases: tree
-- fails
TRUNCATE users;

TRUNCATE users CASCADE;

TRUNCATE TABLE orders CASCADE;

TRUNCATE items CASCADE;

TRUNCATE notes;

TRUNCATE notes, items;

-- fails
TRUNCATE notes, orders;

TRUNCATE orders, items, notes;

TRUNCATE users, orders CASCADE;

TRUNCATE app."Lone Table";

TRUNCATE app."Lone Table" RESTART IDENTITY;

TRUNCATE app."Lone Table" CONTINUE IDENTITY;

SET search_path = app;
TRUNCATE "Lone Table";

TRUNCATE users RESTART IDENTITY CASCADE;

TRUNCATE orders, items, notes RESTART IDENTITY;

TRUNCATE owner RESTART IDENTITY;

TRUNCATE owner;

-- fails
TRUNCATE events;

TRUNCATE events CASCADE;

TRUNCATE events, refs;

TRUNCATE refs;

TRUNCATE events_2023 CASCADE;

-- fails
TRUNCATE events_2023;

TRUNCATE events_2024 CASCADE;

TRUNCATE events_2024_a CASCADE;

TRUNCATE events_2024_b, refs;

TRUNCATE alone;

TRUNCATE alone_1;

TRUNCATE alone, alone_1;

-- fails
TRUNCATE ONLY alone;

TRUNCATE ONLY alone_2;

-- fails
TRUNCATE parent;

TRUNCATE parent CASCADE;

TRUNCATE ONLY parent CASCADE;

TRUNCATE child;

TRUNCATE child RESTART IDENTITY;

TRUNCATE ONLY child;

TRUNCATE other_parent;

TRUNCATE grandchild;

TRUNCATE of_child;

TRUNCATE ONLY of_child;

TRUNCATE child *, other_parent;

-- fails
TRUNCATE names;

-- fails
TRUNCATE sums;

-- fails
TRUNCATE numbers;

-- fails
TRUNCATE nothing;

CREATE TABLE fresh (a int);
TRUNCATE fresh;

CREATE TEMP TABLE mine (a int);
TRUNCATE mine;

CREATE UNLOGGED TABLE quick (a int);
TRUNCATE quick, notes;

ALTER TABLE alone DETACH PARTITION alone_2;
TRUNCATE alone;

ALTER TABLE notes DROP CONSTRAINT notes_item_id_fkey;
TRUNCATE items;

CREATE TABLE loop_a (id int PRIMARY KEY, b int);
CREATE TABLE loop_b (id int PRIMARY KEY, a int REFERENCES loop_a);
ALTER TABLE loop_a ADD FOREIGN KEY (b) REFERENCES loop_b;
TRUNCATE loop_a CASCADE;

CREATE TABLE pfk (uid bigint REFERENCES users, v int) PARTITION BY LIST (v);
CREATE TABLE pfk1 PARTITION OF pfk DEFAULT;
TRUNCATE pfk;

CREATE TABLE pfk (a int, at date, v int, FOREIGN KEY (a, at) REFERENCES events) PARTITION BY LIST (v);
CREATE TABLE pfk1 PARTITION OF pfk DEFAULT;
CREATE TABLE pfk2 PARTITION OF pfk FOR VALUES IN (7);
TRUNCATE events_2024_a CASCADE;

CREATE TABLE pfk (a int, at date, v int, FOREIGN KEY (a, at) REFERENCES events) PARTITION BY LIST (v);
CREATE TABLE pfk1 PARTITION OF pfk DEFAULT;
TRUNCATE events CASCADE;

ALTER TABLE alone_1 ADD PRIMARY KEY (id);
CREATE TABLE tofirst (id int, FOREIGN KEY (id) REFERENCES alone_1 (id));
TRUNCATE alone_1 CASCADE;

ALTER TABLE alone_1 ADD PRIMARY KEY (id);
CREATE TABLE tofirst (id int, FOREIGN KEY (id) REFERENCES alone_1 (id));
TRUNCATE alone CASCADE;

LOCK users;

LOCK TABLE users IN ACCESS SHARE MODE;

LOCK TABLE users IN ROW SHARE MODE;

LOCK TABLE users IN ROW EXCLUSIVE MODE;

LOCK TABLE users IN SHARE UPDATE EXCLUSIVE MODE;

LOCK TABLE users IN SHARE MODE;

LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE;

LOCK TABLE users IN EXCLUSIVE MODE NOWAIT;

LOCK TABLE users, orders IN ACCESS EXCLUSIVE MODE;

LOCK TABLE users NOWAIT;

LOCK TABLE app."Lone Table" IN SHARE MODE;

LOCK TABLE events;

LOCK TABLE ONLY events IN SHARE MODE;

LOCK TABLE events_2024 IN EXCLUSIVE MODE;

LOCK TABLE events_2024_a IN EXCLUSIVE MODE;

LOCK TABLE parent;

LOCK TABLE ONLY parent;

LOCK TABLE child IN SHARE MODE;

LOCK TABLE other_parent;

LOCK TABLE names;

LOCK TABLE names IN SHARE MODE;

LOCK TABLE wide IN ROW SHARE MODE;

LOCK TABLE deep;

LOCK TABLE deep, app."Lone Table" IN SHARE MODE;

LOCK TABLE ONLY wide IN SHARE MODE;

LOCK TABLE constants;

LOCK TABLE single;

LOCK TABLE oversums;

-- fails
LOCK TABLE sums;

-- fails
LOCK TABLE numbers;

-- fails
LOCK TABLE nothing;

CREATE TEMP TABLE mine (a int);
LOCK TABLE mine;

CREATE RECURSIVE VIEW counting (n) AS SELECT 1 UNION ALL SELECT n + 1 FROM counting, notes WHERE n < 9;
LOCK TABLE counting;

CREATE VIEW lateral_view AS SELECT u.id FROM users u, LATERAL (SELECT * FROM items i WHERE i.id = u.id) x WHERE EXISTS (SELECT 1 FROM refs);
LOCK TABLE lateral_view;

ALTER TABLE items RENAME TO things;
LOCK TABLE wide;

-- given: foreign
CREATE EXTENSION file_fdw;
CREATE EXTENSION postgres_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE TABLE logs (id text, at date) PARTITION BY RANGE (at);
CREATE TABLE logs_2023 PARTITION OF logs FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE FOREIGN TABLE logs_old PARTITION OF logs FOR VALUES FROM ('2000-01-01') TO ('2023-01-01') SERVER files OPTIONS (filename '/dev/null', format 'csv');
CREATE FOREIGN TABLE alone (a text) SERVER files OPTIONS (filename '/etc/passwd');
CREATE VIEW over AS SELECT a, l.id FROM alone, logs l;
INSERT INTO logs VALUES ('a', '2023-02-02');

-- cases: foreign
-- fails
TRUNCATE logs;

-- fails
TRUNCATE alone;

TRUNCATE logs_2023;

LOCK TABLE logs;

-- fails
LOCK TABLE alone;

LOCK TABLE over;
