CREATE VIEW large AS SELECT id FROM rooms WHERE size > 20;
