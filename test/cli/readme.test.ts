import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { idsOf, readReport, xclint } from './command-line.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = 'docs/examples/shop/migrations';

/** The rules of the active-active pattern, all of which the shop is to show. */
const SHOWN = ['no-unique-constraint', 'no-trigger', 'no-serial', 'no-identity', 'no-sequence-default', 'unreplicated-schema-change', 'no-multi-table-transaction'];

/** The time that a run took is the only thing in a report that changes. */
function withoutTime(text: string): string {
  return text.replace(/ in [\d.,]+ m?s\b/g, ' in … ms');
}

test('the README shows what xclint says of the shop', async () => {
  const { code, stdout, stderr } = await xclint([SHOP], { cwd: ROOT });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const [, sample = ''] = /<!-- sample -->\n```text\n([\s\S]*?)```\n/.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8')) ?? [];
  const parts = withoutTime(sample).split('\n[…]\n');
  expect(parts.length).toBeGreaterThan(1);
  const output = withoutTime(stdout);
  expect(output.startsWith(parts[0] ?? '')).toBe(true);
  expect(output.endsWith(parts.at(-1) ?? '')).toBe(true);
  for (const part of parts) expect(output).toContain(part.trim());
});

test('the shop shows every rule of the active-active pattern', async () => {
  const { stdout } = await xclint(['-f', 'json', SHOP], { cwd: ROOT });
  const found = idsOf(readReport(stdout));
  for (const id of SHOWN) expect(found).toContain(id);
  expect(found).not.toContain('unused-suppression');
  expect(readReport(stdout).summary['unanalyzable']).toBe(0);
});
