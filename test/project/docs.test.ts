import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TOOLS } from '../../src/project/tools/index.js';

test('docs/tools.md has a row for every tool, and none for others', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/tools.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.sort()).toEqual(TOOLS.map(({ name }) => name).sort());
});
