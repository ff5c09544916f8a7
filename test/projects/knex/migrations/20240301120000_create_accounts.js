/** @param { import("knex").Knex } knex */
exports.up = async function (knex) {
  await knex.raw(`
    CREATE TABLE accounts (
      id serial,
      email text NOT NULL,
      PRIMARY KEY (id HASH)
    )
  `);
};

/** @param { import("knex").Knex } knex */
exports.down = async function (knex) {
  await knex.raw('DROP TABLE accounts');
};
