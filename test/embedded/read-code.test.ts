import { describe, expect, test } from 'vitest';
import { eventsOf, lintCode, places, sqlOf, statementsOf, unreadable, up } from './code.js';

const RUN_TIME = 'Not judged: this SQL is put together while the migration runs, or comes from another file';

describe('what the SQL is', () => {
  test.each([
    ['a template', 'await knex.raw(`DROP TABLE a`)', ['DROP TABLE a']],
    ['a constant', "const t = 'a';\nawait knex.raw(`DROP TABLE ${t}`)", ['DROP TABLE a']],
    ['a constant of an object', "const T = { name: 'a' };\nawait knex.raw(`DROP TABLE ${T.name}`)", ['DROP TABLE a']],
    ['a number', 'const n = 20;\nawait knex.raw(`ALTER TABLE a ALTER COLUMN b TYPE varchar(${n})`)', ['ALTER TABLE a ALTER COLUMN b TYPE varchar(20)']],
    ['what is unknown', 'await knex.raw(`DROP TABLE ${process.env.SCHEMA}.a`)', ['DROP TABLE ${SCHEMA}.a']],
    ['a default for what is unknown', "await knex.raw(`DROP TABLE ${process.env.SCHEMA || 'app'}.a`)", ['DROP TABLE app.a']],
    ['concatenation', "const t = 'a';\nawait knex.raw('DROP ' + 'TABLE ' + t + '_b')", ['DROP TABLE a_b']],
    ['concatenation with what is unknown', "await knex.raw('DROP TABLE ' + tableName())", ['DROP TABLE ${tableName}']],
    ['a text that grows', "let q = 'DROP TABLE a';\nq += ' CASCADE';\nawait knex.raw(q)", ['DROP TABLE a CASCADE']],
    ['joined lines', "await knex.raw(['DROP TABLE a,', 'b'].join(' '))", ['DROP TABLE a, b']],
    ['joined with a comma', "await knex.raw(`DROP TABLE ${['a', 'b'].join()}`)", ['DROP TABLE a,b']],
    ['String.raw', "await knex.raw(String.raw`SELECT E'\\n'`)", ["SELECT E'\\n'"]],
    ['joined with what is unknown', "await knex.raw(['DROP TABLE a', suffix()].join('_'))", ['DROP TABLE a_${item}']],
    ['a list that grows', "const q = [];\nq.push('DROP TABLE a');\nq.push('DROP TABLE b', 'DROP TABLE c');\nfor (const s of q) await knex.raw(s)", ['DROP TABLE a', 'DROP TABLE b', 'DROP TABLE c']],
    ['a list that grows in a loop', "const q: string[] = [];\nfor (const t of ['a', 'b']) q.push(`DROP TABLE ${t}`);\nawait knex.raw(q.join(';'))", ['DROP TABLE a', 'DROP TABLE b']],
    ['calls that are gathered', "const calls = [];\ncalls.push(knex.raw('DROP TABLE a'));\nawait Promise.all(calls)", ['DROP TABLE a']],
    ['a loop that counts', 'for (let i = 0; i < 3; i++) await knex.raw(`DROP TABLE a_${i}`)', ['DROP TABLE a_${i}']],
    ['replaced words', "await knex.raw('DROP TABLE __T__, __T__'.replace(/__T__/g, 'a'))", ['DROP TABLE a, a']],
    ['only the first word replaced', "await knex.raw('DROP TABLE T, T'.replace('T', 'a'))", ['DROP aABLE T, T']],
    ['trimmed text', 'await knex.raw(` DROP TABLE a `.trim())', ['DROP TABLE a']],
    ['both branches', "await knex.raw(`DROP TABLE ${big ? 'a' : 'b'}`)", ['DROP TABLE a', 'DROP TABLE b']],
    ['both sides of an if', "if (big) { await knex.raw('DROP TABLE a'); } else { await knex.raw('DROP TABLE b'); }", ['DROP TABLE a', 'DROP TABLE b']],
    ['both values of a constant', "const t = big ? 'a' : 'b';\nawait knex.raw(`DROP TABLE ${t}`)", ['DROP TABLE a', 'DROP TABLE b']],
    ['a value that an if replaces', "let t = 'a';\nif (big) t = 'b';\nawait knex.raw(`DROP TABLE ${t}`);\nawait knex.raw('DROP TABLE c')", ['DROP TABLE b', 'DROP TABLE c', 'DROP TABLE a']],
    ['a value that an if gives', "let t;\nif (big) { t = 'a'; } else { t = 'b'; }\nawait knex.raw(`DROP TABLE ${t}`)", ['DROP TABLE b', 'DROP TABLE a']],
    ['both values in an if', "if (big) { const t = old ? 'a' : 'b'; await knex.raw(`DROP TABLE ${t}`); }", ['DROP TABLE a', 'DROP TABLE b']],
    ['try, catch and finally', "try { await knex.raw('DROP TABLE a'); } catch { await knex.raw('DROP TABLE b'); } finally { await knex.raw('DROP TABLE c'); }", ['DROP TABLE a', 'DROP TABLE b', 'DROP TABLE c']],
    ['a loop over constants', "for (const t of ['a', 'b']) await knex.raw(`DROP TABLE ${t}`)", ['DROP TABLE a', 'DROP TABLE b']],
    ['a loop over entries', "for (const [t, c] of Object.entries({ a: 'x', b: 'y' })) await knex.raw(`ALTER TABLE ${t} DROP COLUMN ${c}`)", ['ALTER TABLE a DROP COLUMN x', 'ALTER TABLE b DROP COLUMN y']],
    ['a loop over objects', "for (const { t } of [{ t: 'a' }, { t: 'b' }]) await knex.raw(`DROP TABLE ${t}`)", ['DROP TABLE a', 'DROP TABLE b']],
    ['a loop over what is unknown', 'for (const t of await tables()) await knex.raw(`DROP TABLE ${t}`)', ['DROP TABLE ${t}']],
    ['forEach', "['a', 'b'].forEach((t) => knex.raw(`DROP TABLE ${t}`))", ['DROP TABLE a', 'DROP TABLE b']],
    ['Promise.all over map', "await Promise.all(['a', 'b'].map((t) => knex.raw(`DROP TABLE ${t}`)))", ['DROP TABLE a', 'DROP TABLE b']],
    ['then', "return knex.raw('DROP TABLE a').then(() => knex.raw('DROP TABLE b'))", ['DROP TABLE a', 'DROP TABLE b']],
    ['a function in the function', "const drop = (t: string) => knex.raw(`DROP TABLE ${t}`);\nawait drop('a');\nawait drop('b')", ['DROP TABLE a', 'DROP TABLE b']],
    ['a cast', "await knex.raw('DROP TABLE a' as string)", ['DROP TABLE a']],
    ['a transaction', "await knex.transaction(async (trx) => { await trx.raw('DROP TABLE a'); })", ['DROP TABLE a']],
    ['schema.raw', "await knex.schema.raw('DROP TABLE a')", ['DROP TABLE a']],
    ['values', "await knex.raw('UPDATE a SET b = ? WHERE c = ?', [1, 'x'])", ['UPDATE a SET b = $1 WHERE c = $1']],
    ['names', "await knex.raw('DROP TABLE ??', ['s.Ab'])", ['DROP TABLE s."Ab"']],
    ['named values and names', "await knex.raw('UPDATE :t: SET b = :b WHERE c::text = d', { t: 'a', b: 1 })", ['UPDATE a SET b = $1 WHERE c::text = d']],
    ['an escaped question mark', "await knex.raw('UPDATE a SET b = c \\\\? ?', ['x'])", ['UPDATE a SET b = c ? $1']],
    ['question marks without values', "await knex.raw(`UPDATE a SET b = c ? 'x'`)", ["UPDATE a SET b = c ? 'x'"]],
    ['several statements', 'await knex.raw(`DROP TABLE a; DROP TABLE b;`)', ['DROP TABLE a', 'DROP TABLE b']],
    ['MySQL left alone', "if (knex.client.config.client === 'mysql') { await knex.raw('DROP TABLE `a`'); } else { await knex.raw('DROP TABLE a'); }", ['DROP TABLE a']],
    ['nothing after a function that ends', "if (client === 'pg') { await knex.raw('DROP TABLE a'); return; }\nawait knex.raw('DROP TABLE `a`')", ['DROP TABLE a']],
  ])('%s', (_, body, sql) => {
    expect(sqlOf(up(`  ${body};`))).toEqual(sql);
    expect(unreadable(up(`  ${body};`))).toEqual([]);
  });

  test.each([
    ['Kysely', "import { sql } from 'kysely';\nexport async function up(db) {\n  await sql`DROP TABLE a`.execute(db);\n  await db.executeQuery(sql`DROP TABLE b`.compile(db));\n}", ['DROP TABLE a', 'DROP TABLE b']],
    ['Kysely: raw, names and values in it', "import { sql } from 'kysely';\nconst t = 'a';\nexport async function up(db) {\n  await sql`UPDATE ${sql.table('s.a')} SET ${sql.ref('B')} = ${t}, c = ${sql.lit('x')} ${sql.raw('WHERE true')}`.execute(db);\n}", ["UPDATE s.a SET \"B\" = $1, c = 'x' WHERE true"]],
    ['Kysely: sql.raw sent', "import { sql } from 'kysely';\nexport async function up(db) {\n  await sql.raw('DROP TABLE a').execute(db);\n}", ['DROP TABLE a']],
    ['TypeORM', "export class A1 implements MigrationInterface {\n  #t = 'a';\n  async up(queryRunner: QueryRunner) { await queryRunner.query(`DROP TABLE ${this.#t}`); await queryRunner.query('UPDATE a SET b = $1', [1]); }\n}", ['DROP TABLE a', 'UPDATE a SET b = $1']],
    ['TypeORM: a method beside it', "export class A1 implements MigrationInterface {\n  async up(queryRunner) { await this.drop(queryRunner, 'a'); }\n  private async drop(q, t) { await q.query(`DROP TABLE ${t}`); }\n}", ['DROP TABLE a']],
    ['Sequelize', "module.exports = {\n  async up(queryInterface) {\n    await queryInterface.sequelize.query('UPDATE a SET b = :b WHERE c = $c', { replacements: { b: 1 }, bind: { c: 2 } });\n  },\n};", ['UPDATE a SET b = $1 WHERE c = $1']],
    ['Sequelize: an object', "module.exports = { up: (queryInterface) => queryInterface.sequelize.query({ query: 'DROP TABLE a' }) };", ['DROP TABLE a']],
    ['node-pg-migrate', "exports.up = (pgm) => {\n  pgm.sql('DROP TABLE {name}', { name: 'Ab' });\n  pgm.sql('ALTER TABLE a ALTER COLUMN b TYPE varchar({n})', { n: 5 });\n  pgm.sql(`SELECT '{a}'`);\n};", ['DROP TABLE "Ab"', 'ALTER TABLE a ALTER COLUMN b TYPE varchar(5)', "SELECT '{a}'"]],
    ['MikroORM', "export class Migration20240101 extends Migration {\n  async up() { this.addSql('DROP TABLE a;'); this.addSql(`DROP TABLE b;`); }\n}", ['DROP TABLE a', 'DROP TABLE b']],
    ['postgres.js', 'export async function up(sql) {\n  await sql`DROP TABLE a`;\n  await sql.unsafe(`DROP TABLE b`);\n}', ['DROP TABLE a', 'DROP TABLE b']],
    ['a function of the file', "exports.up = (knex) => drop(knex, 'a');\nfunction drop(db, t) { return db.raw(`DROP TABLE ${t}`); }", ['DROP TABLE a']],
    ['an array that is gone through', "const statements = ['DROP TABLE a', `DROP TABLE b`];\nexports.up = async (knex) => { for (const s of statements) await knex.raw(s); };", ['DROP TABLE a', 'DROP TABLE b']],
    ['what a function returns', "const drop = (t) => `DROP TABLE ${t}`;\nexports.up = (knex) => knex.raw(drop('a'));", ['DROP TABLE a']],
    ['an enum', "enum T { A = 'a' }\nexport const up = (knex) => knex.raw(`DROP TABLE ${T.A}`);", ['DROP TABLE a']],
    ['a part of a builder call', "exports.up = (knex) => knex.raw('DROP TABLE a');\nexports.x = (knex) => knex('a').select(knex.raw('count(*)'));", ['DROP TABLE a']],
  ])('%s', (_, code, sql) => {
    expect(sqlOf(code)).toEqual(sql);
    expect(unreadable(code)).toEqual([]);
  });
});

describe('up and down', () => {
  test.each([
    ['functions', "export async function up(knex) { await knex.raw('CREATE TABLE a ()'); }\nexport async function down(knex) { await knex.raw('DROP TABLE a'); }"],
    ['exports', "exports.up = (knex) => knex.raw('CREATE TABLE a ()');\nexports.down = (knex) => knex.raw('DROP TABLE a');"],
    ['an object', "module.exports = { up: (q) => q.sequelize.query('CREATE TABLE a ()'), async down(q) { await q.sequelize.query('DROP TABLE a'); } };"],
    ['a class', "class A implements MigrationInterface { async up(q) { await q.query('CREATE TABLE a ()'); } async down(q) { await q.query('DROP TABLE a'); } }"],
    ['constants', "const up = async (knex) => { await knex.raw('CREATE TABLE a ()'); };\nconst down = async (knex) => { await knex.raw('DROP TABLE a'); };\nmodule.exports = { up, down };"],
    ['down before up', "exports.down = (knex) => knex.raw('DROP TABLE a');\nexports.up = (knex) => knex.raw('CREATE TABLE a ()');"],
    ['a default export', "export default { async up(knex) { await knex.raw('CREATE TABLE a ()'); }, async down(knex) { await knex.raw('DROP TABLE a'); } };"],
  ])('%s', (_, code) => {
    expect(Object.fromEntries(statementsOf(code).map(({ direction, sql }) => [direction, sql]))).toEqual({ up: 'CREATE TABLE a ()', down: 'DROP TABLE a' });
  });

  test('a helper that both call runs in both directions', () => {
    const code = "const run = (knex, t) => knex.raw(`DROP TABLE ${t}`);\nexports.up = (knex) => run(knex, 'a');\nexports.down = (knex) => run(knex, 'b');";
    expect(statementsOf(code).map(({ direction, sql }) => `${direction}: ${sql}`)).toEqual(['up: DROP TABLE a', 'down: DROP TABLE b']);
  });

  test.each([
    ['Knex', "exports.config = { transaction: false };\nexports.up = (knex) => knex.raw('DROP TABLE a');", false],
    ['Knex in TypeScript', "export const config = { transaction: false };\nexport const up = (knex) => knex.raw('DROP TABLE a');", false],
    ['TypeORM', "class A implements MigrationInterface { transaction = false; async up(q) { await q.query('DROP TABLE a'); } }", false],
    ['node-pg-migrate', "exports.up = (pgm) => { pgm.noTransaction(); pgm.sql('DROP TABLE a'); };", false],
    ['MikroORM', "class Migration1 extends Migration { isTransactional() { return false; } async up() { this.addSql('DROP TABLE a'); } }", false],
    ['nothing', "exports.up = (knex) => knex.raw('DROP TABLE a');", true],
  ])('the transaction as %s says it', (_, code, expected) => {
    expect(statementsOf(code).map(({ inToolTransaction }) => inToolTransaction)).toEqual([expected]);
  });
});

describe('what cannot be read is said', () => {
  test('SQL of another file, of a function that is not here, and of a parameter', () => {
    expect(unreadable(up("  await knex.raw(read('a.sql'));\n  await knex.raw(SQL);\n  await knex.raw(`${SQL}`);"))).toEqual([
      ["read('a.sql')", RUN_TIME],
      ['SQL', RUN_TIME],
      ['`${SQL}`', RUN_TIME],
    ]);
  });

  test('SQL of a file, by its name', () => {
    const code = "const fs = require('fs');\nconst path = require('path');\nexports.up = (knex) => knex.raw(fs.readFileSync(path.join(__dirname, `${name}.sql`), 'utf8'));";
    expect(unreadable(code)).toEqual([["fs.readFileSync(path.join(__dirname, `${name}.sql`), 'utf8')", 'Not judged: this SQL is read from ./${name}.sql']]);
  });

  test('calls of a query builder, once a file', () => {
    const code = up("  await knex.schema.createTable('a', (t) => { t.increments(); });\n  await knex.schema.alterTable('a', (t) => { t.text('b'); });\n  await knex('a').insert({ b: 1 });\n  await knex.schema.dropTable('a');\n  await knex.raw('DROP TABLE b');");
    expect(unreadable(code)).toEqual([['knex.schema.createTable', 'Not judged: 4 calls (createTable, alterTable, insert …) that change the database without SQL; only SQL is read']]);
    expect(sqlOf(code)).toEqual(['DROP TABLE b']);
  });

  test('a call in a loop once', () => {
    expect(unreadable(up("  for (const t of ['a', 'b']) await knex.schema.dropTable(t);")).map(([, message]) => message)).toEqual(['Not judged: a call (dropTable) that changes the database without SQL; only SQL is read']);
  });

  test('one call alone', () => {
    expect(unreadable('exports.up = (pgm) => { pgm.addColumns("a", { b: "text" }); };')).toEqual([['pgm.addColumns', 'Not judged: a call (addColumns) that changes the database without SQL; only SQL is read']]);
  });

  test('not what goes down', () => {
    expect(unreadable("exports.up = (knex) => knex.raw('DROP TABLE a');\nexports.down = (knex) => knex.schema.createTable('a', () => {});")).toEqual([]);
  });

  test('not what only reads', () => {
    expect(unreadable(up("  const rows = await knex('a').select('b').where('c', 1);\n  if (await knex.schema.hasTable('a')) console.log(rows);"))).toEqual([]);
  });

  test('a placeholder only where it matters', () => {
    expect(lintCode(up('  await knex.raw(`CREATE TABLE ${process.env.S}.a (id uuid)`);')).summary.unanalyzable).toBe(0);
    const code = up('  await knex.raw(`CREATE TABLE a (id uuid, ${columns})`);');
    expect(places(code)).toEqual(['unanalyzable: ${columns}']);
  });

  test('a syntax error in the SQL, at its place in the code', () => {
    expect(places(up('  await knex.raw(`\n    CREATE TABLE a (id int,, b int)`);'))).toEqual(['syntax-error: ,']);
  });

  test('a syntax error in the code, and the rest is judged', () => {
    const code = up("  const a = ;\n  await knex.raw('CREATE TABLE a (id serial)');");
    const [found] = eventsOf(code).filter(({ kind }) => kind === 'unanalyzable');
    expect(found).toMatchObject({ message: 'The code of this file has a syntax error here (Unexpected token): what could not be read is not judged', span: { start: { line: 3, column: 13 } } });
    expect(places(code)).toContain('no-serial: serial');
  });

  test('code that nobody can read', () => {
    expect(unreadable('const = ;\n'.repeat(10))).toEqual([['', 'The code of this file has a syntax error here (Unexpected token): nothing in it could be read']]);
  });
});

describe('a suppression', () => {
  test.each([
    ['in a comment of the code', up('  // xclint-disable-next-line no-serial -- replaced next week\n  await knex.raw(`CREATE TABLE a (id serial)`);')],
    ['in a block comment of the code', up('  /* xclint-disable-next-line no-serial -- replaced next week */\n  await knex.raw(`CREATE TABLE a (id serial)`);')],
    ['at the end of the line', up('  await knex.raw(`CREATE TABLE a (id serial)`); // xclint-disable-line no-serial -- replaced next week')],
    ['in the SQL', up('  await knex.raw(`\n    -- xclint-disable-next-line no-serial -- replaced next week\n    CREATE TABLE a (id serial)`);')],
    ['for the file', `// xclint-disable no-serial -- replaced next week\n${up('  await knex.raw(`CREATE TABLE a (id serial)`);')}`],
  ])('%s', (_, code) => {
    const { diagnostics, summary } = lintCode(code);
    expect(diagnostics).toEqual([]);
    expect(summary.suppressed).toBe(1);
  });

  test('holds for its statement alone', () => {
    const code = up('  // xclint-disable-next-line no-serial -- one\n  await knex.raw(`CREATE TABLE a (id serial)`);\n  await knex.raw(`CREATE TABLE b (id bigserial)`);');
    expect(places(code)).toEqual(['no-serial: bigserial']);
  });

  test('that nothing needs is told at its place', () => {
    const code = up('  // xclint-disable-next-line no-serial -- one\n  await knex.raw(`CREATE TABLE a (id uuid)`);');
    expect(places(code)).toEqual(['unused-suppression: // xclint-disable-next-line no-serial -- one']);
  });

  test('in a text that is no comment means nothing', () => {
    expect(places(up("  const s = '// xclint-disable-next-line no-serial -- one';\n  await knex.raw(`CREATE TABLE a (id serial)`);"))).toEqual(['no-serial: serial']);
  });
});

describe('odd files', () => {
  test.each([[''], ['\uFEFF'], ['// nothing\n'], ["'use strict';\n"], ['export {};\n']])('%j has nothing', (code) => {
    expect(eventsOf(code)).toEqual([]);
  });

  test('a function that calls itself comes to an end', () => {
    expect(sqlOf('exports.up = async (knex) => { await knex.raw("DROP TABLE a"); await exports.up(knex); };\nfunction f(x) { return f(x + 1); }\nconst y = f(1);')).toEqual(['DROP TABLE a']);
  });

  test('four megabytes of code are read to their end', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `  await knex.raw(\`CREATE TABLE t${String(i)} (id uuid PRIMARY KEY, name text NOT NULL, note varchar(20) DEFAULT 'x', more text, and_more text, even_more text DEFAULT 'none at all', created timestamptz NOT NULL DEFAULT now())\`);`);
    const code = up(many.join('\n'));
    expect(code.length).toBeGreaterThan(4_000_000);
    const statements = statementsOf(code);
    expect(statements.length).toBe(20_000);
    expect(code.slice(statements.at(-1)?.start.offset).startsWith('CREATE TABLE t19999 ')).toBe(true);
  });

  test('a long text put together from thousands of parts keeps its places', () => {
    const code = up(`  await knex.raw(${Array.from({ length: 3_000 }, (_, i) => `'SELECT ${String(i)};'`).join(' +\n    ')});`);
    const statements = statementsOf(code);
    expect(statements.length).toBe(3_000);
    expect(statements.every(({ start: { offset }, sql }) => code.startsWith(sql, offset))).toBe(true);
  });
});
