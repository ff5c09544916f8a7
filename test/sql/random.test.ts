import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/sql/body.js';
import { spanOf, startOf, textOf } from '../../src/sql/clause.js';
import type { ClauseForm } from '../../src/sql/statement.js';
import { eventsOf, PARSER, statementsOf } from './migration.js';

const FRAGMENTS = [
  'CREATE', 'TABLE', 'INDEX', 'FUNCTION', 'RULE', 'ALTER', 'DROP', 'COPY t FROM stdin;\n', '\\.\n', 'BEGIN', 'ATOMIC', 'END', 'CASE', 'WHEN', 'THEN', 'LOOP', 'FOR', 'IN', 'IF', 'ELSE',
  'DECLARE', 'EXCEPTION', 'EXECUTE', 'PERFORM', 'RETURN', 'INTO', 'USING', 'format(', 'SELECT', 'a', '"b', '"', "'", "E'", '\\', '$$', '$a$', '$1', '--', '/*', '*/', '\n', '\r', '\r\n', ' ', '\t',
  ';', '(', ')', '[', ']', ',', '.', '..', ':=', '=', '::', ':A', '${A}', '||', '<<', '>>', '1', '1e5', '#', 'é', '😀', '\0', '\uFEFF', 'PRIMARY KEY ((a) HASH', 'SPLIT INTO 3 TABLETS', 'DEFAULT', 'GENERATED', 'LIKE', 'DO',
  '\\gset\n', '\\;', '-- xclint-disable a\n', 'UNIQUE', 'REFERENCES', 'CONSTRAINT', 'TABLEGROUP',
];
const FORMS: readonly ClauseForm[] = ['statement', 'type', 'constraint', 'word', 'unique', 'default', 'generated', 'like', 'action', 'column', 'expression'];
const text = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 }).map((fragments) => `SELECT 1; ${fragments.join(' ').replace(/ ?\n ?/g, '\n')}`);
const settings = { numRuns: 3000, seed: 20261123 };
const placeholders = { A: "it's long; " };

/** As the file is shown to people: without its mark, a NUL as a space. */
const shown = (written: string): string => written.replace(/^\uFEFF/, '').replaceAll('\0', ' ');

describe('whatever stands in a file', () => {
  test('every statement and comment stands where it says, in order', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (written, chunkSize) => {
        const file = shown(written);
        let last = 0;
        for (const event of eventsOf(written, { chunkSize, placeholders })) {
          if (event.kind === 'statement') {
            const { start, text: own } = event.statement;
            expect(file.slice(start.offset, start.offset + own.length)).toBe(own);
            expect(start.offset).toBeGreaterThanOrEqual(last);
            expect(start.line).toBe(file.slice(0, start.offset).split(/\r\n|\r|\n/).length);
            expect(event.statement.sql).not.toContain('\0');
            last = start.offset + own.length;
          } else if (event.kind === 'comment') {
            expect(file.slice(event.span.start.offset, event.span.end.offset)).toBe(event.text);
          }
        }
      }),
      settings,
    );
  });

  test('clauses lie inside their statement', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...FORMS), fc.nat(60), (written, form, at) => {
        for (const statement of statementsOf(written, { placeholders })) {
          const clause = { statement, form, at };
          const { start, end } = spanOf(clause);
          expect(start.offset).toBeGreaterThanOrEqual(statement.start.offset);
          expect(end.offset).toBeGreaterThanOrEqual(start.offset);
          expect(end.offset).toBeLessThanOrEqual(statement.start.offset + statement.text.length);
          expect(startOf(clause).offset).toBeLessThanOrEqual(statement.start.offset + statement.text.length);
          expect(statement.text).toContain(textOf(clause));
        }
      }),
      settings,
    );
  });

  test('a body is read to its end, with true places', () => {
    fc.assert(
      fc.property(text, (body) => {
        const host = `DO $body$ BEGIN ${shown(body)} END $body$`;
        for (const statement of statementsOf(host, { placeholders })) {
          const outcome = PARSER.parse(statement.sql);
          if (!outcome.ok) continue;
          for (const item of readBody(statement, outcome.node, PARSER)?.items ?? []) {
            if (item.kind === 'assign') continue;
            const { start, text: own } = item.kind === 'opaque' ? item.clause.statement : item.statement;
            expect(host.slice(start.offset, start.offset + own.length)).toBe(own);
          }
        }
      }),
      settings,
    );
  });
});
