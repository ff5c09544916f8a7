'use strict';

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    // No transaction: Sequelize opens none.
    await queryInterface.sequelize.query(`CREATE INDEX accounts_email_idx ON accounts (email HASH)`);
    await queryInterface.addColumn('accounts', 'note', { type: Sequelize.TEXT });
  },

  async down(queryInterface, Sequelize) {
    await queryInterface.sequelize.query(`DROP INDEX accounts_email_idx`);
  },
};
