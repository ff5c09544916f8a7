// An index is built outside of a transaction.
exports.config = { transaction: false };

const TABLE = 'accounts';

exports.up = (knex) => knex.raw(`CREATE INDEX accounts_email_idx ON ${TABLE} (email HASH)`);

exports.down = (knex) => knex.raw('DROP INDEX accounts_email_idx');
