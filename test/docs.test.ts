import { describe, expect, it } from 'vitest';
import { RULES } from '../rules/index.js';
import { configSchema } from '../src/config/schema.js';
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

  it('has a schema of the config', async () => {
    const ids = RULES.map((rule) => rule.id);
    await expect(`${JSON.stringify(configSchema(ids), null, 2)}\n`).toMatchFileSnapshot('../docs/config.schema.json');
  });

  for (const { id, rule } of RULE_FILES) {
    it(`has a page for ${id}, with its example and the real finding`, async () => {
      const page = renderRulePage(rule);
      await expect(page).toMatchFileSnapshot(`../docs/rules/${id}.md`);
      expect(page.split('\n').filter((line) => line.startsWith('```text'))).toHaveLength(1);
    });
  }
});
