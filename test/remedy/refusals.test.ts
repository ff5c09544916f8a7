import { beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../rules/index.js';
import { planMigrations } from '../../src/fixer/migrations.js';
import { loadPrinter } from '../../src/fixer/to-sql.js';
import type { RefusedRepair, ProposedRepair } from '../../src/rule.js';
import type { Mode } from '../../src/xcluster/mode.js';
import { lintTexts, PARSER, type Texts } from '../linter/run.js';
import { statementsOf } from '../oracle/replay.js';

/** What is offered for the first finding of a rule about an object. */
function offerFor(texts: Texts | string, object: string, mode: Mode = 'bidirectional'): ProposedRepair | RefusedRepair | null {
  const { diagnostics } = lintTexts(texts, RULES, { settings: { mode } });
  const found = diagnostics.find((diagnostic) => diagnostic.object === object && /^no-(?:unique-constraint|serial|identity|sequence-default)$/.test(diagnostic.ruleId));
  if (found === undefined) throw new Error(`nothing is found about ${object}`);
  return found.repair?.propose() ?? null;
}

function refusalOf(texts: Texts | string, object: string): string {
  const offer = offerFor(texts, object);
  return offer !== null && 'refusal' in offer ? offer.refusal : '(offered)';
}

const USERS = 'CREATE TABLE users (id uuid PRIMARY KEY, email text, name text, CONSTRAINT u UNIQUE (email));\n';
const UNIQUE = 'public.users.u';
const PAIR = 'CREATE TABLE cars (id serial PRIMARY KEY, n int);\nCREATE TABLE trips (id uuid PRIMARY KEY, car int REFERENCES cars (id));\n';
const KEY = 'public.cars.id';

describe('uniqueness', () => {
  const cases: Readonly<Record<string, readonly [sql: string, words: string]>> = {
    'that a foreign key references': [`${USERS}CREATE TABLE logins (id uuid PRIMARY KEY, email text REFERENCES users (email));`, '"logins_email_fkey" references "email" and needs it'],
    'that an ON CONFLICT in a body infers': [`${USERS}CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ INSERT INTO users (email) VALUES ('a') ON CONFLICT (email) DO NOTHING $$;`, 'An ON CONFLICT in these migrations'],
    'that an ON CONFLICT names': [`${USERS}INSERT INTO users (id, email) VALUES (gen_random_uuid(), 'a') ON CONFLICT ON CONSTRAINT u DO NOTHING;`, 'An ON CONFLICT in these migrations'],
    'of an expression that an ON CONFLICT infers': [
      "CREATE TABLE users (id uuid PRIMARY KEY, email text);\nCREATE UNIQUE INDEX u ON users (lower(email));\nINSERT INTO users (id, email) VALUES (gen_random_uuid(), 'a') ON CONFLICT (lower(email)) DO NOTHING;",
      'An ON CONFLICT in these migrations',
    ],
    'of a partitioned table': ['CREATE TABLE users (id uuid, email text, PRIMARY KEY (id, email), at date, CONSTRAINT u UNIQUE (email, at)) PARTITION BY LIST (email);', 'is partitioned'],
  };
  for (const [what, [sql, words]] of Object.entries(cases)) {
    it(`${what} is left`, () => {
      expect(refusalOf(sql, UNIQUE)).toContain(words);
    });
  }

  it('is not asked about where one cluster takes the writes', () => {
    expect(offerFor(USERS, UNIQUE, 'non-transactional')).toBeNull();
  });

  it('goes without a plain index where there is one, or where the key serves lookups', () => {
    const stepsOf = (sql: string): number => {
      const offer = offerFor(sql, UNIQUE);
      return offer !== null && 'steps' in offer ? offer.steps.length : 0;
    };
    expect(stepsOf(USERS)).toBe(2);
    expect(stepsOf(`${USERS}CREATE INDEX i ON users (email);`)).toBe(1);
    expect(stepsOf(`${USERS}CREATE INDEX i ON users (email) WHERE name IS NULL;`)).toBe(2);
    expect(stepsOf('CREATE TABLE users (id uuid PRIMARY KEY);\nCREATE UNIQUE INDEX u ON users (id);')).toBe(1);
  });
});

describe('keys that count', () => {
  const cases: Readonly<Record<string, readonly [sql: string, words: string, object?: string]>> = {
    'that are no keys': ['CREATE TABLE orders (id uuid PRIMARY KEY, number serial);', 'is no key', 'public.orders.number'],
    'that a check uses': ['CREATE TABLE cars (id serial PRIMARY KEY CHECK (id < 1000));', 'The check "cars_id_check"'],
    'whose reference has a number for its default': ['CREATE TABLE cars (id serial PRIMARY KEY);\nCREATE TABLE trips (id uuid PRIMARY KEY, car int DEFAULT 1 REFERENCES cars (id));', 'has the default 1'],
    'that a generated column uses': ["CREATE TABLE cars (id serial PRIMARY KEY, label text GENERATED ALWAYS AS ('car ' || id::text) STORED);", 'is generated from the number'],
    'that an expression of an index uses': [`${PAIR}CREATE INDEX i ON trips ((car % 10));`, 'The index "i"'],
    'that the condition of an index uses': [`${PAIR}CREATE INDEX i ON cars (n) WHERE id > 10;`, 'The index "i"'],
    'that a routine compares with a number': [`${PAIR}CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT n FROM cars WHERE id = 7 $$;`, '"f()" at db/1.sql:3'],
    'that a routine takes for an argument': [`${PAIR}CREATE FUNCTION f(which int) RETURNS int LANGUAGE sql AS $$ SELECT n FROM cars WHERE id = which $$;`, '"f()" at db/1.sql:3'],
    'whose rows a routine gives': [`${PAIR}CREATE FUNCTION f() RETURNS SETOF cars LANGUAGE sql AS $$ SELECT * FROM cars $$;`, 'rows of "cars"'],
    'beside a routine that cannot be read': [`${PAIR}CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE t; END $$;`, 'could not be read to its end'],
    'that a view computes with': [`${PAIR}CREATE VIEW v AS SELECT id + 1 AS next FROM cars;`, 'The view "v"'],
    'whose order decides what a view shows': [`${PAIR}CREATE VIEW v AS SELECT trips.id, (SELECT n FROM cars ORDER BY cars.id DESC LIMIT 1) AS newest FROM trips;`, 'decides by its order which rows are taken'],
    'beside a view of all columns': [`${PAIR}CREATE VIEW v AS SELECT * FROM trips;`, 'has all columns of "trips"'],
    'that a materialized view holds': [`${PAIR}CREATE MATERIALIZED VIEW v AS SELECT n FROM cars;`, 'cannot be made again'],
    'that other columns hold without a foreign key': [`${PAIR}CREATE TABLE repairs (id uuid PRIMARY KEY, car_id int);`, 'looks as though it held the numbers'],
    'that the rows of a tree hold without a foreign key': ['CREATE TABLE cars (id serial PRIMARY KEY, parent_id int);', '"parent_id" of "cars" looks as though it held the numbers'],
    'of a table that has to be unique otherwise': ['CREATE TABLE cars (id serial PRIMARY KEY, plate text UNIQUE);', 'unique besides the key'],
    'of a table that counts otherwise': ['CREATE TABLE cars (id serial PRIMARY KEY, lap serial);', 'counts as well'],
    'of a partitioned table': ['CREATE TABLE cars (id serial PRIMARY KEY) PARTITION BY HASH (id);', 'is partitioned'],
    'of a colocated table': ['CREATE TABLE cars (id serial PRIMARY KEY) WITH (colocation = true);', 'colocated'],
    'where what references has triggers': [`${PAIR}CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\nCREATE TRIGGER tr BEFORE UPDATE ON trips FOR EACH ROW EXECUTE FUNCTION t();`, 'would run when the new column is filled'],
    'that two tables hand out': ['CREATE SEQUENCE s;\nCREATE TABLE cars (id serial PRIMARY KEY);\nCREATE TABLE vans (id int PRIMARY KEY DEFAULT nextval(\'cars_id_seq\'));', 'takes its numbers from "cars_id_seq"'],
    'that reference each other in a circle': ['CREATE TABLE cars (id serial PRIMARY KEY);\nCREATE TABLE vans (id serial PRIMARY KEY, car int REFERENCES cars (id));\nALTER TABLE cars ADD COLUMN van int REFERENCES vans (id);', 'in a circle'],
    'whose circle others hang on': ['CREATE TABLE cars (id serial PRIMARY KEY);\nCREATE TABLE vans (id serial PRIMARY KEY, car int REFERENCES cars (id));\nALTER TABLE cars ADD COLUMN van int REFERENCES vans (id);\nCREATE TABLE rides (id serial PRIMARY KEY, car int REFERENCES cars (id));', '"cars" and "vans" reference each other'],
    'that a column of an unknown type references': ['CREATE TABLE cars (id serial PRIMARY KEY);\nCREATE TABLE trips AS SELECT f() AS car;\nALTER TABLE trips ADD FOREIGN KEY (car) REFERENCES cars (id);', 'The type of "car" of "trips" cannot be told'],
    'where a statement is about more than the table': [`${PAIR}GRANT SELECT ON cars, trips TO PUBLIC;`, 'GRANT at db/1.sql:3'],
    'where a comment has a semicolon in it': [`${PAIR}COMMENT ON TABLE cars IS 'a;\nb';`, 'COMMENT at db/1.sql:3'],
    'where an index has a comment': [`${PAIR}CREATE INDEX i ON cars (n);\nCOMMENT ON CONSTRAINT cars_pkey ON cars IS 'x';`, 'COMMENT at db/1.sql:4'],
    'where a policy is on what references': [`${PAIR}CREATE POLICY p ON trips USING (car IS NOT NULL);`, 'CREATE POLICY at db/1.sql:3'],
    'where settings of the storage are written': ['CREATE TABLE cars (id serial PRIMARY KEY) WITH (fillfactor = 70);', 'settings of its storage'],
    'where names depend on the search path': [`${PAIR}SET search_path TO app, public;\nCREATE VIEW v AS SELECT n FROM public.cars;`, 'set search_path'],
  };
  for (const [what, [sql, words, object = KEY]] of Object.entries(cases)) {
    it(`${what} are left`, () => {
      expect(refusalOf(sql, object)).toContain(words);
    });
  }

  it('are left where one cluster takes the writes', () => {
    expect(offerFor(PAIR, KEY, 'transactional-manual')).toBeNull();
  });

  it('of tables that reference each other change together, whichever is asked about', () => {
    const sql = 'CREATE TABLE a (id serial PRIMARY KEY);\nCREATE TABLE b (id serial PRIMARY KEY, a int REFERENCES a (id));\nCREATE TABLE c (a int REFERENCES a (id), b int REFERENCES b (id), PRIMARY KEY (a, b));';
    const [a, b] = ['public.a.id', 'public.b.id'].map((object) => offerFor(sql, object));
    expect(a).toHaveProperty('key', 'keys of public.a,public.b,public.c');
    expect(b).toHaveProperty('key', 'keys of public.a,public.b,public.c');
  });
});

describe('old tables', () => {
  beforeAll(loadPrinter);

  it('keep nothing from being deleted that they referenced', () => {
    const offer = offerFor('CREATE TABLE makers (id uuid PRIMARY KEY);\nCREATE TABLE cars (id serial PRIMARY KEY, maker uuid REFERENCES makers (id), towed_by int REFERENCES cars (id));', KEY);
    if (offer === null || 'refusal' in offer) throw new Error('nothing is offered');
    const statements = planMigrations([offer], PARSER).flatMap(({ up }) => statementsOf(up).map(({ text }) => text));
    const dropped = statements.findIndex((text) => text.includes('DROP CONSTRAINT'));
    expect(statements.slice(dropped, dropped + 2)).toEqual(['ALTER TABLE cars DROP CONSTRAINT cars_maker_fkey', 'ALTER TABLE cars RENAME TO cars_old']);
  });
});

describe('comments', () => {
  beforeAll(loadPrinter);

  it('hold a name with whatever characters in one line after the other', () => {
    const offer = offerFor('CREATE TABLE "a\nDROP TABLE b; --" (id uuid PRIMARY KEY, e text, CONSTRAINT u UNIQUE (e));', 'public.a\nDROP TABLE b; --.u');
    if (offer === null || 'refusal' in offer) throw new Error('nothing is offered');
    for (const { up, down } of planMigrations([offer], PARSER)) {
      expect(statementsOf(up).map(({ text }) => text)).toEqual([expect.stringMatching(/^(?:CREATE INDEX|ALTER TABLE)/)]);
      expect(statementsOf(down).length).toBeLessThan(2);
    }
  });
});
