--liquibase formatted sql
--changeset a:1
INSERT INTO t1 (id) VALUES (1);
--changeset a:2
INSERT INTO t2 (id) VALUES (1);
INSERT INTO t3 (id) VALUES (1);
