import { chooseFixes, editBytes } from '../../src/fixer/apply.js';
import { lintText } from '../../src/index.js';

/** More rounds than a fix needs that makes way for another. */
const MOST_ROUNDS = 10;

/** A migration after the linter's own fixes of these rules, the unsafe ones included, as `--fix --unsafe-fixes` makes them. */
export async function fixed(sql: string, ...rules: readonly [string, ...string[]]): Promise<string> {
  let text = sql;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { diagnostics } = await lintText(text, { config: false, mode: 'bidirectional' });
    const fixes = chooseFixes(diagnostics.filter(({ ruleId }) => rules.includes(ruleId)).flatMap((diagnostic) => diagnostic.fixes.slice(0, 1)));
    if (fixes.length === 0) return text;
    const bytes = editBytes(new TextEncoder().encode(text), fixes.flatMap(({ edits }) => edits));
    if (bytes === null) throw new Error('not UTF-8');
    text = new TextDecoder().decode(bytes);
  }
  throw new Error('the fixes do not come to an end');
}
