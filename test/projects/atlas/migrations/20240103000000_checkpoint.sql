-- atlas:checkpoint v1

CREATE TABLE "orders" ("id" bigserial, "note" text, PRIMARY KEY ("id" HASH));
