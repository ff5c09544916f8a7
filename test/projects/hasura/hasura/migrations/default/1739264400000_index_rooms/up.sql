CREATE INDEX "rooms_name" ON "public"."rooms" ("name" ASC);
