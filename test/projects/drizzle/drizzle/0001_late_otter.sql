CREATE INDEX "orders_placed_on" ON "orders" ("placed_on" ASC);--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "note" text