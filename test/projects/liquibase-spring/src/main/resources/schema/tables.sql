CREATE TABLE ${app}.orders (id uuid NOT NULL, PRIMARY KEY (id HASH));
