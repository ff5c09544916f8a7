import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, visible, widthOf, wrap } from '../../src/reporters/display.js';
import { frameOf } from '../../src/reporters/frame.js';

function on(line: string, part: string, width = 100): { code: string; marks: string } {
  const start = line.indexOf(part);
  const { code, indent, length } = frameOf(line, start, start + part.length, width);
  return { code, marks: ' '.repeat(indent) + '^'.repeat(length) };
}

describe('widths', () => {
  const WIDTHS: readonly (readonly [string, string, number])[] = [
    ['ASCII', 'abc', 3],
    ['Han', '氏名', 4],
    ['kana and Hangul', 'かなカナ한글', 12],
    ['fullwidth and halfwidth forms', 'Ａｱ', 3],
    ['a combining mark', 'e\u0301', 1],
    ['a precomposed letter', 'é', 1],
    ['decomposed Hangul', '\u1112\u1161\u11ab', 2],
    ['an emoji', '🚀', 2],
    ['a family joined by ZWJ', '👩‍👩‍👧', 2],
    ['a flag', '🇩🇪', 2],
    ['a skin tone', '👍🏽', 2],
    ['a text symbol with the emoji selector', '❤️', 2],
    ['a text symbol', '❤', 1],
    ['a keycap', '1️⃣', 2],
    ['a rare ideograph outside the basic plane', '𠮷', 2],
    ['box drawing', '│─', 2],
  ];
  for (const [name, text, width] of WIDTHS) {
    it(`of ${name} are those of a terminal`, () => {
      expect(widthOf(text)).toBe(width);
    });
  }
});

describe('a frame', () => {
  it('stands under a clause after wide characters', () => {
    expect(on('"氏名 👩‍👩‍👧" text UNIQUE,', 'UNIQUE').marks).toBe(`${' '.repeat(15)}^^^^^^`);
  });

  it('aligns tabs to stops of four', () => {
    expect(on('\tid\tserial', 'serial')).toEqual({ code: '    id  serial', marks: '        ^^^^^^' });
  });

  it('underlines a wide clause in its whole width', () => {
    expect(on('a 氏名 b', '氏名').marks).toBe('  ^^^^');
  });

  it('marks a place at the end of a line and in an empty line', () => {
    expect(on('SELECT 1', '').marks).toBe('^');
    expect(frameOf('SELECT 1', 8, 8, 100)).toEqual({ code: 'SELECT 1', indent: 8, length: 1 });
    expect(on('', '')).toEqual({ code: '', marks: '^' });
  });

  it('survives a place that the line no longer has', () => {
    expect(frameOf('short', 500, 600, 100)).toEqual({ code: 'short', indent: 5, length: 1 });
  });

  it('underlines the first line of a longer clause without trailing blanks', () => {
    expect(frameOf('a CHECK (  ', 2, Infinity, 100)).toEqual({ code: 'a CHECK (  ', indent: 2, length: 7 });
  });

  it('draws control characters', () => {
    expect(on('a\u001b[31m b', 'b')).toEqual({ code: 'a␛[31m b', marks: '       ^' });
    expect(on('a\u202eb', 'b')).toEqual({ code: 'a<U+202E>b', marks: '         ^' });
  });

  it('is clipped on the right of an early clause', () => {
    expect(on(`UNIQUE ${'x'.repeat(100)}`, 'UNIQUE', 20)).toEqual({ code: `UNIQUE ${'x'.repeat(12)}…`, marks: '^^^^^^' });
  });

  it('is clipped on both sides of a clause in the middle', () => {
    expect(on(`${'x'.repeat(50)} UNIQUE ${'y'.repeat(50)}`, 'UNIQUE', 20)).toEqual({ code: '…xxxxx UNIQUE yyyyy…', marks: '       ^^^^^^' });
  });

  it('is clipped on the left of a late clause', () => {
    expect(on(`${'x'.repeat(50)} UNIQUE`, 'UNIQUE', 20)).toEqual({ code: `…${'x'.repeat(12)} UNIQUE`, marks: `${' '.repeat(14)}^^^^^^` });
  });

  it('leaves no half of a wide character at the edges', () => {
    const { code, marks } = on(`${'名'.repeat(50)}UNIQUE${'名'.repeat(50)}`, 'UNIQUE', 21);
    expect(code).toBe('…名名名UNIQUE名名名…');
    expect(marks).toBe(`${' '.repeat(7)}^^^^^^`);
  });

  it('is cut out of a line of five megabytes', () => {
    const line = `${'名, '.repeat(1_500_000)}UNIQUE${', x'.repeat(1_000_000)}`;
    const { code } = on(line, 'UNIQUE', 60);
    expect(code).toMatch(/^….*UNIQUE.*…$/);
    expect(widthOf(code)).toBeLessThanOrEqual(60);
  });

  const character = fc.constantFrom('a', ' ', '名', 'e\u0301', '👩‍👩‍👧', '\t', '\u001b', '🇩🇪', ',', '\ud83d', '\u202e');
  const part = fc.array(character, { maxLength: 30 }).map((characters) => characters.join(''));

  it('fits the width and shows the clause, whatever the line', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.array(part, { maxLength: 40 }), fc.integer({ min: 20, max: 120 }), (before, after, width) => {
        const { code, marks } = on(`${before.join('')}UNIQUE${after.join('')}`, 'UNIQUE', width);
        expect(widthOf(code)).toBeLessThanOrEqual(width);
        expect(marks.trim()).toBe('^^^^^^');
        expect(code).toContain('UNIQUE');
        const indent = widthOf(code.slice(0, code.indexOf('UNIQUE')));
        expect(marks.length - 6, code).toBe(indent);
      }),
      { seed: 20_261_123, numRuns: 2_000 },
    );
  });
});

describe('words', () => {
  it('are wrapped by columns, and a long one stands alone', () => {
    expect(wrap('氏名 氏名 https://example.org/long a', 10)).toEqual(['氏名 氏名', 'https://example.org/long', 'a']);
    expect(wrap('aa bb', 5, 3)).toEqual(['aa', 'bb']);
  });

  it('are clipped by columns', () => {
    expect(clip('氏名 is a long column name', 17)).toBe('氏名 is a long c…');
    expect(clip('not enough room for this', 5)).toBe('');
  });

  it('come out on one line', () => {
    expect(visible('a\r\nb\tc')).toBe('a␍␊b␉c');
  });
});
