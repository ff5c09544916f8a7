-- morph:nontransactional
DROP INDEX CONCURRENTLY posts_note;
