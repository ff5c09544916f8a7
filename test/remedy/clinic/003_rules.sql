CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;
CREATE TRIGGER patients_touch BEFORE UPDATE ON patients FOR EACH ROW EXECUTE FUNCTION touch();

CREATE VIEW open_visits AS
    SELECT v.id, v.at, p."Full Name" AS patient
      FROM visits v JOIN patients p ON p.id = v.patient_id
     WHERE v.state = 'planned';
CREATE VIEW open_visits_today AS SELECT * FROM open_visits WHERE at::date = current_date;

CREATE FUNCTION miss(visit_at timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE visits SET state = 'missed' WHERE at < visit_at AND state = 'planned';
$$;

GRANT SELECT, UPDATE (notes) ON patients TO PUBLIC;
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
CREATE POLICY everybody ON patients USING (born IS NOT NULL OR "Full Name" <> '');
