-- Create "orders" table
CREATE TABLE "orders" ("id" bigserial, "note" text, PRIMARY KEY ("id" HASH));
