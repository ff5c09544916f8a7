import { readFile } from 'node:fs/promises';

export async function up(knex) {
  await knex.raw(await readFile('db/views.sql', 'utf8'));
  await knex.raw(await readFile(new URL('./gone.sql', import.meta.url), 'utf8'));
}
