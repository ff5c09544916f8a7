-- A clinic with two sites, written for one database.
CREATE TABLE practices (
    id     serial PRIMARY KEY,
    code   varchar(10) NOT NULL,
    name   text NOT NULL,
    parent_id integer REFERENCES practices (id)
);
CREATE UNIQUE INDEX practices_code ON practices (code);
COMMENT ON TABLE practices IS 'Where people are seen.';
COMMENT ON COLUMN practices.code IS 'As the insurers know it.';

CREATE TABLE patients (
    id           bigserial,
    practice_id  integer NOT NULL,
    "Full Name"  text NOT NULL,
    born         date CHECK (born > '1900-01-01'),
    initials     text GENERATED ALWAYS AS (left("Full Name", 2)) STORED,
    notes        jsonb NOT NULL DEFAULT '{}',
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT patients_pk PRIMARY KEY (id),
    CONSTRAINT patients_of_practice FOREIGN KEY (practice_id) REFERENCES practices (id) ON DELETE CASCADE
);
CREATE INDEX patients_by_practice ON patients (practice_id, born DESC NULLS LAST);
