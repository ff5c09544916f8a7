ALTER TABLE ${app_schema}.orders ADD COLUMN total numeric;
