import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { RULES } from '../rules/index.js';
import { BUILT_IN_IDS } from '../src/linter/levels.js';
import { MODES } from '../src/xcluster/mode.js';
import { parseVersion } from '../src/xcluster/version.js';
import { RULE_FILES, RULE_IDS } from './rule-files.js';

/** The names in a folder that end so, without the ending, sorted. */
function namesIn(folder: string, ending: string): string[] {
  return readdirSync(fileURLToPath(new URL(folder, import.meta.url)))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

it('lists the same rules in the index, the files, the fixtures, the snapshots and the docs', () => {
  expect(RULES.map((rule) => rule.id)).toEqual(RULE_IDS);
  expect(namesIn('rules/', '.sql')).toEqual(RULE_IDS);
  expect(namesIn('rules/', '.snap')).toEqual(RULE_IDS);
  expect(namesIn('../docs/rules/', '.md')).toEqual([...RULE_IDS, ...BUILT_IN_IDS].sort());
});

for (const { id, rule } of RULE_FILES) {
  it(`has in rules/${id}.ts metadata that is whole`, () => {
    expect(rule.id).toBe(id);
    expect(rule.summary).toMatch(/^(?:Disallow|Require|Limit) .*\.$/);
    expect(Object.keys(rule.severity)).toEqual([...MODES]);
    for (const { title, url, fact, checked } of rule.citations) {
      expect(url).toMatch(/^https:\/\/(?:docs\.yugabyte\.com\/stable\/.*\/|github\.com\/yugabyte\/yugabyte-db\/(?:issues\/\d+|blob\/master\/src\/[\w./-]+))$/);
      expect(title).not.toBe('');
      expect(fact).toMatch(/\.$/);
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
    for (const level of Object.values(rule.severity)) {
      if (typeof level === 'string') continue;
      for (const { from } of level.slice(1) as readonly { readonly from: string }[]) expect(parseVersion(from)).not.toHaveProperty('problem');
    }
  });
}
