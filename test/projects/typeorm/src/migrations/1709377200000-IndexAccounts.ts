import { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexAccounts1709377200000 implements MigrationInterface {
  public readonly transaction = false;

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX "accounts_email_idx" ON "accounts" ("email" HASH)');
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "accounts_email_idx"');
  }
}
