import { expect, test } from 'vitest';
import { expandEnvironment } from '../../src/sql/environment.js';
import { toOriginal } from '../../src/sql/rewrite.js';

test('a variable becomes its value, else the default in the text, else a placeholder', () => {
  const values = new Map([['SET', 'x']]);
  const expand = (text: string): string => expandEnvironment(text, values).sql;
  expect(expand('a ${SET:-d} ${SET-d} ${SET?m} $SET ${SET}')).toBe('a x x x x ${SET}');
  expect(expand('a ${NO:-d e} ${NO-} ${NO?say so} $NO ${NO}')).toBe('a d e  ${NO} ${NO} ${NO}');
  expect(expand('$body$ $1 $NO$ a$SET ${1:-d} ${A:-${B}}')).toBe('$body$ $1 $NO$ ax ${1:-d} ${A:-${B}}');
});

test('places before and behind an expansion stay true', () => {
  const text = 'CREATE TABLE ${REGION:-eu}_a (id int, ${X-}b text)';
  const { sql, rewrites } = expandEnvironment(text, new Map());
  expect(sql).toBe('CREATE TABLE eu_a (id int, b text)');
  for (const word of ['CREATE', '_a', 'id int', 'b text']) expect(toOriginal(rewrites, sql.indexOf(word), 'start'), word).toBe(text.indexOf(word));
});
