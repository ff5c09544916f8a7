import { describe, expect, test } from 'vitest';
import noUndeclaredRole from '../../rules/no-undeclared-role.js';
import type { ChangeRule, FileChanges, ProjectRule, StateRule, TransactionChanges } from '../../src/rule.js';
import type { RootSettings } from '../../src/linter/lint.js';
import type { Mode } from '../../src/xcluster/mode.js';
import { everywhere, lines, lintRoots, lintTexts, meta, NO_SERIAL, NO_TRUNCATE, NO_UNIQUE, problem, rootOf, version } from './run.js';

describe('findings', () => {
  test('stand in the order of files, then places, then rule ids', () => {
    const result = lintTexts(
      {
        '1.sql': 'CREATE TABLE a (id serial, name text UNIQUE);\nCREATE TABLE b (id serial);',
        '2.sql': 'TRUNCATE a;\nCREATE TABLE c (id serial);\nTRUNCATE b;',
      },
      [NO_UNIQUE, NO_TRUNCATE, NO_SERIAL],
    );
    expect(lines(result)).toEqual([
      '1.sql:1:20 no-serial public.a.id',
      '1.sql:1:38 no-unique public.a.a_name_key',
      '1.sql:2:20 no-serial public.b.id',
      '2.sql:1:1 no-truncate public.a',
      '2.sql:2:20 no-serial public.c.id',
      '2.sql:3:1 no-truncate public.b',
    ]);
  });

  test('of a rule that speaks of files as a whole are shown once a file, however often conditions have it read', () => {
    const rule = (facts: Partial<ChangeRule>): ChangeRule => ({
      ...meta('speaks'),
      kind: 'change',
      on: {
        *file({ changes: [first] }) {
          if (first !== undefined) yield problem(first.clause, 'all');
        },
      },
      ...facts,
    });
    const files = { '1.sql': '\\if :a\nDROP TABLE a;\n\\else\nDROP TABLE b;\n\\endif', '2.sql': 'DROP TABLE c;' };
    expect(lines(lintTexts(files, [rule({})]))).toEqual(['1.sql:2:1 speaks all', '1.sql:4:1 speaks all', '2.sql:1:1 speaks all']);
    expect(lines(lintTexts(files, [rule({ oncePerFile: true })]))).toEqual(['1.sql:2:1 speaks all', '2.sql:1:1 speaks all']);
  });

  test('of the same rule, place and object are shown once', () => {
    const twice: StateRule = {
      ...meta('twice'),
      kind: 'state',
      on: {
        *table(table) {
          yield problem(table.origin, 'a');
          yield problem(table.origin, 'b');
          yield problem(table.origin, 'a');
        },
      },
    };
    expect(lines(lintTexts('CREATE TABLE a (id int);', [twice]))).toEqual(['1.sql:1:1 twice a', '1.sql:1:1 twice b']);
  });

  test('carry docs link, object, help and related places, all computed when asked for', () => {
    let computed = 0;
    const rule: StateRule = {
      ...meta('related'),
      kind: 'state',
      on: {
        *table(table) {
          const [column] = table.columns;
          if (column === undefined) return;
          yield problem(table.origin, 'public.a', {
            message: () => `told ${String(++computed)}`,
            help: () => ({ text: 'Do this.' }),
            related: [{ message: 'its column', clause: column.origin }],
          });
        },
      },
    };
    const result = lintTexts('CREATE TABLE a (id int);', [rule]);
    expect(computed).toBe(0);
    const [finding] = result.diagnostics;
    expect(finding).toMatchObject({ ruleId: 'related', severity: 'error', object: 'public.a', docsUrl: 'https://example.org/related.md', fixes: [] });
    expect(finding?.message).toBe('told 1');
    expect(finding?.help).toBe('Do this.');
    expect(finding?.related).toEqual([
      { message: 'its column', file: 'db/1.sql', range: { start: { line: 1, column: 17, offset: 16 }, end: { line: 1, column: 23, offset: 22 } } },
    ]);
    expect(finding?.range).toEqual({ start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 7, offset: 6 } });
  });
});

describe('state rules', () => {
  test('are silent about what a later migration removes or repairs', () => {
    const result = lintTexts(
      {
        '1.sql': 'CREATE TABLE a (id serial, name text UNIQUE);\nCREATE TABLE b (id serial);\nCREATE TABLE c (id serial, x text UNIQUE);',
        '2.sql': 'ALTER TABLE a DROP CONSTRAINT a_name_key;\nDROP TABLE b;\nALTER TABLE c DROP COLUMN x;',
      },
      [NO_SERIAL, NO_UNIQUE],
    );
    expect(lines(result)).toEqual(['1.sql:1:20 no-serial public.a.id', '1.sql:3:20 no-serial public.c.id']);
  });

  test('stand where the object came from, whatever happened to its table since', () => {
    const result = lintTexts({ '1.sql': 'CREATE TABLE a (id serial);', '2.sql': 'ALTER TABLE a RENAME TO b;\nALTER TABLE b ADD COLUMN n bigserial;' }, [NO_SERIAL]);
    expect(lines(result)).toEqual(['1.sql:1:20 no-serial public.b.id', '2.sql:2:28 no-serial public.b.n']);
  });

  test('never see another root', () => {
    const one = rootOf({ '1.sql': 'CREATE TABLE a (id serial);' }, { path: 'one' });
    const two = rootOf({ '1.sql': 'DROP TABLE a;\nCREATE TABLE a (id int);' }, { path: 'two' });
    expect(lintRoots([one, two], [NO_SERIAL]).diagnostics.map(({ file }) => file)).toEqual(['one/1.sql']);
  });

  test('leave out temporary tables, and those that the config does not replicate', () => {
    const text = 'CREATE TEMP TABLE t (id serial);\nCREATE TABLE audit (id serial);\nCREATE TABLE kept (id serial);';
    const result = lintTexts(text, [NO_SERIAL], { settings: { isReplicatedName: ({ name }) => name !== 'audit' } });
    expect(lines(result)).toEqual(['1.sql:3:23 no-serial public.kept.id']);
  });

  test('learn what the migrations do elsewhere', () => {
    const seen: unknown[] = [];
    const rule: StateRule = {
      ...meta('history'),
      kind: 'state',
      on: {
        table(table, { history }) {
          seen.push(table.name, history.conflictTargets(table), history.settings('Yb_Use_Hash'));
          return [];
        },
      },
    };
    lintTexts(
      {
        '1.sql': 'CREATE TABLE a (x int, y int);\nINSERT INTO a VALUES (1, 2) ON CONFLICT (y, x) DO NOTHING;\nSET yb_use_hash TO off;\nRESET yb_use_hash;',
        '2.sql': 'INSERT INTO a VALUES (1, 2) ON CONFLICT (x, y) DO NOTHING;\nINSERT INTO a VALUES (1, 2) ON CONFLICT (x) DO UPDATE SET y = 1;\nALTER TABLE a RENAME TO b;\nSET yb_use_hash TO off;',
      },
      [rule],
    );
    expect(seen).toEqual(['b', [['x', 'y'], ['x']], ['off', null]]);
  });
});

describe('change rules', () => {
  test('see the schema before and after the step', () => {
    const seen: string[] = [];
    const rule: ChangeRule = {
      ...meta('steps'),
      kind: 'change',
      on: {
        addColumn(change, { before, after }) {
          const names = (schema: typeof before) => schema.table(change.table)?.columns.map(({ name }) => name).join() ?? '-';
          seen.push(`${names(before)} > ${names(after)}`);
          return [];
        },
      },
    };
    lintTexts('CREATE TABLE a (x int);\nALTER TABLE a ADD COLUMN y int, ADD COLUMN z int;', [rule]);
    expect(seen).toEqual(['x > x,y', 'x,y > x,y,z']);
  });

  test('hear of a table that is new in the file, but not in semi-automatic mode', () => {
    const text = 'CREATE TABLE a (x int);\nALTER TABLE a RENAME TO b;\nTRUNCATE b;';
    expect(lines(lintTexts(text, [NO_TRUNCATE]))).toEqual([]);
    expect(lines(lintTexts(text, [NO_TRUNCATE], { settings: { mode: 'transactional-semi-automatic' } }))).toEqual(['1.sql:3:1 no-truncate public.b']);
    expect(lines(lintTexts({ '1.sql': 'CREATE TABLE a (x int);', '2.sql': 'TRUNCATE a;' }, [NO_TRUNCATE]))).toEqual(['2.sql:1:1 no-truncate public.a']);
    expect(lines(lintTexts('TRUNCATE unknown;', [NO_TRUNCATE]))).toEqual(['1.sql:1:1 no-truncate public.unknown']);
  });

  test('say nothing about down parts', () => {
    const text = 'CREATE TABLE a (id int);\n-- +down\nTRUNCATE b;\nCREATE TABLE c (id serial);';
    const result = lintTexts(text, [NO_TRUNCATE, NO_SERIAL]);
    expect(lines(result)).toEqual([]);
    expect(result.summary).toMatchObject({ statements: 3, analyzed: 3, unanalyzable: 0 });
  });

  test('are told of a file once, with its up part', () => {
    const seen: string[] = [];
    const rule: ChangeRule = {
      ...meta('files'),
      kind: 'change',
      on: {
        *file({ file, changes }: FileChanges, { before, after }) {
          const count = (schema: typeof before) => [...schema.allTables()].length;
          seen.push(`${file.path} ${changes.map(({ kind }) => kind).join()} ${String(count(before))}>${String(count(after))}`);
          const last = changes.at(-1);
          if (last !== undefined) yield problem(last.clause, 'last');
        },
      },
    };
    const texts = {
      '1.sql': 'CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n-- +down\nDROP TABLE a;',
      '2.sql': 'DROP TABLE b;',
      '3.sql': '-- nothing',
    };
    expect(lines(lintTexts(texts, [rule]))).toEqual(['1.sql:2:1 files last', '2.sql:1:1 files last']);
    expect(seen).toEqual(['db/1.sql createTable,createTable 0>2', 'db/2.sql dropTable 2>1']);
  });

  test('say nothing about files up to `replicatingSince`, by version or by name', () => {
    const texts = { '01_a.sql': 'TRUNCATE a;', '02_b.up.sql': 'TRUNCATE b;', '03_c.sql': 'TRUNCATE c;\nCREATE TABLE s (id serial);' };
    const rest = ['03_c.sql:1:1 no-truncate public.c', '03_c.sql:2:20 no-serial public.s.id'];
    for (const replicatingSince of ['02', '2', '02_b', '02_b.up', '02_b.up.sql', 'db/02_b.up.sql']) {
      expect(lines(lintTexts(texts, [NO_TRUNCATE, NO_SERIAL], { settings: { replicatingSince } }))).toEqual(rest);
    }
    const all = lintTexts(texts, [NO_TRUNCATE, NO_SERIAL], { settings: { replicatingSince: '03_c' } });
    expect(lines(all)).toEqual(['03_c.sql:2:20 no-serial public.s.id']);
  });

  test('are off to state rules that ask about files up to `replicatingSince`, but not about bodies there, which run later', () => {
    const asks: StateRule = {
      ...meta('asks'),
      kind: 'state',
      on: {
        *table(table, context) {
          if (context.levelOf('no-truncate') === 'off' && context.levelOf('no-serial') !== 'off') yield problem(table.origin, table.name);
        },
      },
    };
    const texts = {
      '1.sql': "CREATE TABLE a (id int);\nCREATE PROCEDURE p() LANGUAGE sql AS 'CREATE TABLE b (id int)';",
      '2.sql': 'CREATE TABLE c (id int);',
    };
    const rules = [asks, NO_TRUNCATE, NO_SERIAL];
    expect(lines(lintTexts(texts, rules, { settings: { replicatingSince: '1' } }))).toEqual(['1.sql:1:1 asks a']);
    expect(lines(lintTexts(texts, rules))).toEqual([]);
  });

  test('are asked about everything where `replicatingSince` names no migration, which is a problem', () => {
    const texts = { '01_orders.sql': 'TRUNCATE a;', '02_users.sql': 'TRUNCATE b;' };
    const result = lintTexts(texts, [NO_TRUNCATE], { settings: { replicatingSince: '01_order' } });
    expect(result.diagnostics).toHaveLength(2);
    expect(result.problems).toEqual([
      { kind: 'config', message: '"replicatingSince" names "01_order", but db has no migration of that version or file name; did you mean "01_orders"?' },
    ]);
    expect(lintTexts({ 'new.sql': 'TRUNCATE a;' }, [NO_TRUNCATE], { settings: { replicatingSince: '01_order' } }).problems).toEqual([]);
  });
});

describe('transactions', () => {
  const seen: string[] = [];
  const rule: ChangeRule = {
    ...meta('transactions'),
    kind: 'change',
    on: {
      transactionEnd({ origin, changes, routine }: TransactionChanges) {
        seen.push(`${origin} ${routine?.name ?? ''}${changes.map((change) => ('table' in change ? (change.table?.name ?? '') : change.kind)).join()}`);
        return [];
      },
    },
  };
  const kinds = (text: string, wrapsTransaction = false) => {
    seen.length = 0;
    lintTexts(text, [rule], { wrapsTransaction });
    return [...seen];
  };

  test('are told of, explicit ones', () => {
    expect(kinds('DELETE FROM x;\nBEGIN;\nDELETE FROM a;\nDELETE FROM b;\nCOMMIT;\nDELETE FROM y;\nSTART TRANSACTION;\nDELETE FROM c;\nEND;')).toEqual(['explicit a,b', 'explicit c']);
  });
  test("are told of, the tool's own, up to its end", () => {
    expect(kinds('DELETE FROM a;\nDELETE FROM b;', true)).toEqual(['tool a,b']);
    expect(kinds('BEGIN;\nDELETE FROM a;\nCOMMIT;\nDELETE FROM b;', true)).toEqual(['tool a']);
  });
  test('are not told of where they are rolled back', () => {
    expect(kinds('BEGIN;\nDELETE FROM a;\nROLLBACK;\nBEGIN;\nDELETE FROM b;\nCOMMIT;')).toEqual(['explicit b']);
  });
  test('are told of where the file forgets to commit', () => {
    expect(kinds('BEGIN;\nDELETE FROM a;')).toEqual(['explicit a']);
  });
  test("are told of, a routine's body", () => {
    expect(kinds('CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM a; DELETE FROM b $$;')).toEqual(['routine fa,b']);
  });
});

describe('routine bodies', () => {
  const body = (statement: string) => `CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  ${statement};\nEND $$;`;

  test('are judged by change rules, and by state rules about what they would create', () => {
    const result = lintTexts(body('TRUNCATE orders;\n  CREATE TABLE log (id serial)'), [NO_TRUNCATE, NO_SERIAL]);
    expect(lines(result)).toEqual(['1.sql:3:3 no-truncate public.orders', '1.sql:4:3 no-serial public.log.id']);
  });

  test('change nothing in the schema', () => {
    const result = lintTexts({ '1.sql': body('DROP TABLE a'), '2.sql': 'CREATE TABLE a (id serial);' }, [NO_SERIAL]);
    expect(lines(result)).toEqual(['2.sql:1:20 no-serial public.a.id']);
  });

  test('find no excuse in a table that is new in the file', () => {
    expect(lines(lintTexts(`CREATE TABLE a (id int);\n${body('TRUNCATE a')}`, [NO_TRUNCATE]))).toEqual(['1.sql:4:3 no-truncate public.a']);
  });

  test('lose their findings when that version of the routine is replaced or dropped', () => {
    const truncates = body('TRUNCATE a');
    const one = ['1.sql:3:3 no-truncate public.a'];
    expect(lines(lintTexts({ '1.sql': truncates, '2.sql': body('NULL') }, [NO_TRUNCATE]))).toEqual([]);
    expect(lines(lintTexts({ '1.sql': truncates, '2.sql': 'DROP FUNCTION f();' }, [NO_TRUNCATE]))).toEqual([]);
    expect(lines(lintTexts({ '1.sql': truncates, '2.sql': truncates }, [NO_TRUNCATE]))).toEqual(['2.sql:3:3 no-truncate public.a']);
    expect(lines(lintTexts({ '1.sql': truncates, '2.sql': 'ALTER FUNCTION f() RENAME TO g;' }, [NO_TRUNCATE]))).toEqual(one);
    expect(lines(lintTexts({ '1.sql': truncates, '2.sql': 'CREATE FUNCTION f(i int) RETURNS void LANGUAGE sql AS $$ SELECT 1 $$;' }, [NO_TRUNCATE]))).toEqual(one);
  });

  test('are reported in chosen files only, and also in those before replication: they run later', () => {
    const texts = { '1.sql': body('TRUNCATE a'), '2.sql': 'SELECT 1;' };
    expect(lines(lintTexts(texts, [NO_TRUNCATE], { chosen: ['2.sql'] }))).toEqual([]);
    expect(lines(lintTexts(texts, [NO_TRUNCATE], { settings: { replicatingSince: '2' } }))).toEqual(['1.sql:3:3 no-truncate public.a']);
  });

  test('of DO run at once', () => {
    const result = lintTexts('DO $$ BEGIN CREATE TABLE a (id serial); TRUNCATE b; END $$;\nALTER TABLE a RENAME TO c;', [NO_SERIAL, NO_TRUNCATE]);
    expect(lines(result)).toEqual(['1.sql:1:13 no-serial public.c.id', '1.sql:1:41 no-truncate public.b']);
  });
});

describe('chosen files', () => {
  const texts = { '1.sql': 'CREATE TABLE a (id serial);\nTRUNCATE x;\nSELEC 1;', '2.sql': 'TRUNCATE a;\nALTER TABLE a ADD COLUMN n serial;' };

  test('alone are reported, in the history of the others', () => {
    const result = lintTexts(texts, [NO_SERIAL, NO_TRUNCATE], { chosen: ['2.sql'] });
    expect(lines(result)).toEqual(['2.sql:1:1 no-truncate public.a', '2.sql:2:28 no-serial public.a.n']);
    expect(result.summary).toMatchObject({ files: 1, statements: 2, analyzed: 2, unanalyzable: 0, errors: 2 });
  });

  test('none at all give no finding', () => {
    expect(lintTexts(texts, [NO_SERIAL, NO_TRUNCATE], { chosen: [] }).diagnostics).toEqual([]);
  });
});

describe('levels', () => {
  test('follow mode and version', () => {
    const rule: StateRule = {
      ...NO_SERIAL,
      severity: { ...everywhere('warning'), 'transactional-automatic': [{ level: 'error' }, { from: '2025.2.7', level: 'off' }] },
    };
    const severities = (mode: Mode, text: string) =>
      lintTexts('CREATE TABLE a (id serial);', [rule], { settings: { mode, version: version(text) } }).diagnostics.map(({ severity }) => severity);
    expect(severities('bidirectional', '2025.2')).toEqual(['warning']);
    expect(severities('transactional-automatic', '2025.1')).toEqual(['error']);
    expect(severities('transactional-automatic', '2025.2')).toEqual([]);
  });

  test('of the config replace them, file by file', () => {
    const texts = { '1.sql': 'CREATE TABLE a (id serial);', '2.sql': 'CREATE TABLE b (id serial);', '3.sql': 'CREATE TABLE c (id serial);' };
    const levelFor = (rule: string, file: string) => (rule !== 'no-serial' ? undefined : file === 'db/1.sql' ? 'off' : file === 'db/2.sql' ? 'info' : undefined);
    const result = lintTexts(texts, [NO_SERIAL], { settings: { levelFor } });
    expect(result.diagnostics.map(({ file, severity }) => `${file} ${severity}`)).toEqual(['db/2.sql info', 'db/3.sql error']);
    expect(result.summary).toMatchObject({ errors: 1, warnings: 0, infos: 1 });
  });

  test('of a single problem may be lower, but give way to the config', () => {
    const lower: StateRule = { ...meta('lower'), kind: 'state', on: { *table(table) { yield problem(table.origin, 'x', { level: 'warning' }); } } };
    expect(lintTexts('CREATE TABLE a (id int);', [lower]).summary).toMatchObject({ errors: 0, warnings: 1 });
    expect(lintTexts('CREATE TABLE a (id int);', [lower], { settings: { levelFor: () => 'info' } }).summary).toMatchObject({ warnings: 0, infos: 1 });
  });

  test('of a single problem that are higher are a bug', () => {
    const higher: StateRule = { ...meta('higher', everywhere('info')), kind: 'state', on: { *table(table) { yield problem(table.origin, 'x', { level: 'error' }); } } };
    const result = lintTexts('CREATE TABLE a (id int);', [higher]);
    expect(result.diagnostics).toEqual([]);
    expect(result.problems).toEqual([{ kind: 'internal-error', file: 'db/1.sql', message: 'bug in xclint: rule higher failed at line 1: it says error, but is no more than info here' }]);
  });

  test('that are off everywhere keep a rule from being asked', () => {
    const asked: string[] = [];
    const spy: ChangeRule = { ...meta('spy', everywhere('off')), kind: 'change', on: { createTable: () => (asked.push('change'), []) } };
    const stateSpy: StateRule = { ...meta('state-spy', everywhere('off')), kind: 'state', on: { table: () => (asked.push('state'), []) } };
    lintTexts('CREATE TABLE a (id int);', [spy, stateSpy]);
    expect(asked).toEqual([]);
  });

  test('of other rules are known to a rule; what does not exist is off', () => {
    const seen: string[] = [];
    const rule: ChangeRule = {
      ...meta('asks'),
      kind: 'change',
      on: { createTable: (_, context) => (seen.push(context.levelOf('no-serial'), context.levelOf('asks'), context.levelOf('no-such-rule')), []) },
    };
    lintTexts('CREATE TABLE a (id int);', [rule, NO_SERIAL], { settings: { levelFor: (id) => (id === 'no-serial' ? 'off' : undefined) } });
    expect(seen).toEqual(['off', 'error', 'off']);
  });
});

describe('project rules', () => {
  test('see what all files leave, and may stand at the root', () => {
    const rule: ProjectRule = {
      ...meta('project'),
      kind: 'project',
      on: {
        *root({ place, schema, history }) {
          yield problem(place, `${[...schema.allTables()].map(({ name }) => name).join()} ${history.settings('search_path').join()}`);
        },
      },
    };
    const result = lintTexts({ '1.sql': 'SET search_path = public;\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);', '2.sql': 'DROP TABLE a;' }, [rule], { chosen: ['2.sql'] });
    expect(result.diagnostics.map(({ file, message, range }) => [file, message, range.start, range.end])).toEqual([
      ['db', 'b public', { line: 1, column: 1, offset: 0 }, { line: 1, column: 1, offset: 0 }],
    ]);
  });
});

describe('what goes wrong', () => {
  const broken: StateRule = {
    ...meta('broken'),
    kind: 'state',
    on: {
      *table(table) {
        if (table.name === 'b') throw new TypeError('no such thing');
        yield problem(table.origin, table.name);
      },
    },
  };

  test('in one rule leaves the others and the other objects alone', () => {
    const result = lintTexts({ '1.sql': 'CREATE TABLE a (id serial);\nCREATE TABLE b (id serial);', '2.sql': 'CREATE TABLE c (id serial);' }, [broken, NO_SERIAL]);
    expect(lines(result)).toEqual(['1.sql:1:1 broken a', '1.sql:1:20 no-serial public.a.id', '1.sql:2:20 no-serial public.b.id', '2.sql:1:1 broken c', '2.sql:1:20 no-serial public.c.id']);
    expect(result.problems).toEqual([{ kind: 'internal-error', file: 'db/1.sql', message: 'bug in xclint: rule broken failed at line 2: no such thing' }]);
  });

  test('is told with the stack when debugging', () => {
    const [told] = lintTexts('CREATE TABLE b (id int);', [broken], { options: { debug: true } }).problems;
    expect(told?.message).toMatch(/no such thing\nTypeError: no such thing\n +at /);
  });

  test('in a text that is computed late is a problem too', () => {
    const rule: StateRule = { ...meta('late'), kind: 'state', on: { *table(table) { yield problem(table.origin, 'x', { message: () => { throw new Error('late'); } }); } } };
    const result = lintTexts('CREATE TABLE b (id int);', [rule]);
    expect(result.problems).toEqual([]);
    expect(result.diagnostics[0]?.message).toMatch(/bug/);
    expect(result.problems).toEqual([{ kind: 'internal-error', file: 'db/1.sql', message: 'bug in xclint: the text of late failed at line 1: late' }]);
  });

  test('in a place that is looked for later are told, and the finding stands all the same', () => {
    const fail = (): never => {
      throw new Error('late');
    };
    const rule: StateRule = {
      ...meta('late'),
      kind: 'state',
      on: {
        *table(table) {
          const statement = { ...table.origin.statement, get text() { return fail(); } };
          const clause = { statement, form: 'statement' as const, at: 0 };
          yield { ...problem(clause, 'x', {}), get related() { return fail(); } };
        },
      },
    };
    const table = { line: 1, column: 1, offset: 0 };
    const result = lintTexts('CREATE TABLE a (id int);', [rule]);
    const [finding] = result.diagnostics;
    expect(finding?.range).toEqual({ start: table, end: table });
    expect(finding?.related).toEqual([]);
    expect(result.problems.map(({ message }) => message)).toEqual(['bug in xclint: the place of late failed at line 1: late', 'bug in xclint: the related places of late failed at line 1: late']);
  });

  test('with a file that cannot be read leaves the other files alone', () => {
    const root = rootOf({ '1.sql': 'CREATE TABLE a (id serial);', '2.sql': '', '3.sql': 'CREATE TABLE c (id serial);' });
    const migrations = root.root.migrations.map((migration, index) =>
      index !== 1
        ? migration
        : { ...migration, file: { path: 'db/2.sql', *chunks(): Generator<Uint8Array> { yield Buffer.from('CREATE TABLE b (id serial);\n'); throw new Error("EACCES: permission denied, open '/x/2.sql'"); } } },
    );
    const result = lintRoots([{ ...root, root: { ...root.root, migrations } }], [NO_SERIAL]);
    expect(result.problems).toEqual([{ kind: 'unreadable-file', file: 'db/2.sql', message: 'could not be read: permission denied.' }]);
    expect(lines(result)).toEqual(expect.arrayContaining(['1.sql:1:20 no-serial public.a.id', '3.sql:1:20 no-serial public.c.id']));
    expect(result.summary.files).toBe(2);
  });
});

test('progress is told after each file', () => {
  const told: string[] = [];
  lintTexts({ '1.sql': '', '2.sql': 'SELECT 1;' }, [], { options: { onFile: (done, total) => told.push(`${String(done)}/${String(total)}`) } });
  expect(told).toEqual(['1/2', '2/2']);
});

test('no roots give an empty result', () => {
  expect(lintRoots([], [NO_SERIAL])).toMatchObject({ mode: 'bidirectional', yugabytedb: '2025.2', diagnostics: [], problems: [], summary: { files: 0, statements: 0 } });
});

describe('the first use of a role', () => {
  const texts = { '1.sql': 'GRANT SELECT ON t TO a;', '2.sql': 'GRANT SELECT ON t TO a, b;', '3.sql': 'ALTER TABLE t OWNER TO b;' };
  const places = (settings: Partial<RootSettings>, chosen?: readonly string[]): readonly string[] =>
    lintTexts(texts, [noUndeclaredRole], { settings: { mode: 'transactional-automatic', ...settings }, ...(chosen === undefined ? {} : { chosen }) }).diagnostics.map(({ file, range, object }) => `${file}:${String(range.start.column)} ${object}`);

  test('is the one in the order of the run', () => {
    expect(places({})).toEqual(['db/1.sql:1 a', 'db/2.sql:1 b']);
  });

  test('may stand in the history, where nothing is reported', () => {
    expect(places({}, ['2.sql', '3.sql'])).toEqual(['db/2.sql:1 b']);
    expect(places({}, ['3.sql'])).toEqual([]);
  });

  test('is not looked for in what ran before replication', () => {
    expect(places({ replicatingSince: '2' })).toEqual(['db/3.sql:15 b']);
  });
});
