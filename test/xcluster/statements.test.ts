import { describe, expect, it } from 'vitest';
import { AUTOMATIC_MODE_EXTENSIONS } from '../../src/xcluster/extensions.js';
import { AUTOMATIC_MODE_STATEMENTS, handlingOf } from '../../src/xcluster/statements.js';

describe('what automatic mode does with statements', () => {
  it('is one thing for each command tag', () => {
    const tags = Object.values(AUTOMATIC_MODE_STATEMENTS).flatMap(({ tags: some }) => some);
    expect(tags.length).toBe(new Set(tags).size);
  });

  it.each([
    ['CREATE TABLE', 'replicated'],
    ['TRUNCATE TABLE', 'replicated'],
    ['CREATE TEXT SEARCH PARSER', 'passed through'],
    ['DROP OWNED', 'passed through'],
    ['ALTER SUBSCRIPTION', 'ignored'],
    ['ALTER FOREIGN TABLE', 'refused'],
    ['DROP LANGUAGE', 'refused'],
    ['ALTER EXTENSION', 'stalls'],
    ['REASSIGN OWNED', 'never captured'],
    ['CREATE TABLEGROUP', 'never captured'],
    ['NO SUCH COMMAND', undefined],
  ])('is known: %s is %s', (tag, handling) => {
    expect(handlingOf(tag)).toBe(handling);
  });

  it('has a source for each answer and each extension', () => {
    for (const { source } of [...Object.values(AUTOMATIC_MODE_STATEMENTS), ...AUTOMATIC_MODE_EXTENSIONS.values()]) expect(source).toMatch(/^https:\/\//);
  });
});
