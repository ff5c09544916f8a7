import type { QualifiedName } from '../schema/model.js';

interface HistoryTables {
  /** Under their default names, `schema.table`. */
  readonly tables: readonly string[];
  /** Where the default names are set. */
  readonly source: string;
}

/** The tables in which migration tools note what has run, by the names that xclint has for the tools. */
const BY_TOOL: Readonly<Record<string, HistoryTables>> = {
  atlas: { tables: ['atlas_schema_revisions.atlas_schema_revisions'], source: 'https://github.com/ariga/atlas' },
  dbmate: { tables: ['public.schema_migrations'], source: 'https://github.com/amacneil/dbmate' },
  diesel: { tables: ['public.__diesel_schema_migrations'], source: 'https://github.com/diesel-rs/diesel' },
  drizzle: { tables: ['drizzle.__drizzle_migrations'], source: 'https://github.com/drizzle-team/drizzle-orm' },
  flyway: { tables: ['public.flyway_schema_history'], source: 'https://github.com/flyway/flyway' },
  'golang-migrate': { tables: ['public.schema_migrations'], source: 'https://github.com/golang-migrate/migrate' },
  goose: { tables: ['public.goose_db_version'], source: 'https://github.com/pressly/goose' },
  'graphile-migrate': { tables: ['graphile_migrate.migrations'], source: 'https://github.com/graphile/migrate' },
  hasura: { tables: ['hdb_catalog.hdb_version'], source: 'https://github.com/hasura/graphql-engine' },
  knex: { tables: ['public.knex_migrations', 'public.knex_migrations_lock'], source: 'https://github.com/knex/knex' },
  kysely: { tables: ['public.kysely_migration', 'public.kysely_migration_lock'], source: 'https://github.com/kysely-org/kysely' },
  liquibase: { tables: ['public.databasechangelog', 'public.databasechangeloglock'], source: 'https://github.com/liquibase/liquibase' },
  'mikro-orm': { tables: ['public.mikro_orm_migrations'], source: 'https://github.com/mikro-orm/mikro-orm' },
  morph: { tables: ['public.db_migrations'], source: 'https://github.com/mattermost/morph' },
  mybatis: { tables: ['public.changelog'], source: 'https://github.com/mybatis/migrations' },
  'node-pg-migrate': { tables: ['public.pgmigrations'], source: 'https://github.com/salsita/node-pg-migrate' },
  pop: { tables: ['public.schema_migration'], source: 'https://github.com/gobuffalo/pop' },
  'postgres-migrations': { tables: ['public.migrations'], source: 'https://github.com/ThomWright/postgres-migrations' },
  'prairielearn-migrations': { tables: ['public.migrations'], source: 'https://github.com/PrairieLearn/PrairieLearn' },
  prisma: { tables: ['public._prisma_migrations'], source: 'https://github.com/prisma/prisma' },
  rails: { tables: ['public.schema_migrations'], source: 'https://github.com/rails/rails' },
  refinery: { tables: ['public.refinery_schema_history'], source: 'https://github.com/rust-db/refinery' },
  sequelize: { tables: ['public.SequelizeMeta'], source: 'https://github.com/sequelize/umzug' },
  'sql-migrate': { tables: ['public.gorp_migrations'], source: 'https://github.com/rubenv/sql-migrate' },
  sqitch: { tables: ['changes', 'dependencies', 'events', 'projects', 'releases', 'tags'].map((table) => `sqitch.${table}`), source: 'https://github.com/sqitchers/sqitch' },
  sqlx: { tables: ['public._sqlx_migrations'], source: 'https://github.com/launchbadge/sqlx' },
  supabase: { tables: ['supabase_migrations.schema_migrations'], source: 'https://github.com/supabase/cli' },
  tern: { tables: ['public.schema_version'], source: 'https://github.com/jackc/tern' },
  typeorm: { tables: ['public.migrations'], source: 'https://github.com/typeorm/typeorm' },
};

/** Those of tools whose migrations are no SQL, but whose tables a dump brings along. */
const OF_OTHER_TOOLS: readonly HistoryTables[] = [
  { tables: ['public.alembic_version'], source: 'https://github.com/sqlalchemy/alembic' },
  { tables: ['public.django_migrations'], source: 'https://github.com/django/django' },
  { tables: ['public.schema_migrations'], source: 'https://github.com/rails/rails' },
  { tables: ['public.__EFMigrationsHistory'], source: 'https://github.com/dotnet/efcore' },
];

/** Names that people give to other tables too: a history only where its own tool is used. */
const COMMON_NAMES: ReadonlySet<string> = new Set(['changelog', 'migrations']);

const read = (name: string): QualifiedName => {
  const [schema = '', table = ''] = name.split('.');
  return { schema, name: table };
};

/** The tables in which a tool keeps its history: those that its settings name, else the default ones; none for plain files and unknown tools. */
export function findHistoryTables(tool: string, named?: readonly string[]): readonly QualifiedName[] {
  return (named ?? BY_TOOL[tool]?.tables ?? []).map(read);
}

let known: ReadonlySet<string> | undefined;
let knownNames: ReadonlySet<string> | undefined;

/** Whether a table is some tool's history by its name: in any schema, unless the tool has a schema of its own for it. */
export function isHistoryTable({ schema, name }: QualifiedName): boolean {
  known ??= new Set([...Object.values(BY_TOOL), ...OF_OTHER_TOOLS].flatMap(({ tables }) => tables));
  // Every table of a root is asked about, and hardly one is named so.
  knownNames ??= new Set([...known].map((table) => table.slice(table.indexOf('.') + 1)));
  return knownNames.has(name) && !COMMON_NAMES.has(name) && (known.has(`${schema}.${name}`) || known.has(`public.${name}`));
}
