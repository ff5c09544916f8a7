/** @param pgm {import('node-pg-migrate').MigrationBuilder} */
exports.up = (pgm) => {
  pgm.noTransaction();
  pgm.sql('CREATE INDEX accounts_email_idx ON accounts (email HASH)');
};

exports.down = false;
