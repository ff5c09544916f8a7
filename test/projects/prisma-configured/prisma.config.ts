import path from 'node:path';
import { defineConfig, env } from 'prisma/config';

const root = 'db';

export default defineConfig({
  schema: path.join(root, 'schema'),
  migrations: { path: `${root}/steps` },
  datasource: { url: env('DATABASE_URL') },
});
