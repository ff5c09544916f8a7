-- morph:nontransactional
CREATE INDEX CONCURRENTLY posts_note ON posts (note ASC);
