CREATE TABLE "orders" ("id" uuid NOT NULL, "placed_on" date NOT NULL, PRIMARY KEY ("id" HASH));
