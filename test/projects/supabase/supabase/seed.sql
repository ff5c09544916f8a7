INSERT INTO notes (id, body) VALUES ('5f0c1b1e-0d0e-4b60-9a55-0c0ffee00001', 'first');
