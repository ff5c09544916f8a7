import { describe, expect, it } from 'vitest';
import { RULE_FILES, RULE_IDS, renderIndex } from './rule-files.js';
import { renderRulePage, renderRuleTable } from './rule-pages.js';

// `npm run generate` writes these files (vitest --update); without it they are compared.
describe('what is generated', () => {
  it('has an index of the rules', async () => {
    await expect(renderIndex(RULE_IDS)).toMatchFileSnapshot('../rules/index.ts');
  });

  it('has a table over the rules', async () => {
    await expect(renderRuleTable()).toMatchFileSnapshot('../docs/rules.md');
  });

  for (const { id, rule } of RULE_FILES) {
    it(`has a page for ${id}, with its example and the real finding`, async () => {
      const page = renderRulePage(rule);
      await expect(page).toMatchFileSnapshot(`../docs/rules/${id}.md`);
      expect(page.split('\n').filter((line) => line.startsWith('```text'))).toHaveLength(1);
    });
  }
});
