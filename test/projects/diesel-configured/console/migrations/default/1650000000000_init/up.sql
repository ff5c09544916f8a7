CREATE TABLE viewers (id uuid PRIMARY KEY);
