import { describe, expect, test } from 'vitest';
import { PARSER } from './migration.js';

describe('the parser', () => {
  test('gives the tree of one statement', () => {
    expect(PARSER.parse('DROP TABLE a').ok && PARSER.parse('DROP TABLE a')).toMatchObject({ ok: true, node: { DropStmt: { removeType: 'OBJECT_TABLE' } } });
  });

  const errors: readonly (readonly [string, string, number])[] = [
    ['SELECT 1 FORM a b', 'syntax error at or near "a"', 14],
    ['SELECT é😀 FORM a b', 'syntax error at or near "a"', 19],
    ['SELECT (', 'syntax error at end of input', 8],
    ['', 'there is no statement', 0],
    ['-- nothing', 'there is no statement', 0],
  ];
  for (const [sql, message, at] of errors) {
    test(`says where ${JSON.stringify(sql)} is wrong, in bytes`, () => {
      expect(PARSER.parse(sql)).toEqual({ ok: false, cause: 'syntax', message, at });
    });
  }

  test('outlives forty statements that are too deep, and reads each one after them', () => {
    const chain = `SELECT ${'a+'.repeat(20_000)}1`;
    for (let i = 0; i < 40; i++) {
      const outcome = PARSER.parse(chain);
      expect(outcome.ok ? 'ok' : outcome.cause).toMatch(/^ok$|^crash$/);
      expect(PARSER.parse(`SELECT ${i}`).ok).toBe(true);
    }
  });

  test('does not call twenty thousand parentheses a syntax error', () => {
    const deep = `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`;
    expect(PARSER.parse(deep)).toMatchObject({ ok: false, cause: 'crash' });
    expect(PARSER.parse('SELECT 1').ok).toBe(true);
  });

  test('reads a statement of five megabytes', () => {
    const rows = Array.from({ length: 250_000 }, (_, i) => `(${i}, 'row é ${i}')`).join(', ');
    expect(PARSER.parse(`INSERT INTO t VALUES ${rows}`).ok).toBe(true);
    expect(PARSER.parse('SELECT 1').ok).toBe(true);
  });
});
