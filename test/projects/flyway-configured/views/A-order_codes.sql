CREATE OR REPLACE VIEW ${app_schema}.order_codes AS SELECT id, code FROM ${app_schema}.orders;
