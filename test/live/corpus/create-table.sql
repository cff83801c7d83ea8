-- CREATE TABLE in all its forms: what it locks of the tables that exist.

-- given: shop
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE SEQUENCE counter;
CREATE TABLE users (id bigserial PRIMARY KEY, email text UNIQUE, boss bigint REFERENCES users);
INSERT INTO users (email) SELECT 'e' || g FROM generate_series(1, 50) g;
CREATE TABLE products (id bigint PRIMARY KEY, sku text, CONSTRAINT s CHECK (sku <> ''));
INSERT INTO products SELECT g, 's' || g FROM generate_series(1, 50) g;
CREATE INDEX products_sku ON products (sku);
CREATE TABLE app.parts (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE app.parts_24 PARTITION OF app.parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO app.parts VALUES (1, '2024-05-05');
CREATE VIEW v AS SELECT id, email FROM users;
CREATE MATERIALIZED VIEW mv AS SELECT id FROM users;
CREATE TABLE base (id int, note text NOT NULL DEFAULT 'x', CHECK (id > 0));
INSERT INTO base VALUES (1, 'a');
CREATE TABLE child (extra int) INHERITS (base);
INSERT INTO child VALUES (1, 'a', 2);
CREATE TABLE other (id int, more text);

-- cases: shop
CREATE TABLE t (id int);

CREATE TABLE t (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE, CHECK (id > 0));

CREATE TABLE IF NOT EXISTS users (id int);

CREATE TABLE IF NOT EXISTS t (id int REFERENCES users);

CREATE TABLE IF NOT EXISTS users (id int REFERENCES products);

CREATE TABLE t (id int, user_id bigint REFERENCES users);

CREATE TABLE t (user_id bigint REFERENCES users (id) ON DELETE CASCADE, product_id bigint REFERENCES products);

CREATE TABLE t (user_id bigint, email text, FOREIGN KEY (user_id) REFERENCES users, CONSTRAINT e FOREIGN KEY (email) REFERENCES users (email) DEFERRABLE);

CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t);

-- pg>=18
CREATE TABLE t (user_id bigint REFERENCES users NOT ENFORCED);

CREATE TABLE t (p int, at date, FOREIGN KEY (p, at) REFERENCES app.parts);

CREATE TABLE app.t (user_id bigint REFERENCES public.users);

CREATE TEMP TABLE t (user_id bigint);

CREATE UNLOGGED TABLE t (id int);

CREATE TABLE t (LIKE users);

CREATE TABLE t (LIKE users INCLUDING ALL);

CREATE TABLE t (LIKE products INCLUDING INDEXES INCLUDING CONSTRAINTS, extra int);

CREATE TABLE t (LIKE v);

CREATE TABLE t (LIKE mv);

CREATE TABLE t (LIKE app.parts INCLUDING ALL);

CREATE TABLE t (z int) INHERITS (base);

CREATE TABLE t () INHERITS (base, other);

CREATE TABLE t (x int) INHERITS (child);

CREATE TABLE t OF pair;

CREATE TABLE t OF pair (PRIMARY KEY (a));

CREATE TABLE t (m mood, p positive, n int DEFAULT nextval('counter'));

CREATE TABLE t (at date, v int) PARTITION BY RANGE (at);

CREATE TABLE t (at date, u bigint REFERENCES users) PARTITION BY RANGE (at);

CREATE TABLE app.parts_25 PARTITION OF app.parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

CREATE TABLE app.parts_25 PARTITION OF app.parts (CONSTRAINT x CHECK (id > 0)) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

SET search_path = app, public;
CREATE TABLE t (u bigint REFERENCES users);

CREATE TABLE t AS SELECT * FROM users;

CREATE TABLE t AS SELECT u.id, p.sku FROM users u JOIN products p USING (id) WITH NO DATA;

CREATE TABLE IF NOT EXISTS t AS TABLE v;

SELECT * INTO t FROM v;

CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, v int GENERATED ALWAYS AS (1) STORED);

CREATE TABLE t (a int, b int, EXCLUDE USING btree (a WITH =));

CREATE TABLE t (c text COLLATE "C", d text DEFAULT current_user, e timestamptz DEFAULT now());

CREATE SCHEMA s2 CREATE TABLE t (u bigint REFERENCES public.users);

CREATE TABLE t (u bigint CONSTRAINT named REFERENCES users (id) MATCH FULL ON UPDATE SET NULL NOT DEFERRABLE);

CREATE TABLE t (id int) TABLESPACE ts1;

CREATE TABLE t (id int) WITH (fillfactor = 70);

CREATE TABLE "T" ("User Id" bigint REFERENCES "users" ("id"));
