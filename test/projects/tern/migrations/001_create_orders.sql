create table {{.prefix}}_orders (id bigserial, note text, primary key (id hash));

---- create above / drop below ----

drop table {{.prefix}}_orders;
