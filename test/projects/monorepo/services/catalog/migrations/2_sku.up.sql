-- "invoices" of the other service is not known here.
ALTER TABLE products ADD CONSTRAINT products_sku_key UNIQUE (sku);
ALTER TABLE invoices ADD COLUMN note text;
