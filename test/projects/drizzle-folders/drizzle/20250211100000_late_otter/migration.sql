CREATE INDEX "rooms_name" ON "rooms" ("name" ASC);
