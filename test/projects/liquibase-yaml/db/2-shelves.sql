--liquibase formatted sql
--changeset ada:shelves
CREATE TABLE ${shelf_table} (id uuid NOT NULL, label text NOT NULL, PRIMARY KEY (id HASH));
--rollback DROP TABLE ${shelf_table};
