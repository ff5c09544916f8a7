--- invalid: a vector index
CREATE TABLE docs (id uuid PRIMARY KEY, embedding vector(3));
CREATE INDEX docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops); -- expect: no-vector-index

--- invalid: the names that pgvector gives them
-- mode: transactional-manual
CREATE TABLE docs (id uuid PRIMARY KEY, embedding vector(3));
CREATE INDEX ON docs USING hnsw (embedding vector_cosine_ops); -- expect: no-vector-index
CREATE INDEX docs_lists ON docs USING ivfflat (embedding vector_l2_ops) WITH (lists = 100); -- expect: no-vector-index

--- invalid: automatic mode, the last release without them
-- mode: transactional-automatic
-- version: 2025.2.6.0
CREATE TABLE docs (id uuid PRIMARY KEY, embedding vector(3));
CREATE INDEX docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops); -- expect: no-vector-index

--- invalid: automatic mode in a series that nothing is said of, a warning
-- mode: transactional-automatic
-- version: 2026.1
CREATE TABLE docs (id uuid PRIMARY KEY, embedding vector(3));
CREATE INDEX docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops); -- expect: no-vector-index

--- valid: a vector without an index
CREATE TABLE docs (id uuid PRIMARY KEY, embedding vector(3));

--- valid: automatic mode, the first release with them
-- mode: transactional-automatic
-- version: 2025.2.7.0
CREATE TABLE docs (id uuid PRIMARY KEY, embedding vector(3));
CREATE INDEX docs_embedding ON docs USING ybhnsw (embedding vector_l2_ops);

--- valid: other methods
CREATE TABLE docs (id uuid PRIMARY KEY, tags text[]);
CREATE INDEX docs_tags ON docs USING gin (tags);
