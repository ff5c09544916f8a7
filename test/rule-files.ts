import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Rule } from '../src/rule.js';

/** The folder of the rules. */
export const RULES_FOLDER = fileURLToPath(new URL('../rules/', import.meta.url));

/** The ids of the rules as the names of their files say them, sorted; does not trust `rules/index.ts`, which a test writes. */
export const RULE_IDS: readonly string[] = readdirSync(RULES_FOLDER)
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => name.slice(0, -'.ts'.length))
  .sort();

/** Every rule, each from its own file. */
export const RULE_FILES: readonly { readonly id: string; readonly rule: Rule }[] = await Promise.all(
  RULE_IDS.map(async (id) => {
    const module = (await import(`../rules/${id}.ts`)) as { readonly default: Rule };
    return { id, rule: module.default };
  }),
);

/** The text of `rules/index.ts`. */
export function renderIndex(ids: readonly string[]): string {
  const variable = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [
    '// Written by `npm run generate` from the files beside it.',
    "import type { Rule } from '../src/rule.js';",
    ...ids.map((id) => `import ${variable(id)} from './${id}.js';`),
    '',
    '/** Every rule, by id. */',
    'export const RULES: readonly Rule[] = [',
    ...ids.map((id) => `  ${variable(id)},`),
    '];',
    '',
  ].join('\n');
}

/** The ids of the rules whose claims `test/simulation/rules/<id>.ts` runs. */
export const SIMULATED_RULES: readonly string[] = readdirSync(new URL('simulation/rules/', import.meta.url))
  .map((name) => name.replace(/\.ts$/, ''))
  .sort();
