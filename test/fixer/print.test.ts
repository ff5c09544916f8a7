import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { printHelp, printProposal } from '../../src/fixer/print.js';
import type { Proposal, ProposedKey } from '../../src/fixer/statement.js';
import { loadPrinter } from '../../src/fixer/to-sql.js';
import { Parser } from '../../src/sql/parser.js';

const PARSER = new Parser(new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'))));

function key(column: string, order: ProposedKey['order'] = null, group: number | null = null): ProposedKey {
  return { column, expression: null, order, group };
}

function expressionKey(expression: string): ProposedKey {
  return { column: null, expression, order: null, group: null };
}

const INDEX = { form: 'createIndex', name: 'i', table: { schema: null, name: 't' }, unique: false, concurrently: false, only: false, method: null, keys: [key('a')], include: [], predicate: null } as const;

/** What a proposal is, and the text it becomes. */
const PRINTED: readonly (readonly [string, Proposal, string])[] = [
  ['an extension', { form: 'statement', ast: { type: 'create extension', extension: { name: 'pgcrypto' }, ifNotExists: true } }, 'CREATE EXTENSION IF NOT EXISTS pgcrypto;'],
  [
    'a column with key and default',
    {
      form: 'column',
      ast: { kind: 'column', name: { name: 'id' }, dataType: { name: 'uuid' }, constraints: [{ type: 'primary key' }, { type: 'default', default: { type: 'call', function: { name: 'gen_random_uuid' }, args: [] } }] },
    },
    'id uuid PRIMARY KEY DEFAULT gen_random_uuid()',
  ],
  [
    'a column that references, with names that need quotes and names that do not',
    {
      form: 'column',
      ast: {
        kind: 'column',
        name: { name: 'order' },
        dataType: { name: 'uuid' },
        constraints: [{ type: 'not null' }, { type: 'reference', foreignTable: { schema: 'Sales', name: 'position' }, foreignColumns: [{ name: 'key' }], onDelete: 'set null' }],
      },
    },
    '"order" uuid NOT NULL REFERENCES "Sales".position (key) ON DELETE SET NULL',
  ],
  [
    'a note',
    { form: 'column', note: 'in items', ast: { kind: 'column', name: { name: 'type' }, dataType: { name: 'uuid' } } },
    '-- in items\ntype uuid',
  ],
  ['a unique constraint', { form: 'constraint', ast: { type: 'unique', constraintName: { name: 'u' }, columns: [{ name: 'a' }, { name: 'left' }] } }, 'CONSTRAINT u UNIQUE (a, "left")'],
  [
    'a foreign key',
    {
      form: 'constraint',
      ast: { type: 'foreign key', constraintName: { name: 'f' }, localColumns: [{ name: 'a' }], foreignTable: { name: 'users' }, foreignColumns: [{ name: 'id' }], onUpdate: 'cascade', onDelete: 'no action' },
    },
    'CONSTRAINT f FOREIGN KEY (a) REFERENCES users (id) ON DELETE NO ACTION ON UPDATE CASCADE',
  ],
  [
    'a foreign key of more than a line',
    {
      form: 'constraint',
      ast: { type: 'foreign key', constraintName: { name: 'a_constraint_with_a_rather_long_name_fk' }, localColumns: [{ name: 'created_by_user' }], foreignTable: { name: 'administrators' }, foreignColumns: [{ name: 'id' }] },
    },
    'CONSTRAINT a_constraint_with_a_rather_long_name_fk FOREIGN KEY (created_by_user)\n  REFERENCES administrators (id)',
  ],
  [
    'a query of more than a line',
    {
      form: 'statement',
      ast: {
        type: 'select',
        columns: [{ expr: { type: 'ref', table: { name: 'child' }, name: '*' } }],
        from: [
          { type: 'table', name: { name: 'order_items_archive', alias: 'child' } },
          { type: 'table', name: { name: 'orders_archive', alias: 'parent' }, join: { type: 'LEFT JOIN', on: { type: 'binary', op: '=', left: { type: 'ref', table: { name: 'parent' }, name: 'id' }, right: { type: 'ref', table: { name: 'child' }, name: 'order_id' } } } },
        ],
        where: {
          type: 'binary',
          op: 'AND',
          left: { type: 'unary', op: 'IS NOT NULL', operand: { type: 'ref', table: { name: 'child' }, name: 'order_id' } },
          right: { type: 'unary', op: 'IS NULL', operand: { type: 'ref', table: { name: 'parent' }, name: 'id' } },
        },
      },
    },
    'SELECT child.*\nFROM order_items_archive AS child\nLEFT JOIN orders_archive AS parent ON parent.id = child.order_id\nWHERE child.order_id IS NOT NULL AND parent.id IS NULL;',
  ],
  [
    'nested calls and a query as an argument',
    {
      form: 'statement',
      ast: {
        type: 'select',
        columns: [
          {
            expr: {
              type: 'call',
              function: { name: 'setval' },
              args: [
                { type: 'string', value: "it's" },
                {
                  type: 'select',
                  columns: [
                    {
                      expr: {
                        type: 'binary',
                        op: '+',
                        left: { type: 'call', function: { name: 'coalesce' }, args: [{ type: 'call', function: { name: 'max' }, args: [{ type: 'ref', name: 'id' }] }, { type: 'integer', value: 0 }] },
                        right: { type: 'integer', value: 1 },
                      },
                    },
                  ],
                  from: [{ type: 'table', name: { schema: 's', name: 't' } }],
                },
                { type: 'boolean', value: false },
              ],
            },
          },
        ],
      },
    },
    "SELECT setval('it''s', (SELECT coalesce(max(id), 0) + 1 FROM s.t), false);",
  ],
  [
    'a junction that needs its parentheses',
    {
      form: 'statement',
      ast: {
        type: 'select',
        columns: [{ expr: { type: 'ref', name: '*' } }],
        from: [{ type: 'table', name: { name: 't' } }],
        where: {
          type: 'binary',
          op: 'AND',
          left: { type: 'binary', op: 'OR', left: { type: 'ref', name: 'a' }, right: { type: 'ref', name: 'b' } },
          right: { type: 'binary', op: '=', left: { type: 'binary', op: '*', left: { type: 'binary', op: '+', left: { type: 'ref', name: 'c' }, right: { type: 'integer', value: 1 } }, right: { type: 'integer', value: 2 } }, right: { type: 'integer', value: 4 } },
        },
      },
    },
    'SELECT * FROM t WHERE (a OR b) AND ((c + 1) * 2) = 4;',
  ],
  ['an index', { ...INDEX, unique: true, concurrently: true, only: true, method: 'gin', include: ['b', 'C'], predicate: 'x > 0 -- so' + '\n' }, 'CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t USING gin (a) INCLUDE (b, "C") WHERE x > 0 -- so\n;'],
  ['an index that is split and takes one null', { ...INDEX, unique: true, nullsNotDistinct: true, split: { kind: 'into', tablets: 3 }, predicate: 'x > 0' }, 'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT SPLIT INTO 3 TABLETS WHERE x > 0;'],
  ['an index that is split at values and takes any null', { ...INDEX, nullsNotDistinct: true, split: { kind: 'at', values: '(1), (MINVALUE)' } }, 'CREATE INDEX i ON t (a) SPLIT AT VALUES ((1), (MINVALUE));'],
  ['an index without a name', { ...INDEX, name: null }, 'CREATE INDEX ON t (a);'],
  ['key orders', { ...INDEX, keys: [key('a', 'hash'), key('b', 'asc'), key('c', 'desc'), key('d')] }, 'CREATE INDEX i ON t (a HASH, b ASC, c DESC, d);'],
  ['a group of keys', { ...INDEX, keys: [key('a', 'hash', 0), key('b', 'hash', 0), key('c', 'asc')] }, 'CREATE INDEX i ON t ((a, b) HASH, c ASC);'],
  ['a group without an order', { ...INDEX, keys: [key('a', null, 0), key('b', null, 0), key('c')] }, 'CREATE INDEX i ON t ((a, b), c);'],
  ['calls as keys', { ...INDEX, keys: [expressionKey('lower(email)'), expressionKey('coalesce(lower(a), b)')] }, 'CREATE INDEX i ON t (lower(email), (coalesce(lower(a), b)));'],
  ['expressions as keys', { ...INDEX, keys: [expressionKey("data ->> 'x'"), expressionKey('(a) || (b)'), expressionKey('(a + b)')] }, "CREATE INDEX i ON t ((data ->> 'x'), ((a) || (b)), (a + b));"],
  ['a collation and an operator class', { ...INDEX, keys: [{ ...key('a', 'asc'), collation: 'C', operatorClass: 'text_pattern_ops' }] }, 'CREATE INDEX i ON t (a COLLATE "C" text_pattern_ops ASC);'],
  [
    'an index of more than a line',
    { ...INDEX, name: 'an_index_with_a_rather_long_name', keys: ['family_name_as_written', 'given_name_as_written', 'date_of_birth'].map((name) => key(name)), include: ['x'] },
    'CREATE INDEX an_index_with_a_rather_long_name ON t (\n  family_name_as_written,\n  given_name_as_written,\n  date_of_birth\n) INCLUDE (x);',
  ],
  ['a primary key', { form: 'primaryKey', table: null, name: 'k', keys: [key('a', 'hash'), key('b')] }, 'CONSTRAINT k PRIMARY KEY (a HASH, b)'],
  ['a primary key that is added', { form: 'primaryKey', table: { schema: 's', name: 'T' }, name: null, keys: [key('a')] }, 'ALTER TABLE s."T" ADD PRIMARY KEY (a);'],
  ['a trigger', { form: 'dropTrigger', name: 'Touch', table: { schema: null, name: 'user' } }, 'DROP TRIGGER "Touch" ON "user";'],
  ["a partition's index", { form: 'attachIndex', index: { schema: 'log', name: 'I' }, partitionIndex: { schema: null, name: 'i_2025' } }, 'ALTER INDEX log."I" ATTACH PARTITION i_2025;'],
  ['a constraint over an index', { form: 'uniqueUsingIndex', table: { schema: null, name: 't' }, constraint: 'Key', index: 'i' }, 'ALTER TABLE t ADD CONSTRAINT "Key" UNIQUE USING INDEX i;'],
  ['a rewrite rule', { form: 'dropRule', name: 'Keep', table: { schema: 's', name: 't' } }, 'DROP RULE "Keep" ON s.t;'],
  ['a change of type', { form: 'alterColumnType', table: { schema: null, name: 't' }, column: 'a', type: 'bigint', using: 'a::bigint' }, 'ALTER TABLE t ALTER COLUMN a TYPE bigint USING a::bigint;'],
  ['a query for violations', { form: 'findViolations', table: { schema: null, name: 't' }, condition: 'a < b' }, 'SELECT * FROM t WHERE NOT (a < b);'],
  [
    'an array, and what it is compared with',
    {
      form: 'column',
      ast: {
        kind: 'column',
        name: { name: 'moods' },
        dataType: { kind: 'array', arrayOf: { name: 'text' } },
        constraints: [
          {
            type: 'check',
            expr: { type: 'binary', op: '<@', left: { type: 'ref', name: 'moods' }, right: { type: 'array', expressions: [{ type: 'string', value: 'a' }, { type: 'string', value: 'b' }] } },
          },
        ],
      },
    },
    "moods text[] CHECK (moods <@ ARRAY['a', 'b'])",
  ],
  [
    'a new column with a literal',
    { form: 'addColumn', table: { schema: 'Sales', name: 'order' }, column: 'At', type: 'timestamp with time zone', literal: "o'clock", notNull: true },
    `ALTER TABLE "Sales"."order" ADD COLUMN "At" timestamp with time zone NOT NULL DEFAULT 'o''clock';`,
  ],
  ['a default for new rows', { form: 'setDefault', table: { schema: null, name: 't' }, column: 'At', value: 'now()' }, 'ALTER TABLE t ALTER COLUMN "At" SET DEFAULT now();'],
  ['a backfill', { form: 'fillColumn', table: { schema: null, name: 't' }, column: 'a', value: 'b::bigint' }, 'UPDATE t SET a = b::bigint WHERE a IS NULL;'],
  [
    'an update',
    {
      form: 'statement',
      ast: { type: 'update', table: { name: 'carts' }, sets: [{ column: { name: 'a' }, value: { type: 'integer', value: 1 } }], where: { type: 'unary', op: 'IS NULL', operand: { type: 'ref', name: 'a' } } },
    },
    'UPDATE carts SET a = 1 WHERE a IS NULL;',
  ],
  [
    'a whole table',
    {
      form: 'createTable',
      table: { schema: 'Shop', name: 'carts_new' },
      columns: [
        { name: 'id', type: 'uuid', collation: null, notNull: false, default: 'gen_random_uuid()', generated: null },
        { name: 'Label', type: 'character varying(20)', collation: 'C', notNull: true, default: "'a -- b'  -- none\n", generated: null },
        { name: 'short', type: 'text', collation: null, notNull: false, default: null, generated: 'left("Label", 2)' },
      ],
      constraints: [
        { type: 'primary key', name: 'carts_new_pkey', keys: [key('id', 'hash'), key('Label', 'asc')] },
        { type: 'check', name: 'named', expression: '"Label" <> \'\'', noInherit: false },
        { type: 'foreign key', name: 'of', columns: ['id'], table: { schema: null, name: 'users' }, targetColumns: ['id'], onDelete: 'set null', onUpdate: 'no action' },
      ],
      split: { kind: 'into', tablets: 3 },
    },
    `CREATE TABLE "Shop".carts_new (
  id uuid DEFAULT gen_random_uuid(),
  "Label" character varying(20) COLLATE "C" NOT NULL DEFAULT 'a -- b',
  short text GENERATED ALWAYS AS (left("Label", 2)) STORED,
  CONSTRAINT carts_new_pkey PRIMARY KEY (id HASH, "Label" ASC),
  CONSTRAINT named CHECK ("Label" <> ''),
  CONSTRAINT of FOREIGN KEY (id) REFERENCES users (id) ON DELETE SET NULL
) SPLIT INTO 3 TABLETS;`,
  ],
  ['a name that must be there, and one that need not', { form: 'setNotNull', table: { schema: null, name: 't' }, column: 'A' }, 'ALTER TABLE t ALTER COLUMN "A" SET NOT NULL;'],
  ['a view that goes', { form: 'dropView', view: { schema: 's', name: 'v' } }, 'DROP VIEW s.v;'],
];

beforeAll(async () => {
  await loadPrinter();
});

describe('printProposal', () => {
  for (const [name, proposal, text] of PRINTED) {
    it(`prints ${name} as people write it`, () => {
      expect(printProposal(proposal, PARSER)).toBe(text);
    });
  }

  it('doubles quotation marks in names, and leaves those in values', () => {
    const column = { kind: 'column', name: { name: 'a"b' }, dataType: { name: 'e"f' }, constraints: [{ type: 'default', default: { type: 'string', value: 'x"y' } }] } as const;
    expect(printProposal({ form: 'statement', ast: { type: 'alter table', table: { schema: 'S', name: 'T"' }, changes: [{ type: 'add column', column: { ...column, constraints: [...column.constraints] } }] } }, PARSER)).toBe(
      `ALTER TABLE "S"."T""" ADD COLUMN "a""b" "e""f" DEFAULT 'x"y';`,
    );
  });

  it('refuses what PostgreSQL does not read back', () => {
    expect(() => printProposal({ form: 'findViolations', table: { schema: null, name: 't' }, condition: 'a <' }, PARSER)).toThrow(/proposed SQL is not PostgreSQL's \(syntax error.*: SELECT \* FROM t WHERE NOT \(a <\);/);
  });
});

describe('printHelp', () => {
  it('puts the SQL on indented lines below the text', () => {
    const sql = [PRINTED[0]?.[1], PRINTED[3]?.[1]].filter((proposal) => proposal !== undefined);
    expect(printHelp({ text: 'Do it.', sql }, PARSER)).toBe('Do it.\n  CREATE EXTENSION IF NOT EXISTS pgcrypto;\n  -- in items\n  type uuid');
  });

  it('prints an expression that has a placeholder as it was written', () => {
    expect(printHelp({ text: 'Do it.', sql: [{ ...INDEX, predicate: 'kind = ${kind}' }] }, PARSER)).toBe('Do it.\n  CREATE INDEX i ON t (a) WHERE kind = ${kind};');
  });

  it('is the text alone where no SQL helps', () => {
    expect(printHelp({ text: 'Do it.' }, PARSER)).toBe('Do it.');
  });
});
