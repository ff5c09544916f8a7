CREATE VIEW hotel.room_names AS SELECT id, name FROM hotel.rooms;
