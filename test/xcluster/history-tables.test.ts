import { expect, test } from 'vitest';
import { TOOLS } from '../../src/project/tools/index.js';
import { findHistoryTables, isHistoryTable } from '../../src/xcluster/history-tables.js';

test('every tool has a history, but plain files and dumps', () => {
  expect(TOOLS.filter(({ name }) => findHistoryTables(name).length === 0).map(({ name }) => name)).toEqual(['pg_dump', 'plain']);
});

test('a history is known by its name, in another schema too unless it has one of its own', () => {
  expect(isHistoryTable({ schema: 'app', name: 'schema_migrations' })).toBe(true);
  expect(isHistoryTable({ schema: 'sqitch', name: 'changes' })).toBe(true);
  expect(isHistoryTable({ schema: 'app', name: 'changes' })).toBe(false);
});
