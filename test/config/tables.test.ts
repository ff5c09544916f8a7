import { expect, test } from 'vitest';
import { matchTables } from '../../src/config/tables.js';

const CASES: readonly (readonly [patterns: readonly string[], table: string, replicated: boolean])[] = [
  [['*.*'], 'public.orders', true],
  [['*.*', '!audit.*'], 'audit.log', false],
  [['*.*', '!audit.*', 'audit.keep'], 'audit.keep', true],
  [['!audit.*'], 'public.orders', true],
  [['!audit.*'], 'audit.log', false],
  [['public.*'], 'audit.log', false],
  [['public.order*'], 'public.order_items', true],
  [['public.?'], 'public.ab', false],
  [['public.a.b'], 'public.a.b', true],
  [['Public.*'], 'public.orders', false],
];

for (const [patterns, table, replicated] of CASES) {
  test(`${table} is ${replicated ? '' : 'not '}replicated by ${patterns.join(' ')}`, () => {
    const dot = table.indexOf('.');
    expect(matchTables(patterns)({ schema: table.slice(0, dot), name: table.slice(dot + 1) })).toBe(replicated);
  });
}
