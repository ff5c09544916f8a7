exports.up = (knex) => knex.schema.alterTable('accounts', (table) => table.text('note'));

exports.down = (knex) => knex.schema.alterTable('accounts', (table) => table.dropColumn('note'));
