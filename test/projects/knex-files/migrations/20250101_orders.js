const fs = require('fs');
const path = require('path');

exports.up = async (knex) => {
  await knex.raw(fs.readFileSync(path.join(__dirname, 'sql', 'orders.sql'), 'utf8'));
  await knex.raw('CREATE INDEX orders_code ON orders (code HASH)');
};

exports.down = (knex) => knex.raw(fs.readFileSync(path.join(__dirname, 'sql/orders_down.sql')).toString());
