-- prairielearn:migrations NO TRANSACTION
CREATE INDEX CONCURRENTLY courses_note ON courses (note ASC);
