DROP INDEX hotel.rooms_name;
