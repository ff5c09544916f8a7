CREATE INDEX rooms_name ON hotel.rooms (name HASH);
