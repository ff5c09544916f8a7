CREATE TABLE bookings (id uuid NOT NULL, room_id uuid NOT NULL, PRIMARY KEY (id HASH));
