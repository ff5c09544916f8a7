import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { idsOf, readReport, xclint } from './command-line.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const README = path.join(ROOT, 'README.md');
const SHOP = 'docs/examples/shop/migrations';

/** The rules of the active-active pattern, all of which the shop is to show. */
const SHOWN = ['no-unique-constraint', 'no-trigger', 'no-serial', 'no-identity', 'no-sequence-default', 'unreplicated-schema-change', 'no-multi-table-transaction'];

/** What the README shows of a report: a few findings and the end. The time, which no two runs share, is made up. */
function sampleOf(report: string): string {
  const paragraphs = report.replace(/ in [\d.]+ m?s /, ' in 24 ms ').trimEnd().split(/\n\n(?=\S)/);
  const finding = (id: string) => paragraphs.filter((paragraph) => paragraph.includes(`[${id}]:`)).slice(0, 1);
  return [
    ...finding('no-serial'),
    ...finding('no-unique-constraint'),
    '[…]',
    ...finding('no-trigger'),
    '[…]',
    ...finding('no-multi-table-transaction'),
    '[…]',
    ...paragraphs.slice(-1),
  ].join('\n\n');
}

// `npm run generate` brings it up to date.
test('the README shows what xclint says of the shop', async () => {
  const { code, stdout, stderr } = await xclint([SHOP], { cwd: ROOT });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const readme = readFileSync(README, 'utf8');
  const sample = /(?<=<!-- sample -->\n```text\n)[\s\S]*?(?=\n```\n)/;
  expect(readme).toMatch(sample);
  await expect(readme.replace(sample, () => sampleOf(stdout))).toMatchFileSnapshot(README);
});

test('the shop shows every rule of the active-active pattern', async () => {
  const { stdout } = await xclint(['-f', 'json', SHOP], { cwd: ROOT });
  const report = readReport(stdout);
  for (const id of SHOWN) expect(idsOf(report)).toContain(id);
  expect(idsOf(report)).not.toContain('unused-suppression');
  expect(report.summary['unanalyzable']).toBe(0);
});
