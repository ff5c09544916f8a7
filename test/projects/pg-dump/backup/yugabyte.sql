--
-- YSQL database dump
--

SET statement_timeout = 0;

CREATE TABLE public.orders (
    id serial,
    CONSTRAINT orders_pkey PRIMARY KEY ((id) HASH)
)
SPLIT INTO 3 TABLETS;

--
-- YSQL database dump complete
--

