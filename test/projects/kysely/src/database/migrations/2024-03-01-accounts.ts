import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE ${sql.table('accounts')} (
      id bigserial,
      email text NOT NULL,
      PRIMARY KEY (id HASH)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE accounts`.execute(db);
}
