CREATE TABLE tasks (id uuid PRIMARY KEY);
