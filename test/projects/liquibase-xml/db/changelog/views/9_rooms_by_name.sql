CREATE VIEW hotel.rooms_by_name AS SELECT name, id FROM hotel.room_names;
