/** @param { import("knex").Knex } knex */
exports.seed = async function (knex) {
  await knex.raw("INSERT INTO accounts (email) VALUES ('ann@example.com')");
};
