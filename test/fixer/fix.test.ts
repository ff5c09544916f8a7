import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWorse } from '../../src/linter/severity.js';
import type { Diagnostic, Fix } from '../../src/linter/result.js';
import { EFFECTS, lintCase, readFixture, type Case } from '../fixture.js';
import { compareSchemas, type DescribedSchema } from '../oracle/compare.js';
import { DATABASES, type Database } from '../oracle/database.js';
import { statementsOf } from '../oracle/replay.js';
import { RULE_FILES } from '../rule-files.js';
import { lintTexts } from '../linter/run.js';
import { defineRule, type Effect } from '../../src/rule.js';
import { makeFix } from '../../src/fixer/fix.js';
import { RULES } from '../../rules/index.js';
import type { Mode } from '../../src/xcluster/mode.js';

function applied(example: Case, { edits }: Fix): Case {
  const files = example.files.map((file) => ({ ...file, sql: splice(file.sql, edits.filter((edit) => edit.file === file.name)) }));
  return { ...example, files };
}

function splice(sql: string, edits: Fix['edits']): string {
  return edits.reduceRight((text, { range, text: put }) => text.slice(0, range.start.offset) + put + text.slice(range.end.offset), sql);
}

/** Of what is said once a file, the object is the first of several. */
const keyOf = ({ ruleId, object, file }: Diagnostic): string => `${ruleId} ${ruleId === 'unreplicated-schema-change' ? '' : object} ${file}`;

/** Runs the migrations; null where PostgreSQL refuses a statement. */
async function schemaOf(database: Database, example: Case): Promise<DescribedSchema | null> {
  await database.reset();
  for (const { sql } of example.files) {
    for (const statement of statementsOf(sql)) {
      try {
        await database.run(statement.sql);
      } catch {
        return null;
      }
    }
  }
  return database.describe();
}

/** The facts that some effects take away from a schema, or bring to it: each effect exactly one. */
function factsOf(facts: readonly string[], effects: readonly Effect[], otherSide: Effect['change']): readonly string[] {
  return effects.filter(({ change }) => change !== otherSide).map((effect) => {
    const found = facts.filter((fact) => isFactOf(fact, effect));
    expect(found, JSON.stringify(effect)).toHaveLength(1);
    return found[0]!;
  }).sort();
}

function isFactOf(fact: string, effect: Effect): boolean {
  if ('object' in effect && effect.object === 'extension') return fact === `extension ${effect.name.name}`;
  if ('object' in effect) return fact.startsWith(`${effect.object} ${effect.name.schema}.${effect.name.name} `);
  const { part, name } = effect;
  const table = `${effect.table.schema}.${effect.table.name}`;
  const column = `column ${table}.${name}`;
  switch (part) {
    case 'column type':
      return fact.replace(/^column \d+ /, 'column ').startsWith(`${column} type=`);
    case 'column nullability':
      return fact === `${column} not null` || fact === `${column} nullable`;
    case 'column default':
      return fact.startsWith(`${column} default `) || fact.startsWith(`${column} no default `);
    case 'constraint':
      return ['primary key', 'unique', 'foreign key', 'check', 'exclusion'].some((type) => fact.startsWith(`constraint ${table} ${type} ${name} (`));
    case 'index':
    case 'trigger':
      return fact.startsWith(`${part} ${table} ${name} `);
  }
}

describe('fixes of the cases of the rules', () => {
  let database: Database;
  beforeAll(async () => {
    database = await DATABASES[0]!.open();
  }, 60_000);
  afterAll(() => database.close());

  for (const { id, rule } of RULE_FILES) {
    const found = readFixture(id).flatMap((example) => lintCase(example).diagnostics.filter(({ ruleId, fixes }) => ruleId === id && fixes.length > 0).map((diagnostic) => ({ example, diagnostic })));
    it(`are there for ${id} exactly where the rule says so`, () => {
      expect(found.length > 0).toBe(rule.fix !== undefined);
    });
    found.forEach(({ example, diagnostic }, number) => {
      it(`mend finding ${String(number + 1)} of ${id}: ${example.title}`, async () => {
        const fix = diagnostic.fixes[0]!;
        expect(fix.safety).toBe(rule.fix?.safety);
        const after = applied(example, fix);
        expect(after.files.map(({ sql }) => sql).join('\n')).toMatchSnapshot();
        const before = lintCase(example).diagnostics;
        const known = new Set(before.map(keyOf));
        const left = lintCase(after).diagnostics;
        // A block may do the same again by text that it puts together, which stays.
        const alike = (all: readonly Diagnostic[]): number => all.filter((other) => keyOf(other) === keyOf(diagnostic)).length;
        expect(alike(left)).toBe(alike(before) - 1);
        const fresh = left.filter((other) => !known.has(keyOf(other)));
        expect(fresh.filter(({ ruleId }) => !rule.fix!.brings.includes(ruleId)).map(keyOf)).toEqual([]);
        expect(fresh.filter(({ severity }) => !isWorse(diagnostic.severity, severity)).map(keyOf)).toEqual([]);

        const without = await schemaOf(database, example);
        if (without === null) return;
        const then = await schemaOf(database, after);
        expect(then).not.toBeNull();
        const { onlyInPostgres: gone, onlyInXclint: come } = compareSchemas(without, then!);
        const said = EFFECTS.get(fix)!;
        expect(gone).toEqual(factsOf(gone, said, 'adds'));
        expect(come).toEqual(factsOf(come, said, 'drops'));
        if (fix.safety === 'safe') expect(said).toEqual([]);
      }, 60_000);
    });
  }
});

/** Migrations with the fixes of one rule, those of the first round. */
function fixedTexts(texts: Readonly<Record<string, string>>, only: string, mode: Mode): Readonly<Record<string, string>> {
  const { diagnostics } = lintTexts(texts, RULES, { settings: { mode, levelFor: (id) => (id === only ? undefined : 'off') }, options: { printFix: makeFix } });
  const edits = diagnostics.flatMap(({ fixes }) => fixes.flatMap((fix) => fix.edits));
  return Object.fromEntries(Object.entries(texts).map(([name, sql]) => [name, splice(sql, edits.filter(({ file }) => file === `db/${name}`))]));
}

describe('edits', () => {
  const fixed = (sql: string, only: string): string => {
    const result = lintTexts(sql, RULES, { settings: { mode: 'transactional-manual', levelFor: (id) => (id === only ? undefined : 'off') }, options: { printFix: makeFix } });
    return splice(sql, result.diagnostics.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits)));
  };

  it('keep comments, letter case, line ends and what UTF-16 counts twice', () => {
    expect(fixed('-- 😀\r\ncreate table t (a int /* 😀 */ unique, -- b\r\n b int);\r\ncreate index /* c */ on t (b);\r\n', 'require-constraint-name')).toBe(
      '-- 😀\r\ncreate table t (a int /* 😀 */ constraint t_a_key unique, -- b\r\n b int);\r\ncreate index /* c */ t_b_idx on t (b);\r\n',
    );
  });

  it('keep comments around a word that is replaced', () => {
    expect(fixed('create index /* a */ nonconcurrently -- b\n i on t (a)', 'no-nonconcurrent-index')).toBe('create index /* a */ concurrently -- b\n i on t (a)');
  });

  it('part what would run together where no space stood', () => {
    const table = 'CREATE TABLE t (id uuid PRIMARY KEY, a int);\n';
    const later = (sql: string, only: string): string => fixedTexts({ '1.sql': table, '2.sql': sql }, only, 'transactional-manual')['2.sql']!;
    expect(later('alter table t add constraint u unique(a);\n', 'no-blocking-unique-constraint')).toBe(
      'create unique index concurrently u on t (a);\nalter table t add constraint u unique using index u;\n',
    );
    expect(later('alter table t add c date default now()null;\n', 'no-clock-default-on-add-column')).toBe(
      'alter table t add c date null;\nalter table t alter column c set default now();\n',
    );
    const counting = "create sequence s;\ncreate table k (id int default(nextval('s'))primary key);\ncreate table l (k_id int references k);\n";
    expect(fixedTexts({ '1.sql': counting }, 'no-sequence-default', 'bidirectional')['1.sql']).toBe(
      'create table k (id uuid default gen_random_uuid()primary key);\ncreate table l (k_id uuid references k);\n',
    );
    expect(fixedTexts({ '1.sql': "create type e as enum ('a');\ncreate table k (s\"e\");\n" }, 'no-user-defined-type', 'bidirectional')['1.sql']).toBe(
      "create table k (s text check (s in ('a')));\n",
    );
  });

  it('are none where the same statement gives the column another default', () => {
    const texts = { '1.sql': 'CREATE TABLE t (id uuid PRIMARY KEY);\n', '2.sql': "ALTER TABLE t ADD c date DEFAULT now(), ALTER c SET DEFAULT '2020-01-01';\n" };
    expect(fixedTexts(texts, 'no-clock-default-on-add-column', 'bidirectional')).toEqual(texts);
  });

  it('are none for a constraint that is written twice, which PostgreSQL makes once', () => {
    for (const column of ['a int UNIQUE, CONSTRAINT u UNIQUE (a)', 'a int CONSTRAINT u UNIQUE DEFAULT 3 UNIQUE']) {
      const texts = { '1.sql': `CREATE TABLE t (id uuid PRIMARY KEY, ${column});\n` };
      expect(fixedTexts(texts, 'no-unique-constraint', 'bidirectional')).toEqual(texts);
    }
  });

  it('take an enum out of down parts too', () => {
    const up = "CREATE TYPE mood AS ENUM ('a', 'b');\nCREATE TABLE t (id int, m mood);\n";
    const mended = "CREATE TABLE t (id int, m text CHECK (m IN ('a', 'b')));\n";
    expect(fixed(`${up}-- +down\nDROP TABLE t;\nDROP TYPE IF EXISTS mood;\n`, 'no-user-defined-type')).toBe(`${mended}-- +down\nDROP TABLE t;\n`);
    const left = `${up}-- +down\nALTER TABLE t ALTER COLUMN m TYPE mood USING m::mood;\n`;
    expect(fixed(left, 'no-user-defined-type')).toBe(left);
  });

  it('are none for text that is put together', () => {
    const sql = "CREATE TABLE t (a int);\nDO $$ BEGIN EXECUTE 'CREATE INDEX ON t (a)'; END $$;\n";
    expect(fixed(sql, 'require-constraint-name')).toBe(sql);
  });

  it('are none for migrations that had run before replication was set up', () => {
    const texts = { '1.sql': 'CREATE TABLE t (a int UNIQUE);\n', '2.sql': 'CREATE TABLE u (a int UNIQUE);\n' };
    const result = lintTexts(texts, RULES, { settings: { mode: 'transactional-manual', replicatingSince: '1' }, options: { printFix: makeFix } });
    const filesOf = (kind: 'fixes' | 'withheldFixes'): readonly string[] =>
      result.diagnostics.flatMap((diagnostic) => diagnostic[kind].flatMap(({ edits }) => edits.map(({ file }) => file)));
    expect(new Set(filesOf('fixes'))).toEqual(new Set(['db/2.sql']));
    expect(new Set(filesOf('withheldFixes'))).toEqual(new Set(['db/1.sql']));
  });
});

describe('a new statement', () => {
  const CREATES = defineRule({
    ...RULES.find(({ id }) => id === 'no-serial')!,
    kind: 'change',
    on: {
      *createTable(change) {
        const { clause, clause: { statement } } = change;
        const sql = [{ keywords: 'CREATE INDEX ON' }, ' ', { relation: true }, ' (a)'] as const;
        yield { clause, message: () => '', help: () => ({ text: '' }), object: '', fix: () => ({ title: '', safety: 'safe', effects: [], edits: [{ form: 'newStatement', statement, sql }] }) };
      },
    },
  });

  const written = (sql: string): string => {
    const { diagnostics } = lintTexts(sql, [CREATES], { settings: { mode: 'bidirectional' }, options: { printFix: makeFix } });
    return splice(sql, diagnostics.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits)));
  };

  it('comes on a line of its own, as the file is written', () => {
    expect(written('create table S."T" (a int); -- b\r\n')).toBe('create table S."T" (a int); -- b\r\ncreate index on S."T" (a);\r\n');
    expect(written('\tCREATE TABLE IF NOT EXISTS t (\n\t\ta int\n\t) /* b */ ;\nSELECT 1;')).toBe(
      '\tCREATE TABLE IF NOT EXISTS t (\n\t\ta int\n\t) /* b */ ;\n\tCREATE INDEX ON t (a);\nSELECT 1;',
    );
  });

  it('comes between two that stand on one line', () => {
    expect(written('CREATE TABLE t (a int); SELECT 1;\n')).toBe('CREATE TABLE t (a int); CREATE INDEX ON t (a); SELECT 1;\n');
  });

  it('comes at the end of a file without a last semicolon', () => {
    expect(written('SELECT 1;\r\nCREATE TABLE t (a int) -- b')).toBe('SELECT 1;\r\nCREATE TABLE t (a int);\r\nCREATE INDEX ON t (a) -- b');
  });

  it('is sent by itself where the tool is told where to cut', () => {
    expect(written('CREATE TABLE t (a int);--> statement-breakpoint\nSELECT 1;\n')).toBe(
      'CREATE TABLE t (a int);--> statement-breakpoint\nCREATE INDEX ON t (a);--> statement-breakpoint\nSELECT 1;\n',
    );
  });

  it('is none where something else than a semicolon ends the statement', () => {
    const sql = 'CREATE TABLE t (a int)\n\\g\nSELECT 1;\n';
    expect(written(sql)).toBe(sql);
  });
});
