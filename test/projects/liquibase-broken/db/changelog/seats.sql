--liquibase formatted sql
--changeset ada:seats
CREATE TABLE seats (id uuid NOT NULL, PRIMARY KEY (id HASH));
