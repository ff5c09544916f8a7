import type { MigrationTool } from '../tool.js';
import { atlas } from './atlas.js';
import { dbmate } from './dbmate.js';
import { diesel } from './diesel.js';
import { drizzle } from './drizzle.js';
import { flyway } from './flyway.js';
import { golangMigrate } from './golang-migrate.js';
import { goose } from './goose.js';
import { graphileMigrate } from './graphile-migrate.js';
import { hasura } from './hasura.js';
import { liquibase } from './liquibase.js';
import { mybatis } from './mybatis.js';
import { nodePgMigrate } from './node-pg-migrate.js';
import { plain } from './plain.js';
import { pop } from './pop.js';
import { prisma } from './prisma.js';
import { refinery } from './refinery.js';
import { sqitch } from './sqitch.js';
import { sqlMigrate } from './sql-migrate.js';
import { sqlx } from './sqlx.js';
import { supabase } from './supabase.js';
import { tern } from './tern.js';

/**
 * Every migration tool, in the order in which a folder is shown to them: shapes that only one tool has, marks in the
 * text, then names that several share; plain numbered files last.
 */
export const TOOLS: readonly MigrationTool[] = [
  sqitch,
  drizzle,
  prisma,
  supabase,
  diesel,
  hasura,
  refinery,
  flyway,
  liquibase,
  goose,
  dbmate,
  sqlMigrate,
  tern,
  mybatis,
  graphileMigrate,
  sqlx,
  pop,
  golangMigrate,
  atlas,
  nodePgMigrate,
  plain,
];
