--liquibase formatted sql

--changeset ada:create-books
CREATE TABLE books (
  id uuid NOT NULL,
  title text NOT NULL,
  PRIMARY KEY (id HASH)
);
--rollback DROP TABLE books;

--changeset ada:create-books-mysql dbms:mysql
CREATE TABLE books (id BIGINT AUTO_INCREMENT PRIMARY KEY, title TEXT) ENGINE = InnoDB;
