'use strict';

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.sequelize.query(
      'CREATE TABLE "accounts" (' +
        '"id" serial, ' +
        '"email" text NOT NULL, ' +
        'PRIMARY KEY ("id" HASH))',
    );
  },

  async down(queryInterface, Sequelize) {
    await queryInterface.dropTable('accounts');
  },
};
