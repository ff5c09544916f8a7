import { describe, expect, it } from 'vitest';
import { expectNoBug, GOOD, lintAsJson, makeFolder, places, theOnly, xclint } from './harness.js';

const GOOD_PLACE = '2_good.sql:1:23 no-serial';
const BOM = '\uFEFF';

function swapBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

/** Bytes without any pattern, from a fixed seed. */
function noise(length: number): Uint8Array {
  let state = 2025;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  });
}

describe('a file with nothing to say', () => {
  for (const [what, content] of [
    ['an empty file', ''],
    ['a byte order mark alone', BOM],
    ['white space alone', ' \t\r\n\n\f\v '],
    ['comments only', '-- to be written\n/* nothing /* nested */ yet; */\n--'],
    ['semicolons only', ';;\n;'],
  ] as const) {
    it(`${what}: no finding, exit 0`, async () => {
      const ended = await lintAsJson(makeFolder({ '1_nothing.sql': content }));
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ended.report).toMatchObject({ summary: { files: 1, statements: 0 }, problems: [], diagnostics: [] });
    });

    it(`${what}: the next file is judged`, async () => {
      const ended = await lintAsJson(makeFolder({ '1_nothing.sql': content, '2_good.sql': GOOD }));
      expect(ended.exitCode).toBe(1);
      expect(places(ended.report)).toEqual([GOOD_PLACE]);
      expect(ended.report.summary).toMatchObject({ files: 2, statements: 1 });
    });
  }
});

describe('binary files', () => {
  for (const [what, content] of [
    ['random bytes', noise(100_000)],
    ['zeros', new Uint8Array(5000)],
    ['an image', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), noise(300)])],
  ] as const) {
    it(`${what}: said with the file's name, the next file is judged`, async () => {
      const folder = makeFolder({ '1_binary.sql': content, '2_good.sql': GOOD });
      const ended = await lintAsJson(folder);
      expectNoBug(ended);
      expect(places(ended.report)).toEqual(['1_binary.sql:1:1 unanalyzable', GOOD_PLACE]);
      expect(theOnly(ended.report, 'unanalyzable').message).toMatch(/binary/);
      expect(ended.exitCode).toBe(1);
      const text = await xclint(folder, ['1_binary.sql']);
      expect(text.stdout).toMatch(/1_binary\.sql/);
      expect(text.stdout).toMatch(/binary/);
      expect(text.stdout).not.toMatch(/[\0-\x08\x0e-\x1f\x7f]/);
    });
  }

  it('alone it is a warning: exit 0, and 1 where the config makes it an error', async () => {
    const folder = makeFolder({ '1_binary.sql': noise(4096) });
    expect((await lintAsJson(folder)).exitCode).toBe(0);
    expect((await lintAsJson(folder, ['.', '--on-unanalyzable', 'error'])).exitCode).toBe(1);
  });
});

describe('encodings: columns count characters, not bytes', () => {
  const sql = "-- größer\nINSERT INTO ort VALUES ('Köln'); CREATE TABLE größe (id bigserial PRIMARY KEY);\n";
  const place = '1_odd.sql:2:57 no-serial';
  for (const [what, content] of [
    ['UTF-8', Buffer.from(sql)],
    ['UTF-8 with a byte order mark', Buffer.from(BOM + sql)],
    ['UTF-16 little-endian with a byte order mark', Buffer.from(BOM + sql, 'utf16le')],
    ['UTF-16 big-endian with a byte order mark', swapBytes(Buffer.from(BOM + sql, 'utf16le'))],
    ['UTF-16 little-endian without one', Buffer.from(sql, 'utf16le')],
    ['UTF-16 big-endian without one', swapBytes(Buffer.from(sql, 'utf16le'))],
  ] as const) {
    it(`${what} is read`, async () => {
      const ended = await lintAsJson(makeFolder({ '1_odd.sql': content, '2_good.sql': GOOD }));
      expect(places(ended.report)).toEqual([place, GOOD_PLACE]);
      expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    });
  }

  it('Latin-1 is read, and said once', async () => {
    const ended = await lintAsJson(makeFolder({ '1_odd.sql': Buffer.from(sql, 'latin1'), '2_good.sql': GOOD }));
    expect(places(ended.report)).toEqual([place, GOOD_PLACE]);
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr.match(/Latin-1/g)).toHaveLength(1);
    expect(ended.stderr).toMatch(/1_odd\.sql.*not UTF-8.*Latin-1/);
  });

  it('a byte order mark does not move the first line', async () => {
    const ended = await lintAsJson(makeFolder({ '2_good.sql': BOM + GOOD }));
    expect(places(ended.report)).toEqual([GOOD_PLACE]);
    const [finding] = ended.report.diagnostics.filter(({ ruleId }) => ruleId === 'no-serial');
    expect(finding?.range.start.offset).toBe(22);
  });

  it('a byte order mark inside the file, where two files were joined, loses no statement', async () => {
    const ended = await lintAsJson(makeFolder({ '1_joined.sql': `SELECT 1;\n${BOM}${GOOD}` }));
    expectNoBug(ended);
    expect(ended.report.summary.statements).toBe(2);
    expect(ended.exitCode).toBe(1);
  });
});

describe('line ends', () => {
  for (const [what, eol] of [
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ] as const) {
    it(`${what}: lines and columns are right, in statements and after comments`, async () => {
      const sql = ['-- one', 'CREATE TABLE a (', '  id bigserial,', '  code text UNIQUE,', '  PRIMARY KEY (id)', ');', ''].join(eol);
      const ended = await lintAsJson(makeFolder({ '1_lines.sql': sql }));
      expect(places(ended.report)).toEqual(['1_lines.sql:3:6 no-serial', '1_lines.sql:4:13 no-unique-constraint']);
      const text = await xclint(makeFolder({ '1_lines.sql': sql }), ['.']);
      expect(text.stdout).not.toContain('\r');
    });
  }

  it('a comment that ends in CRLF silences the next line', async () => {
    const sql = `-- xclint-disable-next-line no-serial -- agreed\r\n${GOOD}`;
    const ended = await lintAsJson(makeFolder({ '1_lines.sql': sql }));
    expect(places(ended.report)).toEqual([]);
    expect(ended.exitCode).toBe(0);
  });
});

describe('NUL bytes', () => {
  it('end no text: what stands after one is judged, and the NUL is said', async () => {
    const sql = `SELECT 1;\n\0CREATE TABLE after (id bigserial PRIMARY KEY);\nCREATE TABLE last (id serial PRIMARY KEY);\n`;
    const ended = await lintAsJson(makeFolder({ '1_nul.sql': sql, '2_good.sql': GOOD }));
    expectNoBug(ended);
    expect(places(ended.report)).toEqual(['1_nul.sql:2:1 unanalyzable', '1_nul.sql:2:25 no-serial', '1_nul.sql:3:23 no-serial', GOOD_PLACE]);
    expect(theOnly(ended.report, 'unanalyzable').message).toMatch(/NUL/);
  });

  it('inside a string and a name loses no later statement', async () => {
    const ended = await lintAsJson(makeFolder({ '1_nul.sql': `INSERT INTO t VALUES ('a\0b');\nCREATE TABLE "x\0y" (id int PRIMARY KEY);\n`, '2_good.sql': GOOD }));
    expectNoBug(ended);
    expect(places(ended.report)).toContain(GOOD_PLACE);
    expect(theOnly(ended.report, 'unanalyzable').file).toBe('1_nul.sql');
  });
});
