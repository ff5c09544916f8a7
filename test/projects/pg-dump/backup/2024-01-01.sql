--
-- PostgreSQL database dump
--

SET statement_timeout = 0;

CREATE TABLE public.orders (id uuid, PRIMARY KEY (id HASH));

--
-- PostgreSQL database dump complete
--

