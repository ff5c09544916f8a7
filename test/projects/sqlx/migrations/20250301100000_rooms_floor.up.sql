-- Rooms by floor.
-- no-transaction
CREATE INDEX rooms_floor ON rooms (floor ASC);
