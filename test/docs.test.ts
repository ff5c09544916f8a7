import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_IDS } from '../src/linter/levels.js';
import { parseVersion } from '../src/xcluster/version.js';
import { lintCase } from './fixture.js';
import { RULE_FILES, RULE_IDS, renderIndex } from './rule-files.js';
import { renderFixTable, renderRulePage, renderRuleTable } from './rule-pages.js';

// `npm run generate` writes these files (vitest --update); without it they are compared.
describe('what is generated', () => {
  it('has an index of the rules', async () => {
    await expect(renderIndex(RULE_IDS)).toMatchFileSnapshot('../rules/index.ts');
  });

  it('has a table over the rules', async () => {
    await expect(renderRuleTable()).toMatchFileSnapshot('../docs/rules.md');
  });

  it('has a table over the fixes', async () => {
    const page = readFileSync(new URL('../docs/fixes.md', import.meta.url), 'utf8');
    const rendered = renderFixTable(page);
    expect(rendered.match(/^\| \[`/gm)).toHaveLength(RULE_FILES.filter(({ rule }) => rule.fix !== undefined).length);
    await expect(rendered).toMatchFileSnapshot('../docs/fixes.md');
  });

  for (const { id, rule } of RULE_FILES) {
    it(`has a page for ${id}, with its example and the real finding`, async () => {
      const page = renderRulePage(rule);
      await expect(page).toMatchFileSnapshot(`../docs/rules/${id}.md`);
      expect(page.split('\n').filter((line) => line.startsWith('```text'))).toHaveLength(1);
    });
  }
});

describe('the pages of findings that are no rule\'s', () => {
  it.each(BUILT_IN_IDS)('show for %s what is reported first, and nothing that is reported after it', (id) => {
    const page = readFileSync(new URL(`../docs/rules/${id}.md`, import.meta.url), 'utf8');
    const version = parseVersion('2025.2');
    if ('problem' in version) throw new Error(version.problem);
    const counts = [...page.matchAll(/^```sql\n([^]*?)^```$/gm)].map(([, sql = '']) => {
      const files = [{ name: '001_example.sql', sql, expected: new Map<number, readonly string[]>() }];
      const result = lintCase({ kind: 'valid', title: id, mode: 'bidirectional', version, colocated: false, sendsAtOnce: false, tool: 'plain', expectedAtRoot: [], roles: [], tablespaces: [], notReplicated: [], files });
      return result.diagnostics.filter(({ ruleId }) => ruleId === id).length;
    });
    expect(counts).toEqual([1, ...counts.slice(1).map(() => 0)]);
  });
});
