CREATE VIEW codes AS SELECT code FROM orders;
