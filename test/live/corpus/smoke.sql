-- A first pass over the harness itself: one case of each kind of thing that it must see.

-- given: shop
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int NOT NULL DEFAULT 1, manager bigint REFERENCES users);
INSERT INTO users SELECT i, 'u' || i, i FROM generate_series(1, 100) i;
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total int);
INSERT INTO orders SELECT i, i, i FROM generate_series(1, 50) i;
CREATE INDEX users_email_idx ON users (email);
CREATE VIEW adults AS SELECT id, age FROM users WHERE age > 17;
CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) FROM orders GROUP BY 1;
CREATE UNIQUE INDEX totals_user ON totals (user_id);
CREATE TABLE events (at date NOT NULL, body text) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
INSERT INTO events VALUES ('2024-05-01', 'x'), ('2020-01-01', 'y');
CREATE DOMAIN amount AS int;
CREATE VIEW order_totals AS SELECT total FROM orders;
CREATE TABLE bills (total amount);
INSERT INTO bills VALUES (1);
ALTER TABLE users ADD CONSTRAINT age_positive CHECK (age > 0) NOT VALID;

-- cases: shop
ALTER TABLE users ADD COLUMN note text;

ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users;

ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT orders_user;

ALTER TABLE users VALIDATE CONSTRAINT age_positive;

ALTER TABLE users ALTER COLUMN email SET NOT NULL;

-- fails
ALTER TABLE orders ALTER COLUMN total TYPE bigint;

ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();

CREATE INDEX orders_user_idx ON orders (user_id);

CREATE INDEX events_body ON events (body);

CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);

DROP INDEX CONCURRENTLY users_email_idx;

REINDEX INDEX CONCURRENTLY users_email_idx;

-- pg>=14
ALTER TABLE events DETACH PARTITION events_2024;

CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

ALTER DOMAIN amount ADD CHECK (value > 0);

TRUNCATE bills;

VACUUM FULL orders;

VACUUM orders;

CLUSTER orders USING orders_pkey;

REFRESH MATERIALIZED VIEW totals;

REFRESH MATERIALIZED VIEW CONCURRENTLY totals;

DROP TABLE users CASCADE;

UPDATE orders SET total = 0;

-- pg>=18
ALTER TABLE orders ADD CONSTRAINT user_known NOT NULL user_id NOT VALID;

CREATE FUNCTION note() RETURNS void LANGUAGE plpgsql AS $$
BEGIN

  UPDATE orders SET total = 1;
END $$;
SELECT note();
