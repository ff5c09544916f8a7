SELECT 'CREATE TABLE shop.audit (id uuid NOT NULL, PRIMARY KEY (id HASH))' \gexec
