-- AlterTable
ALTER TABLE "Post" ADD COLUMN "slug" TEXT;

-- CreateIndex
CREATE INDEX "Post_slug_idx" ON "Post" ("slug" ASC);
