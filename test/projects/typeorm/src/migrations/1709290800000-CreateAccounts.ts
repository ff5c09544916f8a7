import { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAccounts1709290800000 implements MigrationInterface {
  name = 'CreateAccounts1709290800000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE "accounts" ("id" SERIAL NOT NULL, "email" text NOT NULL, PRIMARY KEY ("id" HASH))`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "accounts"`);
  }
}
