import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/linter/result.js';
import { REPORTERS, type ReportContext } from '../../src/reporters/index.js';
import { contextOf, countedFindings, finding, place, positionAt, resultOf } from './sample.js';

function write(diagnostics: readonly Diagnostic[], context: ReportContext): string {
  return [...REPORTERS.text(resultOf(diagnostics), context)].join('');
}

function headsOf(text: string): string[] {
  return text.split('\n').filter((line) => /^(?:error|warning|info)\[/.test(line));
}

/** `files` old migrations, each with a serial and a schema change that the other cluster does not get. */
function oldMigrations(files: number): { readonly texts: Record<string, string>; readonly diagnostics: readonly Diagnostic[] } {
  const texts: Record<string, string> = {};
  const diagnostics = Array.from({ length: files }, (_, index) => {
    const file = `m/${String(index + 1).padStart(4, '0')}.sql`;
    const sql = `CREATE TABLE t${index} (\n  id bigserial PRIMARY KEY,\n  note text\n);\n`;
    texts[file] = sql;
    return [
      finding('unreplicated-schema-change', file, place(sql, 'CREATE'), 'CREATE TABLE reaches one cluster.', { severity: 'warning' }),
      finding('no-serial', file, place(sql, 'bigserial'), `"id" of "t${index}" is a bigserial.`, { help: `Use a uuid:\n  ALTER TABLE t${index};` }),
      finding('no-secondary-index', file, place(sql, 'note'), 'Only counted.', { severity: 'info' }),
    ];
  }).flat();
  return { texts, diagnostics };
}

describe('a first run over 500 old migrations', () => {
  it('reads like a report', async () => {
    const { texts, diagnostics } = oldMigrations(500);
    const summaries = { summary: 'Disallow `serial` columns: the sequences behind them count on each cluster for themselves, whatever they are called.' };
    const context = contextOf(texts, { maxDiagnostics: 3, rule: (id) => (id === 'no-serial' ? { ...RULE, ...summaries } : undefined) });
    await expect(write(diagnostics, context)).toMatchFileSnapshot('snapshots/text-500.txt');
  });

  it('shows at most the limit and says how many more there are', () => {
    const { texts, diagnostics } = oldMigrations(500);
    const text = write(diagnostics, contextOf(texts));
    expect(headsOf(text)).toHaveLength(101);
    expect(text).toContain('... and 400 more errors (--max-diagnostics 0 shows all).');
  });

  it('tells the whole only of the first finding of a rule', () => {
    const { texts, diagnostics } = oldMigrations(500);
    const text = write(diagnostics, contextOf(texts));
    expect(text.match(/= help:/g)).toHaveLength(1);
    expect(text.match(/= docs:/g)).toHaveLength(1);
    expect(text).toContain('Findings after the first of a rule are shortened');
  });
});

const RULE = {
  id: 'no-serial',
  topic: 'active-active',
  summary: '',
  rationale: '',
  remedy: '',
  confidence: 'documented',
  severity: {
    bidirectional: 'error',
    'non-transactional': 'warning',
    'transactional-manual': 'warning',
    'transactional-semi-automatic': 'warning',
    'transactional-automatic': 'off',
  },
  citations: [{ title: '', url: '', fact: '', checked: '' }],
} as const;

describe('a shortened finding', () => {
  const range = { start: positionAt('', 0), end: positionAt('', 0) };
  const tell = (message: string, object: string) => {
    const many = Array.from({ length: 21 }, () => finding('no-thing', 'a.sql', range, message, { object }));
    return headsOf(write(many, contextOf({}, { width: 60 })));
  };

  it('keeps a message of one line', () => {
    expect(tell('Table "t" is wrong.', 'public.t')[20]).toBe('error[no-thing]: Table "t" is wrong.');
  });

  it('names its object instead of a longer message', () => {
    expect(tell(`Table "t" ${'and so on '.repeat(10)}`, 'public.t')[20]).toBe('error[no-thing]: public.t');
  });

  it('begins a longer message where it has no object', () => {
    expect(tell(`Table "t" ${'and so on '.repeat(10)}`, '')[20]).toBe('error[no-thing]: Table "t" and so on and so on and so on …');
  });
});

describe('folding', () => {
  it('keeps a schema change in each of ten files', () => {
    const { texts, diagnostics } = oldMigrations(10);
    expect(headsOf(write(diagnostics, contextOf(texts))).filter((line) => line.includes('unreplicated'))).toHaveLength(10);
  });

  it('makes one line of those in eleven files', () => {
    const { texts, diagnostics } = oldMigrations(11);
    expect(headsOf(write(diagnostics, contextOf(texts))).filter((line) => line.includes('unreplicated'))).toEqual([
      'warning[unreplicated-schema-change]: 11 files have schema changes to roll out. `xclint FILE` shows',
    ]);
  });

  it('takes the worst severity of what it folds', () => {
    const { texts, diagnostics } = oldMigrations(11);
    const last = diagnostics.findLast(({ ruleId }) => ruleId === 'unreplicated-schema-change');
    const worse = diagnostics.map((diagnostic) => (diagnostic === last ? { ...diagnostic, severity: 'error' as const } : diagnostic));
    expect(write(worse, contextOf(texts))).toContain('error[unreplicated-schema-change]: 11 files');
  });

  it('says nothing of warnings where only errors are listed', () => {
    const { texts, diagnostics } = oldMigrations(11);
    expect(write(diagnostics, contextOf(texts, { level: 'error' }))).not.toContain('to roll out');
    expect(write(diagnostics, contextOf(texts, { quiet: true }))).not.toContain('unreplicated');
  });
});

describe('the limit', () => {
  const { diagnostics } = countedFindings(30, (index) => (['info', 'warning', 'error'] as const)[index % 3] ?? 'error');

  it('shows errors before warnings before infos, in the order of the files', () => {
    const heads = headsOf(write(diagnostics, contextOf({}, { level: 'info', maxDiagnostics: 15 })));
    expect(heads.filter((line) => line.startsWith('error'))).toHaveLength(10);
    expect(heads.filter((line) => line.startsWith('warning'))).toHaveLength(5);
    expect(heads[0]).toContain('public.t1"');
    expect(heads[1]).toContain('public.t2"');
  });

  it('shows the first finding of each rule before repeats of another', () => {
    const place = { start: positionAt('', 0), end: positionAt('', 0) };
    const many = Array.from({ length: 30 }, () => finding('no-a', 'a.sql', place, 'x', { severity: 'error' }));
    const others = [finding('no-b', 'a.sql', place, 'x', { severity: 'warning' }), finding('no-c', 'a.sql', place, 'x', { severity: 'error' })];
    const shown = (limit: number): readonly string[] => headsOf(write([...many, ...others], contextOf({}, { maxDiagnostics: limit }))).map((line) => /\[(.*?)\]/.exec(line)?.[1] ?? line);
    expect(shown(1)).toEqual(['no-a']);
    expect(shown(2)).toEqual(['no-a', 'no-c']);
    expect(shown(4)).toEqual(['no-a', 'no-a', 'no-b', 'no-c']);
  });

  it('of 0 still says what there is', () => {
    const text = write(diagnostics, contextOf({}, { level: 'info', maxDiagnostics: 0 }));
    expect(headsOf(text)).toEqual([]);
    expect(text).toContain('... and 10 more errors, 10 more warnings, 10 more infos (--max-diagnostics 0 shows all).');
  });

  it('of Infinity shows all', () => {
    const text = write(diagnostics, contextOf({}, { level: 'info', maxDiagnostics: Infinity }));
    expect(headsOf(text)).toHaveLength(30);
    expect(text).not.toContain('... and');
  });

  it('says what is missing in a short report too', () => {
    const text = write(diagnostics.slice(0, 6), contextOf({}, { maxDiagnostics: 1 }));
    expect(text).toContain('... and 1 more error, 2 more warnings (--max-diagnostics 0 shows all).');
    expect(text).not.toContain('errors  warnings');
  });
});

describe('the table by rule', () => {
  it('comes with the twenty-first finding, the worst rules first, infos counted', () => {
    const findings = (ruleId: string, severity: Diagnostic['severity'], amount: number) =>
      Array.from({ length: amount }, () => finding(ruleId, 'a.sql', { start: positionAt('', 0), end: positionAt('', 0) }, 'x', { severity }));
    const twenty = [...findings('no-b', 'warning', 12), ...findings('no-c', 'error', 2), ...findings('no-a', 'warning', 6), ...findings('no-d', 'info', 9)];
    expect(write(twenty, contextOf())).not.toContain('errors  warnings');
    expect(write([...twenty, ...findings('no-c', 'warning', 1)], contextOf())).toContain(
      [
        'errors  warnings  infos  rule',
        '     2         1      -  no-c',
        '     -        12      -  no-b',
        '     -         6      -  no-a',
        '     -         -      9  no-d',
        '',
      ].join('\n'),
    );
  });
});

describe('the summary', () => {
  const cases: readonly (readonly [string, Parameters<typeof resultOf>[2], string])[] = [
    ['one of each', { errors: 1, warnings: 1, infos: 1, files: 1, statements: 1, analyzed: 1 }, 'Found 1 error, 1 warning and 1 info (infos are listed with --level info).\n1 file, analysed 1 of 1 statement in 38 ms for bidirectional, YugabyteDB 2025.2.\n'],
    ['no infos', { errors: 2, warnings: 0, durationMs: 1_234 }, 'Found 2 errors and 0 warnings.\n2 files, analysed 9 of 9 statements in 1.2 s for bidirectional, YugabyteDB 2025.2.\n'],
    ['only suppressed ones', { suppressed: 3, baselined: 2, durationMs: 999.6 }, 'Nothing found; 3 suppressed, 2 baselined. 2 files, analysed 9 of 9 statements in 1.0 s for bidirectional, YugabyteDB 2025.2.\n'],
    ['places in bodies not understood', { analyzed: 9, unanalyzable: 65 }, 'Nothing found. 2 files, analysed 9 of 9 statements (65 places in them unanalyzable) in 38 ms for bidirectional, YugabyteDB 2025.2.\n'],
    ['statements not understood', { analyzed: 7, unanalyzable: 3, durationMs: 125_400 }, 'Nothing found. 2 files, analysed 7 of 9 statements (2 unanalyzable, and 1 place in others) in 2 min 5 s for bidirectional, YugabyteDB 2025.2.\n'],
  ];
  for (const [name, summary, expected] of cases) {
    it(`tells ${name}`, () => {
      expect([...REPORTERS.text(resultOf([], {}, summary), contextOf())].join('')).toBe(expected);
    });
  }

  it('points at what the level leaves out', () => {
    const write = (context: Partial<ReportContext>) => [...REPORTERS.compact(resultOf([], {}, { warnings: 1, infos: 2 }), contextOf({}, context))].join('');
    expect(write({ level: 'error' })).toContain('(only errors are listed: --level error)');
    expect(write({ level: 'info' })).toContain('Found 0 errors, 1 warning and 2 infos.');
  });
});

describe('a finding', () => {
  it('stands without a frame where its line cannot be had', () => {
    const range = { start: positionAt('', 0), end: positionAt('', 0) };
    expect(write([finding('no-thing', 'db', range, 'About the folder.', { docsUrl: '' })], contextOf())).toMatch(/^error\[no-thing\]: About the folder.\n --> db:1:1\n\nFound/);
  });

  it('has prose of 100 columns and source of as many as the terminal has', () => {
    const sql = `CREATE TABLE t (${'a int, '.repeat(20)}b serial);`;
    const text = write([finding('no-thing', 'a.sql', place(sql, 'serial'), 'word '.repeat(40).trim())], contextOf({ 'a.sql': sql }, { width: 250 }));
    expect(text).toContain(`1 | ${sql}\n`);
    expect(Math.max(...text.split('\n').filter((line) => line.includes('word')).map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('hangs the points of a list in its help, and leaves SQL as it is', () => {
    const help = `Roll it out:\n- ${'first '.repeat(10)}\n  SELECT ${'1, '.repeat(30)}2;`;
    const range = { start: positionAt('', 0), end: positionAt('', 0) };
    expect(write([finding('no-thing', 'a.sql', range, 'x', { help, docsUrl: '' })], contextOf({}, { width: 50 }))).toContain(
      `  = help: Roll it out:\n    - first first first first first first first\n      first first first \n      SELECT ${'1, '.repeat(30)}2;\n`,
    );
  });

  it('shows four related places and counts the others', () => {
    const sql = 'INSERT INTO a; INSERT INTO b';
    const related = Array.from({ length: 6 }, () => ({ message: 'written here', file: 'a.sql', range: place(sql, 'b') }));
    const text = write([finding('no-thing', 'a.sql', place(sql, 'INSERT'), 'x', { related })], contextOf({ 'a.sql': sql }));
    expect(text.match(/- written here/g)).toHaveLength(4);
    expect(text).toContain('= and 2 more places');
  });
});

describe('fixes', () => {
  const sql = 'CREATE TABLE t (a int);';
  const edits = [{ file: 'a.sql', range: place(sql, 't'), text: 'u' }];
  const found = (rest: Partial<Diagnostic>): Diagnostic => finding('no-thing', 'a.sql', place(sql, 'a'), 'x', rest);
  const safe = found({ fixes: [{ title: 'Name it', safety: 'safe', edits }] });
  const unsafe = found({ fixes: [{ title: 'Drop it: nothing keeps it', safety: 'unsafe', edits }], severity: 'info' });
  const old = found({ withheldFixes: [{ title: 'Name it', safety: 'safe', edits }] });
  const none = found({});
  const summaryOf = (...diagnostics: readonly Diagnostic[]): string | undefined => /^Found .*\n(.*)\n/m.exec(write(diagnostics, contextOf()))?.[1];

  it('are told with the flags that make them', () => {
    const text = write([safe, unsafe, old, none], contextOf({ 'a.sql': sql }, { level: 'info' }));
    expect(text.match(/ = fix: .*/g)).toEqual([
      ' = fix: Name it (--fix)',
      ' = fix: Drop it: nothing keeps it (--fix --unsafe-fixes)',
      ' = fix: none, for migrations up to "replicatingSince" are not edited',
    ]);
  });

  it('are marked where there is no room for more', () => {
    const text = write([...Array.from({ length: 18 }, () => none), safe, unsafe, old], contextOf({ 'a.sql': sql }, { level: 'info' }));
    expect(text.match(/-->.*\]$/gm)).toEqual(['--> a.sql:1:17 [fix]', '--> a.sql:1:17 [unsafe fix]']);
    const compact = [...REPORTERS.compact(resultOf([safe, unsafe, old, none]), contextOf({}, { level: 'info' }))].join('').split('\n');
    expect(compact.slice(0, 4).map((line) => line.replace(/^.*: x/, ''))).toEqual([' [fix]', ' [unsafe fix]', '', '']);
    expect(compact[4]).toContain('. 1 fixable with --fix, 1 more with --unsafe-fixes; 1 more in migrations up to "replicatingSince", which are not edited. ');
  });

  it('are counted, those of findings that are not listed too', () => {
    expect(summaryOf(safe, safe)).toBe('2 fixable with --fix.');
    expect(summaryOf(safe, unsafe, unsafe)).toBe('1 fixable with --fix, 2 more with --unsafe-fixes.');
    expect(summaryOf(none, unsafe)).toBe('1 fixable with --fix --unsafe-fixes.');
    expect(summaryOf(old)).toBe('1 in migrations up to "replicatingSince", which are not edited, would be fixable.');
    expect(summaryOf(unsafe, old)).toBe('1 fixable with --fix --unsafe-fixes; 1 more in migrations up to "replicatingSince", which are not edited.');
    expect(summaryOf(none)).toMatch(/^\d+ files?, analysed /);
  });
});

describe('sixty thousand findings', () => {
  it('are counted where they can be fixed, and only those shown are computed', () => {
    const { diagnostics, asked } = countedFindings(60_000);
    const result = resultOf(diagnostics);
    const text = [...REPORTERS.text(result, contextOf({}, { excerpt: () => 'CREATE TABLE t (id bigserial);' }))].join('');
    expect(headsOf(text)).toHaveLength(100);
    expect(asked).toEqual({ message: 100, help: 10, range: 100, end: 100, related: 10, fixes: 60_100, withheldFixes: 60_010 });
  });
});
