CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "addresses" (
	"id" uuid NOT NULL,
	"city" text NOT NULL,
	PRIMARY KEY ("id" HASH)
);
