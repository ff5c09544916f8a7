import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { REPORTERS, renderProblems, type Format } from '../../src/reporters/index.js';
import { SAMPLE, SAMPLE_FILES, contextOf, countedFindings, finding, positionAt, resultOf } from './sample.js';

const FORMATS = Object.keys(REPORTERS) as Format[];
const EMPTY = resultOf([]);
const origin = { start: positionAt('', 0), end: positionAt('', 0) };

function write(format: Format, result = SAMPLE, context = contextOf(SAMPLE_FILES)): string {
  return [...REPORTERS[format](result, context)].join('');
}

const schema = JSON.parse(readFileSync(new URL('json.schema.json', import.meta.url), 'utf8')) as object;
const fitsSchema = new Ajv({ allErrors: true }).compile(schema);

function expectContract(text: string): void {
  expect(fitsSchema(JSON.parse(text)), JSON.stringify(fitsSchema.errors)).toBe(true);
}

describe('one hard result in every format', () => {
  for (const format of FORMATS.filter((name) => name !== 'none')) {
    it(`reads well as ${format}`, async () => {
      await expect(write(format)).toMatchFileSnapshot(`snapshots/${format}.txt`);
    });
  }

  it('reads well as text in 60 columns', async () => {
    await expect(write('text', SAMPLE, contextOf(SAMPLE_FILES, { width: 60 }))).toMatchFileSnapshot('snapshots/text-60.txt');
  });

  it('reads well as text in colour', async () => {
    const painted = write('text', SAMPLE, contextOf(SAMPLE_FILES, { color: true }));
    await expect(painted.replaceAll('\u001b', '␛')).toMatchFileSnapshot('snapshots/text-color.txt');
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(write('text'));
  });

  it('writes nothing as none', () => {
    expect(write('none')).toBe('');
  });

  it('tells problems and notes to people apart from the findings', () => {
    expect(renderProblems(SAMPLE, contextOf())).toBe(
      'error[unreadable-file]: db/migrations/003.sql: permission denied\nnote: db/migrations/001_顧客.sql: is not UTF-8; read as Latin-1\n',
    );
    expect(renderProblems(EMPTY, contextOf())).toBe('');
  });

  it('tells the same note in many files once', () => {
    const notes = Array.from({ length: 500 }, (_, index) => ({ file: `${index}.sql`, message: 'is not UTF-8; read as Latin-1' }));
    expect(renderProblems({ ...EMPTY, notes }, contextOf())).toBe('note: 0.sql: is not UTF-8; read as Latin-1 (and 499 more files)\n');
  });
});

describe('an empty result', () => {
  it('is a valid document in every format', () => {
    expect(write('text', EMPTY)).toBe('Nothing found. 2 files, analysed 9 of 9 statements in 38 ms for bidirectional, YugabyteDB 2025.2.\n');
    expect(write('compact', EMPTY)).toBe(write('text', EMPTY));
    expectContract(write('json', EMPTY));
    expect(JSON.parse(write('lsp', EMPTY))).toEqual([]);
    expect(write('jsonl', EMPTY).trim().split('\n').map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['run', 'summary']);
    expect(write('github', EMPTY)).toBe('');
  });
});

describe('json', () => {
  it('keeps the contract, keys in order', () => {
    const text = write('json');
    expectContract(text);
    const report = JSON.parse(text) as { roots: object[]; summary: object; diagnostics: { range: object }[] };
    expect(Object.keys(report)).toEqual(['schemaVersion', 'tool', 'mode', 'yugabytedb', 'roots', 'summary', 'problems', 'diagnostics']);
    for (const root of report.roots) expect(Object.keys(root)).toEqual(['path', 'tool', 'reason', 'files', 'history']);
    expect(report.roots).toHaveLength(SAMPLE.roots.length);
    expect(Object.keys(report.summary)).toEqual([
      'files', 'statements', 'analyzed', 'unanalyzable', 'errors', 'warnings', 'infos', 'suppressed', 'baselined', 'durationMs',
    ]);
    expect(Object.keys(report.diagnostics[0] ?? {})).toEqual([
      'ruleId', 'severity', 'message', 'help', 'docsUrl', 'file', 'range', 'object', 'related', 'fixes',
    ]);
    expect(report.diagnostics.map(({ range }) => range)).toEqual(SAMPLE.diagnostics.map(({ range }) => range));
  });

  it('carries the findings that text only counts', () => {
    expect(write('json')).toContain('no-secondary-index');
    expect(write('text')).not.toContain('no-secondary-index');
  });

  it('says the same line by line', () => {
    const report = JSON.parse(write('json')) as { diagnostics: object[] };
    const lines = write('jsonl').trim().split('\n').map((line) => JSON.parse(line) as { type: string });
    expect(lines.filter(({ type }) => type === 'diagnostic')).toEqual(report.diagnostics.map((item) => ({ type: 'diagnostic', ...item })));
    expect(lines.at(-1)).toEqual({ type: 'summary', ...SAMPLE.summary });
  });

  for (const format of ['json', 'jsonl', 'github'] as const) {
    it(`carries a problem that comes up while ${format} is written`, () => {
      const problems: { kind: string; message: string }[] = [];
      const broken = {
        ...finding('no-serial', 'a.sql', origin, ''),
        get message() {
          problems.push({ kind: 'internal-error', message: 'no words for it' });
          return 'could not be told';
        },
      };
      expect(write(format, resultOf([broken], { problems }))).toContain('no words for it');
    });
  }
});

describe('lsp', () => {
  it('counts lines and UTF-16 units from 0 under a percent-encoded URI', () => {
    const [customers, orders] = JSON.parse(write('lsp')) as [{ uri: string; diagnostics: { range: object }[] }, { uri: string }];
    expect(customers.uri).toBe('file:///home/ann/shop/db/migrations/001_%E9%A1%A7%E5%AE%A2.sql');
    expect(orders.uri).toBe('file:///home/ann/shop/db/migrations/002%20orders.sql');
    expect(customers.diagnostics[2]?.range).toEqual({ start: { line: 4, character: 20 }, end: { line: 4, character: 26 } });
  });

  const URIS = {
    '../other/a.sql': 'file:///home/ann/other/a.sql',
    'a#b?c%d:e.sql': 'file:///home/ann/shop/a%23b%3Fc%25d%3Ae.sql',
    '/tmp/a.sql': 'file:///tmp/a.sql',
    'D:/team/a b.sql': 'file:///D:/team/a%20b.sql',
    '\ud83d.sql': 'file:///home/ann/shop/%EF%BF%BD.sql',
  };
  for (const [file, uri] of Object.entries(URIS)) {
    it(`gives ${JSON.stringify(file)} a URI that an editor opens`, () => {
      expect(JSON.parse(write('lsp', resultOf([finding('no-serial', file, origin, 'x')])))).toMatchObject([{ uri }]);
    });
  }

  it('has one entry for a file whose findings are not side by side', () => {
    const files = ['a.sql', 'b.sql', 'a.sql'].map((file) => finding('no-serial', file, origin, 'x'));
    expect(JSON.parse(write('lsp', resultOf(files)))).toMatchObject([{ diagnostics: [{}, {}] }, { diagnostics: [{}] }]);
  });

  it('leaves the link out of a finding that has none', () => {
    expect(write('lsp', resultOf([finding('syntax-error', 'a.sql', origin, 'x', { docsUrl: '' })]))).not.toContain('codeDescription');
  });
});

describe('github', () => {
  it('escapes what would end a property or a command', () => {
    const result = resultOf([finding('no-serial', '50%,a:b\nc.sql', origin, '100 %\r\nof it: ::error::x', { docsUrl: '' })]);
    expect(write('github', result)).toBe(
      '::error file=50%25%2Ca%3Ab%0Ac.sql,line=1,col=1,endLine=1,endColumn=1,title=no-serial::100 %25%0Aof it: ::error::x\n',
    );
  });

  it('gives no columns to a clause of several lines', () => {
    expect(write('github')).toContain('::warning file=db/migrations/002 orders.sql,line=3,endLine=5,title=no-cascading-foreign-key::');
  });
});

describe('quiet', () => {
  it('leaves only errors in every format and counts the rest', () => {
    const quiet = contextOf(SAMPLE_FILES, { quiet: true, level: 'info' });
    for (const format of FORMATS) {
      expect(write(format, SAMPLE, quiet), format).not.toMatch(/no-cascading-foreign-key|no-secondary-index/);
    }
    expect(write('json', SAMPLE, quiet)).toContain('"warnings":1');
    expect(write('compact', SAMPLE, quiet)).toContain('Found 5 errors, 1 warning and 1 info (only errors are listed: --quiet)');
  });
});

describe('hostile text', () => {
  const EVIL = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe\u2066\u2028\u200b\ud800\u007f\0\rx';
  const result = resultOf(
    [
      finding('no-serial', `${EVIL}.sql`, origin, `message ${EVIL}`, {
        help: `text ${EVIL}\n  SELECT '${EVIL}';`,
        object: EVIL,
        docsUrl: `https://example.org/${EVIL}`,
        related: [{ message: EVIL, file: `${EVIL}.sql`, range: origin }],
        fixes: [{ title: EVIL, safety: 'safe', edits: [{ file: `${EVIL}.sql`, range: origin, text: EVIL }] }],
      }),
    ],
    { problems: [{ kind: EVIL, file: EVIL, message: EVIL }], notes: [{ file: EVIL, message: EVIL }] },
  );
  const context = { ...contextOf(), excerpt: () => `CREATE ${EVIL}` };
  const STEERS = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069\ud800-\udbff](?![\udc00-\udfff])/;

  for (const format of FORMATS) {
    it(`reaches no terminal through ${format}`, () => {
      expect(write(format, result, context)).not.toMatch(STEERS);
    });
  }

  it('reaches no terminal through problems and notes', () => {
    expect(renderProblems(result, context)).not.toMatch(STEERS);
  });

  it('comes through json unharmed', () => {
    const { diagnostics } = JSON.parse(write('json', result, context)) as { diagnostics: { object: string }[] };
    expect(diagnostics[0]?.object).toBe(EVIL);
  });

  it('is drawn where people read', () => {
    expect(write('text', result, context)).toContain('␛]0;owned␇␛[2J<U+009B>31m<U+202E>gnp.exe');
  });
});

describe('sixty thousand findings', () => {
  for (const format of ['compact', 'json', 'jsonl', 'lsp', 'github'] as const) {
    it(`leave ${format} in small chunks, each finding computed once`, () => {
      const { diagnostics, asked } = countedFindings(60_000);
      let longest = 0;
      for (const chunk of REPORTERS[format](resultOf(diagnostics), contextOf())) longest = Math.max(longest, chunk.length);
      expect(longest).toBeGreaterThan(1_000);
      expect(longest).toBeLessThan(100_000);
      expect(asked.message).toBe(60_000);
      expect(asked.range).toBe(60_000);
      expect(asked.help).toBe(format === 'compact' ? 0 : 60_000);
    });
  }

  it('are told one by one where the format allows it', () => {
    const { diagnostics, asked } = countedFindings(60_000);
    const [first] = REPORTERS.jsonl(resultOf(diagnostics), contextOf());
    expect(first).toMatch(/^\{"type":"run"/);
    expect(asked.message).toBeLessThan(2_000);
  });
});
