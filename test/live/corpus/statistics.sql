-- CREATE, ALTER and DROP STATISTICS.

-- given: tree
CREATE SCHEMA app;
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int, town text);
INSERT INTO users SELECT i, 'u' || i, i, 't' FROM generate_series(1, 50) i;
CREATE TABLE app."Big Table" (id int PRIMARY KEY, a int, "B b" int);
CREATE TABLE events (id bigint, at date NOT NULL, v int) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE parent (id int, a int);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW adults AS SELECT * FROM users;
CREATE MATERIALIZED VIEW ages AS SELECT age, town FROM users;
CREATE STATISTICS users_stat ON age, town FROM users;
CREATE STATISTICS app.big ON a, "B b" FROM app."Big Table";

-- cases: tree
CREATE STATISTICS s ON age, town FROM users;

CREATE STATISTICS s (ndistinct, dependencies) ON age, town, email FROM users;

CREATE STATISTICS app.s (mcv) ON a, "B b" FROM app."Big Table";

CREATE STATISTICS IF NOT EXISTS users_stat ON age, email FROM users;

CREATE STATISTICS IF NOT EXISTS s ON age, email FROM users;

-- fails
CREATE STATISTICS users_stat ON age, email FROM users;

-- pg>=14
CREATE STATISTICS s ON (lower(email)) FROM users;

-- pg>=14
CREATE STATISTICS s ON age, (age + 1) FROM users;

-- fails
CREATE STATISTICS s ON age FROM users;

-- fails
CREATE STATISTICS s ON age, nothing FROM users;

-- pg>=16
CREATE STATISTICS ON age, town FROM users;

-- pg<16
-- fails
CREATE STATISTICS ON age, town FROM users;

CREATE STATISTICS s ON id, v FROM events;

CREATE STATISTICS s ON id, v FROM events_2023;

CREATE STATISTICS s ON id, a FROM parent;

CREATE STATISTICS s ON id, a FROM child;

CREATE STATISTICS s ON age, town FROM ages;

-- fails
CREATE STATISTICS s ON age, town FROM adults;

ALTER STATISTICS users_stat SET STATISTICS 100;

ALTER STATISTICS IF EXISTS nothing SET STATISTICS 100;

DROP STATISTICS users_stat;

DROP STATISTICS users_stat, app.big;

DROP STATISTICS IF EXISTS nothing;

CREATE STATISTICS s ON id, a FROM parent;
DROP STATISTICS s;

ALTER STATISTICS users_stat RENAME TO other;

ALTER STATISTICS users_stat OWNER TO r1;

ALTER STATISTICS users_stat SET SCHEMA app;

ALTER TABLE users ALTER COLUMN age SET STATISTICS 100;

-- given: foreign
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE alone (a text, b text) SERVER files OPTIONS (filename '/etc/passwd');

-- cases: foreign
CREATE STATISTICS s ON a, b FROM alone;
