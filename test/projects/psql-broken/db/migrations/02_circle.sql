\ir 01_schema.sql
