GRANT SELECT ON ${app}.orders TO reader;
