import { expect, test } from 'vitest';
import { flyway } from '../../src/project/tools/flyway.js';
import { tokenize } from '../../src/sql/tokens.js';
import { statementsOf } from '../sql/migration.js';

// Texts that once took minutes: a reader that looks at each part of them anew for every other part does not end in time.

test('300,000 empty lines of COPY data are passed over', () => {
  const statements = statementsOf(`COPY t (a) FROM stdin;\n${'\n'.repeat(300_000)}\\.\nSELECT 1;`);
  expect(statements.map(({ sql }) => sql)).toEqual(['COPY t (a) FROM stdin', 'SELECT 1']);
});

test('100,000 signs in a row are 100,000 operators', () => {
  const tokens = tokenize(`1 ${'+'.repeat(100_000)} 1`);
  expect(tokens).toHaveLength(100_002);
  expect(tokens[1]).toEqual({ kind: 'operator', start: 2, end: 3, value: '+' });
});

test('20,000 placeholders in one statement are replaced', () => {
  const rows = Array.from({ length: 20_000 }, () => "('a:X')").join(', ');
  const [statement] = statementsOf(`INSERT INTO t VALUES ${rows};`, { placeholders: { X: '1' } });
  expect(statement?.rewrites).toHaveLength(20_000);
});

test('1000 comments between two words of a statement are read in one way', () => {
  const comments = '/* a * b */ '.repeat(1000);
  expect(flyway.leavesTransaction?.(`CREATE ${comments}TABLE t (id int)`)).toBe(false);
  expect(flyway.leavesTransaction?.(`CREATE ${comments}INDEX ${comments}CONCURRENTLY i ON t (id)`)).toBe(true);
});
