DROP TABLE "public"."rooms";
