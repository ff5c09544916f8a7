DROP TABLE /* TEMPLATE: schema */river_job;
