import { firstOf } from './tool.js';
import { dbmate } from './tools/dbmate.js';
import { drizzle } from './tools/drizzle.js';
import { goose } from './tools/goose.js';
import { liquibase } from './tools/liquibase.js';
import { mybatis } from './tools/mybatis.js';
import { sqlMigrate } from './tools/sql-migrate.js';
import { tern } from './tools/tern.js';

/**
 * Reads the comments that part up from down, whichever tool they are of. For folders whose tool is not known for sure:
 * there no down part must be read as up. The spellings are exact enough not to be met in prose.
 */
export const readAnyMarker = firstOf([goose, dbmate, sqlMigrate, tern, mybatis, drizzle, liquibase].map((tool) => tool.readDirective));
