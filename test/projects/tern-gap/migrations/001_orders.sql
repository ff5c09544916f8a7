create table orders (id uuid, primary key (id hash));
