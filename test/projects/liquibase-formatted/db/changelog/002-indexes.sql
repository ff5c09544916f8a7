--liquibase formatted sql

--changeset ada:index-title runInTransaction:false
CREATE INDEX books_title ON books (title HASH);
--rollback DROP INDEX books_title;

--changeset ada:index-title-and-id
CREATE INDEX books_title_and_id ON books (title HASH, id ASC);
/* liquibase rollback
DROP INDEX books_title_and_id;
*/
