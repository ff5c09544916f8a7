\ir tables/missing.sql
\ir ../../../outside.sql
CREATE TABLE orders (id uuid NOT NULL, PRIMARY KEY (id HASH));
\ir 02_circle.sql
