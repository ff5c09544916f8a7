ALTER TABLE "Order" ADD COLUMN "note" text;
