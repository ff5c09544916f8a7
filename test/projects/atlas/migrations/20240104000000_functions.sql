-- atlas:delimiter \n\n\n

CREATE TABLE a (id uuid, PRIMARY KEY (id HASH))


CREATE TABLE b (id uuid, PRIMARY KEY (id HASH))
