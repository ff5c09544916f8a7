CREATE TABLE "Order" ("id" uuid PRIMARY KEY);
