--
-- PostgreSQL database cluster dump
--

SET statement_timeout = 0;

CREATE ROLE app;

--
-- PostgreSQL database cluster dump complete
--

