CREATE TABLE :"app".orders (id uuid NOT NULL, code text NOT NULL, PRIMARY KEY (id HASH));
