CREATE TABLE /* TEMPLATE: schema */river_job (id bigserial, note text, PRIMARY KEY (id HASH));
