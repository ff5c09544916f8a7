CREATE SCHEMA #[app_schema];
CREATE TABLE #[app_schema].orders (id uuid NOT NULL, code text NOT NULL, PRIMARY KEY (id HASH));
CREATE TABLE #[flyway.defaultSchema].lines (id uuid NOT NULL, PRIMARY KEY (id HASH));
